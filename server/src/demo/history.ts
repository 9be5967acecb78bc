import { addDays, monthsBetween, nextMonth, openDay } from './calendar.ts'
import { FIRST_DAY, TODAY } from './complaints.ts'
import type { Day, DemoComplaint, DemoCounty } from './demo.types.ts'
import type { DemoAct, FiledComplaint } from './history.types.ts'
import { returnActs } from './returns.ts'
import { assessmentActs, supervisionActs } from './supervision.ts'

/**
 * How the demo's ledger came about: files by quarter, from 2026 by month, those of institutions by half-year, each with the period's new cases and with
 * those that were open in the file before; corrections, one void and its restoration, merges, closed months. After the
 * last act the ledger holds what the county holds.
 */
export function demoHistory(county: DemoCounty): DemoAct[] {
  const acts: DemoAct[] = [
    { kind: 'SET_UP', at: at(SET_UP_DAY, '08:30'), by: 'admin' },
    { kind: 'INSTITUTIONS', at: at(SET_UP_DAY, '09:05'), by: 'clerk', file: '机构名录2023.csv', rows: county.institutions.filter(isFirst) },
    ...institutionActs(county),
    ...exposureActs(county),
    ...complaintActs(county, 'REGULATOR'),
    ...complaintActs(county, 'INSTITUTION'),
    ...withdrawalActs(county),
    ...county.corrections.map((correction): DemoAct => ({ kind: 'CORRECT', at: at(correction.on, '14:20'), by: 'clerk', correction })),
    ...mergeActs(county),
    ...closingActs(county),
    ...assessmentActs(),
    ...returnActs(county),
    ...supervisionActs(),
    { kind: 'BREAK', at: at('2026-03-27', '16:00'), by: 'supervisor', reason: '自2026年4月1日起合并重复投诉，登记口径调整。' },
    { kind: 'VOID', at: at('2026-03-06', '09:12'), by: 'clerk', file: DOUBTED_FILE, reason: '疑为旧版台账，先作废，核对原件。' },
    { kind: 'RESTORE', at: at('2026-03-06', '15:40'), by: 'clerk', file: DOUBTED_FILE, reason: '与原件逐行核对一致，恢复。' },
  ]
  return acts.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

const SET_UP_DAY: Day = '2023-09-28'
const DOUBTED_FILE = '投诉台账2026年2月.csv'

function at(day: Day, time: string): string {
  return `${day}T${time}:00+08:00`
}

/** What became known of institutions after the first list: one opened, one closed and was taken over. */
function institutionActs(county: DemoCounty): DemoAct[] {
  const opened = county.institutions.filter((institution) => !isFirst(institution))
  const rows = [...opened, ...county.institutionChanges]
  return [{ kind: 'INSTITUTIONS', at: at('2025-07-02', '10:15'), by: 'clerk', file: '机构变更2025年7月.csv', rows }]
}

function isFirst(institution: DemoCounty['institutions'][number]): boolean {
  return institution.openedOn <= SET_UP_DAY
}

function exposureActs(county: DemoCounty): DemoAct[] {
  const dates = [...new Set(county.exposures.map((exposure) => exposure.asOf))].sort()
  return dates.map((asOf): DemoAct => {
    const known = openDay(addDays(asOf, 20))
    const rows = county.exposures.filter((exposure) => exposure.asOf === asOf)
    return {
      kind: 'EXPOSURES',
      at: at(known < SET_UP_DAY ? SET_UP_DAY : known, '09:40'),
      by: 'clerk',
      file: `网点与个人客户数${asOf}.csv`,
      rows,
    }
  })
}

type Filing = { from: Day; to: Day; on: Day; name: string }

/** Each file holds the complaints of its period and those that the file before showed unfinished. */
function complaintActs(county: DemoCounty, register: DemoComplaint['register']): DemoAct[] {
  const wrong = new Map(county.corrections.map((correction) => [correction.number, correction]))
  const all = county.complaints.filter((complaint) => complaint.register === register)
  const acts: DemoAct[] = []
  const belated = register === 'REGULATOR' ? belatedNumbers(county) : new Set<string>()
  let last: Filing | null = null
  for (const filing of register === 'REGULATOR' ? regulatorFilings() : institutionFilings()) {
    const before = last
    const due = all.filter(
      (complaint) =>
        (isIn(filing, complaint) && !belated.has(complaint.number)) ||
        (before !== null &&
          complaint.receivedOn < filing.from &&
          (isOpen(complaint, before.on) || (isIn(before, complaint) && belated.has(complaint.number)))),
    )
    const rows = due.map((complaint) => asFiled(complaint, filing.on, wrong.get(complaint.number)))
    for (const [file, part] of filesOf(register, filing, rows)) {
      acts.push({
        kind: 'COMPLAINTS',
        at: at(filing.on, register === 'REGULATOR' ? '08:50' : '11:10'),
        by: 'clerk',
        file,
        register,
        rows: part,
      })
    }
    last = filing
  }
  return acts
}

/** The months of which a few complaints come with the next month's file, when they are closed already; how many of each. */
const BELATED: Record<string, number> = { '2026-05': 2, '2026-07': 1, '2026-08': 3 }

/** The last to come in of those that nothing else is said of. */
function belatedNumbers(county: DemoCounty): ReadonlySet<string> {
  const told = new Set([...county.corrections.map((one) => one.number), ...county.merges.flatMap((one) => one.numbers)])
  return new Set(
    Object.entries(BELATED).flatMap(([month, count]) =>
      county.complaints
        .filter((one) => one.register === 'REGULATOR' && one.kind === 'COMPLAINT' && one.receivedOn.startsWith(month))
        .filter((one) => one.withdrawnOn === null && !told.has(one.number))
        .slice(-count)
        .map((one) => one.number),
    ),
  )
}

function isIn(filing: Filing, complaint: DemoComplaint): boolean {
  return filing.from <= complaint.receivedOn && complaint.receivedOn <= filing.to
}

function isOpen(complaint: DemoComplaint, on: Day): boolean {
  return complaint.closedOn === null ? complaint.withdrawnOn === null || complaint.withdrawnOn > on : complaint.closedOn > on
}

function asFiled(complaint: DemoComplaint, on: Day, correction: DemoCounty['corrections'][number] | undefined): FiledComplaint {
  const { withdrawnOn: _withdrawnOn, ...filed } = complaint
  const mistaken = correction === undefined ? filed : { ...filed, [correction.column]: correction.wrong }
  return isOpen(complaint, on) ? { ...mistaken, closedOn: null, upheld: null, satisfaction: null } : mistaken
}

/** The office files one ledger; the institutions one each. */
function filesOf(register: DemoComplaint['register'], filing: Filing, rows: FiledComplaint[]): [string, FiledComplaint[]][] {
  if (register === 'REGULATOR') return [[`投诉台账${filing.name}.csv`, rows]]
  const bySource = new Map<string, FiledComplaint[]>()
  for (const row of rows) bySource.set(row.source, [...(bySource.get(row.source) ?? []), row])
  return [...bySource].map(([source, part]) => [`${source}自收投诉${filing.name}.csv`, part])
}

/** By quarter to the end of 2025, by month in 2026, and October as far as it has gone. */
function regulatorFilings(): Filing[] {
  const months = monthsBetween('2026-01-01', '2026-09-30').map((month) => period(month, 1, '05'))
  return [...quarters(FIRST_DAY, '2025-12-31', '08'), ...months, { from: '2026-10-01', to: TODAY, on: TODAY, name: '2026年10月' }]
}

/** By half-year, and the third quarter of 2026 by itself. */
function institutionFilings(): Filing[] {
  return [
    { from: '2025-01-01', to: '2025-06-30', on: '2025-07-10', name: '2025年上半年' },
    { from: '2025-07-01', to: '2025-12-31', on: '2026-01-12', name: '2025年下半年' },
    { from: '2026-01-01', to: '2026-06-30', on: '2026-07-10', name: '2026年上半年' },
    { from: '2026-07-01', to: '2026-09-30', on: TODAY, name: '2026年第3季度' },
  ]
}

function quarters(from: Day, to: Day, filedOn: string): Filing[] {
  return monthsBetween(from, to)
    .filter((month) => Number(month.slice(5)) % 3 === 1)
    .map((month) => period(month, 3, filedOn))
}

/** One or three months from `month` on, filed in the month after at the day given or the next working day. */
function period(month: string, length: 1 | 3, filedOn: string): Filing {
  const after = length === 1 ? nextMonth(month) : nextMonth(nextMonth(nextMonth(month)))
  const name =
    length === 1
      ? `${month.slice(0, 4)}年${Number(month.slice(5))}月`
      : `${month.slice(0, 4)}年第${Math.ceil(Number(month.slice(5)) / 3)}季度`
  return { from: `${month}-01`, to: addDays(`${after}-01`, -1), on: openDay(`${after}-${filedOn}`), name }
}

/** Withdrawals are entered at the end of the week after the file in which the case first stands. */
function withdrawalActs(county: DemoCounty): DemoAct[] {
  const days = new Map<Day, { number: string; on: Day }[]>()
  for (const complaint of county.complaints) {
    if (complaint.withdrawnOn === null || complaint.register !== 'REGULATOR') continue
    const filed = regulatorFilings().find((filing) => isIn(filing, complaint)) as Filing
    const entered = complaint.withdrawnOn > filed.on ? complaint.withdrawnOn : filed.on
    days.set(entered, [...(days.get(entered) ?? []), { number: complaint.number, on: complaint.withdrawnOn }])
  }
  return [...days].map(([day, withdrawn]): DemoAct => ({ kind: 'WITHDRAW', at: at(day, '15:05'), by: 'clerk', withdrawn }))
}

function mergeActs(county: DemoCounty): DemoAct[] {
  const days = [...new Set(county.merges.map((merge) => merge.on))].sort()
  return days.map((day): DemoAct => {
    const groups = county.merges.filter((merge) => merge.on === day).map((merge) => merge.numbers)
    return { kind: 'MERGE', at: at(day, '10:30'), by: 'clerk', groups, reason: '同一投诉人就同一事项重复反映，核对后合并。' }
  })
}

/** A quarter's months are closed together, in 2026 each by itself, once its file and its merges are in. */
function closingActs(county: DemoCounty): DemoAct[] {
  const closings = new Map<Day, string[]>()
  for (const month of county.closedMonths) {
    const quarterEnd = monthsBetween(`${month}-01`, '2026-12-31').find((one) => Number(one.slice(5)) % 3 === 0) as string
    const day = openDay(`${nextMonth(month < '2026-01' ? quarterEnd : month)}-12`)
    closings.set(day, [...(closings.get(day) ?? []), month])
  }
  return [...closings].map(([day, months]): DemoAct => ({
    kind: 'CLOSE_MONTHS',
    at: at(day, '09:10'),
    by: 'supervisor',
    months,
    reason: '台账核对完毕，结账。',
  }))
}
