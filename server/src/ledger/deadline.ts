import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { loadCalendar, WorkingCalendar } from './calendar.ts'
import { loadSettings, type SettingHistory } from './settings.ts'

/** The deadline rule on a stretch of days: how many, and whether calendar days or working days. */
export type DeadlineStretch = { from: string; to: string; days: number; working: boolean }

/** The stretches of days of receipt on which one deadline rule holds, the first from the beginning of time. */
export function deadlineStretches(settings: SettingHistory): DeadlineStretch[] {
  const starts = [...settings.stretches('deadlineDays'), ...settings.stretches('deadlineUnit')].map((one) => one.from)
  const ordered = [...new Set(starts)].sort()
  return ordered.map((from, index) => ({
    from,
    to: ordered[index + 1] ?? '9999-12-31',
    days: settings.on('deadlineDays', from),
    working: settings.on('deadlineUnit', from) === 'WORKING',
  }))
}

/** The day by which the rule in force on receipt asks for a complaint of a node to be closed. */
export async function dueByRule(tx: Transaction<Tables>, regionId: number, revision: number, receivedOn: string): Promise<string> {
  const settings = await loadSettings(tx, regionId, revision)
  const days = settings.on('deadlineDays', receivedOn)
  if (settings.on('deadlineUnit', receivedOn) === 'WORKING')
    return new WorkingCalendar(await loadCalendar(tx, regionId, revision)).after(receivedOn, days)
  const { rows } = await sql<{ day: string }>`select (${receivedOn}::date + ${days}::integer)::date as day`.execute(tx)
  return rows[0]?.day ?? receivedOn
}

/**
 * Temporary tables `deadline` (the rule by node and day of receipt) and `working_due` (the due day where it counts working
 * days) for the nodes and days of receipt of `touched_value`, as of a revision.
 */
export async function deadlinesAsOf(tx: Transaction<Tables>, asOf: number): Promise<void> {
  const regions = await sql<{ id: number }>`select distinct region_id as id from touched_value`.execute(tx)
  const rows: (DeadlineStretch & { region: number })[] = []
  for (const { id } of regions.rows)
    rows.push(...deadlineStretches(await loadSettings(tx, id, asOf)).map((one) => ({ ...one, region: id })))
  await sql`create temp table deadline on commit drop as
    select * from unnest(${rows.map((one) => one.region)}::bigint[], ${rows.map((one) => one.from)}::date[],
      ${rows.map((one) => one.to)}::date[], ${rows.map((one) => one.days)}::integer[], ${rows.map((one) => one.working)}::boolean[])
      as d (region_id, day_from, day_to, days, working)`.execute(tx)
  await workingDueAsOf(
    tx,
    asOf,
    rows.some((one) => one.working),
  )
}

async function workingDueAsOf(tx: Transaction<Tables>, asOf: number, any: boolean): Promise<void> {
  const { rows } = any
    ? await sql<{ region: number; day: string; days: number }>`
        select distinct t.region_id as region, t.received_on as day, d.days from touched_value t
          join deadline d on d.region_id = t.region_id and t.received_on >= d.day_from and t.received_on < d.day_to and d.working`.execute(
        tx,
      )
    : { rows: [] }
  const calendars = new Map<number, WorkingCalendar>()
  for (const region of new Set(rows.map((one) => one.region)))
    calendars.set(region, new WorkingCalendar(await loadCalendar(tx, region, asOf)))
  const due = rows.map(({ region, day, days }) => calendars.get(region)?.after(day, days) ?? day)
  await sql`create temp table working_due on commit drop as
    select * from unnest(${rows.map((one) => one.region)}::bigint[], ${rows.map((one) => one.day)}::date[], ${due}::date[]) as w (region_id, received_on, due_on)`.execute(
    tx,
  )
}
