import type { Asked } from './asked.ts'
import type { Column, Flow } from './facts.ts'
import { dimensionRegistry, splitsCases, type DimensionKey } from './dimensions.ts'
import type { Ground } from './ground.ts'
import { measureRegistry, type MeasureKey } from './measures.ts'
import { measuresOf, metricRegistry } from './metrics.ts'
import { standing, type Plan } from './narrowing.ts'
import { placesOf } from './places.ts'
import { readDueToday } from './read-due.ts'
import { readFlows } from './read.ts'
import type { Cell, Frame, Need } from './read.types.ts'
import { beginning } from './segments.ts'
import { sourceFor } from './sources.ts'
import type { Window, Windows } from './windows.ts'

/** What was counted of some cases in one window: whole numbers by measure, and cases by number of handling days. */
export type Amounts = { counts: Partial<Record<MeasureKey, number>>; days: Map<number, number> | null }

/** Every institution together, where the count was not split. */
export const everyone = -1

/**
 * What the reads gave: amounts by the members of the other dimensions (their ids, joined), institution and window.
 * Absent and 0 are the same.
 */
export class Tally {
  private readonly cells = new Map<string, Map<number, (Amounts | undefined)[]>>()

  /** The amounts of a cell, to be added to. */
  at(other: string, institution: number, window: number): Amounts {
    let byInstitution = this.cells.get(other)
    if (!byInstitution) this.cells.set(other, (byInstitution = new Map()))
    let list = byInstitution.get(institution)
    if (!list) byInstitution.set(institution, (list = []))
    return (list[window] ??= { counts: {}, days: null })
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

/** The sum of amounts; what they are stays untouched. */
export function sumOf(parts: readonly Amounts[]): Amounts {
  const [only] = parts
  if (only && parts.length === 1) return only
  const sum: Amounts = { counts: {}, days: null }
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

/** Flows to read together, and what they make: counts by measure, or the cases by handling days. */
export type Reading = { need: Need; measures: readonly MeasureKey[] }

/** What has to be read for the metrics, each fact by itself. */
export function readingsOf(frame: Frame, asked: Asked, windows: Windows, plan: Plan): Reading[] {
  const wanted = [...new Set(asked.metrics.flatMap((metric) => measuresOf(metricRegistry[metric])))]
  const split = columnsOf(asked, plan)
  const need = (flows: Flow[], histogram: boolean, until: boolean): Need => ({
    flows,
    histogram,
    columns: split,
    narrowing: plan.narrowing,
    windows: windows.list.map(({ range }) => (until ? { from: beginning, end: range.end } : range)),
  })
  const counts = countsWanted(wanted, need, frame).map(({ flows, measures, until }) => ({ need: need(flows, false, until), measures }))
  const days: Reading[] = wanted.includes('handlingDays') ? [{ need: need(['handled'], true, false), measures: ['handlingDays'] }] : []
  return [...counts, ...days]
}

/** Reads it and puts it together by key. `known` holds what was read already, together with other tables'. */
export async function readTally(
  frame: Frame,
  readings: readonly Reading[],
  { windows, plan, asked, ground }: { windows: Windows; plan: Plan; asked: Asked; ground: Ground },
  known: ReadonlyMap<Need, Cell[]>,
): Promise<Tally> {
  const tally = new Tally()
  const placeOf = placing(asked, plan, ground)
  for (const { need, measures } of readings) {
    const cells = known.get(need) ?? (await readFlows(frame, need))
    if (need.histogram) addDays(tally, cells, placeOf, windows)
    else addCounts(tally, cells, placeOf, windows, partsOf(need, measures))
    if (measures.includes('overdue')) await takeDueToday(tally, frame, need, placeOf, windows)
  }
  return tally
}

function addDays(tally: Tally, cells: readonly Cell[], placeOf: PlaceOf, windows: Windows): void {
  for (const cell of cells) {
    cell.histograms.forEach((histogram, window) => {
      if (!histogram) return
      const { institution, other } = placeOf(cell, windows.list[window] as Window)
      const amounts = tally.at(other, institution, window)
      // Of several cells that are counted under one member, each adds its days; what was read may serve other tables too.
      amounts.days = amounts.days === null ? histogram : sumOf([amounts, { counts: {}, days: histogram }]).days
    })
  }
}

/** A measure and how often each flow of a need counts in it. */
type MeasurePart = { measure: MeasureKey; signs: number[] }

function partsOf(need: Need, measures: readonly MeasureKey[]): MeasurePart[] {
  return measures.map((measure) => ({ measure, signs: need.flows.map((flow) => measureRegistry[measure].flows[flow] ?? 0) }))
}

function addCounts(tally: Tally, cells: readonly Cell[], placeOf: PlaceOf, windows: Windows, parts: readonly MeasurePart[]): void {
  for (const cell of cells) {
    cell.sums.forEach((sums, window) => {
      if (!sums) return
      const { institution, other } = placeOf(cell, windows.list[window] as Window)
      addSums(tally.at(other, institution, window), parts, sums)
    })
  }
}

function addSums({ counts }: Amounts, parts: readonly MeasurePart[], sums: readonly number[]): void {
  for (const { measure, signs } of parts) {
    let count = counts[measure] ?? 0
    for (let flow = 0; flow < signs.length; flow += 1) count += (signs[flow] ?? 0) * (sums[flow] ?? 0)
    counts[measure] = count
  }
}

/** What is due today is not overdue while today lasts. */
async function takeDueToday(tally: Tally, frame: Frame, need: Need, placeOf: PlaceOf, windows: Windows): Promise<void> {
  for (const window of windows.list) {
    if (window.dueBefore === window.range.end || window.range.from === window.range.end) continue
    for (const cell of await readDueToday(frame, need, window.dueBefore)) {
      const { institution, other } = placeOf(cell, window)
      const { counts } = tally.at(other, institution, window.index)
      counts.overdue = (counts.overdue ?? 0) - (cell.sums[0]?.[0] ?? 0)
    }
  }
}

/** Whose cell it is in a window, and of which members of the other dimensions. */
type PlaceOf = (cell: Cell, window: Window) => { institution: number; other: string }

/** The place of a cell by its keys: as they are stored, or under the members that the dimensions count them. */
function placing(asked: Asked, plan: Plan, ground: Ground): PlaceOf {
  const others = asked.by.filter((dimension) => splitsCases(dimension))
  const split = columnsOf(asked, plan)
  if (others.every((dimension) => dimensionRegistry[dimension].column !== undefined && placesOf(dimension, ground).memberOf === null))
    return (cell) => placeAsStored(cell, plan)
  const idOf = (dimension: DimensionKey, { keys }: Cell, window: Window): number => {
    const { column } = dimensionRegistry[dimension]
    if (!column) return standing(dimension, keys[0] ?? 0, window, ground)
    const stored = keys[split.indexOf(column)] ?? 0
    const { memberOf } = placesOf(dimension, ground)
    return memberOf ? memberOf(stored) : stored
  }
  return (cell, window) => ({
    institution: plan.byInstitution ? (cell.keys[0] ?? 0) : everyone,
    other: others.map((dimension) => idOf(dimension, cell, window)).join('|'),
  })
}

function placeAsStored({ keys }: Cell, plan: Plan): { institution: number; other: string } {
  if (!plan.byInstitution) return { institution: everyone, other: keys.join('|') }
  return { institution: keys[0] ?? 0, other: keys.length === 2 ? String(keys[1]) : keys.slice(1).join('|') }
}

/**
 * The columns that split the count: institution first where it does, then those of the other dimensions in their order;
 * once each, because two levels of one thing (a region and its city) are read from one column.
 */
function columnsOf(asked: Asked, plan: Plan): Column[] {
  const others = asked.by.flatMap((dimension) => {
    const { column } = dimensionRegistry[dimension]
    return column && splitsCases(dimension) ? [column] : []
  })
  return [...new Set<Column>(plan.byInstitution ? ['institution', ...others] : others)]
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
