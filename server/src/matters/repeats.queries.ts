import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Ground } from '../analytics/ground.ts'
import { any } from '../analytics/read-parts.ts'
import { heldAsOf } from '../analytics/revisions.ts'
import { tableIn } from '../analytics/run.ts'
import { complaintRows, storedColumns, storedJoins, type StoredRow } from '../complaints/complaint-columns.ts'
import type { ComplaintRow } from '../complaints/complaints.types.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { textDays } from '../ledger/candidate-links.ts'
import { byLatest, countJoined, joinedBy, type Candidate, type Side } from '../ledger/candidates.ts'
import { evidenceOf, findCandidates, type Found } from './candidates.queries.ts'
import { readPlace, writePlace } from './matters.rules.ts'
import type { RepeatCandidate, RepeatOutcome, RepeatPage, RepeatRows, RepeatSide } from './matters.types.ts'

const mostRows = 200

/** A page of candidates, the latest first, and what confirming all of them would do. */
export async function readRepeats(
  db: Db,
  viewer: Viewer,
  asked: { rows: RepeatRows; first: number; after: string | null },
): Promise<RepeatPage> {
  const after = asked.after === null ? null : readPlace(asked.after)
  return readSnapshot(db, viewer, async (tx) => {
    const rows = after === null ? asked.rows : { ...asked.rows, revision: after.revision }
    const found = await findCandidates(tx, viewer, rows)
    const { candidates, ground } = found
    const start = after === null ? 0 : candidates.findIndex((one) => isAfter(one, after))
    const first = Math.min(Math.max(asked.first, 1), mostRows)
    const page = start < 0 ? [] : candidates.slice(start, start + first)
    const last = page.at(-1)
    const { revision } = ground.asOf
    return {
      revision,
      rows: await sideBySide(tx, viewer, ground, page),
      endCursor: last ? writePlace({ revision, on: last.later.receivedOn, id: last.later.id, other: last.earlier.id }) : null,
      hasNextPage: start >= 0 && start + first < candidates.length,
      totalCount: candidates.length,
      personDays: found.days,
      textDays,
      ifConfirmed: await outcomeOf(tx, viewer, found, rows),
    }
  })
}

function isAfter(one: Candidate, place: { on: string; id: number; other: number }): boolean {
  const at = (id: number): Side => ({ id, receivedOn: place.on, group: null, ranked: 0 })
  return byLatest(one, { later: at(place.id), earlier: at(place.other) }) > 0
}

/** What confirming candidates would do to the count. */
async function outcomeOf(tx: Transaction<Tables>, viewer: Viewer, found: Found, rows: RepeatRows): Promise<RepeatOutcome> {
  const { complaints, matters } = await (found.kept.drop ??= dropOf(tx, found))
  const mergedBefore = await mergedCount(tx, viewer, found.ground, rows)
  return { complaints, matters, mergedBefore, mergedAfter: mergedBefore - complaints }
}

/** Exact, also where a group counts for several institutions. */
async function dropOf(tx: Transaction<Tables>, { ground, register, candidates }: Found): Promise<{ complaints: number; matters: number }> {
  const { joins, matters } = countJoined(candidates)
  const groups = new Set(candidates.flatMap(({ earlier, later }) => [earlier.group, later.group].filter((group) => group !== null)))
  const parts = await partsOf(tx, ground, [...groups])
  // Where each group is one matter, every join takes one away.
  if ([...groups].every((group) => parts.get(group)?.length === 1)) return { complaints: joins, matters }
  return { complaints: joinedBy(candidates).reduce((sum, sides) => sum + partsJoined(sides, register, parts), 0), matters }
}

function partsJoined(sides: readonly Side[], register: number, parts: ReadonlyMap<number, string[]>): number {
  const before = new Map<string, string>()
  for (const side of sides) {
    if (side.group === null) before.set(`c${side.id}`, `${register}:${side.ranked}`)
    else for (const part of parts.get(side.group) ?? []) before.set(`g${side.group} ${part}`, part)
  }
  return before.size - new Set(before.values()).size
}

/** Which matters each group is: one for each register and ranked institution of its members. */
async function partsOf(tx: Transaction<Tables>, ground: Ground, groups: readonly number[]): Promise<Map<number, string[]>> {
  if (groups.length === 0) return new Map()
  const { rows } = await sql<{ group: number; part: string }>`
    select distinct m.group_id as "group", v.register || ':' || v.ranked_institution_id as part
      from matter_member m join complaint_version v on v.region_id = m.region_id and v.complaint_id = m.complaint_id and ${heldAsOf(ground.asOf)}
     where m.group_id = ${any(groups)} and m.from_revision <= ${ground.asOf.revision} and (m.to_revision is null or m.to_revision > ${ground.asOf.revision})
       and v.kind = 1 and v.counted`.execute(tx)
  const parts = new Map<number, string[]>()
  for (const { group, part } of rows) parts.set(group, [...(parts.get(group) ?? []), part])
  return parts
}

