import { parsePeriod, type Period } from '../../analytics/period.ts'
import { round } from '../../analytics/rounding.ts'
import { checkReturn, rolesOf, type Discrepancy, type StatedCell } from '../../ledger/return-check.ts'
import { SUBJECTS, type HeldReturn, type NewReturn, type ReturnIdentity } from '../../ledger/returns.ts'
import { breakdownRegistry, type ReturnBreakdown } from '../../ledger/return-words.ts'
import { decimal } from '../../statistics/index.ts'
import type { FullLabel } from '../../platform/label.ts'
import type { RowFault, StagedRow } from '../plan-institutions.ts'
import { periodIn, whole } from '../period-words.ts'
import { SubjectFinder, type SubjectFacts, type SubjectFound } from './subjects.ts'
import type { WrittenCell, WrittenReturnRow } from './written-return.ts'

export type ReturnFacts = SubjectFacts & {
  fileName: string
  register: number
  held: readonly HeldReturn[]
  heldCells: ReadonlyMap<number, readonly StatedCell[]>
  /** Whether a dictionary of the breakdown knows the word. */
  knows(breakdown: ReturnBreakdown, word: string): boolean
}

/** One figure that does not add up, as it is reported: where, what is stated, what it comes to. */
export type ReportedDiscrepancy = {
  sheet?: string
  cell: string | null
  row: string
  column: string
  role: string
  stated: number
  computed: number
  kind: Discrepancy['kind']
  /** Of a share: what it is of the cases that are placed anywhere. */
  ofPlaced: number | null
  /** Whose return, of which period. */
  of: FullLabel
}
export type ReportedReturn = {
  subject: string
  period: string
  form: string
  total: number | null
  computed: boolean
  discrepancies: number
}
export type PlannedRow = { seq: number; outcome: 'NEW' | 'CHANGED' | 'IDENTICAL' }
export type ReturnPlan = {
  planned: PlannedRow[]
  repeats: number
  faults: RowFault[]
  differing: { seq: number; field: string; before: string | null; after: string | null }[]
  /** What has to be written: the returns that are new or state anything else than before. */
  written: NewReturn[]
  returns: ReportedReturn[]
  discrepancies: ReportedDiscrepancy[]
  /** Places that no dictionary knows, with their rows. */
  words: { field: string; value: string; rows: number }[]
}

type Row = StagedRow<WrittenReturnRow>
type Placed = { row: Row; subject: SubjectFound | null; period: Period | null; form: string; register: number }
type Group = { rows: Placed[]; cells: { seq: number; cell: WrittenCell }[] }

/** Puts rows together to returns, finds whose they are, and compares each with the return in force. */
export function planReturns(rows: readonly Row[], facts: ReturnFacts): ReturnPlan {
  const plan: ReturnPlan = { planned: [], repeats: 0, faults: [], differing: [], written: [], returns: [], discrepancies: [], words: [] }
  const finder = new SubjectFinder(facts)
  const placed = rows.map((row) => place(row, rows, finder, facts))
  for (const group of groupsOf(placed)) addGroup(plan, group, facts)
  plan.words = unknownWords(rows, facts)
  return plan
}

function place(row: Row, rows: readonly Row[], finder: SubjectFinder, facts: ReturnFacts): Placed {
  const { value } = row
  const near = [...value.titles].reverse()
  const texts = [...near, facts.fileName]
  const period = value.period === null ? first(texts, periodIn) : periodIn(value.period)
  return {
    row,
    subject: finder.find(value, texts, () => rows.filter((other) => sameTable(other, row)).flatMap((other) => other.value.cells)),
    period: period === null ? null : whole(parsePeriod(period)),
    form: value.form ?? '',
    register: registerOf(value.register) ?? facts.register,
  }
}

function sameTable(a: Row, b: Row): boolean {
  return a.sheet === b.sheet && a.value.titles.join('\n') === b.value.titles.join('\n')
}

function registerOf(written: string | null): number | null {
  if (written === null) return null
  if (/institution|机构|自有|本行|自收/i.test(written)) return 2
  return /regulator|监管|转办|人行|人民银行/i.test(written) ? 1 : null
}

/** Tables of one file are one form, unless two of them state the same places otherwise: then each is the form that its title names. */
function groupsOf(placed: readonly Placed[]): Group[] {
  const groups = gather(placed, commonForm)
  return groups.flatMap((group) => (group.clash ? gather(group.rows, ownForm) : [group]))
}

