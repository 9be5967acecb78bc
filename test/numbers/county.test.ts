import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { restoreBatch, voidBatch } from '../../server/src/imports/batches.commands.ts'
import type { ImportKind } from '../../server/src/imports/columns.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import { checkMap } from '../../server/src/imports/map.ts'
import { verifyLedger } from '../../server/src/ledger/verify.ts'
import { confirmRepeats, undoRepeats } from '../../server/src/matters/matters.commands.ts'
import { readRepeats } from '../../server/src/matters/repeats.queries.ts'
import { askRows, askTable, type AskedTable } from '../support/ask.ts'
import { createTestDatabase } from '../support/database.ts'
import { installTest, officer } from '../support/ledger.ts'
import { sharedFile } from '../support/shared.ts'

const folder = 'data/ledgers/county'
const present = sharedFile(`${folder}/expected.json`) !== null
const at = (name: string) => sharedFile(`${folder}/${name}`) ?? ''
const json = (name: string) => (present ? JSON.parse(readFileSync(at(name), 'utf8')) : null)

type Rate = { base?: number; value: number | null; rank?: number; reason?: string }
type Line = {
  institution: string
  count: number
  share: number
  previous: number | null
  change: number | null
  rank: number
  reason?: string
  perOutlet: Rate
  per10000Customers: Rate
  closed: number
  onTime: number
  onTimeRate: number | null
  medianDays: number | null
  p90Days: number | null
  openedInPeriod?: boolean
  baseIncludes?: string[]
}
type Group = {
  members: number
  total: number
  previous: number | null
  change: number | null
  medianCount: number
  medianPerOutlet: number | null
  medianPer10000Customers: number | null
  closed: number
  onTime: number
  onTimeRate: number | null
  medianDays: number | null
  p90Days: number | null
  table: Line[]
}
type Expected = Omit<Group, 'members' | 'table'> & { outsideRanking: number; openAtEnd: number; peerGroups: Record<string, Group> }

const expected: Record<'ledgerOnly' | 'all' | 'merged', Record<string, Expected>> = json('expected.json')
const metrics = [
  'COMPLAINTS',
  'COMPLAINTS_PER_OUTLET',
  'COMPLAINTS_PER_CUSTOMER',
  'ON_TIME_RATE',
  'MEDIAN_HANDLING_DAYS',
  'P90_HANDLING_DAYS',
  'OPEN',
]
const periods = ['2025Q1', '2025Q2', '2025Q3', '2025Q4', '2025']

let db: Db
const secret = randomBytes(32)
const load = (kind: ImportKind, name: string, map: string | null) =>
  importFile(
    db,
    officer,
    { path: at(name), fileName: basename(name), kind, map: checkMap(kind, map === null ? {} : json(map)), register: 'REGULATOR' },
    secret,
    { strict: false, take: false, tryDemo: false },
  )

describe.skipIf(!present)('the county’s rankings (skipped without ../shared)', () => {
  beforeAll(async () => {
    db = await createTestDatabase()
    await installTest(db)
    await load('institutions', 'institutions.csv', 'institutions.map.json')
    await load('exposures', 'exposures.csv', null)
    await load('complaints', 'ledger.xlsx', 'ledger.map.json')
  }, 120_000)
  afterAll(() => db?.close())

  it.each(periods)('%s of the ledger alone', (period) => check('ledgerOnly', period, 'ALL'))
  it('the rows behind each number are as many as the number says', rowsBehind)
  it('with the hotline’s file, all complaints and merged matters', async () => {
    const hotline = await load('complaints', 'hotline-12345.gb18030.csv', 'hotline.map.json')
    await confirmedAs('merged')
    await voidBatch(db, officer, hotline.batch ?? '', false, '作废')
    for (const repeats of ['ALL', 'MERGED']) await check('ledgerOnly', '2025', repeats)
    expect((await candidates()).totalCount).toBe(0)
    await restoreBatch(db, officer, hotline.batch ?? '', '恢复')
    await check('all', '2025', 'ALL')
    await check('merged', '2025', 'MERGED')
    await expectSound()
  }, 240_000)
})

describe.skipIf(!present)('the county’s rankings, the hotline’s file first (skipped without ../shared)', () => {
  beforeAll(async () => {
    db = await createTestDatabase()
    await installTest(db)
    await load('institutions', 'institutions.csv', 'institutions.map.json')
    await load('exposures', 'exposures.csv', null)
    await load('complaints', 'hotline-12345.gb18030.csv', 'hotline.map.json')
    await load('complaints', 'ledger.xlsx', 'ledger.map.json')
  }, 120_000)
  afterAll(() => db?.close())

  it('are the same', () => confirmedAs('merged'), 240_000)
})

const candidates = () => readRepeats(db, officer, { rows: {}, first: 200, after: null })

