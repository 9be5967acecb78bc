import { sql } from 'kysely'
import { ConflictError, InvalidError } from '../platform/errors.ts'
import type { Writing } from './change.ts'
import { rederiveDeadline } from './rederive.ts'
import { settingRegistry, type SettingName, type Settings } from './settings.ts'

/** Sets a setting at the writing's node from a day on (null: always); a former value of the same day is ended. */
export async function setSetting<N extends SettingName>(
  writing: Writing,
  name: N,
  value: Settings[N],
  validFrom: string | null,
): Promise<number> {
  const { tx, revision, regionId } = writing
  if (!(name in settingRegistry)) throw new InvalidError({ zh: `没有名为 ${name} 的设置。`, en: `There is no setting ${name}.` })
  await sql`update setting set to_revision = ${revision} where region_id = ${regionId} and name = ${name}
    and valid_from is not distinct from ${validFrom}::date and to_revision is null`.execute(tx)
  await sql`insert into setting (region_id, name, value, valid_from, from_revision)
    values (${regionId}, ${name}, ${JSON.stringify(value)}::jsonb, ${validFrom}, ${revision})`.execute(tx)
  return rederiveSetting(writing, name, validFrom)
}

/** Ends the node's own value of a day (null: always), so that what is above it holds again. False: there is none. */
export async function endSetting(writing: Writing, name: SettingName, validFrom: string | null): Promise<number | false> {
  const { tx, revision, regionId } = writing
  const ended = await sql`update setting set to_revision = ${revision} where region_id = ${regionId} and name = ${name}
    and valid_from is not distinct from ${validFrom}::date and to_revision is null`.execute(tx)
  if (Number(ended.numAffectedRows ?? 0) === 0) return false
  return rederiveSetting(writing, name, validFrom)
}

function rederiveSetting(writing: Writing, name: SettingName, from: string | null): Promise<number> {
  return name === 'deadlineDays' || name === 'deadlineUnit' ? rederiveDeadline(writing, from) : Promise.resolve(0)
}

/** Closes a month (结账), given as its first day. */
export async function closeMonth(writing: Writing, month: string): Promise<void> {
  const { tx, revision, regionId } = writing
  if (!/^\d{4}-\d{2}-01$/.test(month))
    throw new InvalidError({ zh: `${month} 不是一个月的首日。`, en: `${month} is not the first day of a month.` })
  const { rows } = await sql`select from month_close where region_id = ${regionId} and month = ${month} and to_revision is null`.execute(tx)
  if (rows.length > 0) throw new ConflictError({ zh: '该月已经结账。', en: 'The month is closed already.' })
  await sql`insert into month_close (region_id, month, from_revision) values (${regionId}, ${month}, ${revision})`.execute(tx)
}

export async function reopenMonth(writing: Writing, month: string): Promise<void> {
  const { tx, revision, regionId } = writing
  const done =
    await sql`update month_close set to_revision = ${revision} where region_id = ${regionId} and month = ${month} and to_revision is null`.execute(
      tx,
    )
  if (Number(done.numAffectedRows ?? 0) === 0) throw new ConflictError({ zh: '该月没有结账。', en: 'The month is not closed.' })
}

/** Registers a series break (口径调整): the day, the metrics touched (none: all), the sentence in both languages. */
export async function addSeriesBreak(
  writing: Writing,
  one: { on: string; metrics: readonly string[]; zh: string; en: string },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into series_break (region_id, break_on, metrics, zh, en, from_revision)
    values (${writing.regionId}, ${one.on}, ${one.metrics}::text[], ${one.zh}, ${one.en}, ${writing.revision}) returning id`.execute(
    writing.tx,
  )
  return rows[0]?.id ?? 0
}

/** Takes a series break back from this revision on; figures as of before keep it. False: none of the region's is in force by that id. */
export async function endSeriesBreak({ tx, revision, regionId }: Writing, id: number): Promise<boolean> {
  const ended = await sql`
    update series_break set to_revision = ${revision} where region_id = ${regionId} and id = ${id} and to_revision is null`.execute(tx)
  return Number(ended.numAffectedRows ?? 0) > 0
}
