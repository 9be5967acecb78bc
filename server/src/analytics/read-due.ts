import { sql } from 'kysely'
import { ledgerColumns } from './facts.ts'
import { holdingText, narrowed, reach } from './read-parts.ts'
import type { Cell, Frame, Need } from './read.types.ts'
import { heldParts } from './revisions.ts'
import type { Day } from './calendar.ts'

/**
 * Complaints that become due on a day, the day that is not over, and are still open. The sums by day hold them as
 * overdue from that day on; until it ends they are not. Nothing in the ledger lies after that day, so what is open
 * has not left at all.
 */
export async function readDueToday(frame: Frame, need: Need, day: Day): Promise<Cell[]> {
  const keys = need.columns.map((column, index) => sql`${sql.raw(ledgerColumns[column])} as ${sql.ref(`k${index}`)}`)
  const groups = keys.map((_, index) => sql.raw(String(index + 1)))
  const parts = heldParts(frame.asOf).map(
    (held) => sql`
    select ${sql.join([...keys, sql`count(*) as f0`])} from complaint_version v
     where ${held} and ${reach(frame, sql.ref('v.region_id'), sql.ref('v.ranked_institution_id'))}
       and v.register = ${sql.lit(frame.register)} and v.kind = 1 and v.counted${frame.merged ? sql` and v.represents` : sql``}
       and v.due_on = ${day}::date and v.received_on <= ${day}::date and v.left_on is null
       ${narrowed(need, (name) => sql.raw(ledgerColumns[name]))}${holdingText(frame)}
     ${groups.length > 0 ? sql`group by ${sql.join(groups)}` : sql``}`,
  )
  const { rows } = await sql<Record<string, number>>`${sql.join(parts, sql` union all `)}`.execute(frame.tx)
  return rows.map((row) => ({ keys: keys.map((_, index) => row[`k${index}`] ?? 0), sums: [[row['f0'] ?? 0]], histograms: [] }))
}