/** The candidates are the pairs of the truth; confirmed, undone and confirmed again, every ranking is the expected one. */
async function confirmedAs(which: 'merged'): Promise<void> {
  const truth: { hotline: string; ledger: string }[] = json('truth.json').afterBoth.pairs
  const { rows, totalCount, ifConfirmed } = await candidates()
  expect(totalCount).toBe(120)
  const told = rows.map(({ earlier, later }) => [earlier.complaint.number, later.complaint.number].sort())
  expect(told.sort()).toEqual(truth.map(({ hotline, ledger }) => [hotline, ledger].sort()).sort())
  expect(ifConfirmed).toEqual({ complaints: 120, matters: 120, mergedBefore: 350, mergedAfter: 230 })
  const first = await confirmRepeats(db, officer, { rows: {}, expected: 120 }, '一并确认')
  await check(which, '2025', 'MERGED')
  expect((await undoRepeats(db, officer, first.change.key, '拆分')).value).toEqual({ count: 240, passedOver: 0 })
  await check('all', '2025', 'MERGED')
  await confirmRepeats(db, officer, { rows: {}, expected: 120 }, '一并确认')
  for (const period of periods) {
    await check('all', period, 'ALL')
    await check(which, period, 'MERGED')
  }
  await expectSound()
}

async function expectSound(): Promise<void> {
  expect((await verifyLedger(db)).filter((one) => one.problems.length > 0)).toEqual([])
}

async function check(which: keyof typeof expected, period: string, repeats: string): Promise<void> {
  const wanted = expected[which][period]!
  const comparison = ['PREVIOUS_PERIOD']
  const ranking = await askTable(db, officer, { metrics, by: ['PEER_GROUP', 'INSTITUTION'], period, repeats, comparison })
  const groups = await askTable(db, officer, { metrics, by: ['PEER_GROUP'], period, repeats, comparison })
  const total = await askTable(db, officer, { metrics, period, repeats, comparison })
  checkTotal(total, wanted)
  for (const [name, group] of Object.entries(wanted.peerGroups)) {
    checkGroup(groups, ranking, name, group)
    const rows = rowsOf(ranking, 'PEER_GROUP', name)
    expect(rows.map((row) => labelOf(ranking, 'INSTITUTION', row)).sort()).toEqual(group.table.map((line) => line.institution).sort())
    for (const line of group.table)
      checkLine(ranking, rows.find((row) => labelOf(ranking, 'INSTITUTION', row) === line.institution) ?? -1, line)
  }
  expect(rowsOf(ranking, 'PEER_GROUP', '未参与排名').map((row) => figure(ranking, 'COMPLAINTS', 'VALUE', row))).toEqual(
    wanted.outsideRanking === 0 ? [] : [wanted.outsideRanking],
  )
}

function checkTotal(table: AskedTable, wanted: Expected): void {
  expect(figure(table, 'COMPLAINTS', 'VALUE', 0)).toBe(wanted.total)
  expect(figure(table, 'COMPLAINTS', 'PREVIOUS', 0)).toBe(wanted.previous)
  expect(figure(table, 'COMPLAINTS', 'CHANGE', 0)).toBe(wanted.change)
  expect(figure(table, 'OPEN', 'VALUE', 0)).toBe(wanted.openAtEnd)
  checkHandling(table, 0, wanted)
}

function checkGroup(groups: AskedTable, ranking: AskedTable, name: string, wanted: Group): void {
  const row = rowsOf(groups, 'PEER_GROUP', name)[0] ?? -1
  expect(figure(groups, 'COMPLAINTS', 'VALUE', row)).toBe(wanted.total)
  expect(figure(groups, 'COMPLAINTS', 'PREVIOUS', row)).toBe(wanted.previous)
  expect(figure(groups, 'COMPLAINTS', 'CHANGE', row)).toBe(wanted.change)
  checkHandling(groups, row, wanted)
  const of = (metric: string) => ranking.groups.find((one) => one.label.zh === name && one.metric === metric)
  expect(of('COMPLAINTS')).toMatchObject({ members: wanted.members, total: wanted.total, median: wanted.medianCount })
  expectRounded(of('COMPLAINTS_PER_OUTLET')?.median ?? null, wanted.medianPerOutlet)
  expectRounded(of('COMPLAINTS_PER_CUSTOMER')?.median ?? null, wanted.medianPer10000Customers)
  expect(of('ON_TIME_RATE')?.total ?? null).toBe(wanted.onTimeRate)
}

function checkLine(table: AskedTable, row: number, line: Line): void {
  const say = line.institution
  expect(figure(table, 'COMPLAINTS', 'VALUE', row), say).toBe(line.count)
  expect(figure(table, 'COMPLAINTS', 'SHARE', row), say).toBe(line.share)
  expect(figure(table, 'COMPLAINTS', 'PREVIOUS', row), say).toBe(line.previous)
  expect(figure(table, 'COMPLAINTS', 'CHANGE', row), say).toBe(line.change)
  expect(figure(table, 'COMPLAINTS', 'RANK', row), say).toBe(line.rank)
  if (line.reason) expect(reason(table, 'COMPLAINTS', 'CHANGE', row), say).toBe(line.reason)
  checkRate(table, 'COMPLAINTS_PER_OUTLET', row, line.perOutlet)
  checkRate(table, 'COMPLAINTS_PER_CUSTOMER', row, line.per10000Customers)
  checkHandling(table, row, line)
  const notes = (kind: string) => table.notes.filter((note) => note.kind === kind && note.rows.includes(row))
  expect(notes('NEWLY_OPENED').length > 0, say).toBe(line.openedInPeriod ?? false)
  for (const name of line.baseIncludes ?? [])
    expect(
      notes('SUCCESSOR_BASE')
        .map((note) => note.text.zh)
        .join(),
      say,
    ).toContain(name)
  expect(notes('SUCCESSOR_BASE').length > 0, say).toBe((line.baseIncludes ?? []).length > 0)
}

