import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InvalidError } from './platform/errors.ts'

/** Which database of the embedded server: the demo county or the office's own. */
export type Installation = 'DEMO' | 'REAL'

export type Config = {
  /** Where the embedded server's files, keys and uploads lie. */
  dataDir: string
  /** Null: the embedded server. Else what serves. */
  databaseUrl: string | null
  /** What migrates and backs up; the same as `databaseUrl` when not given. */
  ownerUrl: string | null
  /** A replica for reading, if there is one. */
  readUrl: string | null
  host: string
  port: number
  /** False: another port may be taken when this one is busy. */
  portGiven: boolean
  /** What the command line asked for; null: what the data folder says. */
  installation: Installation | null
  /** What an empty data folder becomes when nothing was asked for. */
  fresh: Installation
}

export const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/** Configuration from the environment; the caller adds what its command line says. */
export function readConfig(env: NodeJS.ProcessEnv = process.env, given: Partial<Config> = {}): Config {
  return {
    dataDir: resolve(env['MINGJING_DATA'] || join(repositoryRoot, '.data')),
    databaseUrl: env['DATABASE_URL'] || null,
    ownerUrl: env['DATABASE_OWNER_URL'] || env['DATABASE_URL'] || null,
    readUrl: env['DATABASE_READ_URL'] || null,
    host: env['HOST'] || '127.0.0.1',
    port: readPort(env['PORT'] || '4000'),
    portGiven: Boolean(env['PORT']),
    installation: null,
    fresh: 'REAL',
    ...given,
  }
}

function readPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new InvalidError({
    zh: `PORT 应为 1 至 65535 的整数，而不是“${text}”。`,
    en: `PORT must be a whole number from 1 to 65535, not ${text}.`,
  })
}
