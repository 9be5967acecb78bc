import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { candidateDays } from '../analytics/compared.ts'
import { reach } from '../analytics/read-parts.ts'
import { loadGround, type Ground } from '../analytics/ground.ts'
import { demandReason } from '../platform/reason.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { textDays } from '../ledger/candidate-links.ts'
import { joinedBy, type Candidate, type Side } from '../ledger/candidates.ts'
import { write, type Act, type Writing, type Written } from '../ledger/change.ts'
import { complaintId } from '../ledger/keys.ts'
import { mergeGroups, unmerge } from '../ledger/matter.ts'
import { dismissPairs, takeBackPairs, type Pair } from '../ledger/matter-dismissal.ts'
import { ConflictError, InvalidError, NotFoundError, type FieldProblem } from '../platform/errors.ts'
import { findCandidates } from './candidates.queries.ts'
import type { ComplaintPair, RepeatRows } from './matters.types.ts'
import { noComplaint } from '../complaints/visible.ts'

/** Pairs one by one, or all that filters find: then with how many there were when the person looked. */
export type Chosen = { pairs: readonly ComplaintPair[] } | { rows: RepeatRows; expected: number }
export type RepeatsOutcome = { count: number; passedOver: number }

/**
 * Joins candidates to matters, all in one change.
 * @throws ConflictError where all of a filter are asked for and they are no longer as many as the person saw.
 * @throws InvalidError naming each pair that is no candidate (any more).
 */
export async function confirmRepeats(db: Db, viewer: Viewer, chosen: Chosen, reason: string): Promise<Written<RepeatsOutcome>> {
  return actOn(db, viewer, 'MERGE', chosen, reason, async (writing, sides) => {
    const joined = joinedBy(sides)
    await mergeGroups(
      writing,
      joined.map((group) => group.map(({ id }) => id)),
    )
  })
}

/** Remembers that pairs are two matters each; they are not proposed again. */
export async function dismissRepeats(db: Db, viewer: Viewer, chosen: Chosen, reason: string): Promise<Written<RepeatsOutcome>> {
  return actOn(db, viewer, 'DISMISS_REPEATS', chosen, reason, (writing, sides) => dismissPairs(writing, sides.map(pairOf)))
}

/** Takes dismissals back, one by one: what they named is proposed again as long as its evidence stands. */
export async function takeBackDismissals(
  db: Db,
  viewer: Viewer,
  pairs: readonly ComplaintPair[],
  reason: string,
): Promise<Written<RepeatsOutcome>> {
  return write(db, viewer, actOf(viewer, 'TAKE_BACK_DISMISSAL', reason, { pairs: pairs.length }), async (writing) => {
    const ground = await loadGround(writing.tx, viewer, {})
    const ids = await visiblePairs(writing.tx, viewer, ground, pairs)
    const ended = await takeBackPairs(
      writing,
      ids.map(({ one, other }) => pairIds(one, other)),
    )
    if (ended === 0) throw new ConflictError({ zh: '这些排除已经撤回。', en: 'These dismissals are taken back already.' })
    return { count: ended, passedOver: ids.length - ended }
  })
}

/** Undoes, as far as it still stands, what one change merged or dismissed, as a whole; named by key or revision. */
export async function undoRepeats(db: Db, viewer: Viewer, named: string, reason: string): Promise<Written<RepeatsOutcome>> {
  const done = await readSnapshot(db, viewer, (tx) => changeOf(tx, named))
  return write(db, viewer, actOf(viewer, 'UNDO_REPEATS', reason, { undoes: done.revision }), async (writing) => {
    await demandScope(writing.tx, viewer, done.revision)
    return done.kind === 'DISMISS_REPEATS' ? takeBackAll(writing, done.revision) : freed(await unmerge(writing, done.revision))
  })
}

function freed({ complaints, passedOver }: { complaints: number; passedOver: number }): RepeatsOutcome {
  return { count: complaints, passedOver }
}

