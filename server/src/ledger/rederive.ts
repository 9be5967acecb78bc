import { sql } from 'kysely'
import type { Writing } from './change.ts'
import { meaningColumns } from './columns.ts'
import { loadInstitutionHistory, type RankedInterval } from './institution-history.ts'
import { openTouched, storeTouched, touchCurrent, tryTouched, type Moved } from './version.ts'

/**
 * After institutions changed at this revision: derives again the complaints whose ranked institution may differ.
 * Gives how many have another version than before. Called after the new institution versions are written.
 */
export async function rederiveInstitutions(writing: Writing): Promise<number> {
  const ids = await hangingOnChanged(writing)
  return ids === null ? 0 : rederive(writing, ids)
}

/** What a change of institutions would make of the complaints that hang on it, by who they count for; nothing is stored. */
export async function tryInstitutions(writing: Writing): Promise<Moved[]> {
  const ids = await hangingOnChanged(writing)
  if (ids === null) return []
  await openTouched(writing.tx)
  await touchCurrent(writing.tx, ids)
  return tryTouched(writing.tx, writing.revision)
}

/** SQL of the complaints whose ranked institution may differ at this revision; null where there are none. */
async function hangingOnChanged({ tx, revision }: Writing): Promise<string | null> {
  const before = (await loadInstitutionHistory(tx, revision - 1)).rankedIntervals()
  const after = (await loadInstitutionHistory(tx, revision)).rankedIntervals()
  const changed = changedInstitutions(before, after)
  if (changed.length === 0) return null
  return `select v.region_id, v.complaint_id from complaint_version v where v.to_revision is null and v.institution_id = any ('{${changed.join(',')}}'::bigint[])`
}

function changedInstitutions(before: readonly RankedInterval[], after: readonly RankedInterval[]): number[] {
  const told = (intervals: readonly RankedInterval[]) => {
    const texts = new Map<number, string>()
    for (const one of intervals) texts.set(one.institutionId, `${texts.get(one.institutionId) ?? ''}${one.from} ${one.to} ${one.rankedId};`)
    return texts
  }
  const old = told(before)
  return [...told(after)]
    .filter(([id, text]) => old.has(id) && old.get(id) !== text)
    .map(([id]) => id)
    .concat([...old.keys()].filter((id) => !after.some((one) => one.institutionId === id)))
}

/** After words got another meaning at this revision: derives again the complaints that hold one. */
export function rederiveWords(writing: Writing, wordIds: readonly number[]): Promise<number> {
  const ids = wordIds.map((id) => Math.trunc(id)).join(',')
  const holds = meaningColumns.map((one) => `v.${one.word} = any ('{${ids}}'::integer[])`).join(' or ')
  return rederive(writing, `select v.region_id, v.complaint_id from complaint_version v where v.to_revision is null and (${holds})`)
}

/** After the deadline rule changed: derives again what was received from a day on, in the node's subtree. */
export function rederiveDeadline(writing: Writing, from: string | null): Promise<number> {
  const day = from && /^\d{4}-\d{2}-\d{2}$/.test(from) ? from : '0001-01-01'
  return rederive(
    writing,
    `select v.region_id, v.complaint_id from complaint_version v where v.to_revision is null and v.received_on >= '${day}'`,
  )
}

/**
 * After days of the calendar changed: derives again what was received before the last of them and due on the first or later:
 * no other due day has counted one. Nothing where no node counts working days.
 */
export async function rederiveCalendar(writing: Writing, days: readonly string[]): Promise<number> {
  const { rows } =
    await sql`select from setting where name = 'deadlineUnit' and value = '"WORKING"'::jsonb and to_revision is null limit 1`.execute(
      writing.tx,
    )
  const [first, last] = [days.toSorted()[0], days.toSorted().at(-1)]
  const dated = [first, last].every((day) => day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day))
  if (rows.length === 0 || !dated) return 0
  return rederive(
    writing,
    `select v.region_id, v.complaint_id from complaint_version v where v.to_revision is null
       and v.received_on < '${last}' and v.due_on >= '${first}'`,
  )
}

/** After handling steps were added or ended: derives again the complaints named. */
export function rederiveComplaints(writing: Writing, complaintIds: readonly number[]): Promise<number> {
  const ids = complaintIds.map((id) => Math.trunc(id)).join(',')
  return rederive(
    writing,
    `select v.region_id, v.complaint_id from complaint_version v where v.region_id in (select region_id from region) and v.complaint_id = any ('{${ids}}'::bigint[]) and v.to_revision is null`,
  )
}

async function rederive(writing: Writing, idsSql: string): Promise<number> {
  await openTouched(writing.tx)
  await touchCurrent(writing.tx, idsSql)
  return storeTouched(writing)
}

/** How many complaints hang on these institutions now: what a void of their batch is refused with. */
export async function complaintsOn(writing: Pick<Writing, 'tx'>, institutionIds: readonly number[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from complaint_version where to_revision is null and institution_id = any (${institutionIds}::bigint[])`.execute(
    writing.tx,
  )
  return rows[0]?.count ?? 0
}
