import { sql, type RawBuilder } from 'kysely'
import { columns, ownCount, type Source } from './facts.ts'
import { versionRows } from './read-ledger.ts'
import { narrowed, reach, segmentOf } from './read-parts.ts'
import type { Frame, Need } from './read.types.ts'
import { cameAfter, deltasAfter, wentAfter } from './revisions.ts'
import type { Run } from './segments.ts'

/** Grouped SQL over a rollup, one branch a run; as of an earlier revision less what came after it. */
export function rollupBranches(frame: Frame, need: Need, source: Source, runs: readonly Run[]): RawBuilder<unknown>[] {
  const past = frame.asOf.revision < frame.asOf.current
  return runs.map((run) => grouped(frame, need, source, run, past ? united(frame, need, source, run) : null))
}

/**
 * Sums of a run: first by the rollup's own time and the keys, then, of these few rows, by segment, because finding a
 * row's segment costs as much as adding it up.
 */
function grouped(frame: Frame, need: Need, source: Source, run: Run, rows: RawBuilder<unknown> | null): RawBuilder<unknown> {
  const segment = segmentOf(run, sql.ref('at'))
  const at = sql.ref(rows ? 'at' : timeColumn(source.unit))
  const keys = [
    ...need.columns.map((column, index) => sql`${sql.ref(columns[column])} as ${sql.ref(`k${index}`)}`),
    ...(need.histogram ? [sql`handling_days as d`] : []),
  ]
  const sums = need.flows.map((flow, index) => {
    const each = rows ? sql.ref(`g${index}`) : countIn(frame, source, flow)
    return sql`sum(${each})::bigint as ${sql.ref(`f${index}`)}`
  })
  const from = rows ? sql`(${rows}) r` : sql`${sql.table(source.table)} where ${conditions(frame, need, source.unit, run)}`
  if (segment.constant) return sql`select ${sql.join([sql`${segment.sql} as s`, ...keys, ...sums])} from ${from}${groupBy(2, keys.length)}`
  const first = sql`select ${sql.join([sql`${at} as at`, ...keys, ...sums])} from ${from}${groupBy(1, keys.length + 1)}`
  const names = [...need.columns.map((_, index) => sql.ref(`k${index}`)), ...(need.histogram ? [sql.ref('d')] : [])]
  const again = need.flows.map((_, index) => sql`sum(${sql.ref(`f${index}`)})::bigint as ${sql.ref(`f${index}`)}`)
  return sql`select ${sql.join([sql`${segment.sql} as s`, ...names, ...again])} from (${first}) t${groupBy(1, keys.length + 1)}`
}

/** SQL ` group by` of so many columns by place; without any, a sum over nothing is no row. */
function groupBy(from: number, count: number): RawBuilder<unknown> {
  if (count === 0) return sql` having count(*) > 0`
  return sql` group by ${sql.join(Array.from({ length: count }, (_, index) => sql.raw(String(from + index))))}`
}

/** The rollup's rows and, with the sign turned, what changed after the revision; the range stands inside both. */
function united(frame: Frame, need: Need, source: Source, run: Run): RawBuilder<unknown> {
  const own = flowRows(frame, need, source, sql.table(source.table), source.unit, 1)
  const parts = [sql`${own} where ${conditions(frame, need, source.unit, run)}`]
  if (source.deltas) {
    const { table, unit } = source.deltas
    const turned = flowRows(frame, need, source, sql.table(table), unit, -1)
    const { singles, blocks } = deltasAfter(frame.asOf)
    for (const [span, revisions] of [
      [1, singles],
      [32, blocks],
    ] as const) {
      if (revisions.length === 0) continue
      const which = sql`span = ${sql.lit(span)} and revision = any(${`{${revisions.join(',')}}`}::int[])`
      parts.push(sql`${turned} where ${which} and ${conditions(frame, need, unit, run)}`)
    }
  } else {
    parts.push(...versionRows(frame, need, run, cameAfter(frame.asOf), -1), ...versionRows(frame, need, run, wentAfter(frame.asOf), 1))
  }
  return sql.join(parts, sql` union all `)
}

function flowRows(
  frame: Frame,
  need: Need,
  source: Source,
  table: RawBuilder<unknown>,
  unit: 'MONTH' | 'DAY',
  sign: 1 | -1,
): RawBuilder<unknown> {
  const kept = [
    sql`${sql.ref(timeColumn(unit))} as at`,
    ...need.columns.map((column) => sql.ref(columns[column])),
    ...(need.histogram ? [sql.ref('handling_days')] : []),
    ...need.flows.map((flow, index) => sql`${sql.lit(sign)} * ${countIn(frame, source, flow)} as ${sql.ref(`g${index}`)}`),
  ]
  return sql`select ${sql.join(kept)} from ${table}`
}

function conditions(frame: Frame, need: Need, unit: 'MONTH' | 'DAY', run: Run): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(name)
  const narrow = frame.whole ? { ...frame, regionIds: null } : frame
  return sql`${reach(narrow, column('region_id'), column('institution_id'))}
    and register = ${sql.lit(frame.register)} and kind = 1
    and ${within(run, column(timeColumn(unit)))}${narrowed(need, (name) => sql.ref(columns[name]))}`
}

function within(run: Run, at: RawBuilder<unknown>): RawBuilder<unknown> {
  const from = run.segments[0]?.from ?? ''
  const end = run.segments.at(-1)?.end ?? ''
  return sql`${at} >= ${sql.lit(from)}::date and ${at} < ${sql.lit(end)}::date`
}

/** SQL of one row's count: by the query's way of counting repeats, or by the flow's own. */
function countIn(frame: Frame, source: Source, flow: Need['flows'][number]): RawBuilder<unknown> {
  const [all, merged] = [sql.ref(`${source.flows[flow]}_all`), sql.ref(`${source.flows[flow]}_merged`)]
  const own = ownCount[flow] ?? (frame.merged ? 'MATTERS' : 'EACH')
  return own === 'EACH' ? all : own === 'MATTERS' ? merged : sql`(${all} - ${merged})`
}

function timeColumn(unit: 'MONTH' | 'DAY'): string {
  return unit === 'MONTH' ? 'month' : 'day'
}