async function takeBackAll(writing: Writing, dismissedAt: number): Promise<RepeatsOutcome> {
  const { rows } = await sql<Pair>`
    select complaint_id as lesser, other_id as greater from matter_dismissal where from_revision = ${dismissedAt}`.execute(writing.tx)
  const ended = await takeBackPairs(writing, rows, dismissedAt)
  if (ended === 0) throw new ConflictError({ zh: '该次排除已全部撤回。', en: 'Nothing of that dismissal stands any more.' })
  return { count: ended, passedOver: rows.length - ended }
}

type Ends = Pick<Candidate, 'earlier' | 'later'>

function actOf(viewer: Viewer, kind: string, reason: string, detail: object): Act {
  return { kind, regionId: viewer.rootRegionId, reason: demandReason(reason), detail }
}

function actOn(
  db: Db,
  viewer: Viewer,
  kind: string,
  chosen: Chosen,
  reason: string,
  work: (writing: Writing, ends: readonly Ends[]) => Promise<void>,
): Promise<Written<RepeatsOutcome>> {
  const detail = 'pairs' in chosen ? { pairs: chosen.pairs.length } : { pairs: chosen.expected, rows: chosen.rows }
  return write(db, viewer, actOf(viewer, kind, reason, detail), async (writing) => {
    const ends = 'pairs' in chosen ? await namedPairs(writing.tx, viewer, chosen.pairs) : await allOf(writing.tx, viewer, chosen)
    await work(writing, ends)
    return { count: ends.length, passedOver: 0 }
  })
}

async function allOf(tx: Transaction<Tables>, viewer: Viewer, chosen: { rows: RepeatRows; expected: number }): Promise<Candidate[]> {
  const { candidates } = await findCandidates(tx, viewer, { ...chosen.rows, revision: null })
  if (candidates.length === 0) throw new ConflictError({ zh: '没有可处理的重复投诉。', en: 'There are no candidates to act on.' })
  if (candidates.length === chosen.expected) return candidates
  throw new ConflictError(
    {
      zh: `数据已有更新：符合条件的现为 ${candidates.length} 对，不是 ${chosen.expected} 对。请看过最新清单再确认。`,
      en: `The ledger has moved on: there are ${candidates.length} candidates now, not ${chosen.expected}. Look at the list again.`,
    },
    [{ path: 'expected', reason: 'MOVED_ON', params: { expected: chosen.expected, found: candidates.length } }],
  )
}

/** Each pair named, checked by itself: both are the viewer's to see, the evidence stands, they are not one matter and not dismissed. */
async function namedPairs(tx: Transaction<Tables>, viewer: Viewer, pairs: readonly ComplaintPair[]): Promise<Ends[]> {
  if (pairs.length === 0) throw new InvalidError({ zh: '没有选中投诉。', en: 'No pair is chosen.' }, [{ path: 'pairs', reason: 'EMPTY' }])
  const ground = await loadGround(tx, viewer, {})
  const ids = await visiblePairs(tx, viewer, ground, pairs)
  const days = candidateDays(ground)
  const { rows } = await sql<{
    place: number
    a: number
    b: number
    ag: number | null
    bg: number | null
    ar: number
    br: number
    stands: boolean
  }>`
    select p.place, a.complaint_id as a, b.complaint_id as b, a.matter_group_id as ag, b.matter_group_id as bg, a.ranked_institution_id as ar, b.ranked_institution_id as br,
           a.kind = 1 and b.kind = 1 and a.counted and b.counted and a.register = b.register
             and a.ranked_institution_id = b.ranked_institution_id and a.ranked_institution_id <> 0
             and (a.matter_group_id is null or a.matter_group_id is distinct from b.matter_group_id)
             and (coalesce(a.person_token = b.person_token, false) and abs(a.received_on - b.received_on) <= ${days}
               or coalesce(ta.match_digest = tb.match_digest, false) and abs(a.received_on - b.received_on) <= ${textDays})
             and not exists (select from matter_dismissal d where d.to_revision is null and d.complaint_id = least(p.one, p.other) and d.other_id = greatest(p.one, p.other)) as stands
      from unnest(${ids.map((_, place) => place)}::integer[], ${ids.map(({ one }) => one)}::bigint[], ${ids.map(({ other }) => other)}::bigint[]) p (place, one, other)
      join complaint_version a on a.region_id in (select region_id from region) and a.complaint_id = p.one and a.to_revision is null
      join complaint_version b on b.region_id in (select region_id from region) and b.complaint_id = p.other and b.to_revision is null
      left join complaint_text ta on ta.region_id = a.region_id and ta.id = a.text_id left join complaint_text tb on tb.region_id = b.region_id and tb.id = b.text_id
     order by p.place`.execute(tx)
  const standing = new Set(rows.filter((row) => row.stands).map((row) => row.place))
  refuseOthers(pairs, standing)
  const side = (id: number, group: number | null, ranked: number): Side => ({ id, receivedOn: '', group, ranked })
  return rows.map((row) => ({ earlier: side(row.a, row.ag, row.ar), later: side(row.b, row.bg, row.br) }))
}

