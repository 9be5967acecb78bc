import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { loadAssessments, type HeldAssessment } from '../ledger/assessments.ts'
import { wordKey } from '../ledger/dictionary.ts'
import { rateUnits } from '../ledger/return-words.ts'
import { checkReturn, type CheckedReturn, type StatedCell } from '../ledger/return-check.ts'
import { loadReturnCells, loadReturns, SUBJECTS, type HeldReturn } from '../ledger/returns.ts'
import { addFractions, decimal, fraction, multiplyFractions, type Fraction } from '../statistics/index.ts'
import type { Asked } from './asked.ts'
import type { Ground } from './ground.ts'
import { metricRegistry, type BaseKey } from './metrics.ts'
import { periodAt, type Range } from './period.ts'
import type { Windows } from './windows.ts'

/** A told figure and the returns that it was taken from. */
export type Told = { value: Fraction; returns: readonly HeldReturn[] }
export type Teller = { kind: 'institution' | 'peerGroup' | 'region'; id: number }
/** A return that does not add up, with its cells. */
export type Unbalanced = { checked: CheckedReturn; cells: readonly StatedCell[] }

const nobody = new Map<string, Told>()

/** What returns and assessments tell of institutions, groups and jurisdictions, period by period. */
export class Given {
  private readonly composed = new Map<string, Told | null>()

  constructor(
    private readonly told: ReadonlyMap<string, Told> = nobody,
    private readonly scores: ReadonlyMap<string, Fraction> = new Map(),
    readonly unbalanced: ReadonlyMap<number, Unbalanced> = new Map(),
    private readonly rates: ReadonlyMap<string, StatedRate> = new Map(),
  ) {}

  /** The total reported for exactly this stretch; made of shorter periods only where all of them were reported. */
  total(teller: Teller, range: Range): Told | null {
    const name = nameOf(teller, range)
    const known = this.composed.get(name)
    if (known !== undefined) return known
    const found = this.told.get(name) ?? this.compose(teller, range)
    this.composed.set(name, found)
    return found
  }

  score(institution: number, range: Range): Fraction | null {
    return this.scores.get(nameOf({ kind: 'institution', id: institution }, range)) ?? null
  }

  /** The rate that an institution's return states for exactly this stretch, per so many as its jurisdiction takes it. */
  rate(institution: number, range: Range, base: BaseKey, multiplier: number): Told | null {
    const stated = this.rates.get(`${base} ${nameOf({ kind: 'institution', id: institution }, range)}`)
    return stated ? { value: multiplyFractions(stated.value, fraction(multiplier, stated.times)), returns: [stated.from] } : null
  }

  private compose(teller: Teller, range: Range): Told | null {
    if (this.told.size === 0) return null
    for (const unit of ['HALF', 'QUARTER', 'MONTH'] as const) {
      const parts: Range[] = []
      for (let from = range.from; from < range.end; from = (parts.at(-1) as Range).end) parts.push(periodAt(unit, from))
      if (parts.length < 2 || parts[0]?.from !== range.from || parts.at(-1)?.end !== range.end) continue
      const told = parts.map((part) => this.total(teller, { from: part.from, end: part.end }))
      if (told.every((one) => one !== null))
        return { value: told.map((one) => one.value).reduce(addFractions), returns: told.flatMap((one) => one.returns) }
    }
    return null
  }
}

/** Reads what the asked metrics need told; nothing where they need none. */
export async function loadGiven(
  tx: Transaction<Tables>,
  { asked, ground, windows }: { asked: Asked; ground: Ground; windows: Windows },
): Promise<Given> {
  const wanted = new Set(asked.metrics.map((metric) => metricRegistry[metric].given))
  if (!wanted.has('return') && !wanted.has('assessment')) return new Given()
  const from = windows.list.map((window) => window.period.from).reduce((a, b) => (a < b ? a : b))
  const end = windows.list.map((window) => window.period.end).reduce((a, b) => (a > b ? a : b))
  const { revision } = ground.asOf
  const where = sql`r.region_id = any (${ground.regionIds}::bigint[]) and r.period_from >= ${from}::date and r.period_end <= ${end}::date`
  const scores = wanted.has('assessment') ? await loadAssessments(tx, revision, where) : []
  if (!wanted.has('return')) return givenOf(ground, { returns: [], cells: new Map(), scores })
  const returns = await loadReturns(tx, revision, sql`${where} and r.register = ${asked.register}`)
  const rated = asked.metrics.some((metric) => metricRegistry[metric].toldPer !== undefined)
  const cells = await loadReturnCells(
    tx,
    returns.filter((one) => rated || one.discrepancies > 0 || one.subject !== SUBJECTS.INSTITUTION).map((one) => one.id),
  )
  return givenOf(ground, { returns, cells, scores })
}

/** Returns with those of their cells that are needed, and results of assessments, put together. */
export function givenOf(
  ground: Ground,
  {
    returns,
    cells,
    scores,
  }: { returns: readonly HeldReturn[]; cells: ReadonlyMap<number, readonly StatedCell[]>; scores: readonly Scored[] },
): Given {
  const unbalanced = returns.filter((one) => one.discrepancies > 0)
  return new Given(
    toldBy(returns, cells, ground),
    scoresOf(scores),
    new Map(unbalanced.map((one) => [one.id, { cells: cells.get(one.id) ?? [], checked: checkReturn(cells.get(one.id) ?? []) }])),
    ratesOf(returns, cells),
  )
}

