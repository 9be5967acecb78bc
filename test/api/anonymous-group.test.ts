import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { permissionsOf } from '../../server/src/access/permissions.ts'
import type { Viewer } from '../../server/src/access/viewer.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { rootRegionId } from '../../server/src/ledger/install.ts'
import { loadInstitutionHistory } from '../../server/src/ledger/institution-history.ts'
import { SUBJECTS, writeReturns } from '../../server/src/ledger/returns.ts'
import { askRows, askTable, type AskedTable } from '../support/ask.ts'
import { createDemoDatabase } from '../support/demo.ts'
import { act, officer } from '../support/ledger.ts'

const metrics = [
  'COMPLAINTS',
  'COMPLAINTS_PER_OUTLET',
  'ON_TIME_RATE',
  'MEDIAN_HANDLING_DAYS',
  'P90_HANDLING_DAYS',
  'OPEN',
  'OVERDUE',
  'CLOSED',
  'UPHELD_RATE',
  'SATISFACTION_RATE',
  'MAJOR_COMPLAINTS',
  'AMOUNT',
]

let db: Db
beforeAll(async () => {
  db = await createDemoDatabase()
}, 240_000)
afterAll(() => db?.close())

/** A bank's own officer, who sees the institution named and all below it. */
async function ofBank(name: string): Promise<Viewer> {
  const history = await readAll(db, (tx) => loadInstitutionHistory(tx, 1_000_000))
  const own = history.latest().find((state) => state.name === name)
  if (!own) throw new Error(`no institution ${name}`)
  return {
    ...officer,
    roles: ['liaison'],
    permissions: permissionsOf(['liaison']),
    scope: { kind: 'SCOPE', regions: [], institutions: history.subtree(own.id, '2026-10-12') },
  }
}

const rowOf = (table: AskedTable, name: string) => table.keys[0]!.labels.findIndex((label) => label.zh === name)
// A share of the total would tell the total: it is the regulator's alone.
const line = (table: AskedTable, row: number) =>
  Object.fromEntries(
    table.columns.flatMap((column) => (column.kind === 'SHARE_OF_TOTAL' ? [] : [[`${column.metric} ${column.kind}`, column.figures[row]]])),
  )

