import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { demoCounty } from '../../server/src/demo/county.ts'
import type { DemoComplaint } from '../../server/src/demo/demo.types.ts'
import { askRows, askTable, type AskedTable } from '../support/ask.ts'
import { createDemoDatabase } from '../support/demo.ts'
import { officer } from '../support/ledger.ts'

const county = demoCounty()
const quarters = ['2024Q1', '2024Q4', '2025Q1', '2025Q2', '2025Q3', '2025Q4', '2026Q1', '2026Q2', '2026Q3']

let db: Db
beforeAll(async () => {
  db = await createDemoDatabase()
}, 240_000)
afterAll(() => db?.close())

describe('the demo county’s ranking equals a plain calculation', () => {
  it.each(
    quarters.flatMap((quarter) => [
      [quarter, 'ALL'],
      [quarter, 'MERGED'],
    ]),
  )('%s %s', async (quarter, repeats) => {
    const metrics = ['COMPLAINTS', 'COMPLAINTS_PER_OUTLET', 'ON_TIME_RATE', 'MEDIAN_HANDLING_DAYS', 'OPEN', 'OVERDUE']
    const table = await askTable(db, officer, {
      metrics,
      by: ['PEER_GROUP', 'INSTITUTION'],
      period: quarter,
      repeats,
      comparison: ['PREVIOUS_PERIOD'],
    })
    const plain = plainRanking(quarter, repeats === 'MERGED')
    for (const group of plain) {
      for (const line of group.lines) {
        const row = table.keys.find((key) => key.dimension === 'INSTITUTION')!.labels.findIndex((label) => label.zh === line.name)
        expect(figuresOf(table, row), `${line.name} ${quarter}`).toEqual(line.figures)
      }
      expect(table.groups.find((one) => one.group === group.key && one.metric === 'COMPLAINTS')).toMatchObject({
        members: group.lines.length,
        total: group.total,
        median: group.median,
      })
    }
    expect(table.keys[0]!.ids.filter((id) => id !== 'OUTSIDE_RANKING')).toHaveLength(
      plain.reduce((sum, group) => sum + group.lines.length, 0),
    )
  })

  it('has the member without a complaint, with 0, in the median and with a rank that it shares', async () => {
    const table = await askTable(db, officer, { metrics: ['COMPLAINTS'], by: ['INSTITUTION'], period: '2026Q3' })
    const row = table.keys[0]!.labels.findIndex((label) => label.zh === '青庐银行示范县支行')
    expect(figuresOf(table, row)).toMatchObject({ 'COMPLAINTS VALUE': 0, 'COMPLAINTS RANK': 6, 'COMPLAINTS SHARE': 0 })
  })

  it('makes groups and the line outside the ranking add up to the total', async () => {
    for (const period of quarters) {
      const query = { metrics: ['COMPLAINTS', 'OPEN'], period, comparison: ['PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_YEAR'] }
      const total = await askTable(db, officer, query)
      const groups = await askTable(db, officer, { ...query, by: ['PEER_GROUP'] })
      for (const column of total.columns.filter((one) => ['VALUE', 'PREVIOUS', 'LAST_YEAR'].includes(one.kind))) {
        const parts = groups.columns.find((one) => one.metric === column.metric && one.kind === column.kind)!.figures
        if (column.figures[0] !== null) expect(parts.reduce<number>((sum, figure) => sum + (figure ?? 0), 0)).toBe(column.figures[0])
      }
    }
  })

  it('refuses a comparison across the series break with its sentence, and makes it within', async () => {
    const across = await askTable(db, officer, {
      metrics: ['COMPLAINTS', 'ON_TIME_RATE'],
      period: '2026Q3',
      comparison: ['SAME_PERIOD_LAST_YEAR', 'PREVIOUS_PERIOD'],
    })
    const column = (metric: string, kind: string) => across.columns.find((one) => one.metric === metric && one.kind === kind)!
    expect(column('COMPLAINTS', 'CHANGE_LAST_YEAR')).toMatchObject({ figures: [null], reasons: [{ row: 0, reason: 'SERIES_BREAK' }] })
    expect(column('COMPLAINTS', 'CHANGE').figures[0]).not.toBeNull()
    expect(column('ON_TIME_RATE', 'CHANGE_LAST_YEAR').figures[0]).not.toBeNull()
    expect(across.notes.find((note) => note.kind === 'SERIES_BREAK')?.text.zh).toContain('2026年4月1日起合并重复投诉')
  })

  it('lists as many rows as any count says, page by page', async () => {
    const table = await askTable(db, officer, {
      metrics: ['COMPLAINTS'],
      by: ['CATEGORY'],
      period: '2026Q3',
      filters: [{ dimension: 'PEER_GROUP', include: ['RURAL'] }],
    })
    for (const [row, id] of table.keys[0]!.ids.entries()) {
      const rows = {
        metric: 'COMPLAINTS',
        period: '2026Q3',
        filters: [
          { dimension: 'PEER_GROUP', include: ['RURAL'] },
          { dimension: 'CATEGORY', include: [id] },
        ],
      }
      const numbers: (string | null)[] = []
      for (let after: string | null = null, more = true; more;) {
        const page = await askRows(db, officer, rows, 3, after)
        expect(page.totalCount).toBe(table.columns[0]!.figures[row])
        numbers.push(...page.rows.map((one) => one.number))
        after = page.endCursor
        more = page.hasNextPage
      }
      expect(new Set(numbers).size).toBe(table.columns[0]!.figures[row])
    }
  })

  it('sums the rest to others, with those who tie with the last row shown too', async () => {
    const query = { metrics: ['COMPLAINTS', 'ON_TIME_RATE'], by: ['CATEGORY'], period: '2026Q3', order: { metric: 'COMPLAINTS' } }
    const all = await askTable(db, officer, query)
    const cut = await askTable(db, officer, { ...query, limit: { rows: 3 } })
    const counts = all.columns[0]!.figures as number[]
    const shown = counts.filter((count) => count >= counts[2]!).length
    expect(cut.keys[0]!.ids).toEqual([...all.keys[0]!.ids.slice(0, shown), 'OTHERS'])
    expect(cut.columns[0]!.figures.at(-1)).toBe(counts.slice(shown).reduce((sum, count) => sum + count, 0))
    const part = (table: AskedTable, kind: string) =>
      table.columns.find((column) => column.metric === 'ON_TIME_RATE' && column.kind === kind)!.figures as number[]
    const rest = (kind: string) =>
      part(all, kind)
        .slice(shown)
        .reduce((sum, count) => sum + count, 0)
    expect(part(cut, 'VALUE').at(-1)).toBe(halfUp(100 * rest('NUMERATOR'), rest('BASE'), 1))
  })
})

