import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { Writing } from './change.ts'
import { dayAfter } from './institution-history.ts'

/** A day that a node's calendar names; every other day is worked from Monday to Friday. */
export type CalendarDay = { day: string; working: boolean; name: string | null }
export type StandingDay = CalendarDay & { regionId: number }

/** Which days are worked. */
export class WorkingCalendar {
  private readonly named: ReadonlyMap<string, boolean>

  constructor(days: readonly CalendarDay[]) {
    this.named = new Map(days.map(({ day, working }) => [day, working]))
  }

  isWorking(day: string): boolean {
    return this.named.get(day) ?? isWeekday(day)
  }

  /** The n-th working day after a day; the day itself does not count. */
  after(day: string, count: number): string {
    let at = day
    for (let left = count; left > 0;) {
      at = dayAfter(at)
      if (this.isWorking(at)) left--
    }
    return at
  }
}

/** Monday to Friday. */
export function isWeekday(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

/** The days named by a node or the nearest above it that names them, as of a revision, in order. */
export async function loadCalendar(tx: Transaction<Tables>, regionId: number, revision: number): Promise<StandingDay[]> {
  const { rows } = await sql<StandingDay>`
    with recursive path as (
      select region_id, parent_id, 0 as depth from region where region_id = ${regionId}
      union all
      select r.region_id, r.parent_id, p.depth + 1 from region r join path p on r.region_id = p.parent_id
    )
    select distinct on (d.day) d.day, d.working, n.name, d.region_id as "regionId" from path p join calendar_day d on d.region_id = p.region_id
      left join calendar_name n on n.region_id = d.region_id and n.day = d.day and n.from_revision <= ${revision}
        and (n.to_revision is null or n.to_revision > ${revision})
     where d.from_revision <= ${revision} and (d.to_revision is null or d.to_revision > ${revision})
     order by d.day, p.depth`.execute(tx)
  return rows
}

/** The days that the writing's node itself names in some years. */
export async function loadOwnDays({ tx, regionId }: Writing, years: readonly number[]): Promise<CalendarDay[]> {
  const { rows } = await sql<CalendarDay>`
    select d.day, d.working, n.name from calendar_day d
      left join calendar_name n on n.region_id = d.region_id and n.day = d.day and n.to_revision is null
     where d.region_id = ${regionId} and d.to_revision is null and extract(year from d.day)::integer = any (${years}::integer[])
     order by d.day`.execute(tx)
  return rows
}

/** Days of the node mean something else from this revision on; null in `after`: the node names the day no more. */
export async function changeDays(writing: Writing, changes: readonly { day: string; after: CalendarDay | null }[]): Promise<void> {
  const { tx, revision, regionId } = writing
  const days = changes.map((one) => one.day)
  for (const table of ['calendar_day', 'calendar_name'])
    await sql`update ${sql.table(table)} set to_revision = ${revision}
      where region_id = ${regionId} and day = any (${days}::date[]) and to_revision is null`.execute(tx)
  const held = changes.flatMap(({ after }) => (after ? [after] : []))
  await sql`insert into calendar_day (region_id, day, working, from_revision)
    select ${regionId}, d, w, ${revision} from unnest(${held.map((one) => one.day)}::date[], ${held.map((one) => one.working)}::boolean[]) as h (d, w)`.execute(
    tx,
  )
  const named = held.filter((one) => one.name !== null)
  await sql`insert into calendar_name (region_id, day, name, from_revision)
    select ${regionId}, d, n, ${revision} from unnest(${named.map((one) => one.day)}::date[], ${named.map((one) => one.name)}::text[]) as h (d, n)`.execute(
    tx,
  )
}

/** What a change did to each day of the writing's node: before it, after it, and now; null: not named. */
export async function traceDays({ tx, regionId }: Writing, revision: number) {
  const { rows } = await sql<{ day: string; before: CalendarDay | null; after: CalendarDay | null; now: CalendarDay | null }>`
    with state as (
      select d.day, jsonb_build_object('day', d.day, 'working', d.working, 'name', n.name) as held, d.from_revision as since, d.to_revision as ended
        from calendar_day d left join calendar_name n on n.region_id = d.region_id and n.day = d.day and n.from_revision = d.from_revision
       where d.region_id = ${regionId})
    select day, (array_agg(held) filter (where ended = ${revision}))[1] as before, (array_agg(held) filter (where since = ${revision}))[1] as after,
           (array_agg(held) filter (where ended is null))[1] as now
      from state where day in (select day from state where since = ${revision} or ended = ${revision}) group by day order by day`.execute(
    tx,
  )
  return rows
}