async function mergedCount(tx: Transaction<Tables>, viewer: Viewer, ground: Ground, rows: RepeatRows): Promise<number> {
  const table = await tableIn(tx, viewer, {
    metrics: ['complaints'],
    period: '1900..2999',
    repeats: 'merged',
    register: rows.register ?? 'regulator',
    jurisdiction: rows.jurisdiction ?? null,
    revision: ground.asOf.revision,
  })
  return table.columns.find((column) => column.kind === 'value')?.figures[0] ?? 0
}

/** Complaints by id as lists show them, as of the ground's revision. */
export async function rowsById(tx: Transaction<Tables>, ground: Ground, ids: readonly number[]): Promise<Map<number, ComplaintRow>> {
  const stored = await storedById(tx, ground, ids)
  const rows = await complaintRows(tx, ground, stored)
  return new Map(stored.flatMap(({ id }, index) => (rows[index] ? [[id, rows[index]]] : [])))
}

async function storedById(tx: Transaction<Tables>, ground: Ground, ids: readonly number[]): Promise<StoredRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<StoredRow>`select ${storedColumns} from complaint_version v ${storedJoins}
    where v.region_id = ${any(ground.regionIds)} and v.complaint_id = ${any(ids)} and ${heldAsOf(ground.asOf)}`.execute(tx)
  return rows
}

async function sideBySide(tx: Transaction<Tables>, viewer: Viewer, ground: Ground, page: readonly Candidate[]): Promise<RepeatCandidate[]> {
  const sides = page.flatMap(({ earlier, later }) => [earlier, later])
  const ids = [...new Set(sides.map(({ id }) => id))]
  const rows = await rowsById(tx, ground, ids)
  const texts = viewer.permissions.has('complaintText:read') ? await textsOf(tx, ground, ids) : new Map<number, string>()
  const firsts = await firstsOf(tx, ground, sides)
  return page.flatMap((candidate) => {
    const [a, b] = [firstOf(candidate.earlier, rows, firsts), firstOf(candidate.later, rows, firsts)]
    const [earlier, later] = [rows.get(candidate.earlier.id), rows.get(candidate.later.id)]
    if (!a || !b || !earlier || !later) return []
    const first = comesFirst(a, b) ? a : b
    const side = (complaint: ComplaintRow, { id }: Side, own: First): RepeatSide => ({
      complaint,
      text: texts.get(id) ?? null,
      members: own.members,
      represents: first.id === id,
    })
    return [
      {
        evidence: evidenceOf(candidate),
        daysApart: candidate.days,
        earlier: side(earlier, candidate.earlier, a),
        later: side(later, candidate.later, b),
        representedBy: first.id === candidate.earlier.id || first.id === candidate.later.id ? null : first.number,
      },
    ]
  })
}

/** The complaint that a matter counts as, and how many it has. */
type First = { id: number; number: string | null; source: string; receivedOn: string; members: number }

function firstOf(side: Side, rows: ReadonlyMap<number, ComplaintRow>, firsts: ReadonlyMap<string, First>): First | null {
  const row = rows.get(side.id)
  if (side.group !== null) return firsts.get(`${side.group}:${side.ranked}`) ?? null
  return row ? { id: side.id, number: row.number, source: row.source, receivedOn: row.receivedOn, members: 1 } : null
}

/** Day of receipt, then number by code point, then source (data.md 3). */
function comesFirst(a: First, b: First): boolean {
  for (const [one, other] of [
    [a.receivedOn, b.receivedOn],
    [a.number ?? '', b.number ?? ''],
    [a.source, b.source],
  ] as const)
    if (one !== other) return one < other
  return a.id < b.id
}

async function firstsOf(tx: Transaction<Tables>, ground: Ground, sides: readonly Side[]): Promise<Map<string, First>> {
  const groups = [...new Set(sides.flatMap(({ group }) => (group === null ? [] : [group])))]
  if (groups.length === 0) return new Map()
  const { rows } = await sql<First & { group: number; ranked: number; represents: boolean }>`
    select v.complaint_id as id, c.number, s.name as source, v.received_on as "receivedOn", m.group_id as "group", v.ranked_institution_id as ranked, v.represents,
           (count(*) over (partition by m.group_id, v.register, v.ranked_institution_id))::integer as members
      from matter_member m join complaint_version v on v.region_id = m.region_id and v.complaint_id = m.complaint_id and v.matter_group_id = m.group_id and ${heldAsOf(ground.asOf)}
      join complaint c on c.region_id = v.region_id and c.id = v.complaint_id join complaint_source s on s.id = c.source_id
     where m.group_id = ${any(groups)} and v.kind = 1 and v.counted
       and m.from_revision <= ${ground.asOf.revision} and (m.to_revision is null or m.to_revision > ${ground.asOf.revision})`.execute(tx)
  return new Map(rows.filter((row) => row.represents).map((row) => [`${row.group}:${row.ranked}`, row]))
}

async function textsOf(tx: Transaction<Tables>, ground: Ground, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: number; masked: string }>`
    select v.complaint_id as id, t.masked from complaint_version v join complaint_text t on t.region_id = v.region_id and t.id = v.text_id
     where v.region_id = ${any(ground.regionIds)} and v.complaint_id = ${any(ids)} and ${heldAsOf(ground.asOf)}`.execute(tx)
  return new Map(rows.map((row) => [row.id, row.masked]))
}
