import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type pg from 'pg'
import { queries } from './queries.ts'

/**
 * What somebody would write who needs one screen and no product: a `node:http` handler that looks the session up, takes
 * the reader's role in a transaction, asks the rollups one hand-written statement, and answers columns as JSON.
 */
export function plainServer(pool: pg.Pool): Server {
  const statements = new Map(queries.map((query) => [`/${encodeURIComponent(query.name)}`, query.rollup ?? query.raw]))
  return createServer((request, response) => {
    const statement = statements.get(request.url ?? '')
    if (statement === undefined) {
      response.writeHead(404).end()
      return
    }
    answer(pool, request.headers.authorization ?? '', statement).then(
      (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body),
      (error: Error) => response.writeHead(500).end(error.message),
    )
  })
}

async function answer(pool: pg.Pool, authorization: string, statement: string): Promise<string> {
  const digest = createHash('sha256').update(authorization.replace('Bearer ', '')).digest()
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query("select set_config('role', 'mingjing_identity', true)")
    const session = await client.query('select user_id from user_session where token_hash = $1 and expires_at > now()', [digest])
    if (session.rowCount === 0) throw new Error('no session')
    await client.query(
      "select set_config('role', 'mingjing_reader_all', true), set_config('mingjing.regions', '', true), set_config('mingjing.institutions', '', true)",
    )
    const { rows, fields } = await client.query({ text: statement, rowMode: 'array' })
    await client.query('commit')
    const columns = fields.map((field, index) => ({ name: field.name, values: rows.map((row: unknown[]) => row[index]) }))
    return JSON.stringify({ columns })
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}