function checkRate(table: AskedTable, metric: string, row: number, rate: Rate): void {
  expectRounded(figure(table, metric, 'VALUE', row), rate.value)
  if (rate.value === null) {
    expect(reason(table, metric, 'VALUE', row)).toBe('NO_BASE')
    expect(figure(table, metric, 'RANK', row)).toBeNull()
    return
  }
  expect(figure(table, metric, 'BASE', row)).toBe(rate.base)
  expect(figure(table, metric, 'RANK', row)).toBe(rate.rank)
}

function checkHandling(
  table: AskedTable,
  row: number,
  wanted: Pick<Group, 'closed' | 'onTime' | 'onTimeRate' | 'medianDays' | 'p90Days'>,
): void {
  expect(figure(table, 'ON_TIME_RATE', 'BASE', row)).toBe(wanted.closed)
  expect(figure(table, 'ON_TIME_RATE', 'NUMERATOR', row)).toBe(wanted.onTime)
  expect(figure(table, 'ON_TIME_RATE', 'VALUE', row)).toBe(wanted.onTimeRate)
  expect(figure(table, 'MEDIAN_HANDLING_DAYS', 'VALUE', row)).toBe(wanted.medianDays)
  expect(figure(table, 'P90_HANDLING_DAYS', 'VALUE', row)).toBe(wanted.p90Days)
}

/** Counts of cases, opened row by row: each list is as long as its number, earlier periods and successors included. */
async function rowsBehind(): Promise<void> {
  const period = '2025Q3'
  const table = await askTable(db, officer, {
    metrics: ['COMPLAINTS', 'ON_TIME_RATE', 'MEDIAN_HANDLING_DAYS', 'OPEN', 'OVERDUE'],
    by: ['INSTITUTION'],
    period,
    comparison: ['PREVIOUS_PERIOD'],
    repeats: 'ALL',
  })
  const ids = table.keys[0]!.ids
  for (const [row, id] of ids.entries()) {
    const open = async (metric: string, part: string) =>
      (await askRows(db, officer, { metric, part, period, repeats: 'ALL', filters: [{ dimension: 'INSTITUTION', include: [id] }] }))
        .totalCount
    expect(await open('COMPLAINTS', 'VALUE'), id).toBe(figure(table, 'COMPLAINTS', 'VALUE', row))
    expect(await open('COMPLAINTS', 'PREVIOUS'), id).toBe(figure(table, 'COMPLAINTS', 'PREVIOUS', row))
    expect(await open('ON_TIME_RATE', 'NUMERATOR'), id).toBe(figure(table, 'ON_TIME_RATE', 'NUMERATOR', row))
    expect(await open('ON_TIME_RATE', 'BASE'), id).toBe(figure(table, 'ON_TIME_RATE', 'BASE', row))
    expect(await open('MEDIAN_HANDLING_DAYS', 'VALUE'), id).toBe(figure(table, 'MEDIAN_HANDLING_DAYS', 'BASE', row))
    expect(await open('OPEN', 'VALUE'), id).toBe(figure(table, 'OPEN', 'VALUE', row))
    expect(await open('OVERDUE', 'VALUE'), id).toBe(figure(table, 'OVERDUE', 'VALUE', row))
  }
}

function expectRounded(shown: number | null, exact: number | null): void {
  if (exact === null || shown === null) expect(shown).toBe(exact)
  // Two decimals are shown of what the truth holds unrounded.
  else expect(Math.abs(shown - exact)).toBeLessThanOrEqual(0.005 + 1e-9)
}

function rowsOf(table: AskedTable, dimension: string, label: string): number[] {
  const key = table.keys.find((one) => one.dimension === dimension)
  return (key?.labels ?? []).flatMap((one, row) => (one.zh === label ? [row] : []))
}
function labelOf(table: AskedTable, dimension: string, row: number): string {
  return table.keys.find((one) => one.dimension === dimension)?.labels[row]?.zh ?? ''
}
function columnOf(table: AskedTable, metric: string, kind: string) {
  return table.columns.find((column) => column.metric === metric && column.kind === kind)
}
function figure(table: AskedTable, metric: string, kind: string, row: number): number | null {
  return columnOf(table, metric, kind)?.figures[row] ?? null
}
function reason(table: AskedTable, metric: string, kind: string, row: number): string | null {
  return columnOf(table, metric, kind)?.reasons.find((one) => one.row === row)?.reason ?? null
}
