import { sql, type RawBuilder } from 'kysely'
import { ledgerBranches } from './read-ledger.ts'
import { rollupBranches } from './read-rollup.ts'
import type { Cell, Frame, Need } from './read.types.ts'
import { cut, runsOf, type Run } from './segments.ts'
import { sourceFor } from './sources.ts'

type Row = { s: number; d: number } & Record<string, number>

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
  if (whole === broken) return asQuery(frame, need, whole, runsOf(segments, () => true))
  return [
    ...asQuery(frame, need, whole, runsOf(segments, (segment) => segment.whole)),
    ...asQuery(frame, need, broken, runsOf(segments, (segment) => !segment.whole)),
  ]
}

/** One grouped query; its branches are united before they are grouped, with the ranges inside each. */
function asQuery(frame: Frame, need: Need, source: ReturnType<typeof sourceFor>, runs: Run[]): RawBuilder<Row>[] {
  if (runs.length === 0) return []
  const branches = source === null ? ledgerBranches(frame, need, runs) : rollupBranches(frame, need, source, runs)
  if (branches.length === 1) return [sql<Row>`${branches[0]}`]
  const keys = ['s', ...need.columns.map((_, index) => `k${index}`), ...(need.histogram ? ['d'] : [])]
  const sums = need.flows.map((_, index) => sql`sum(${sql.ref(`f${index}`)})::bigint as ${sql.ref(`f${index}`)}`)
  const names = sql.join(keys.map((key) => sql.ref(key)))
  return [sql<Row>`select ${names}, ${sql.join(sums)} from (${sql.join(branches, sql` union all `)}) parts group by ${names}`]
}

function addRow(cells: Map<string, Cell>, row: Row, need: Need, windows: readonly number[]): void {
  const keys = need.columns.map((_, index) => row[`k${index}`] ?? 0)
  const name = keys.join('|')
  let cell = cells.get(name)
  if (!cell) {
    cell = { keys, sums: need.windows.map(() => need.flows.map(() => 0)), histograms: need.windows.map(() => new Map()) }
    cells.set(name, cell)
  }
  for (const window of windows) {
    const sums = cell.sums[window]
    if (sums) need.flows.forEach((_, flow) => (sums[flow] = (sums[flow] ?? 0) + (row[`f${flow}`] ?? 0)))
    const histogram = cell.histograms[window]
    if (need.histogram && histogram) histogram.set(row.d, (histogram.get(row.d) ?? 0) + (row.f0 ?? 0))
  }
}
