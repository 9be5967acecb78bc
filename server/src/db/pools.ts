import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { log } from '../platform/log.ts'
import type { Tables } from './tables.ts'

const int8 = 20
const int8Array = 1016
const date = 1082
const dateArray = 1182

// Counts and keys fit a double; what does not is an error, never a wrong number. Dates stay the strings they are;
// numeric (1700) stays a string too, which is pg's default.
pg.types.setTypeParser(int8, safeInteger)
pg.types.setTypeParser(date, (text) => text)
const parseArray = pg.types.getTypeParser(1009 as number) as (text: string) => string[]
pg.types.setTypeParser(int8Array as number, (text) => parseArray(text).map(safeInteger))
pg.types.setTypeParser(dateArray as number, (text) => parseArray(text))

/** A pool that survives the end of a connection: without a listener an idle one's error ends the process. */
export function createPool(connection: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ max: 10, idleTimeoutMillis: 30_000, application_name: 'mingjing', ...connection })
  // An embedded server that ends may cut a connection that is just saying good-bye: nobody misses it.
  const tell = (message: string) => (error: Error) => {
    if (!pool.ending) log.warn(message, { error })
  }
  pool.on('error', tell('an idle connection to PostgreSQL broke'))
  pool.on('connect', (client) => client.on('error', tell('a connection to PostgreSQL broke')))
  return pool
}

export function createKysely(pool: pg.Pool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number`)
  return value
}
