import { sql, type RawBuilder } from 'kysely'
import { columns, columnsRead, conditionOf, ledgerColumns, ledgerFlows, listedFlows, ownCount, type Column, type Flow } from './facts.ts'
import { holdingText, narrowed, reach, segmentOf } from './read-parts.ts'
import type { Frame, Need } from './read.types.ts'
import { heldAsOf } from './revisions.ts'
import type { Run } from './segments.ts'

/**
 * Grouped SQL over the versions, one branch a run and date: the flows that share a date are counted in one pass.
 * @param versions the table, or rows of it that hold all that is counted.
 */
export function ledgerBranches(frame: Frame, need: Need, runs: readonly Run[], versions = sql`complaint_version`): RawBuilder<unknown>[] {
  return runs.flatMap((run) =>
    datesOf(need.flows).map((date) => {
      const segment = segmentOf(run, sql.raw(date))
      const keys = [
        ...need.columns.map((column, index) => sql`${sql.raw(ledgerColumns[column])} as ${sql.ref(`k${index}`)}`),
        ...(need.histogram ? [sql`v.handling_days as d`] : []),
      ]
      const sums = need.flows.map((flow, index) => sql`${countOf(frame, flow, date)} as ${sql.ref(`f${index}`)}`)
      const groups = Array.from({ length: keys.length + (segment.constant ? 0 : 1) }, (_, index) =>
        sql.raw(String(index + (segment.constant ? 2 : 1))),
      )
      const groupBy = groups.length > 0 ? sql` group by ${sql.join(groups)}` : sql` having count(*) > 0`
      return sql`select ${sql.join([sql`${segment.sql} as s`, ...keys, ...sums])}
        from ${versions} v where ${conditions(frame, need, run, date, heldAsOf(frame.asOf))}${groupBy}`
    }),
  )
}

/** The versions that several needs count, which differ in columns and windows alone: one date's, in the columns that are read again. */
export function sharedVersions(frame: Frame, needs: readonly Need[], run: Run): RawBuilder<unknown> {
  const [need] = needs as [Need, ...Need[]] // a group has at least two
  const [date = ''] = datesOf(need.flows)
  const read = [
    ...needs.flatMap((one) => [...one.columns, ...(Object.keys(one.narrowing) as Column[])]).map((column) => ledgerColumns[column]),
    ...need.flows.flatMap((flow) => ledgerFlows[flow].flatMap((event) => [event.date, conditionOf(event, frame.marks), event.adds ?? ''])),
    everyRead,
  ]
  const kept = [...new Set(read.flatMap(columnsRead))].map((column) => sql.ref(`v.${column}`))
  return sql`select ${sql.join(kept)} from complaint_version v where ${conditions(frame, need, run, date, heldAsOf(frame.asOf))}`
}

/** What the conditions of every question read. */
const everyRead = 'v.region_id v.ranked_institution_id v.register v.kind v.counted v.represents v.from_revision v.to_revision v.text_id'

/** Ungrouped rows of versions that came or went, in the shape of a rollup's: `at`, columns, flows `g0…` with a sign. */
export function versionRows(frame: Frame, need: Need, run: Run, held: RawBuilder<unknown>, sign: 1 | -1): RawBuilder<unknown>[] {
  return datesOf(need.flows).map((date) => {
    const kept = [
      sql`${sql.raw(date)} as at`,
      ...need.columns.map((column) => sql`${sql.raw(ledgerColumns[column])} as ${sql.ref(columns[column])}`),
      ...(need.histogram ? [sql`v.handling_days`] : []),
      ...need.flows.map((flow, index) => sql`${sql.lit(sign)} * (${oneOf(frame, flow, date)}) as ${sql.ref(`g${index}`)}`),
    ]
    return sql`select ${sql.join(kept)} from complaint_version v where ${conditions(frame, need, run, date, held)}`
  })
}

export function datesOf(flows: readonly Flow[]): string[] {
  return [...new Set(flows.flatMap((flow) => ledgerFlows[flow].map((event) => event.date)))]
}

function countOf(frame: Frame, flow: Flow, date: string): RawBuilder<unknown> {
  return sql`coalesce(sum(${oneOf(frame, flow, date)}), 0)::bigint`
}

/** SQL of what one version adds to a flow on this date: 1, −1 or 0, or its part of an amount. */
function oneOf(frame: Frame, flow: Flow, date: string): RawBuilder<unknown> {
  const event = ledgerFlows[flow].find((one) => one.date === date)
  if (!event) return sql`0`
  const adds = event.adds ? sql.raw(event.sign === 1 ? event.adds : `-(${event.adds})`) : sql.lit(event.sign)
  const condition = conditionOf(event, frame.marks)
  const when = [...(condition === 'true' ? [] : [condition]), ...(frame.merged && !ownCount[flow] ? ['v.represents'] : [])]
  return when.length === 0 ? adds : sql`case when ${sql.raw(when.join(' and '))} then ${adds} else 0 end`
}

function conditions(frame: Frame, need: Need, run: Run, date: string, held: RawBuilder<unknown>): RawBuilder<unknown> {
  const at = sql.raw(date)
  const from = run.segments[0]?.from ?? ''
  const end = run.segments.at(-1)?.end ?? ''
  return sql`${held} and ${reach(frame, sql.ref('v.region_id'), sql.ref('v.ranked_institution_id'))}
    and v.register = ${sql.lit(frame.register)} and v.kind = 1 and v.counted${frame.merged && !need.flows.some((flow) => ownCount[flow]) ? sql` and v.represents` : sql``}
    and ${at} >= ${sql.lit(from)}::date and ${at} < ${sql.lit(end)}::date${need.histogram ? sql` and v.handling_days is not null` : sql``}
    ${narrowed(need, (name) => sql.raw(ledgerColumns[name]))}${holdingText(frame)}${onlyListed(need)}`
}

/** Asked for one flow alone whose versions are few and listed, nobody else's are read. */
function onlyListed({ flows }: Need): RawBuilder<unknown> {
  const [only, ...more] = flows
  const listed = only && more.length === 0 ? listedFlows[only] : undefined
  return listed === undefined ? sql`` : sql.raw(` and ${listed}`)
}