describe('an institution’s viewer', () => {
  it.each([
    ['ALL', '2026Q3', []],
    ['MERGED', '2026-10', []],
    ['ALL', '2026Q3', [{ dimension: 'CATEGORY', exclude: ['OTHER'] }]],
    ['ALL', '2026Q3', [{ dimension: 'OUTCOME', include: ['UPHELD', 'PARTLY'] }]],
  ])(
    'sees own figures, rank and share as the regulator does, and of the group what names nobody (%s, %s)',
    async (repeats, period, filters) => {
      const query = { metrics, by: ['INSTITUTION'], period, repeats, filters }
      const name = '禾丰银行示范县支行'
      const all = await askTable(db, officer, query)
      const own = await askTable(db, await ofBank(name), query)
      expect(own.keys[0]!.labels.map((label) => label.zh)).toEqual([name])
      expect(line(own, 0)).toEqual(line(all, rowOf(all, name)))
      const group = own.groups[0]!.group
      expect(own.groups).toEqual(all.groups.filter((one) => one.group === group))
      expect(own.groups[0]!.members).toBe(7)
    },
  )

  it.each([
    ['ASSESSMENT_SCORE', '2025'],
    ['REPORTED', '2026Q3'],
    ['GAP', '2026Q3'],
    ['REPORTED_PER_OUTLET', '2026Q3'],
    // Made of the quarters that were told.
    ['REPORTED', '2026H1'],
    // Nobody tells a month.
    ['REPORTED', '2026-09'],
  ])('learns where it stands in what was told, and nobody else’s: %s of %s', async (metric, period) => {
    const query = { metrics: [metric], by: ['INSTITUTION'], period, repeats: 'ALL' }
    const name = '禾丰银行示范县支行'
    const [all, own] = [await askTable(db, officer, query), await askTable(db, await ofBank(name), query)]
    expect(own.keys[0]!.labels.map((label) => label.zh)).toEqual([name])
    expect(line(own, 0)).toEqual(line(all, rowOf(all, name)))
    expect(own.groups).toEqual(all.groups.filter((one) => one.group === own.groups[0]!.group))
    expect(own.groups[0]!.members).toBe(7)
    const rank = own.columns.find((column) => column.kind === 'RANK')!
    if (period === '2026-09') expect(rank.reasons).toEqual([{ row: 0, reason: 'NO_DATA' }])
    else expect(rank.figures[0]).toBeGreaterThanOrEqual(1)
  })

  it('is told of no group in one region of several, whose count nobody names', async () => {
    const query = { metrics: ['COMPLAINTS'], by: ['PEER_GROUP'], period: '2026Q3', filters: [{ dimension: 'REGION', include: ['示范县'] }] }
    const own = await askTable(db, await ofBank('禾丰银行示范县支行'), query)
    expect(own.groups.map((group) => [group.total, group.reason])).toEqual([[null, 'NOT_ALLOWED']])
  })

  it('does not learn the total from a share of it', async () => {
    const own = await askTable(db, await ofBank('禾丰银行示范县支行'), { metrics: ['COMPLAINTS'], by: ['INSTITUTION'], period: '2026Q3' })
    const share = own.columns.find((column) => column.kind === 'SHARE_OF_TOTAL')
    expect(share?.figures).toEqual([null])
    expect(share?.reasons).toEqual([{ row: 0, reason: 'NOT_ALLOWED' }])
  })

  it('is not told of a group what texts hold or whose outlets they are, but of its own', async () => {
    const query = { metrics: ['COMPLAINTS'], by: ['INSTITUTION'], period: '2026Q3' }
    const name = '禾丰银行示范县支行'
    const [all, own] = [
      await askTable(db, officer, { ...query, text: '手续费' }),
      await askTable(db, await ofBank(name), { ...query, text: '手续费' }),
    ]
    expect(own.columns[0]!.figures[0]).toBe(all.columns[0]!.figures[rowOf(all, name)])
    expect(own.groups.map((group) => [group.total, group.reason])).toEqual([[null, 'NOT_ALLOWED']])
    expect(own.columns.find((column) => column.kind === 'RANK')?.reasons).toEqual([{ row: 0, reason: 'NOT_ALLOWED' }])
  })

  it('sees the same bucket by bucket', async () => {
    const query = { metrics: ['COMPLAINTS'], by: ['INSTITUTION', 'QUARTER'], period: '2026', repeats: 'ALL' }
    const name = '禾丰银行示范县支行'
    const all = await askTable(db, officer, query)
    const own = await askTable(db, await ofBank(name), query)
    const theirs = all.keys[0]!.labels.flatMap((label, row) => (label.zh === name ? [line(all, row)] : []))
    expect(own.keys[0]!.labels.map((_, row) => line(own, row))).toEqual(theirs)
  })

  it('of a small group sees own figures alone', async () => {
    const own = await askTable(db, await ofBank('云岫城市商业银行示范支行'), {
      metrics: ['COMPLAINTS'],
      by: ['INSTITUTION'],
      period: '2026Q3',
      repeats: 'ALL',
    })
    expect(own.columns.find((column) => column.kind === 'VALUE')!.figures[0]).toBeGreaterThan(0)
    for (const kind of ['RANK', 'SHARE']) {
      const column = own.columns.find((one) => one.kind === kind)!
      expect(column.figures).toEqual([null])
      expect(column.reasons).toEqual([{ row: 0, reason: 'SUPPRESSED' }])
    }
    expect(own.groups).toMatchObject([{ members: 0, total: null, median: null, reason: 'SUPPRESSED' }])
  })

  it('sees its group as a row by the group’s figures, and nothing of another institution’s complaints', async () => {
    const viewer = await ofBank('禾丰银行示范县支行')
    const query = { metrics: ['COMPLAINTS'], by: ['PEER_GROUP'], period: '2026Q3', repeats: 'ALL' }
    const [all, own] = [await askTable(db, officer, query), await askTable(db, viewer, query)]
    expect(own.keys[0]!.ids).toEqual(['STATE_OWNED_LARGE'])
    expect(own.columns[0]!.figures[0]).toBe(all.columns[0]!.figures[all.keys[0]!.ids.indexOf('STATE_OWNED_LARGE')])
    const page = await askRows(db, viewer, { metric: 'COMPLAINTS', period: '2026Q3', repeats: 'ALL' }, 500)
    expect(new Set(page.rows.map((row) => row.rankedInstitution?.key)).size).toBe(1)
    await expect(
      askTable(db, viewer, { ...query, filters: [{ dimension: 'INSTITUTION', include: ['江海银行示范县支行'] }] }),
    ).rejects.toThrow('江海银行示范县支行')
  })

  it('has no place among what a list of the office tells of others', async () => {
    const cell = { across: null, acrossPath: [], partial: false, measure: 'count', unit: null, published: true } as const
    const listed = (path: string[], value: string) => ({
      ...cell,
      ...({ breakdown: 'institution', path, role: path.length === 0 ? 'TOTAL' : 'LEAF', stated: value, value } as const),
      rowLabel: path[0] ?? '合计',
      columnLabel: '件数',
      sheet: null,
      cell: null,
    })
    const names = ['江海银行示范县支行', '禾丰银行示范县支行']
    const history = await readAll(db, (tx) => loadInstitutionHistory(tx, 1_000_000))
    const bank = history.latest().find((state) => state.name === names[1])!.id
    const filed = { regionId: rootRegionId, peerGroupId: null, period: '2025Q4', register: 1, source: null, title: null }
    const quarter = { ...filed, periodFrom: '2025-10-01', periodEnd: '2026-01-01' }
    const list = [listed([], '12'), listed([names[0]!], '7'), listed([names[1]!], '5')]
    await act(db, 'IMPORT', (writing) =>
      writeReturns(writing, null, [
        { ...quarter, subject: SUBJECTS.JURISDICTION, institutionId: null, form: '通报', cells: list },
        { ...quarter, subject: SUBJECTS.INSTITUTION, institutionId: bank, form: '季报', cells: [listed([], '5')] },
      ]),
    )
    const query = { metrics: ['REPORTED'], by: ['INSTITUTION'], period: '2025Q4' }
    const [all, own] = [await askTable(db, officer, query), await askTable(db, await ofBank(names[1]!), query)]
    expect(names.map((name) => all.columns[0]!.figures[rowOf(all, name)])).toEqual([7, 5])
    expect(own.columns[0]!.figures).toEqual([5])
    expect(own.columns.find((column) => column.kind === 'RANK')?.reasons).toEqual([{ row: 0, reason: 'NOT_ALLOWED' }])
    expect(own.groups).toMatchObject([{ total: null, reason: 'NOT_ALLOWED' }])
  })
})
