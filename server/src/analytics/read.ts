import { sql, type RawBuilder } from 'kysely'
import type { Source } from './facts.ts'
import { ledgerBranches } from './read-ledger.ts'
import { rollupBranches } from './read-rollup.ts'
import type { Cell, Frame, Need } from './read.types.ts'
import { cut, runsOf, type Cut, type Run } from './segments.ts'
import { sourceFor } from './sources.ts'

/** A group in a segment; of a histogram its days and their counts, in the same order. */
export type Row = { s: number; ds: string; fs: string; [name: `k${number}` | `f${number}`]: number }

/** Adds up flows over windows from the smallest source that has them; whole months and broken edges each from their own. */
export async function readFlows(frame: Frame, need: Need): Promise<Cell[]> {
  const pieces = cut(need.windows)
  const windowsOf = windowsOfSegments(pieces)
  const cells = new Map<string, Cell>()
  for (const query of queriesOf(frame, need, pieces.segments)) {
    const { rows } = await query.execute(frame.tx)
    for (const row of rows) addRow(cells, row, need, windowsOf[row.s] ?? [])
  }
  return [...cells.values()]
}

/** For each segment the windows that it is part of. */
export function windowsOfSegments({ segments, of }: Cut): number[][] {
  return segments.map((_, segment) => of.flatMap((list, window) => (list.includes(segment) ? [window] : [])))
}

/** The query of a need that the ledger alone serves, over its versions or over rows that hold all it counts. */
export function ledgerQuery(frame: Frame, need: Need, versions: RawBuilder<unknown>): RawBuilder<Row> {
  const runs = runsOf(cut(need.windows).segments, () => true)
  return asQuery(need, ledgerBranches(frame, need, runs, versions))
}

function queriesOf(frame: Frame, need: Need, segments: Run['segments']): RawBuilder<Row>[] {
  const whole = sourceFor(need, 'MONTH', frame.path)
  const broken = sourceFor(need, 'DAY', frame.path)
  const parts: [Source | null, Run[]][] =
    whole === broken
      ? [[whole, runsOf(segments, () => true)]]
      : [
          [whole, runsOf(segments, (segment) => segment.whole)],
          [broken, runsOf(segments, (segment) => !segment.whole)],
        ]
  return parts
    .filter(([, runs]) => runs.length > 0)
    .map(([source, runs]) => asQuery(need, source === null ? ledgerBranches(frame, need, runs) : rollupBranches(frame, need, source, runs)))
}

/** One grouped query; its branches are united before they are grouped, with the ranges inside each. */
function asQuery(need: Need, branches: RawBuilder<unknown>[]): RawBuilder<Row> {
  const names = sql.join(['s', ...need.columns.map((_, index) => `k${index}`)].map((key) => sql.ref(key)))
  const united = branches.length === 1 ? sql`${branches[0]}` : sql.join(branches, sql` union all `)
  // A row a day would cost more to receive than to count: the days of a group come as two lists.
  if (need.histogram) {
    return sql<Row>`select ${names}, string_agg(d::text, ',') as ds, string_agg(f0::text, ',') as fs from (${united}) parts group by ${names}`
  }
  if (branches.length === 1) return sql<Row>`${united}`
  const sums = need.flows.map((_, index) => sql`sum(${sql.ref(`f${index}`)})::bigint as ${sql.ref(`f${index}`)}`)
  return sql<Row>`select ${names}, ${sql.join(sums)} from (${united}) parts group by ${names}`
}

/** Adds a row's sums to its cell, in every window that its segment is part of. */
export function addRow(cells: Map<string, Cell>, row: Row, need: Need, windows: readonly number[]): void {
  const cell = cellOf(cells, row, need)
  for (const window of windows) {
    addSums((cell.sums[window] ??= need.flows.map(() => 0)), row, need.flows.length)
    if (need.histogram) addDays((cell.histograms[window] ??= new Map()), row)
  }
}

function addDays(histogram: Map<number, number>, row: Row): void {
  const counts = row.fs.split(',')
  row.ds.split(',').forEach((text, index) => {
    histogram.set(Number(text), (histogram.get(Number(text)) ?? 0) + Number(counts[index]))
  })
}

function addSums(sums: number[], row: Row, flows: number): void {
  for (let flow = 0; flow < flows; flow += 1) sums[flow] = (sums[flow] ?? 0) + (row[`f${flow}`] ?? 0)
}

function cellOf(cells: Map<string, Cell>, row: Row, need: Need): Cell {
  let name = ''
  for (let index = 0; index < need.columns.length; index += 1) name += `${row[`k${index}`]}|`
  const known = cells.get(name)
  if (known) return known
  const keys = need.columns.map((_, index) => row[`k${index}`] ?? 0)
  const cell: Cell = { keys, sums: [], histograms: [] }
  cells.set(name, cell)
  return cell
}
