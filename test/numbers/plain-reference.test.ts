import { afterAll, beforeAll, expect, it } from 'vitest'
import { readDimensionMembers } from '../../server/src/analytics/catalog.ts'
import type { DimensionKey } from '../../server/src/analytics/dimensions.ts'
import type { MetricQuery } from '../../server/src/analytics/metric-query.types.ts'
import type { MetricTable } from '../../server/src/analytics/metric-table.types.ts'
import { runMetricQuery } from '../../server/src/analytics/run.ts'
import { readComplaints } from '../../server/src/complaints/complaints.queries.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { createRandom } from '../../server/src/statistics/random.ts'
import { createDemoDatabase } from '../support/demo.ts'
import { loadReference, plainFigure, type Reference } from '../support/figure-reference.ts'
import { officer } from '../support/ledger.ts'
import { namesLaterMember, randomQuery, type Among, type Keys } from '../support/random-queries.ts'

const cases = Number(process.env['MINGJING_CASES'] ?? 40)
const today = '2026-10-12'

let db: Db
let keys: Keys
let revisions: number
const references = new Map<number, Reference>()
beforeAll(async () => {
  db = await createDemoDatabase()
  const members = async (dimension: DimensionKey) =>
    (await readDimensionMembers(db, officer, { dimension, search: null, revision: null, first: 1000, jurisdiction: null })).map(
      (one) => one.key,
    )
  keys = {
    institution: await members('institution'),
    peerGroup: await members('peerGroup'),
    category: await members('category'),
    cause: await members('cause'),
  }
  revisions = (await readAll(db, (tx) => tx.selectFrom('revision_counter').select('revision').executeTakeFirstOrThrow())).revision
}, 240_000)
afterAll(() => db?.close())

async function referenceAt(revision: number): Promise<Reference> {
  const known = references.get(revision) ?? (await loadReference(db, revision, today, '2026-04-01'))
  references.set(revision, known)
  return known
}

const among: Among = {
  metrics: [
    'complaints',
    'complaintsPerOutlet',
    'complaintsPerCustomer',
    'repeatRate',
    'onTimeRate',
    'medianHandlingDays',
    'p90HandlingDays',
    'open',
    'overdue',
  ],
  dimensions: ['institution', 'peerGroup', 'region', 'category', 'cause', 'lodgingChannel', 'month', 'quarter', 'year'],
}
const kindRoles = { value: 'now', previous: 'previous', lastYear: 'lastYear' } as const

it(`every figure equals plain counting of the versions, and its rows are as many (${cases} random queries)`, async () => {
  const random = createRandom(42)
  let compared = 0
  for (let drawn = 0; drawn < cases; drawn += 1) {
    const query: MetricQuery = {
      ...randomQuery(random, keys, revisions, [2024, 2025, 2026], among),
      ...(drawn % 3 ? { revision: null } : {}),
    }
    // The setting that merges repeats came with a revision; before it nothing was merged by default.
    if (query.revision) query.repeats ??= 'all'
    const table = await runMetricQuery(db, officer, query).catch((error: unknown) =>
      namesLaterMember(query, error) ? null : Promise.reject(error),
    )
    if (table === null) continue
    const reference = await referenceAt(table.revision)
    const rows = table.keys[0]?.ids.length ?? 1
    for (let tries = 0; tries < Math.min(rows, 4); tries += 1) {
      const row = Math.floor(random.uniform() * rows)
      compared += compareRow(table, reference, query, row)
      if (tries === 0) await compareList(table, query, row)
    }
  }
  expect(compared).toBeGreaterThan(cases)
}, 240_000)

function compareRow(table: MetricTable, reference: Reference, query: MetricQuery, row: number): number {
  let compared = 0
  const rowKeys = keysOf(table, row)
  for (const column of table.columns) {
    if (!(column.kind in kindRoles)) continue
    const plain = plainFigure(reference, query, rowKeys, column.metric, kindRoles[column.kind as keyof typeof kindRoles])
    const shown = column.figures[row] ?? null
    const say = `${column.metric} ${column.kind} ${JSON.stringify(rowKeys)} ${JSON.stringify(query)}: ${shown} for ${plain}`
    if (plain === null || shown === null) expect(shown, say).toBe(plain)
    else expect(Math.abs(shown - plain), say).toBeLessThanOrEqual(0.5 / 10 ** column.decimals + 1e-9)
    compared += 1
  }
  return compared
}

/** The list behind a count, asked for by the keys of its row, is as long as the count. */
async function compareList(table: MetricTable, query: MetricQuery, row: number): Promise<void> {
  const rowKeys = keysOf(table, row)
  const bucket = rowKeys.month ?? rowKeys.quarter ?? rowKeys.year
  // A month at the edge of a period is cut, and its key names the whole month.
  if (bucket !== undefined && !table.period.key.startsWith('20')) return
  const own = (['institution', 'peerGroup', 'category', 'cause', 'lodgingChannel', 'region'] as const).flatMap((dimension) =>
    rowKeys[dimension] === undefined ? [] : [{ dimension, include: [rowKeys[dimension] as string] }],
  )
  const answered = (query.by ?? []).includes('institution') ? ['institution', 'peerGroup', 'region'] : (query.by ?? [])
  const filters = [...(query.filters ?? []).filter((filter) => !answered.includes(filter.dimension)), ...own]
  for (const column of table.columns.filter((one) => one.metric === 'complaints' || one.metric === 'open' || one.metric === 'overdue')) {
    if (!(column.kind in kindRoles) || column.figures[row] === null) continue
    if (bucket !== undefined && isCut(table, bucket)) continue
    const asked = {
      metric: column.metric,
      part: column.kind as 'value' | 'previous' | 'lastYear',
      period: bucket ?? query.period,
      filters,
      register: query.register,
      repeats: query.repeats,
      revision: table.revision,
    }
    const page = await readComplaints(db, officer, {
      rows: { ...asked, repeats: query.repeats ?? (table.notes.some((note) => note.kind === 'MERGED') ? 'merged' : 'all') },
      first: 1,
      after: null,
      counted: true,
    })
    expect(page.totalCount, JSON.stringify(asked)).toBe(column.figures[row])
  }
}

function isCut(table: MetricTable, bucket: string): boolean {
  const [from, through] = [table.period.from, table.period.through]
  const first = `${bucket.slice(0, 4)}-01-01`
  return bucket.includes('-')
    ? `${bucket}-01` < from || `${bucket}-31` > `${through.slice(0, 7)}-31` || (through.slice(0, 7) === bucket && !isMonthEnd(through))
    : first < from || !isMonthEnd(through) || through < `${bucket.slice(0, 4)}-12-31`
}
function isMonthEnd(day: string): boolean {
  return new Date(Date.parse(day) + 86_400_000).getUTCDate() === 1
}

function keysOf(table: MetricTable, row: number): Partial<Record<DimensionKey, string>> {
  return Object.fromEntries(table.keys.map((key) => [key.dimension, key.ids[row]]))
}
