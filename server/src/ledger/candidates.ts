import { sql, type RawBuilder, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'

/** Equal texts are candidates where received at most so many days apart (data.md 3). */
export const textDays = 3
/** Of what lies before a complaint with a dismissed pair, so many are looked through for the next one. */
const lookedBack = 20

/** Which complaints are compared: SQL over `complaint_version v`, and how far apart one person's may lie. */
export type Compared = {
  held: RawBuilder<unknown>
  where: RawBuilder<unknown>
  register: 1 | 2
  revision: number
  days: number
  /** Equal texts count too: whoever may not read texts is not told which are equal. */
  texts: boolean
  /** Only complaints received from this day on are proposed as repeats of earlier ones. */
  from?: string | null
}

export type Evidence = { samePerson: boolean; sameText: boolean }
/** A complaint of a pair: its group, and the institution that it counts for. */
export type Side = { id: number; receivedOn: string; group: number | null; ranked: number }
/** Two complaints that may be one matter, the earlier received first. */
export type Link = Evidence & { earlier: Side; later: Side }
/** Two complaints that a person judged to be two matters. */
export type Dismissed = { one: Side; other: Side }

/**
 * Pairs that may be one matter and are not yet: in each run of one person's, or one text's, complaints against one
 * ranked institution, neighbours by day of receipt. Neighbours alone are enough to join all that belongs together, and
 * keep a token that a thousand share from making half a million pairs. Where a neighbour was dismissed, those before it
 * are looked at too.
 */
export async function findLinks(tx: Transaction<Tables>, compared: Compared): Promise<{ links: Link[]; dismissed: Dismissed[] }> {
  const dismissed = await readDismissed(tx, compared)
  const links = (await sql<Row>`${linksSql(compared)}`.execute(tx)).rows.map(linkOf)
  if (dismissed.length > 0) {
    const ids = [...new Set(dismissed.flatMap(({ one, other }) => [one.id, other.id]))]
    links.push(...(await sql<Row>`${linksBefore(compared, ids)}`.execute(tx)).rows.map(linkOf))
  }
  return { links, dismissed }
}

type Row = Evidence & {
  id: number
  on: string
  group: number | null
  earlierId: number
  earlierOn: string
  earlierGroup: number | null
  ranked: number
}

function linkOf(row: Row): Link {
  const { ranked, samePerson, sameText } = row
  return {
    samePerson,
    sameText,
    earlier: { id: row.earlierId, receivedOn: row.earlierOn, group: row.earlierGroup, ranked },
    later: { id: row.id, receivedOn: row.on, group: row.group, ranked },
  }
}

const columns = sql`id, received_on as on, group_id as "group", earlier_id as "earlierId", earlier_on as "earlierOn", earlier_group as "earlierGroup", ranked`
/** Not one matter already: complaints of one register and ranked institution are where they share a group. */
const apart = sql`(group_id is null or group_id is distinct from earlier_group)`

/** SQL ` and …`: what of the versions is compared. Without a ranked institution there is none that two share. */
function comparable({ held, where, register, from, days }: Compared): RawBuilder<unknown> {
  const since = from ? sql` and v.received_on >= ${from}::date - ${sql.lit(Math.max(days, textDays))}` : sql``
  return sql`${held} and v.kind = 1 and v.counted and v.register = ${sql.lit(register)} and v.ranked_institution_id <> 0 and ${where}${since}`
}

function onlyFrom({ from }: Compared): RawBuilder<unknown> {
  return from ? sql` and received_on >= ${from}::date` : sql``
}

/** Texts that occur more than once, with the complaints that hold them. */
function equalTexts(compared: Compared): RawBuilder<unknown> {
  if (!compared.texts)
    return sql`select null::bigint as id, null::date as received_on, null::bigint as ranked, null::bigint as group_id, null::bytea as person, null::bytea as digest where false`
  return sql`select v.complaint_id as id, v.received_on, v.ranked_institution_id as ranked, v.matter_group_id as group_id, v.person_token as person, t.match_digest as digest
    from (select match_digest from complaint_text where match_digest is not null group by match_digest having count(*) > 1) d
    join complaint_text t on t.match_digest = d.match_digest
    join complaint_version v on v.region_id = t.region_id and v.complaint_id = t.complaint_id and v.text_id = t.id
   where ${comparable(compared)}`
}

function linksSql(compared: Compared): RawBuilder<unknown> {
  const { days } = compared
  const near = (most: number, of = sql``) => sql`${of}received_on - ${of}earlier_on <= ${sql.lit(most)}`
  const before = (name: string, of: string) => sql`lag(${sql.ref(name)}) over w as ${sql.ref(of)}`
  const neighbour = sql`${before('id', 'earlier_id')}, ${before('received_on', 'earlier_on')}, ${before('group_id', 'earlier_group')}`
  return sql`with texts as materialized (${equalTexts(compared)}),
    persons as (select v.complaint_id as id, v.received_on, v.ranked_institution_id as ranked, v.matter_group_id as group_id, v.person_token as person
      from complaint_version v where v.person_token is not null and ${comparable(compared)}),
    by_person as (select * from (select id, received_on, ranked, group_id, ${neighbour} from persons
        window w as (partition by person, ranked order by received_on, id)) p where ${near(days)} and ${apart}${onlyFrom(compared)}),
    by_text as (select * from (select id, received_on, ranked, group_id, person, ${neighbour}, ${before('person', 'earlier_person')} from texts
        window w as (partition by digest, ranked order by received_on, id)) t where ${near(textDays)} and ${apart}${onlyFrom(compared)})
    select p.id, p.received_on as on, p.group_id as "group", p.earlier_id as "earlierId", p.earlier_on as "earlierOn", p.earlier_group as "earlierGroup", p.ranked,
           true as "samePerson", coalesce(l.digest = e.digest, false) and ${near(textDays, sql`p.`)} as "sameText"
      from by_person p left join texts l on l.id = p.id left join texts e on e.id = p.earlier_id
    union all
    select ${columns}, coalesce(person = earlier_person, false) and ${near(days)}, true from by_text`
}

/** Of complaints with a dismissed pair, all links to what came before, the nearest first, up to a number. */
function linksBefore(compared: Compared, ids: readonly number[]): RawBuilder<unknown> {
  const list = sql`${`{${ids.join(',')}}`}::bigint[]`
  const base = sql`select v.complaint_id as id, v.received_on, v.ranked_institution_id as ranked, v.matter_group_id as group_id, v.person_token as person, t.match_digest as digest
    from complaint_version v left join complaint_text t on t.region_id = v.region_id and t.id = v.text_id and ${compared.texts}
   where ${comparable(compared)}`
  const days = sql`l.received_on - e.received_on`
  const samePerson = sql`coalesce(l.person = e.person, false) and ${days} <= ${sql.lit(compared.days)}`
  const sameText = sql`coalesce(l.digest = e.digest, false) and ${days} <= ${sql.lit(textDays)}`
  const pairs = (which: RawBuilder<unknown>) => sql`
    select l.id, l.received_on, l.ranked, l.group_id, e.id as earlier_id, e.received_on as earlier_on, e.group_id as earlier_group,
           ${samePerson} as same_person, ${sameText} as same_text
      from (${base} and v.complaint_id = any(${list})) l join (${base}) e on ${which} and e.ranked = l.ranked and (e.received_on, e.id) < (l.received_on, l.id)`
  return sql`with pairs as (${pairs(sql`e.person = l.person`)} union ${pairs(sql`e.digest = l.digest`)}),
    near as (select *, row_number() over (partition by id order by earlier_on desc, earlier_id desc) as place from pairs
      where (same_person or same_text) and ${apart}${onlyFrom(compared)})
    select ${columns}, same_person as "samePerson", same_text as "sameText" from near where place <= ${sql.lit(lookedBack)}`
}

async function readDismissed(tx: Transaction<Tables>, { revision, held }: Compared): Promise<Dismissed[]> {
  const version = (id: string) => sql`(select v.matter_group_id as g, v.ranked_institution_id as r from complaint_version v
    where v.region_id in (select region_id from region) and v.complaint_id = ${sql.ref(id)} and ${held} limit 1)`
  const { rows } = await sql<{ a: number; b: number; ag: number | null; bg: number | null; ar: number; br: number }>`
    select d.complaint_id as a, d.other_id as b, a.g as ag, b.g as bg, a.r as ar, b.r as br
      from matter_dismissal d, lateral ${version('d.complaint_id')} a, lateral ${version('d.other_id')} b
     where d.from_revision <= ${revision} and (d.to_revision is null or d.to_revision > ${revision})`.execute(tx)
  return rows.map(({ a, b, ag, bg, ar, br }) => ({
    one: { id: a, receivedOn: '', group: ag, ranked: ar },
    other: { id: b, receivedOn: '', group: bg, ranked: br },
  }))
}

/** Two matters that may be one, shown by the pair of complaints that says so best. */
export type Candidate = Link & { days: number }

/**
 * One candidate for each two matters that links join, the latest first: by the pair with both kinds of evidence, else
 * equal texts, else the nearest. Two matters with a dismissed pair between them are not proposed.
 */
export function candidatesOf(links: readonly Link[], dismissed: readonly Dismissed[]): Candidate[] {
  const matters = new Places((side) => (side.group === null ? null : `${side.group}:${side.ranked}`))
  const parted = new Set(dismissed.map(({ one, other }) => pairOf(matters.of(one), matters.of(other))))
  const best = new Map<number, Candidate>()
  for (const link of links) {
    const pair = pairOf(matters.of(link.earlier), matters.of(link.later))
    if (parted.has(pair)) continue
    const candidate = { ...link, days: daysBetween(link.earlier.receivedOn, link.later.receivedOn) }
    const known = best.get(pair)
    if (!known || isBetter(candidate, known)) best.set(pair, candidate)
  }
  return [...best.values()].sort(byLatest)
}

/** The order of the list: the later complaint's day of receipt and id, both from the top. */
export function byLatest(a: { later: Side; earlier: Side }, b: { later: Side; earlier: Side }): number {
  if (a.later.receivedOn !== b.later.receivedOn) return a.later.receivedOn < b.later.receivedOn ? 1 : -1
  return b.later.id - a.later.id || b.earlier.id - a.earlier.id
}

function isBetter(a: Candidate, b: Candidate): boolean {
  const [strengthA, strengthB] = [strengthOf(a), strengthOf(b)]
  if (strengthA !== strengthB) return strengthA > strengthB
  if (a.days !== b.days) return a.days < b.days
  return byLatest(a, b) < 0
}

function strengthOf({ samePerson, sameText }: Evidence): number {
  return samePerson && sameText ? 2 : sameText ? 1 : 0
}

/** Numbers from 0 on for what complaints belong to: a name shared by several, or (null) the complaint alone. */
class Places {
  private readonly alone = new Map<number, number>()
  private readonly shared = new Map<string, number>()
  count = 0

  constructor(private readonly nameOf: (side: Side) => string | null) {}

  of(side: Side): number {
    const name = this.nameOf(side)
    const known = name === null ? this.alone.get(side.id) : this.shared.get(name)
    if (known !== undefined) return known
    if (name === null) this.alone.set(side.id, this.count)
    else this.shared.set(name, this.count)
    return this.count++
  }
}

/** One number for two, in either order; places stay below 2 ** 26. */
function pairOf(a: number, b: number): number {
  return a < b ? a * 67_108_864 + b : b * 67_108_864 + a
}

function daysBetween(from: string, to: string): number {
  return from === to ? 0 : (Date.parse(to) - Date.parse(from)) / 86_400_000
}

/** What is joined when candidates are confirmed: complaints of each group that results, whole groups by one of their members. */
export function joinedBy(candidates: readonly Pick<Link, 'earlier' | 'later'>[]): Side[][] {
  const groups = new Places((side) => (side.group === null ? null : String(side.group)))
  const parent: number[] = []
  const sides = new Map<number, Side>()
  const placeOf = (side: Side): number => {
    const place = groups.of(side)
    parent[place] ??= place
    sides.set(side.id, side)
    return rootOf(parent, place)
  }
  for (const { earlier, later } of candidates) {
    const [a, b] = [placeOf(earlier), placeOf(later)]
    if (a !== b) parent[b] = a
  }
  const joined = new Map<number, Side[]>()
  for (const side of sides.values()) {
    const root = rootOf(parent, groups.of(side))
    const list = joined.get(root)
    if (list) list.push(side)
    else joined.set(root, [side])
  }
  return [...joined.values()]
}

/** The root of a place's tree; the path to it is halved on the way. */
function rootOf(parent: number[], place: number): number {
  let at = place
  for (let up = parent[at] as number; up !== at; up = parent[at] as number) {
    parent[at] = parent[up] as number
    at = parent[at] as number
  }
  return at
}
