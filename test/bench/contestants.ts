import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { createApp } from '../../server/src/app.ts'
import { createSession } from '../../server/src/access/session.ts'
import { readConfig } from '../../server/src/config.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { writeAs } from '../../server/src/db/snapshot.ts'
import { openFileStore } from '../../server/src/platform/files.ts'
import { addUser } from '../../server/src/users/users.commands.ts'
import { plainServer } from './plain.ts'
import type { BenchQuery } from './queries.ts'

const TABLE = `query ($q: MetricQuery!) { metricTable(query: $q) { ...Table } }`
const PARTS = `fragment Table on MetricTable { revision period { key from through } keys { dimension places members { id label { zh en } } }
  columns { metric kind figures reasons { row reason } } groups { group metric members total median reason } notes { kind text { zh en } } }`
const ROWS = `query ($rows: ComplaintRows!) { complaints(rows: $rows, first: 50) { rows { key number receivedOn closedOn status institution { ...Named } category { ...Named } cause { ...Named } amountYuan } endCursor hasNextPage } }
  fragment Named on NamedKey { key label { zh en } }`

type Answer = { metricTable?: { columns: { kind: string; figures: (number | null)[] }[] } } & Record<string, unknown>

/** The three who answer: the product over HTTP, a hand-written handler over HTTP, and the database alone on raw rows. */
export type Contestants = {
  /** The product's answer: the sum of its counts, or the number of its figures. `revision`: as of an earlier one. */
  product(query: BenchQuery, revision?: number): Promise<{ sum: number; points: number }>
  plain(query: BenchQuery): Promise<number>
  raw(query: BenchQuery): Promise<number>
  close(): Promise<void>
}

export async function startContestants(db: Db, dataDir: string): Promise<Contestants> {
  const service = {
    config: readConfig({}, { dataDir, installation: 'REAL' }),
    db,
    files: await openFileStore(dataDir),
    startReal: null,
    close: () => db.close(),
  }
  const app = await createApp(service, { page: null })
  const product = await listen(createServer(app.express))
  const plain = await listen(plainServer(db.pools.reading))
  const authorization = `Bearer ${await session(db)}`
  return {
    product: async (query, revision) => counted(query, await ask(`${product.address}/graphql`, authorization, requestOf(query, revision))),
    plain: async (query) =>
      lastSum(
        (await (await fetch(`${plain.address}/${encodeURIComponent(query.name)}`, { headers: { authorization } })).json()) as PlainAnswer,
      ),
    raw: (query) => rawSum(db, query),
    close: async () => {
      product.server.close()
      plain.server.close()
      product.server.closeAllConnections()
      plain.server.closeAllConnections()
      await app.stop()
    },
  }
}

async function session(db: Db): Promise<string> {
  const user = {
    name: 'bench',
    displayName: { zh: '测算', en: 'Bench' },
    password: null,
    grants: [{ role: 'supervisor' as const, region: 1 }],
    grantedBy: 'bench',
  }
  return createSession(db, await writeAs(db, 'mingjing_identity', (tx) => addUser(tx, user)))
}

function listen(server: Server): Promise<{ server: Server; address: string }> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({ server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }))
  })
}

function requestOf(query: BenchQuery, revision: number | undefined): object {
  if (query.ask === 'ROWS') {
    return {
      query: ROWS,
      variables: { rows: { metric: 'COMPLAINTS', period: '2024', filters: [{ dimension: 'INSTITUTION', include: ['B17'] }] } },
    }
  }
  const asked = query.ask.map((one) => ({ ...one, ...(revision === undefined ? {} : { revision }) }))
  if (asked.length === 1) return { query: `${TABLE} ${PARTS}`, variables: { q: asked[0] } }
  const names = asked.map((_, index) => `q${index}`)
  const fields = names.map((name) => `${name}: metricTable(query: $${name}) { ...Table }`)
  return {
    query: `query (${names.map((name) => `$${name}: MetricQuery!`).join(', ')}) { ${fields.join(' ')} } ${PARTS}`,
    variables: Object.fromEntries(names.map((name, index) => [name, asked[index]])),
  }
}

async function ask(address: string, authorization: string, body: object): Promise<Answer> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as { data?: Answer; errors?: { message: string }[] }
  if (answer.errors || !answer.data) throw new Error(`The product answered: ${JSON.stringify(answer.errors ?? response.status)}`)
  return answer.data
}

function counted(query: BenchQuery, answer: Answer): { sum: number; points: number } {
  if (query.ask === 'ROWS') return { sum: 0, points: 50 }
  const tables = Object.values(answer) as NonNullable<Answer['metricTable']>[]
  const columns = tables.flatMap((table) => table.columns)
  const values = columns.filter((column) => column.kind === 'VALUE').flatMap((column) => column.figures)
  return {
    sum: values.reduce<number>((sum, figure) => sum + (figure ?? 0), 0),
    points: columns.reduce((sum, column) => sum + column.figures.length, 0),
  }
}

type PlainAnswer = { columns: { name: string; values: unknown[] }[] }

function lastSum(answer: PlainAnswer): number {
  const column = answer.columns.find((one) => one.name === 'n')
  return (column?.values ?? []).reduce<number>((sum, value) => sum + Number(value), 0)
}

/** The raw statement as the reader of all, as the product reads, and the sum of its counts. */
async function rawSum(db: Db, query: BenchQuery): Promise<number> {
  const rows = await db.reading
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await sql`select set_config('role', 'mingjing_reader_all', true)`.execute(tx)
      return (await sql.raw<{ n?: number }>(query.raw).execute(tx)).rows
    })
  return rows.reduce((sum, row) => sum + (row.n ?? 0), 0)
}
