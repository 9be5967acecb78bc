import { sql } from 'kysely'
import type { Writing } from './change.ts'

/** Two complaints by id. */
export type Pair = { lesser: number; greater: number }

/** Remembers pairs as two matters each; those that are remembered already are passed over. */
export async function dismissPairs(writing: Writing, pairs: readonly Pair[]): Promise<void> {
  await sql`insert into matter_dismissal (region_id, complaint_id, other_id, from_revision)
    select distinct c.region_id, p.lesser, p.greater, ${writing.revision}::integer
      from unnest(${pairs.map((pair) => pair.lesser)}::bigint[], ${pairs.map((pair) => pair.greater)}::bigint[]) p (lesser, greater)
      join complaint c on c.region_id in (select region_id from region) and c.id = p.lesser
     where not exists (select from matter_dismissal d where d.region_id = c.region_id and d.complaint_id = p.lesser and d.other_id = p.greater and d.to_revision is null)`.execute(
    writing.tx,
  )
}

/** Ends dismissals that stand, of one revision where it is given. Gives how many there were. */
export async function takeBackPairs(writing: Writing, pairs: readonly Pair[], dismissedAt: number | null = null): Promise<number> {
  const ended = await sql`update matter_dismissal d set to_revision = ${writing.revision}::integer
    from unnest(${pairs.map((pair) => pair.lesser)}::bigint[], ${pairs.map((pair) => pair.greater)}::bigint[]) p (lesser, greater)
   where d.region_id in (select region_id from region) and d.complaint_id = p.lesser and d.other_id = p.greater and d.to_revision is null
     and (${dismissedAt}::integer is null or d.from_revision = ${dismissedAt}::integer)`.execute(writing.tx)
  return Number(ended.numAffectedRows ?? 0)
}
