import { sql, type RawBuilder } from 'kysely'
import { datesOf, sharedVersions } from './read-ledger.ts'
import { addRow, ledgerQuery, windowsOfSegments, type Row } from './read.ts'
import type { Cell, Frame, Need } from './read.types.ts'
import { cut, type Run } from './segments.ts'
import { sourceFor } from './sources.ts'

/** A need and in whose frame it is read. */
export type Wanted = { frame: Frame; need: Need }

/**
 * Reads in one pass what several tables need of the same versions: counts by one dimension and another under the same
 * filters. What a rollup serves, or nobody shares, is left to be read by itself.
 */
export async function readTogether(wanted: readonly Wanted[]): Promise<Map<Need, Cell[]>> {
  const known = new Map<Need, Cell[]>()
  for (const group of groupsOf(wanted)) {
    const [first] = group
    if (!first || group.length < 2) continue
    const { rows } = await united(first.frame, group).execute(first.frame.tx)
    const cells = group.map(() => new Map<string, Cell>())
    const windows = group.map(({ need }) => windowsOfSegments(cut(need.windows)))
    for (const row of rows) {
      const [into, one] = [cells[row.q], group[row.q]]
      if (into && one) addRow(into, row, one.need, windows[row.q]?.[row.s] ?? [])
    }
    group.forEach(({ need }, index) => known.set(need, [...(cells[index]?.values() ?? [])]))
  }
  return known
}

/** Needs whose rows are the same: same eyes, register, revision, flows, filters and days. */
function groupsOf(wanted: readonly Wanted[]): Wanted[][] {
  const groups = new Map<string, Wanted[]>()
  for (const one of wanted) {
    const { frame, need } = one
    if (need.histogram || datesOf(need.flows).length !== 1 || !isOfLedger(one)) continue
    const { segments } = cut(need.windows)
    const [days, of] = [[segments[0]?.from, segments.at(-1)?.end], frame]
    const name = JSON.stringify([
      days,
      of.regionIds,
      of.register,
      of.merged,
      of.asOf,
      of.path,
      of.text,
      of.marks,
      need.flows,
      need.narrowing,
    ])
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  return [...groups.values()]
}

function isOfLedger({ frame, need }: Wanted): boolean {
  const { segments } = cut(need.windows)
  return segments.length > 0 && sourceFor(need, 'MONTH', frame.path) === null && sourceFor(need, 'DAY', frame.path) === null
}

function united(frame: Frame, group: readonly Wanted[]): RawBuilder<Row & { q: number }> {
  const need = group[0]?.need as Need // a group has at least two
  const { segments } = cut(need.windows)
  const [first, last] = [segments[0], segments.at(-1)]
  const whole: Run = { first: 0, segments: first && last ? [{ from: first.from, end: last.end, whole: false }] : [] }
  const keys = Math.max(...group.map((one) => one.need.columns.length))
  const parts = group.map((one, q) => {
    const columns = Array.from({ length: keys }, (_, index) =>
      index < one.need.columns.length ? sql.ref(`k${index}`) : sql`0 as ${sql.ref(`k${index}`)}`,
    )
    const flows = one.need.flows.map((__, index) => sql.ref(`f${index}`))
    return sql`select ${sql.lit(q)} as q, ${sql.join([sql.ref('s'), ...columns, ...flows])} from (${ledgerQuery(frame, one.need, sql`shared`)}) t`
  })
  return sql<Row & { q: number }>`with shared as materialized (${sharedVersions(
    frame,
    group.map((one) => one.need),
    whole,
  )}) ${sql.join(parts, sql` union all `)}`
}
