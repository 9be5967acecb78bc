import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { screaming } from '../../server/src/analytics/analytics.enums.ts'
import { dimensionKeys } from '../../server/src/analytics/dimensions.ts'
import { metricKeys } from '../../server/src/analytics/metrics.ts'
import { correctComplaint } from '../../server/src/ledger/correct.ts'
import { askField, askRows, askTable } from '../support/ask.ts'
import { createDemoDatabase } from '../support/demo.ts'
import { act, officer } from '../support/ledger.ts'

let db: Db
beforeAll(async () => {
  db = await createDemoDatabase()
}, 240_000)
afterAll(() => db?.close())

describe('a query with a name or part that cannot be', () => {
  const base = { metrics: ['COMPLAINTS'], by: [], period: '2026Q3' }
  it.each([
    ['a metric', { ...base, metrics: ['COMPLAINT_RATE'] }, 'COMPLAINT_RATE'],
    ['a dimension', { ...base, by: ['BRAND'] }, 'BRAND'],
    ['a period', { ...base, period: '2026Q7' }, '“2026Q7”'],
    ['a member', { ...base, filters: [{ dimension: 'INSTITUTION', include: ['星河银行'] }] }, '“星河银行”'],
    ['a revision', { ...base, revision: 999_999 }, '999999'],
    ['a jurisdiction', { ...base, jurisdiction: 'nowhere' }, '“nowhere”'],
    [
      'a rate by category',
      { ...base, metrics: ['COMPLAINTS_PER_OUTLET'], by: ['CATEGORY'] },
      'COMPLAINTS_PER_OUTLET cannot be split by CATEGORY',
    ],
    ['three dimensions', { ...base, by: ['CATEGORY', 'CAUSE', 'INSTITUTION'] }, 'At most two dimensions'],
    ['grain and time in by', { ...base, by: ['MONTH'], grain: 'MONTH' }, 'grain'],
    ['an order by what is not asked', { ...base, order: { metric: 'OPEN' } }, 'Order by a metric'],
  ])('is refused and named: %s', async (_, query, named) => {
    await expect(askTable(db, officer, query)).rejects.toThrow(named)
  })
})

describe('a metric table', () => {
  it('takes grain as one more dimension of time', async () => {
    const [grain, by] = [
      await askTable(db, officer, { metrics: ['COMPLAINTS'], grain: 'MONTH', by: ['CATEGORY'], period: '2026Q3' }),
      await askTable(db, officer, { metrics: ['COMPLAINTS'], by: ['MONTH', 'CATEGORY'], period: '2026Q3' }),
    ]
    expect(grain).toEqual(by)
  })

  it('says each key once, and each row which of them it has', async () => {
    // Two years of months: an institution that was renamed between them keeps its key and changes its label.
    const table = await askTable(db, officer, { metrics: ['COMPLAINTS'], by: ['MONTH', 'INSTITUTION'], period: '2025..2026' })
    expect(table.keys).toHaveLength(2)
    for (const { ids, labels, members, places } of table.keys) {
      const told = new Set(members.map(({ id, label }) => `${id} ${label.zh}`))
      expect(told.size).toBe(members.length)
      expect(members.length).toBeLessThan(ids.length)
      expect(places.map((place) => members[place]!.id)).toEqual(ids)
      expect(places.map((place) => members[place]!.label)).toEqual(labels)
    }
  })

  it('takes keys, labels and codes in filters alike', async () => {
    const ask = (value: string) =>
      askTable(db, officer, {
        metrics: ['COMPLAINTS'],
        by: ['MONTH'],
        period: '2026Q3',
        filters: [{ dimension: 'PEER_GROUP', include: [value] }],
      })
    expect(await ask('RURAL')).toEqual(await ask('农村中小金融机构'))
  })

  it('lets filters on institution and group choose rows and change no figure', async () => {
    const query = { metrics: ['COMPLAINTS', 'ON_TIME_RATE'], by: ['INSTITUTION'], period: '2026Q3' }
    const all = await askTable(db, officer, query)
    const some = await askTable(db, officer, {
      ...query,
      filters: [{ dimension: 'INSTITUTION', include: ['江海银行示范县支行', '松石银行示范县支行'] }],
    })
    expect(some.keys[0]!.labels).toHaveLength(2)
    some.keys[0]!.ids.forEach((id, row) => {
      const place = all.keys[0]!.ids.indexOf(id)
      expect(some.columns.map((column) => column.figures[row])).toEqual(all.columns.map((column) => column.figures[place]))
    })
    expect(all.groups).toEqual(expect.arrayContaining(some.groups))
  })

  it('narrows the numerator of a rate alone by category, and says so', async () => {
    const query = {
      metrics: ['COMPLAINTS_PER_OUTLET'],
      by: ['INSTITUTION'],
      period: '2026Q3',
      filters: [{ dimension: 'CATEGORY', include: ['银行卡'] }],
    }
    const [narrow, whole] = [await askTable(db, officer, query), await askTable(db, officer, { ...query, filters: [] })]
    const base = (table: typeof narrow) =>
      Object.fromEntries(table.keys[0]!.ids.map((id, row) => [id, table.columns.find((column) => column.kind === 'BASE')!.figures[row]]))
    expect(base(narrow)).toEqual(base(whole))
    expect(narrow.notes.map((note) => note.kind)).toContain('NUMERATOR_ONLY')
  })

  it('marks an unfinished period and compares the same days', async () => {
    const table = await askTable(db, officer, { metrics: ['COMPLAINTS'], period: '2026-10', comparison: ['PREVIOUS_PERIOD'] })
    expect(table.period).toMatchObject({ complete: false, unfinished: true })
    const same = await askTable(db, officer, { metrics: ['COMPLAINTS'], period: '2026-09-01..2026-09-12' })
    expect(table.columns.find((column) => column.kind === 'PREVIOUS')!.figures).toEqual(same.columns[0]!.figures)
    expect(table.notes.map((note) => note.kind)).toEqual(expect.arrayContaining(['UNFINISHED', 'SAME_DAYS']))
  })

  it('has no figure for a month that has not begun', async () => {
    const table = await askTable(db, officer, { metrics: ['COMPLAINTS', 'OPEN'], by: ['MONTH'], period: '2026' })
    for (const column of table.columns) {
      expect(column.figures.slice(10)).toEqual([null, null])
      expect(column.reasons).toEqual([
        { row: 10, reason: 'UNFINISHED' },
        { row: 11, reason: 'UNFINISHED' },
      ])
    }
  })

  it('gives the ranking of an earlier revision after a correction, and the corrected one now', async () => {
    const query = { metrics: ['COMPLAINTS'], by: ['CATEGORY'], period: '2026Q3' }
    const before = await askTable(db, officer, query)
    const [row] = (
      await askRows(db, officer, { metric: 'COMPLAINTS', period: '2026Q3', filters: [{ dimension: 'CATEGORY', include: ['银行卡'] }] }, 1)
    ).rows
    const { rows } = await readAll(db, (tx) => sql<{ id: number }>`select id from complaint where number = ${row!.number}`.execute(tx))
    await act(db, 'CORRECT', (writing) => correctComplaint(writing, rows[0]!.id, { category: '贷款' }))
    const after = await askTable(db, officer, query)
    const count = (table: typeof before, label: string) =>
      table.columns[0]!.figures[table.keys[0]!.labels.findIndex((one) => one.zh === label)]!
    expect(after.revision).toBe(before.revision + 1)
    expect(count(after, '银行卡')).toBe(count(before, '银行卡') - 1)
    expect(count(after, '贷款')).toBe(count(before, '贷款') + 1)
    expect(await askTable(db, officer, { ...query, revision: before.revision })).toEqual(before)
    const detail = (await askField(db, officer, 'query ($value: ID!) { answer: complaint(key: $value) * }', 'Complaint', row!.key)) as {
      history: { kind: string; reason: string; changes: { field: { zh: string }; before: { zh: string }; after: { zh: string } }[] }[]
    }
    expect(detail.history.at(-1)).toMatchObject({
      kind: 'CORRECT',
      reason: 'test',
      changes: [{ field: { zh: '业务类别' }, before: { zh: '银行卡' }, after: { zh: '贷款' } }],
    })
  })
})

