import type { Ground } from './ground.ts'
import type { Asked } from './asked.ts'
import type { Column, Flow } from './facts.ts'
import { dimensionRegistry } from './dimensions.ts'
import { measureRegistry, type MeasureKey } from './measures.ts'
import { measuresOf, metricRegistry } from './metrics.ts'
import type { Plan } from './narrowing.ts'
import { readDueToday } from './read-due.ts'
import { readFlows } from './read.ts'
import type { Cell, Frame, Need } from './read.types.ts'
import { beginning } from './segments.ts'
import { sourceFor } from './sources.ts'
import type { Windows } from './windows.ts'

/** What was counted of some cases in one window: whole numbers by measure, and cases by number of handling days. */
export type Amounts = { counts: Partial<Record<MeasureKey, number>>; days: Map<number, number> | null }

/** Every institution together, where the count was not split. */
export const everyone = -1

/**
 * What the reads gave: amounts by the members of the other dimensions (their ids, joined), institution and window.
 * Absent and 0 are the same.
 */
export class Tally {
  private readonly cells = new Map<string, Map<number, Amounts[]>>()

  constructor(private readonly windows: number) {}

  add(other: string, institution: number, window: number, change: (amounts: Amounts) => void): void {
    const byInstitution = this.cells.get(other) ?? new Map<number, Amounts[]>()
    this.cells.set(other, byInstitution)
    const list = byInstitution.get(institution) ?? Array.from({ length: this.windows }, nothing)
    byInstitution.set(institution, list)
    const amounts = list[window]
    if (amounts) change(amounts)
  }

  others(): string[] {
    return [...this.cells.keys()]
  }

  institutions(other: string): Iterable<number> {
    return this.cells.get(other)?.keys() ?? []
  }

  get(other: string, institution: number, window: number): Amounts {
    return this.cells.get(other)?.get(institution)?.[window] ?? empty
  }
}

const empty: Amounts = { counts: {}, days: null }

function nothing(): Amounts {
  return { counts: {}, days: null }
}

/** The sum of amounts; what they are stays untouched. */
export function sumOf(parts: readonly Amounts[]): Amounts {
  const [only] = parts
  if (only && parts.length === 1) return only
  const sum = nothing()
  for (const part of parts) {
    for (const measure of Object.keys(part.counts) as MeasureKey[])
      sum.counts[measure] = (sum.counts[measure] ?? 0) + (part.counts[measure] ?? 0)
    if (part.days === null) continue
    sum.days ??= new Map()
    for (const [day, count] of part.days) sum.days.set(day, (sum.days.get(day) ?? 0) + count)
  }
  return sum
}

export function isNothing(amounts: Amounts): boolean {
  return Object.values(amounts.counts).every((count) => count === 0) && [...(amounts.days?.values() ?? [])].every((count) => count === 0)
}

/** Reads what the metrics are made of, each fact by itself, and puts it together by key. */
export async function readTally(frame: Frame, asked: Asked, ground: Ground, windows: Windows, plan: Plan): Promise<Tally> {
  const tally = new Tally(windows.list.length)
  const wanted = [...new Set(asked.metrics.flatMap((metric) => measuresOf(metricRegistry[metric])))]
  const split = columnsOf(asked, plan)
  const need = (flows: Flow[], histogram: boolean, until: boolean): Need => ({
    flows,
    histogram,
    columns: split,
    narrowing: plan.narrowing,
    windows: windows.list.map(({ range }) => (until ? { from: beginning, end: range.end } : range)),
  })
  const add = (cells: Cell[], change: (amounts: Amounts, cell: Cell, window: number) => void) => {
    for (const cell of cells) {
      const institution = plan.byInstitution ? (cell.keys[0] ?? 0) : everyone
      const other = cell.keys.slice(plan.byInstitution ? 1 : 0).join('|')
      windows.list.forEach((_, index) => {
        tally.add(other, institution, index, (amounts) => change(amounts, cell, index))
      })
    }
  }
  for (const { flows, measures, until } of countsWanted(wanted, need, frame)) {
    const cells = await readFlows(frame, need(flows, false, until))
    add(cells, (amounts, cell, window) => addCounts(amounts, measures, flows, cell.sums[window] ?? []))
  }
  if (wanted.includes('handlingDays')) {
    const cells = await readFlows(frame, need(['handled'], true, false))
    add(cells, (amounts, cell, window) => (amounts.days = cell.histograms[window] ?? null))
  }
  if (wanted.includes('overdue')) {
    for (const [index, window] of windows.list.entries()) {
      if (window.dueBefore === window.range.end || window.range.from === window.range.end) continue
      const cells = await readDueToday(frame, need(['overdueNet'], false, true), window.dueBefore)
      add(cells, (amounts, cell, at) => {
        if (at === index) amounts.counts.overdue = (amounts.counts.overdue ?? 0) - (cell.sums[0]?.[0] ?? 0)
      })
    }
  }
  return tally
}

/** The columns that split the count: institution first where it does, then the other dimensions in their order. */
function columnsOf(asked: Asked, plan: Plan): Column[] {
  const others = asked.by.flatMap((dimension) => {
    const { kind, column } = dimensionRegistry[dimension]
    return column && (kind === 'DICTIONARY' || kind === 'REGION') ? [column] : []
  })
  return plan.byInstitution ? ['institution', ...others] : others
}

type Batch = { flows: Flow[]; measures: MeasureKey[]; until: boolean }

/** Flows that the same rollups serve are read together; those of a period apart from those since the beginning. */
function countsWanted(wanted: MeasureKey[], need: (flows: Flow[], histogram: boolean, until: boolean) => Need, frame: Frame): Batch[] {
  const batches = new Map<string, Batch>()
  for (const measure of wanted) {
    const { role, flows, histogram } = measureRegistry[measure]
    if (histogram) continue
    const until = role === 'stock'
    const names = Object.keys(flows) as Flow[]
    const asked = need(names, false, until)
    const place = [until, ...(['MONTH', 'DAY'] as const).map((unit) => sourceFor(asked, unit, frame.path)?.table ?? 'ledger')].join(' ')
    const batch = batches.get(place) ?? { flows: [], measures: [], until }
    batches.set(place, { ...batch, flows: [...new Set([...batch.flows, ...names])], measures: [...batch.measures, measure] })
  }
  return [...batches.values()]
}

function addCounts(amounts: Amounts, measures: MeasureKey[], flows: Flow[], sums: number[]): void {
  for (const measure of measures) {
    const signs = measureRegistry[measure].flows
    const count = flows.reduce((sum, flow, index) => sum + (signs[flow] ?? 0) * (sums[index] ?? 0), 0)
    amounts.counts[measure] = (amounts.counts[measure] ?? 0) + count
  }
}
