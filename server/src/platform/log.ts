/** Structured log lines on standard error: JSON, one a line, without texts of complaints and without search words. */
export type Log = {
  info(message: string, facts?: Facts): void
  warn(message: string, facts?: Facts): void
  error(message: string, facts?: Facts): void
}
type Facts = Record<string, unknown>

/** A log that writes to standard error from `MINGJING_LOG` (`info`, `warn`, `error`, `off`; default `warn`) upwards. */
export function createLog(level: string = process.env['MINGJING_LOG'] ?? 'warn'): Log {
  const from = { info: 0, warn: 1, error: 2, off: 3 }[level] ?? 1
  const line =
    (rank: number, name: string) =>
    (message: string, facts: Facts = {}) => {
      if (rank < from) return
      process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level: name, message, ...plain(facts) })}\n`)
    }
  return { info: line(0, 'info'), warn: line(1, 'warn'), error: line(2, 'error') }
}

export const log = createLog()

function plain(facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [key, value instanceof Error ? (value.stack ?? value.message) : value]),
  )
}
