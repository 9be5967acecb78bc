import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../server/src/access/viewer.ts'
import { readDimensionMembers } from '../../server/src/analytics/catalog.ts'
import { dimensionKeys, isTime, type DimensionKey } from '../../server/src/analytics/dimensions.ts'
import type { MetricQuery } from '../../server/src/analytics/metric-query.types.ts'
import type { FigureColumn, MetricTable } from '../../server/src/analytics/metric-table.types.ts'
import { isAdditive, metricRegistry } from '../../server/src/analytics/metrics.ts'
import { parsePeriod } from '../../server/src/analytics/period.ts'
import { runMetricQuery } from '../../server/src/analytics/run.ts'
import { readComplaints } from '../../server/src/complaints/complaints.queries.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { setToday } from '../../server/src/ledger/clock.ts'
import { createRandom, type Random } from '../../server/src/statistics/random.ts'
import { broadToday, broadViewers, fillBroadLedger } from '../support/broad-ledger.ts'
import { createTestDatabase } from '../support/database.ts'
import { createDemoDatabase } from '../support/demo.ts'
import { isAnswered, loadReference, plainFigure, type PlainFigure, type Reference } from '../support/figure-reference.ts'
import { officer } from '../support/ledger.ts'
import { namesLaterMember, randomQuery, type Keys } from '../support/random-queries.ts'

const cases = Number(process.env['MINGJING_QUERIES'] ?? process.env['MINGJING_CASES'] ?? 100)
const patience = 120_000 + cases * 2_000

/** A ledger with everybody whose figures are compared, in turn. */
type Ground = {
  db: Db
  viewers: Viewer[]
  keys: Map<Viewer, Keys>
  revisions: number
  today: string
  years: number[]
  references: Map<string, Reference>
}

async function groundOf(db: Db, viewers: Viewer[], today: string, years: number[]): Promise<Ground> {
  const keys = new Map<Viewer, Keys>()
  for (const viewer of viewers) {
    const list = dimensionKeys
      .filter((key) => !isTime(key))
      .map(async (dimension) => [dimension, await membersOf(db, viewer, dimension)] as const)
    keys.set(viewer, Object.fromEntries(await Promise.all(list)))
  }
  const { revision } = await readAll(db, (tx) => tx.selectFrom('revision_counter').select('revision').executeTakeFirstOrThrow())
  return { db, viewers, keys, revisions: revision, today, years, references: new Map() }
}

async function membersOf(db: Db, viewer: Viewer, dimension: DimensionKey): Promise<string[]> {
  const asked = { dimension, search: null, revision: null, first: 1000, jurisdiction: null }
  return (await readDimensionMembers(db, viewer, asked)).map((one) => one.key)
}

describe('every figure equals plain counting of the versions, from rollups and from the ledger, and its rows are as many', () => {
  describe('in a province of three counties, for the whole, a city and a branch', () => {
    let ground: Ground
    beforeAll(async () => {
      setToday(broadToday)
      const db = await createTestDatabase()
      await fillBroadLedger(db)
      const { whole, city, branch } = await broadViewers(db)
      ground = await groundOf(db, [whole, whole, city, branch], broadToday, [2024, 2025])
    }, 240_000)
    afterAll(async () => {
      setToday(null)
      await ground?.db.close()
    })

    it(
      `(${cases} random queries)`,
      async () => {
        expect(await compareAll(ground, cases, 42)).toBeGreaterThan(cases)
      },
      patience,
    )
  })

  describe('in the demo county', () => {
    let ground: Ground
    beforeAll(async () => {
      ground = await groundOf(await createDemoDatabase(), [officer], '2026-10-12', [2024, 2025, 2026])
    }, 240_000)
    afterAll(() => ground?.db.close())

    it(
      `(${Math.ceil(cases / 4)} random queries)`,
      async () => {
        expect(await compareAll(ground, Math.ceil(cases / 4), 43)).toBeGreaterThan(cases / 4)
      },
      patience,
    )
  })
})

/** Draws queries and compares some rows of each table; gives how many figures were compared. */
async function compareAll(ground: Ground, count: number, seed: number): Promise<number> {
  const random = createRandom(seed)
  let compared = 0
  for (let drawn = 0; drawn < count; drawn += 1) {
    const viewer = ground.viewers[drawn % ground.viewers.length] as Viewer
    const query: MetricQuery = {
      ...randomQuery(random, ground.keys.get(viewer) ?? {}, ground.revisions, ground.years, ['信用卡', '要求退', '年费被多扣']),
      ...(drawn % 3 ? { revision: null } : {}),
    }
    if (isHidden(viewer, query)) continue
    const ask = (path: 'FASTEST' | 'LEDGER') =>
      runMetricQuery(ground.db, viewer, query, { path }).catch((error: unknown) =>
        namesLaterMember(query, error) ? null : Promise.reject(new Error(JSON.stringify(query), { cause: error })),
      )
    const table = await ask('FASTEST')
    if (drawn % 2 === 0) expect(await ask('LEDGER'), JSON.stringify(query)).toEqual(table)
    if (table) compared += await compareTable(ground, viewer, query, table, random)
  }
  return compared
}

/** A branch sees of a group what names nobody: test/api/anonymous-group compares that. */
function isHidden({ scope }: Viewer, { by = [] }: MetricQuery): boolean {
  return scope.kind === 'SCOPE' && scope.regions.length === 0 && by.includes('peerGroup')
}