function gather(placed: readonly Placed[], formOf: (one: Placed, all: readonly Placed[]) => string): (Group & { clash: boolean })[] {
  const groups = new Map<string, Group & { clash: boolean; known: Map<string, string> }>()
  for (const one of placed) {
    one.form = one.row.value.form ?? formOf(one, placed)
    const key = JSON.stringify([one.subject?.key ?? null, one.period?.text ?? null, one.form, one.register])
    let group = groups.get(key)
    if (!group) groups.set(key, (group = { rows: [], cells: [], clash: false, known: new Map() }))
    group.rows.push(one)
    for (const cell of one.row.value.cells) {
      const told = group.known.get(placeOf(cell))
      if (told !== undefined && told !== valueText(cell) && one.row.value.form === null) group.clash = true
      group.known.set(placeOf(cell), valueText(cell))
      group.cells.push({
        seq: one.row.seq,
        cell: one.subject?.listsInstitutions && cell.breakdown === 'branch' ? { ...cell, breakdown: 'institution' } : cell,
      })
    }
  }
  return [...groups.values()]
}

function commonForm(_: Placed, all: readonly Placed[]): string {
  return (
    first(
      all.map((one) => one.row.value.titles[0] ?? ''),
      (title) => formIn(title) || null,
    ) ?? '投诉情况统计表'
  )
}

function ownForm({ row }: Placed): string {
  return (
    row.value.titles
      .map(formIn)
      .filter((form) => form !== '')
      .join(' · ') || '投诉情况统计表'
  )
}

/** A title without its period, brackets and unit. */
function formIn(title: string): string {
  return title
    .normalize('NFKC')
    .replace(/\([^)]*\)/gu, '')
    .replace(
      /(?:关于)?\s*[〇○零一二三四五六七八九\d]{4}\s*年(?:度|第?[一二三四1-4]\s*季度|[上下]半年|\s*\d{1,2}\s*月?\s*(?:[-—~至]\s*\d{1,2}\s*)?月?(?:份)?)?/gu,
      '',
    )
    .replace(/^sheet\d*$/i, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, 100)
}

function addGroup(plan: ReturnPlan, group: Group, facts: ReturnFacts): void {
  const [one] = group.rows
  if (!one) return
  const { cells, owners } = distinct(plan, group)
  const roles = rolesOf(cells)
  const stated = cells.map((cell, at): StatedCell => ({ ...cell, role: roles[at] ?? 'LEAF' }))
  const name = one.subject?.name ?? { zh: '', en: '' }
  const checked = checkReturn(stated)
  plan.discrepancies.push(...checked.discrepancies.map((found) => reported(found, stated, labelOf(name, one.period))))
  plan.returns.push({
    subject: name.zh,
    period: one.period?.text ?? '',
    form: one.form,
    total: checked.total && round(checked.total, 2, 'HALF_UP'),
    computed: checked.computed,
    discrepancies: checked.discrepancies.length,
  })
  const faults = group.rows.flatMap((row) => faultsOf(row))
  if (faults.length > 0) plan.faults.push(...faults)
  else compare(plan, { ...identityOf(one), cells: stated }, new Set(group.rows.map(({ row }) => row.seq)), owners, facts)
}

function faultsOf({ row, subject, period }: Placed): RowFault[] {
  const { value, seq } = row
  const faults: RowFault[] = []
  if (subject === null) {
    const written = value.subject ?? value.jurisdiction
    faults.push({ seq, field: 'subject', value: written ?? '', reason: written === null ? 'MISSING_INSTITUTION' : 'UNKNOWN_INSTITUTION' })
  }
  if (period === null)
    faults.push({ seq, field: 'period', value: value.period ?? '', reason: value.period === null ? 'MISSING_DATE' : 'IMPOSSIBLE_DATE' })
  return faults
}

/** Every place once: said again alike it is a repeat, said otherwise the first stands and the later row is not taken. */
function distinct(plan: ReturnPlan, group: Group): { cells: WrittenCell[]; owners: number[] } {
  const firsts = new Map<string, WrittenCell>()
  const refused = new Set<number>()
  for (const { seq, cell } of group.cells) {
    const before = firsts.get(placeOf(cell))
    if (!before) firsts.set(placeOf(cell), cell)
    else if (valueText(before) !== valueText(cell) && !refused.has(seq)) {
      refused.add(seq)
      plan.faults.push({ seq, field: 'place', value: cell.rowLabel, reason: 'CONFLICTING_REPEAT' })
    }
  }
  group.rows = group.rows.filter(({ row }) => !refused.has(row.seq))
  const kept = group.cells.filter(({ seq, cell }) => !refused.has(seq) && firsts.get(placeOf(cell)) === cell)
  return { cells: kept.map(({ cell }) => cell), owners: kept.map(({ seq }) => seq) }
}

function identityOf({ subject, period, form, register, row }: Placed): Omit<NewReturn, 'cells'> {
  const found = subject as SubjectFound // a row without one is a fault
  const time = period as Period
  return {
    subject: SUBJECTS[found.kind],
    regionId: found.regionId,
    institutionId: found.institutionId,
    peerGroupId: found.peerGroupId,
    period: time.text,
    periodFrom: time.from,
    periodEnd: time.end,
    form,
    register,
    source: row.value.source,
    title: row.value.titles[0] ?? null,
  }
}