function refuseOthers(pairs: readonly ComplaintPair[], standing: ReadonlySet<number>): void {
  const fields = pairs.flatMap((_, place): FieldProblem[] =>
    standing.has(place) ? [] : [{ path: `pairs[${place}]`, reason: 'NO_CANDIDATE' }],
  )
  if (fields.length === 0) return
  throw new InvalidError(
    {
      zh: `${fields.length} 对投诉已不是重复候选（已合并、已排除，或机构、日期、内容已更正），没有作任何改动。`,
      en: `${fields.length} pairs are no candidates any more (merged, dismissed, or corrected since); nothing was changed.`,
    },
    fields,
  )
}

/** The ids behind pairs of keys that the viewer sees; the writer sees all, so the viewer's scope is asked for here. */
async function visiblePairs(
  tx: Transaction<Tables>,
  viewer: Viewer,
  ground: Ground,
  pairs: readonly ComplaintPair[],
): Promise<{ one: number; other: number }[]> {
  const ids = pairs.map(({ one, other }) => ({ one: complaintId(ground.origin, one), other: complaintId(ground.origin, other) }))
  const wanted = [...new Set(ids.flatMap(({ one, other }) => [one, other]))]
  const { rows } = await sql<{ id: number }>`select v.complaint_id as id from complaint_version v
    where v.to_revision is null and v.complaint_id = any(${wanted.filter((id) => id !== null)}::bigint[]) and ${inScope(viewer, ground)}`.execute(
    tx,
  )
  const seen = new Set(rows.map((row) => row.id))
  return ids.map(({ one, other }) => {
    if (one === null || other === null || one === other || !seen.has(one) || !seen.has(other)) throw noComplaint()
    return { one, other }
  })
}

function inScope(viewer: Viewer, { regionIds }: Pick<Ground, 'regionIds'>) {
  return reach({ regionIds, scope: viewer.scope }, sql.ref('v.region_id'), sql.ref('v.ranked_institution_id'))
}

async function changeOf(tx: Transaction<Tables>, named: string): Promise<{ revision: number; kind: string }> {
  const { rows } = await sql<{ revision: number; kind: string }>`
    select revision, kind from change where key::text = ${named} or revision::text = ${named}`.execute(tx)
  if (rows[0]) return rows[0]
  throw new NotFoundError({ zh: '没有这次变更，或您无权查看。', en: 'There is no such change, or it is not yours to see.' })
}

/** All that a change merged or dismissed must be the viewer's to see: the writer sees more. */
async function demandScope(tx: Transaction<Tables>, viewer: Viewer, revision: number): Promise<void> {
  const ground = await loadGround(tx, viewer, {})
  const { rows } =
    await sql`select from complaint_version v where v.to_revision is null and not (${inScope(viewer, ground)}) and v.complaint_id in (
      select complaint_id from matter_member where from_revision = ${revision}
      union select complaint_id from matter_dismissal where from_revision = ${revision}
      union select other_id from matter_dismissal where from_revision = ${revision}) limit 1`.execute(tx)
  if (rows.length > 0)
    throw new NotFoundError({ zh: '该次变更涉及您无权查看的投诉。', en: 'That change touches complaints that are not yours to see.' })
}

function pairOf({ earlier, later }: Ends): Pair {
  return pairIds(earlier.id, later.id)
}

function pairIds(one: number, other: number): Pair {
  return { lesser: Math.min(one, other), greater: Math.max(one, other) }
}