async function compareTable(
  { db, today, references }: Ground,
  viewer: Viewer,
  query: MetricQuery,
  table: MetricTable,
  random: Random,
): Promise<number> {
  const name = `${viewer.rootRegionId} ${viewer.scope.kind} ${table.revision}`
  const reference = references.get(name) ?? (await loadReference(db, viewer, table.revision, today))
  references.set(name, reference)
  const rows = table.keys[0]?.ids.length ?? 1
  let compared = 0
  for (let tries = 0; tries < Math.min(rows, 4); tries += 1) {
    const row = Math.floor(random.uniform() * rows)
    compared += compareRow(table, reference, query, row)
    if (tries === 0) await compareLists(db, viewer, table, query, row)
  }
  return compared
}

const roles = { previous: 'previous', lastYear: 'lastYear' } as const
const parts = ['value', 'numerator', 'base', 'unknown', 'lowest', 'highest'] as const

function compareRow(table: MetricTable, reference: Reference, query: MetricQuery, row: number): number {
  const keys = keysOf(table, row)
  let compared = 0
  for (const column of table.columns) {
    const plain = plainCell(reference, query, keys, column)
    if (plain === undefined) continue
    const shown = column.figures[row] ?? null
    const say = `${column.metric} ${column.kind} ${JSON.stringify(keys)} ${JSON.stringify(query)}: ${shown} for ${plain}`
    if (plain === null || shown === null) expect(shown, say).toBe(plain)
    else expect(Math.abs(shown - plain), say).toBeLessThanOrEqual(0.5 / 10 ** column.decimals + 1e-9 + Math.abs(plain) * 1e-12)
    compared += 1
  }
  return compared
}

/** What a cell has to hold; undefined for a kind that is compared elsewhere (ranks, changes). */
function plainCell(reference: Reference, query: MetricQuery, keys: RowKeys, { metric, kind }: FigureColumn): number | null | undefined {
  const figure = (of: RowKeys, role: 'now' | 'previous' | 'lastYear'): PlainFigure => plainFigure(reference, query, of, metric, role)
  if (kind in roles) return figure(keys, roles[kind as keyof typeof roles]).value
  const part = parts.find((one) => one === kind)
  if (part) return part === 'value' ? figure(keys, 'now').value : (figure(keys, 'now')[part] ?? undefined)
  const wholeTable = kind === 'shareOfTotal' || (kind === 'share' && !(query.by ?? []).includes('institution'))
  if (!wholeTable || !isAdditive(metricRegistry[metric]) || isBranch(reference.viewer)) return undefined
  const time = Object.fromEntries(Object.entries(keys).filter(([key]) => isTime(key as DimensionKey)))
  const [value, total] = [figure(keys, 'now').value ?? null, figure(time, 'now').value ?? null]
  return value === null || !total ? null : (100 * value) / total
}

function isBranch({ scope }: Viewer): boolean {
  return scope.kind === 'SCOPE' && scope.regions.length === 0
}

const counted = {
  value: ['complaints', 'closed', 'majorComplaints', 'lateEntries', 'open', 'overdue'],
  previous: ['complaints', 'closed', 'majorComplaints', 'lateEntries', 'open', 'overdue'],
  lastYear: ['complaints', 'closed', 'majorComplaints', 'lateEntries', 'open', 'overdue'],
  numerator: [
    'upheldRate',
    'satisfactionRate',
    'onTimeRate',
    'repeatRate',
    'complaintsPerOutlet',
    'complaintsPerCustomer',
    'complaintsPerPremium',
    'complaintsPerPolicy',
  ],
  base: ['upheldRate', 'satisfactionRate', 'onTimeRate', 'repeatRate', 'amount', 'medianHandlingDays', 'p90HandlingDays'],
  unknown: ['upheldRate', 'satisfactionRate'],
} as const

/** The list behind each count of a row, asked for by the row's keys, is as long as the count. */
async function compareLists(db: Db, viewer: Viewer, table: MetricTable, query: MetricQuery, row: number): Promise<void> {
  const keys = keysOf(table, row)
  const bucket = Object.entries(keys).find(([key]) => isTime(key as DimensionKey))?.[1]
  // A bucket at the edge of a period is cut, and its key names the whole of it.
  if (bucket !== undefined && isCut(query.period, bucket)) return
  const own = Object.entries(keys).flatMap(([key, value]) =>
    isTime(key as DimensionKey) || value === undefined ? [] : [{ dimension: key as DimensionKey, include: [value] }],
  )
  const filters = [...(query.filters ?? []).filter((filter) => !isAnswered(query.by ?? [], filter.dimension)), ...own]
  const repeats = query.repeats ?? (table.notes.some((note) => note.kind === 'MERGED') ? 'merged' : 'all')
  for (const { metric, kind, figures } of table.columns) {
    const part = kind as keyof typeof counted
    if (!(part in counted) || !(counted[part] as readonly string[]).includes(metric) || (figures[row] ?? null) === null) continue
    const { register = 'regulator', text = null } = query
    const rows = { metric, part, period: bucket ?? query.period, filters, register, repeats, text, revision: table.revision }
    const page = await readComplaints(db, viewer, { rows, first: 1, after: null, counted: true })
    expect(page.totalCount, JSON.stringify({ rows, query })).toBe(figures[row])
  }
}

function isCut(period: string, bucket: string): boolean {
  const [whole, part] = [parsePeriod(period), parsePeriod(bucket)]
  return part.from < whole.from || part.end > whole.end
}

type RowKeys = Partial<Record<DimensionKey, string>>

function keysOf(table: MetricTable, row: number): RowKeys {
  return Object.fromEntries(table.keys.map((key) => [key.dimension, key.ids[row]]))
}
