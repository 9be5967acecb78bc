/** The median of some times, in ms. */
export function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

/** Rounds before the measured ones: a server that runs has warm code and caches. */
const warmRounds = 8

/**
 * Runs each contestant in turn, `rounds` times after the warm-up, and gives the median of each in ms. Taken in turn, a
 * disturbance of the machine falls on all alike. One that takes more than half a second is warmed up once, and one
 * beyond two seconds runs three times at most.
 */
export async function contest(
  contestants: Readonly<Record<string, () => Promise<unknown>>>,
  rounds: number,
  warm: number = warmRounds,
): Promise<Record<string, number>> {
  const times = new Map<string, number[]>()
  const last = new Map<string, number>()
  for (let round = -warm; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(contestants)) {
      const taken = times.get(name) ?? []
      const latest = last.get(name) ?? 0
      if ((round < 0 && latest > 500) || (taken.length >= 3 && latest > 2_000)) continue
      const start = performance.now()
      await run()
      last.set(name, performance.now() - start)
      if (round >= 0) times.set(name, [...taken, last.get(name) as number])
    }
  }
  return Object.fromEntries([...times].map(([name, taken]) => [name, median(taken)]))
}

/** A markdown table. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}

/** Milliseconds with as many decimals as they deserve. */
export function ms(time: number | undefined): string {
  return time === undefined ? '–' : time < 10 ? time.toFixed(1) : time.toFixed(0)
}

/** How many times `a` is of `b`. */
export function times(a: number | undefined, b: number | undefined): string {
  if (a === undefined || b === undefined || b === 0) return '–'
  const ratio = a / b
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2)} ×`
}