type StatedRate = { value: Fraction; times: number; from: HeldReturn }

/** Rates that returns state of their institution as a whole; of several forms the one written last. */
function ratesOf(returns: readonly HeldReturn[], cells: ReadonlyMap<number, readonly StatedCell[]>): Map<string, StatedRate> {
  const rates = new Map<string, StatedRate>()
  for (const one of [...returns].sort((a, b) => a.revision - b.revision)) {
    if (one.institutionId === null) continue
    const name = nameOf({ kind: 'institution', id: one.institutionId }, { from: one.periodFrom, end: one.periodEnd })
    for (const cell of cells.get(one.id) ?? []) {
      const unit = cell.measure === 'rate' && cell.value !== null && cell.path.length === 0 ? rateUnits[cell.unit ?? ''] : undefined
      if (unit) rates.set(`${unit.per} ${name}`, { value: decimal(cell.value ?? '0'), times: unit.times, from: one })
    }
  }
  return rates
}

/** Own returns first, the latest form last written; then what a return of the whole says of groups and institutions. */
function toldBy(returns: readonly HeldReturn[], cells: ReadonlyMap<number, readonly StatedCell[]>, ground: Ground): Map<string, Told> {
  const told = new Map<string, Told>()
  const ordered = [...returns].sort((a, b) => a.revision - b.revision)
  for (const one of ordered) {
    const name = one.total === null ? null : ownName(one, ground)
    if (name !== null) told.set(name, { value: decimal(one.total ?? '0'), returns: [one] })
  }
  const names = new Tellers(ground)
  for (const one of ordered.reverse()) {
    for (const [teller, value] of listedIn(one, cells.get(one.id) ?? [], names, ground)) {
      const name = nameOf(teller, { from: one.periodFrom, end: one.periodEnd })
      if (!told.has(name)) told.set(name, { value, returns: [one] })
    }
  }
  return told
}

function ownName(one: HeldReturn, ground: Ground): string | null {
  const range = { from: one.periodFrom, end: one.periodEnd }
  if (one.institutionId !== null) return nameOf({ kind: 'institution', id: one.institutionId }, range)
  if (one.peerGroupId !== null)
    return one.regionId === ground.jurisdiction.id ? nameOf({ kind: 'peerGroup', id: one.peerGroupId }, range) : null
  return nameOf({ kind: 'region', id: one.regionId }, range)
}

/** Counts of groups and institutions in a return that lists them; a row without a sum of its own is its leaves. */
function listedIn(one: HeldReturn, cells: readonly StatedCell[], names: Tellers, ground: Ground): [Teller, Fraction][] {
  if (one.regionId !== ground.jurisdiction.id) return []
  const sums = new Map<string, { teller: Teller; own: Fraction | null; leaves: Fraction | null }>()
  for (const cell of cells) {
    const teller = cell.measure === 'count' && cell.value !== null && cell.path.length > 0 && !cell.partial ? names.of(cell) : null
    if (!teller) continue
    const name = `${teller.kind} ${teller.id}`
    const sum = sums.get(name) ?? { teller, own: null, leaves: null }
    const value = decimal(cell.value ?? '0')
    if (cell.across === null || cell.acrossPath.length === 0) sum.own = value
    else if (cell.role === 'LEAF') sum.leaves = sum.leaves === null ? value : addFractions(sum.leaves, value)
    sums.set(name, sum)
  }
  return [...sums.values()].flatMap(({ teller, own, leaves }) => {
    const value = own ?? leaves
    return value === null ? [] : [[teller, value] as [Teller, Fraction]]
  })
}

/** Whom the places of a return name. */
class Tellers {
  private readonly groups: ReadonlyMap<string, number>
  private readonly institutions: ReadonlyMap<string, number>

  constructor(ground: Ground) {
    this.groups = new Map(
      ground.dictionary
        .filter((entry) => entry.kind === 'peerGroup')
        .flatMap((entry) =>
          [entry.label.zh, entry.key, ...(entry.attributes.aliases ?? [])].map((name) => [wordKey(name), entry.id] as const),
        ),
    )
    this.institutions = new Map(
      ground.history.latest().flatMap((state) => [...state.aliases, state.name].map((name) => [wordKey(name), state.id] as const)),
    )
  }

  of({ breakdown, path }: StatedCell): Teller | null {
    const name = wordKey(path.at(-1) ?? '')
    if (breakdown === 'peerGroup') return made('peerGroup', this.groups.get(name))
    return breakdown === 'institution' ? made('institution', this.institutions.get(name)) : null
  }
}

function made(kind: Teller['kind'], id: number | undefined): Teller | null {
  return id === undefined ? null : { kind, id }
}

type Scored = Pick<HeldAssessment, 'institutionId' | 'periodFrom' | 'periodEnd' | 'score' | 'revision'>

/** Of several schemes in one period the result written last. */
function scoresOf(results: readonly Scored[]): Map<string, Fraction> {
  const scores = new Map<string, Fraction>()
  for (const one of [...results].sort((a, b) => a.revision - b.revision))
    if (one.score !== null)
      scores.set(nameOf({ kind: 'institution', id: one.institutionId }, { from: one.periodFrom, end: one.periodEnd }), decimal(one.score))
  return scores
}

function nameOf({ kind, id }: Teller, { from, end }: Range): string {
  return `${kind} ${id} ${from} ${end}`
}