function compare(plan: ReturnPlan, made: NewReturn, seqs: ReadonlySet<number>, owners: readonly number[], facts: ReturnFacts): void {
  const held = facts.held.find((one) => sameIdentity(one, made))
  const before = new Map((held ? (facts.heldCells.get(held.id) ?? []) : []).map((cell) => [placeOf(cell), valueText(cell)]))
  const changed = new Set<number>()
  made.cells.forEach((cell, at) => {
    const told = before.get(placeOf(cell))
    before.delete(placeOf(cell))
    const seq = owners[at] ?? -1
    if (!held || told === valueText(cell)) return
    changed.add(seq)
    plan.differing.push({ seq, field: 'value', before: told ?? null, after: valueText(cell) })
  })
  const last = [...seqs].at(-1)
  // What the earlier return states and this one does not is a change of the whole.
  if (held && before.size > 0 && changed.size === 0 && last !== undefined) changed.add(last)
  for (const seq of seqs) {
    if (!owners.includes(seq) && held === undefined) plan.repeats++
    else plan.planned.push({ seq, outcome: !held ? 'NEW' : changed.has(seq) ? 'CHANGED' : 'IDENTICAL' })
  }
  if (!held || changed.size > 0) plan.written.push(made)
}

function sameIdentity(a: ReturnIdentity, b: ReturnIdentity): boolean {
  return (
    a.subject === b.subject &&
    a.regionId === b.regionId &&
    a.institutionId === b.institutionId &&
    a.peerGroupId === b.peerGroupId &&
    a.periodFrom === b.periodFrom &&
    a.periodEnd === b.periodEnd &&
    a.form === b.form &&
    a.register === b.register
  )
}

function reported(found: Discrepancy, cells: readonly StatedCell[], of: FullLabel): ReportedDiscrepancy {
  const cell = cells[found.at] as StatedCell // it is about one of them
  return {
    ...(cell.sheet === null ? {} : { sheet: cell.sheet }),
    cell: cell.cell,
    row: cell.rowLabel,
    column: cell.columnLabel,
    role: cell.role,
    stated: round(found.stated, 6, 'HALF_UP'),
    computed: round(found.computed, found.decimals, 'HALF_UP'),
    kind: found.kind,
    ofPlaced: found.ofPlaced && round(found.ofPlaced, found.decimals, 'HALF_UP'),
    of,
  }
}

function labelOf(name: FullLabel, period: Period | null): FullLabel {
  return { zh: `${name.zh} ${period?.text ?? ''}`.trim(), en: `${name.en} ${period?.text ?? ''}`.trim() }
}

function unknownWords(rows: readonly Row[], facts: ReturnFacts): ReturnPlan['words'] {
  const words = new Map<string, { field: string; value: string; seqs: Set<number> }>()
  const leaves = new Set(
    rows.flatMap(({ value }) =>
      value.cells.flatMap((cell) => [cell.path.slice(0, -1), cell.acrossPath.slice(0, -1)].map((path) => path.join('\u001f'))),
    ),
  )
  const note = (breakdown: ReturnBreakdown | null, path: readonly string[], seq: number) => {
    const word = path.at(-1)
    if (
      breakdown === null ||
      word === undefined ||
      leaves.has(path.join('\u001f')) ||
      breakdownRegistry[breakdown].dictionaries.length === 0
    )
      return
    if (facts.knows(breakdown, word)) return
    const known = words.get(`${breakdown} ${word}`) ?? { field: 'place', value: word, seqs: new Set<number>() }
    known.seqs.add(seq)
    words.set(`${breakdown} ${word}`, known)
  }
  for (const { seq, value } of rows)
    for (const cell of value.cells) {
      note(cell.breakdown, cell.path, seq)
      note(cell.across, cell.acrossPath, seq)
    }
  return [...words.values()].map(({ field, value, seqs }) => ({ field, value, rows: seqs.size }))
}

function placeOf({ breakdown, path, across, acrossPath, measure, unit }: WrittenCell): string {
  // A branch that is an institution of the ledger is the same place.
  return JSON.stringify([breakdown === 'institution' ? 'branch' : breakdown, path, across, acrossPath, measure, unit])
}

/** Numerically equal is the same statement: 45 and 45.0. */
function valueText({ value, published }: WrittenCell): string {
  if (value === null) return published ? '' : '未公布'
  const { numerator, denominator } = decimal(value)
  return denominator === 1n ? String(numerator) : value.replace(/\.?0+$/, '')
}

function first<T>(list: readonly string[], find: (text: string) => T | null): T | null {
  for (const text of list) {
    const found = find(text)
    if (found !== null) return found
  }
  return null
}
