import { describe, expect, it } from 'vitest'
import { demoCounty } from './county.ts'
import { demoHistory } from './history.ts'
import type { DemoAct, FiledComplaint } from './history.types.ts'

const county = demoCounty()
const acts = demoHistory(county)

describe("the demo's history", () => {
  it('runs in order from the set-up to today', () => {
    expect(acts[0]?.kind).toBe('SET_UP')
    expect([...acts].sort((a, b) => (a.at < b.at ? -1 : 1)).map((act) => act.at)).toEqual(acts.map((act) => act.at))
    expect((acts.at(-1) as DemoAct).at.slice(0, 10)).toBe(county.today)
  })

  it('leaves the ledger with what the county holds', () => {
    const ledger = new Map<string, FiledComplaint>()
    for (const act of acts) {
      if (act.kind === 'COMPLAINTS') for (const row of act.rows) ledger.set(`${row.source} ${row.number}`, row)
      if (act.kind === 'CORRECT') {
        const key = `LOCAL ${act.correction.number}`
        ledger.set(key, { ...(ledger.get(key) as FiledComplaint), [act.correction.column]: act.correction.right })
      }
    }
    const expected = county.complaints.map(({ withdrawnOn: _withdrawnOn, ...complaint }) => complaint)
    expect(ledger.size).toBe(expected.length)
    for (const complaint of expected) expect(ledger.get(`${complaint.source} ${complaint.number}`)).toEqual(complaint)
  })

  it('files nothing before it happened', () => {
    for (const act of acts) {
      if (act.kind !== 'COMPLAINTS') continue
      for (const row of act.rows) expect([row.receivedOn, row.closedOn ?? ''].every((day) => day <= act.at.slice(0, 10))).toBe(true)
    }
  })

  it('corrects, withdraws and merges only what was filed before', () => {
    const filed = new Set<string>()
    for (const act of acts) {
      if (act.kind === 'COMPLAINTS' && act.register === 'REGULATOR') for (const row of act.rows) filed.add(row.number)
      if (act.kind === 'CORRECT') expect(filed.has(act.correction.number)).toBe(true)
      if (act.kind === 'WITHDRAW') expect(act.withdrawn.every((one) => filed.has(one.number))).toBe(true)
      if (act.kind === 'MERGE') expect(act.groups.flat().every((number) => filed.has(number))).toBe(true)
    }
  })

  it('brings a few complaints with the file after their month was closed', () => {
    const closed = new Map(acts.flatMap((act) => (act.kind === 'CLOSE_MONTHS' ? act.months.map((month) => [month, act.at] as const) : [])))
    const first = new Map<string, string>()
    const late: string[] = []
    for (const act of acts) {
      if (act.kind !== 'COMPLAINTS' || act.register !== 'REGULATOR') continue
      for (const row of act.rows) {
        if (first.has(row.number)) continue
        first.set(row.number, act.at)
        if (act.at > (closed.get(row.receivedOn.slice(0, 7)) ?? '9999')) late.push(row.receivedOn.slice(0, 7))
      }
    }
    expect(late.sort()).toEqual(['2026-05', '2026-05', '2026-07', '2026-08', '2026-08', '2026-08'])
  })

  it('files returns by quarter, two of which do not add up and two of which are not there yet', () => {
    const returns = acts.flatMap((act) => (act.kind === 'RETURNS' ? act.rows.map((row) => ({ ...row, register: act.register })) : []))
    const sums = (one: (typeof returns)[number], breakdown: string) => {
      const cells = one.cells.filter((cell) => cell.breakdown === breakdown)
      const parts = cells.filter((cell) => cell.place !== null).reduce((sum, cell) => sum + cell.count, 0)
      return [parts, cells.find((cell) => cell.place === null)?.count]
    }
    const wrong = returns.filter((one) => new Set([...sums(one, 'channel'), ...sums(one, 'category')]).size > 1)
    expect(wrong.map((one) => [one.period, one.institution])).toEqual([
      ['2026Q2', 'SHIFAN_RURAL'],
      ['2026Q3', 'JIANGHAI'],
    ])
    const of = (period: string) =>
      returns.filter((one) => one.period === period && one.register === 'REGULATOR').map((one) => one.institution)
    expect(of('2026Q2').filter((code) => !of('2026Q3').includes(code))).toEqual(['TANGLI', 'YEZHOU'])
    expect(returns.every((one) => one.cells.every((cell) => cell.count >= 0))).toBe(true)
  })

  it('voids one file that is there and restores it', () => {
    const files = acts.filter((act) => 'file' in act).map((act) => `${act.kind} ${act.file}`)
    const voided = acts.findIndex((act) => act.kind === 'VOID')
    const restored = acts.findIndex((act) => act.kind === 'RESTORE')
    const filed = acts.findIndex((act) => act.kind === 'COMPLAINTS' && act.file === '投诉台账2026年2月.csv')
    expect(filed).toBeGreaterThan(0)
    expect(voided).toBeGreaterThan(filed)
    expect(restored).toBeGreaterThan(voided)
    expect(new Set(files).size).toBe(files.length)
  })

  it('closes every month up to September 2026', () => {
    const closed = acts.flatMap((act) => (act.kind === 'CLOSE_MONTHS' ? act.months : []))
    expect(closed).toEqual(county.closedMonths)
  })
})
