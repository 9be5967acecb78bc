import { sql, type RawBuilder } from 'kysely'
import { ledgerBranches } from './read-ledger.ts'
import { rollupBranches } from './read-rollup.ts'
import type { Cell, Frame, Need } from './read.types.ts'
import { cut, runsOf, type Run } from './segments.ts'
import { sourceFor } from './sources.ts'

/** A group in a segment; of a histogram its days and their counts, in the same order. */
type Row = { s: number; ds: string; fs: string; [name: `k${number}` | `f${number}`]: number }

/** Adds up flows over windows from the smallest source that has them; whole months and broken edges each from their own. */
export async function readFlows(frame: Frame, need: Need): Promise<Cell[]> {
  const { segments, of } = cut(need.windows)
  const windowsOf = segments.map((_, segment) => of.flatMap((list, window) => (list.includes(segment) ? [window] : [])))
  const cells = new Map<string, Cell>()
  for (const branch of branchesOf(frame, need, segments)) {
    const { rows } = await branch.execute(frame.tx)
    for (const row of rows) addRow(cells, row, need, windowsOf[row.s] ?? [])
  }
  return [...cells.values()]
}

function branchesOf(frame: Frame, need: Need, segments: Run['segments']): RawBuilder<Row>[] {
  const whole = sourceFor(need, 'MONTH', frame.path)
  const broken = sourceFor(need, 'DAY', frame.path)
  if (whole === broken)
    return asQuery(
      frame,
      need,
      whole,
      runsOf(segments, () => true),
    )
  return [
    ...asQuery(
      frame,
      need,
      whole,
      runsOf(segments, (segment) => segment.whole),
    ),
    ...asQuery(
      frame,
      need,
      broken,
      runsOf(segments, (segment) => !segment.whole),
    ),
  ]
}

/** One grouped query; its branches are united before they are grouped, with the ranges inside each. */
function asQuery(frame: Frame, need: Need, source: ReturnType<typeof sourceFor>, runs: Run[]): RawBuilder<Row>[] {
  if (runs.length === 0) return []
  const branches = source === null ? ledgerBranches(frame, need, runs) : rollupBranches(frame, need, source, runs)
  const names = sql.join(['s', ...need.columns.map((_, index) => `k${index}`)].map((key) => sql.ref(key)))
  const united = branches.length === 1 ? sql`${branches[0]}` : sql.join(branches, sql` union all `)
  // A row a day would cost more to receive than to count: the days of a group come as two lists.
  if (need.histogram) {
    return [
      sql<Row>`select ${names}, string_agg(d::text, ',') as ds, string_agg(f0::text, ',') as fs from (${united}) parts group by ${names}`,
    ]
  }
  if (branches.length === 1) return [sql<Row>`${united}`]
  const sums = need.flows.map((_, index) => sql`sum(${sql.ref(`f${index}`)})::bigint as ${sql.ref(`f${index}`)}`)
  return [sql<Row>`select ${names}, ${sql.join(sums)} from (${united}) parts group by ${names}`]
}

function addRow(cells: Map<string, Cell>, row: Row, need: Need, windows: readonly number[]): void {
  const cell = cellOf(cells, row, need)
  const days = need.histogram ? row.ds.split(',') : []
  const counts = need.histogram ? row.fs.split(',') : []
  for (const window of windows) {
    addSums(cell.sums[window] ?? [], row, need.flows.length)
    const histogram = cell.histograms[window]
    days.forEach((text, index) => histogram?.set(Number(text), (histogram.get(Number(text)) ?? 0) + Number(counts[index])))
  }
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
  const cell: Cell = { keys, sums: need.windows.map(() => need.flows.map(() => 0)), histograms: need.windows.map(() => new Map()) }
  cells.set(name, cell)
  return cell
}