describe('beside figures', () => {
  it('the ledger names the latest complete quarter and the closed months', async () => {
    const ledger = (await askField(db, officer, 'query { answer: ledger * }', 'Ledger', null)) as Record<string, unknown>
    expect(ledger).toMatchObject({ today: '2026-10-12', latestPeriod: '2026Q3', latestPeriodComplete: true, installation: 'DEMO' })
    expect(ledger['closedMonths']).toContain('2026-09')
  })

  it('the catalog tells every word about each metric', async () => {
    const catalog = (await askField(db, officer, 'query { answer: catalog * }', 'Catalog', null)) as {
      metrics: { key: string; label: { zh: string; en: string } }[]
      dimensions: { key: string }[]
    }
    expect(catalog.metrics.map((metric) => metric.key)).toEqual(metricKeys.map(screaming))
    expect(catalog.metrics.map((metric) => metric.label.zh)).toContain('每万个人客户投诉量')
    expect(catalog.metrics.every((metric) => !JSON.stringify(metric).includes('{base}'))).toBe(true)
    expect(catalog.dimensions.map((dimension) => dimension.key)).toEqual(dimensionKeys.map(screaming))
  })

  it('what needs attention is real: overdue complaints are as many as it says', async () => {
    const items = (await askField(db, officer, 'query { answer: attention * }', 'AttentionItem', null)) as {
      kind: string
      title: { zh: string }
      link: string | null
    }[]
    const overdue = items.find((item) => item.kind === 'OVERDUE')!
    const rows = await askRows(db, officer, { metric: 'OVERDUE', period: '2026-10' })
    expect(overdue.title.zh).toBe(`${rows.totalCount} 件超期未结`)
  })

  it('lists every kind of record by day of receipt where no metric is named', async () => {
    const all = await askRows(db, officer, { period: '2026Q3' })
    const counted = await askRows(db, officer, { metric: 'COMPLAINTS', period: '2026Q3', repeats: 'ALL' })
    expect(all.totalCount).toBeGreaterThan(counted.totalCount)
  })

  it('finds a complaint by the beginning of its number', async () => {
    const [row] = (await askRows(db, officer, { period: '2026Q3' }, 1)).rows
    const found = await askRows(db, officer, { numberSearch: row!.number!.slice(0, 8) })
    expect(found.totalCount).toBeGreaterThan(0)
    expect(found.rows.every((one) => one.number!.startsWith(row!.number!.slice(0, 8)))).toBe(true)
  })
})
