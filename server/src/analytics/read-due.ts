import { sql } from 'kysely'
import { ledgerColumns } from './facts.ts'
import { narrowed, reach } from './read-parts.ts'
import type { Cell, Frame, Need } from './read.types.ts'
import { heldAsOf } from './revisions.ts'
import type { Day } from './calendar.ts'

/**
 * Complaints that become due on a day and are open when it ends. The sums by day hold them as overdue from that day
 * on; while the day is not over they are not.
 */
export async function readDueToday(frame: Frame, need: Need, day: Day): Promise<Cell[]> {
  const keys = need.columns.map((column, index) => sql`v.${sql.ref(ledgerColumns[column])} as ${sql.ref(`k${index}`)}`)
  const groups = keys.map((_, index) => sql.raw(String(index + 1)))
  const { rows } = await sql<Record<string, number>>`
    select ${sql.join([...keys, sql`count(*) as f0`])} from complaint_version v
     where ${heldAsOf(frame.asOf)} and ${reach(frame, sql.ref('v.region_id'), sql.ref('v.ranked_institution_id'))}
       and v.register = ${sql.lit(frame.register)} and v.kind = 1 and v.counted${frame.merged ? sql` and v.represents` : sql``}
       and v.due_on = ${day}::date and v.received_on <= ${day}::date and (v.left_on is null or v.left_on > ${day}::date)
       ${narrowed(need, (name) => sql`v.${sql.ref(ledgerColumns[name])}`)}
     ${groups.length > 0 ? sql`group by ${sql.join(groups)}` : sql``}`.execute(frame.tx)
  return rows.map((row) => ({ keys: keys.map((_, index) => row[`k${index}`] ?? 0), sums: [[row['f0'] ?? 0]], histograms: [] }))
}