function figuresOf(table: AskedTable, row: number): Record<string, number | null> {
  const kinds = ['VALUE', 'RANK', 'SHARE', 'PREVIOUS', 'CHANGE']
  const shown = table.columns.filter((column) => kinds.includes(column.kind) && (column.kind === 'VALUE' || column.metric === 'COMPLAINTS'))
  return Object.fromEntries(shown.map((column) => [`${column.metric} ${column.kind}`, column.figures[row] ?? null]))
}

type Plain = { key: string; total: number; median: number; lines: { name: string; figures: Record<string, number | null> }[] }

/** The ranking of a quarter by counting the generator's own list, group by group. */
function plainRanking(quarter: string, merged: boolean): Plain[] {
  const [from, end] = daysOf(quarter)
  const [before, beforeEnd] = daysOf(earlierQuarter(quarter))
  const cases = countedCases(merged)
  const broken = before < '2026-04-01' && '2026-04-01' < end
  return county.peerGroups.flatMap(({ code: group }) => {
    const members = county.institutions.filter((one) => one.ranked && one.peerGroup === group && isMember(one.code, from, end))
    if (members.length === 0) return []
    const of = (code: string) => cases.filter((one) => one.ranked === code)
    const received = (code: string) => of(code).filter((one) => one.receivedOn >= from && one.receivedOn < end).length
    const counts = members.map((one) => received(one.code))
    const total = counts.reduce((sum, count) => sum + count, 0)
    const lines = members.map((one, index) => {
      const count = counts[index]!
      const codes = one.code === 'SONGSHI' && from > '2025-06-30' ? ['SONGSHI', 'JIGUANG'] : [one.code]
      const previous = codes.flatMap(of).filter((other) => other.receivedOn >= before && other.receivedOn < beforeEnd).length
      const outlets = county.exposures
        .filter((other) => other.institution === one.code && other.base === 'outlets' && other.asOf < end)
        .sort((a, b) => (a.asOf < b.asOf ? -1 : 1))
        .at(-1)
      const closed = of(one.code).filter(
        (other) => other.withdrawnOn === null && other.closedOn !== null && other.closedOn >= from && other.closedOn < end,
      )
      const open = of(one.code).filter((other) => other.receivedOn < end && (left(other) === null || left(other)! >= end))
      return {
        name: one.name,
        figures: {
          'COMPLAINTS VALUE': count,
          'COMPLAINTS RANK': 1 + counts.filter((other) => other > count).length,
          'COMPLAINTS SHARE': total === 0 ? null : halfUp(100 * count, total, 1),
          'COMPLAINTS PREVIOUS': beforeEnd <= firstDay ? null : previous,
          'COMPLAINTS CHANGE': broken || previous === 0 ? null : halfUp(100 * (count - previous), previous, 1),
          'COMPLAINTS_PER_OUTLET VALUE': outlets && outlets.value > 0 ? halfUp(count, outlets.value, 2) : null,
          'ON_TIME_RATE VALUE':
            closed.length === 0 ? null : halfUp(100 * closed.filter((other) => days(other) <= 15).length, closed.length, 1),
          'MEDIAN_HANDLING_DAYS VALUE':
            closed.length === 0 ? null : closed.map(days).sort((a, b) => a - b)[Math.ceil(closed.length / 2) - 1]!,
          'OPEN VALUE': open.length,
          'OVERDUE VALUE': open.filter((other) => plusDays(other.receivedOn, 15) < end).length,
        },
      }
    })
    const sorted = [...counts].sort((a, b) => a - b)
    const middle = (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2
    return [{ key: group, total, median: middle, lines }]
  })
}

type Case = DemoComplaint & { ranked: string }
const firstDay = county.complaints
  .filter((one) => one.register === 'REGULATOR')
  .map((one) => one.receivedOn)
  .sort()[0]!

/** Complaints of the regulator's register, of one matter only the first where they are merged. */
function countedCases(merged: boolean): Case[] {
  const cases = county.complaints
    .filter((one) => one.register === 'REGULATOR' && one.kind === 'COMPLAINT')
    .map((one) => ({ ...one, ranked: rankedOf(one) }))
  if (!merged) return cases
  const dropped = new Set<string>()
  for (const { numbers } of county.merges) {
    const group = cases
      .filter((one) => numbers.includes(one.number))
      .sort((a, b) => (`${a.receivedOn} ${a.number}` < `${b.receivedOn} ${b.number}` ? -1 : 1))
    for (const ranked of new Set(group.map((one) => one.ranked)))
      for (const one of group.filter((other) => other.ranked === ranked).slice(1)) dropped.add(one.number)
  }
  return cases.filter((one) => !dropped.has(one.number))
}

function rankedOf({ institution, receivedOn }: DemoComplaint): string {
  const named = county.institutions.find((one) => one.code === institution)!
  const ranked = named.ranked ? named.code : (county.institutions.find((one) => one.code === named.parent && one.ranked)?.code ?? '')
  return ranked === 'JIGUANG' && receivedOn > '2025-06-30' ? 'SONGSHI' : ranked
}

function isMember(code: string, from: string, end: string): boolean {
  const opened = county.institutions.find((one) => one.code === code)?.openedOn ?? ''
  return opened < end && (code !== 'JIGUANG' || from <= '2025-06-30')
}

function left(one: DemoComplaint): string | null {
  return one.withdrawnOn ?? one.closedOn
}
function days(one: DemoComplaint): number {
  return (Date.parse(one.closedOn ?? '') - Date.parse(one.receivedOn)) / 86_400_000
}
function plusDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10)
}
function daysOf(quarter: string): [string, string] {
  const [year, part] = [Number(quarter.slice(0, 4)), Number(quarter.slice(5))]
  const month = (number: number) => new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10)
  return [month(part * 3 - 3), month(part * 3)]
}
function earlierQuarter(quarter: string): string {
  const [year, part] = [Number(quarter.slice(0, 4)), Number(quarter.slice(5))]
  return part === 1 ? `${year - 1}Q4` : `${year}Q${part - 1}`
}
/** Half up, away from zero, in whole numbers. */
function halfUp(above: number, below: number, decimals: number): number {
  const scaled = Math.abs(above) * 10 ** decimals
  const whole = Math.floor((2 * scaled + below) / (2 * below))
  const value = Number(`${Math.floor(whole / 10 ** decimals)}.${String(whole % 10 ** decimals).padStart(decimals, '0')}`)
  return above < 0 && value !== 0 ? -value : value
}
