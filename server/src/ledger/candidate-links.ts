import { sql, type RawBuilder, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { Dismissed, FoundLinks, KeptLinks, Link } from './candidates.ts'

/** Equal texts are candidates where received at most so many days apart (data.md 3). */
export const textDays = 3
/** Of what lies before a complaint with a dismissed pair, so many are looked through for the next one. */
const lookedBack = 20

/** Which complaints are compared: SQL over `complaint_version v`, and how far apart one person's may lie. */
export type Compared = {
  held: RawBuilder<unknown>
  where: RawBuilder<unknown>
  register: 1 | 2
  /** Whose texts are compared where it is not everybody's, so that those of others are not even looked at. */
  regions: RawBuilder<unknown> | null
  revision: number
  days: number
  /** Equal texts count too: whoever may not read texts is not told which are equal. */
  texts: boolean
  /** Only complaints received from this day on are proposed as repeats of earlier ones. */
  from?: string | null
}

/**
 * Pairs that may be one matter and are not yet: in each run of one person's, or one text's, complaints against one
 * ranked institution, neighbours by day of receipt. Neighbours alone are enough to join all that belongs together, and
 * keep a token that a thousand share from making half a million pairs. Where a neighbour was dismissed, those before it
 * are looked at too.
 * @param earlier what was found at an earlier revision of the same question: then only what changed since is read.
 */
export async function findLinks(tx: Transaction<Tables>, compared: Compared, earlier: KeptLinks | null = null): Promise<FoundLinks> {
  const dismissed = await readDismissed(tx, compared)
  const kept =
    (earlier && (await refreshed(tx, compared, earlier))) ??
    (await readLinks(tx, compared, null, { byPerson: new Map(), byText: new Map() }))
  if (dismissed.length === 0) return { kept, before: [], dismissed }
  const ids = [...new Set(dismissed.flatMap(({ one, other }) => [one.id, other.id]))]
  const { rows } = await sql<Row>`${linksBefore(compared, ids)}`.execute(tx)
  return { kept, before: rows.map(linkOf), dismissed }
}

type Into = { byPerson: Map<number, Link>; byText: Map<number, Link> }

/** Reads links, the latest first, into maps of links that stand. */
async function readLinks(tx: Transaction<Tables>, compared: Compared, only: Only | null, into: Into): Promise<KeptLinks> {
  const { byPerson, byText } = into
  for (const row of (await sql<Row>`${linksSql(compared, only)}`.execute(tx)).rows)
    (row.ofText ? byText : byPerson).set(row.id, linkOf(row))
  return { revision: compared.revision, byPerson, byText }
}

/** Whose complaints are looked at again: those of these persons and with these texts. */
type Only = { persons: Buffer[]; digests: Buffer[] }
/** Where more than so many complaints changed, all are looked at. */
const mostTouched = 5_000

/**
 * The links brought forward: those of complaints that changed since, and of everybody whose neighbour they are or were,
 * are read again. Null where too much changed, or where a redaction took tokens away without a new version.
 */
async function refreshed(tx: Transaction<Tables>, compared: Compared, earlier: KeptLinks): Promise<KeptLinks | null> {
  if (earlier.revision === compared.revision) return earlier
  const since = Math.trunc(earlier.revision)
  const { rows: redacted } = await sql`select from change where revision > ${since} and kind = 'REDACT' limit 1`.execute(tx)
  if (earlier.revision > compared.revision || redacted.length > 0) return null
  const { rows: touched } = await sql<{ id: number; person: Buffer | null }>`
    select complaint_id as id, person_token as person from complaint_version where from_revision > ${since}
    union select complaint_id, person_token from complaint_version where to_revision > ${since} limit ${sql.lit(mostTouched + 1)}`.execute(
    tx,
  )
  if (touched.length > mostTouched) return null
  const persons = touched.flatMap(({ person }) => person ?? [])
  const { rows: beside } = await sql<{ id: number }>`
    select v.complaint_id as id from complaint_version v where v.person_token = any(${persons}::bytea[]) and ${comparable(compared)}`.execute(
    tx,
  )
  const ids = [...new Set([...touched, ...beside].map(({ id }) => id))]
  if (ids.length > mostTouched) return null
  const { rows: texts } = await sql<{ digest: Buffer }>`select distinct match_digest as digest from complaint_text
    where region_id in (select region_id from region) and complaint_id = any(${ids}::bigint[]) and match_digest is not null`.execute(tx)
  const digests = texts.map(({ digest }) => digest)
  const { rows: alike } = await sql<{ id: number }>`
    select complaint_id as id from complaint_text where match_digest = any(${digests}::bytea[])`.execute(tx)
  if (alike.length > mostTouched) return null
  const byPerson = new Map(earlier.byPerson)
  const byText = new Map(earlier.byText)
  for (const id of ids) {
    byPerson.delete(id)
    byText.delete(id)
  }
  for (const { id } of alike) byText.delete(id)
  return readLinks(tx, compared, { persons, digests }, { byPerson, byText })
}

type Row = {
  samePerson: boolean
  sameText: boolean
  ofText?: boolean
  id: number
  on: string
  group: number | null
  earlierId: number
  earlierOn: string
  earlierGroup: number | null
  ranked: number
  days: number
}

function linkOf(row: Row): Link {
  const { ranked, samePerson, sameText } = row
  return {
    samePerson,
    sameText,
    days: row.days,
    earlier: { id: row.earlierId, receivedOn: row.earlierOn, group: row.earlierGroup, ranked },
    later: { id: row.id, receivedOn: row.on, group: row.group, ranked },
  }
}

const columns = sql`id, received_on as on, group_id as "group", earlier_id as "earlierId", earlier_on as "earlierOn", earlier_group as "earlierGroup", ranked, received_on - earlier_on as days`
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
function equalTexts(compared: Compared, only: Only | null): RawBuilder<unknown> {
  const { regions } = compared
  if (!compared.texts)
    return sql`select null::bigint as id, null::date as received_on, null::bigint as ranked, null::bigint as group_id, null::bytea as person, null::bytea as digest where false`
  return sql`select v.complaint_id as id, v.received_on, v.ranked_institution_id as ranked, v.matter_group_id as group_id, v.person_token as person, t.match_digest as digest
    from (select match_digest from complaint_text where match_digest is not null${regions ? sql` and region_id = ${regions}` : sql``}${only ? sql` and match_digest = any(${only.digests}::bytea[])` : sql``} group by match_digest having count(*) > 1) d
    join complaint_text t on t.match_digest = d.match_digest${regions ? sql` and t.region_id = ${regions}` : sql``}
    join complaint_version v on v.region_id = t.region_id and v.complaint_id = t.complaint_id and v.text_id = t.id
   where ${comparable(compared)}`
}

function linksSql(compared: Compared, only: Only | null): RawBuilder<unknown> {
  const { days } = compared
  const near = (most: number, of = sql``) => sql`${of}received_on - ${of}earlier_on <= ${sql.lit(most)}`
  const before = (name: string, of: string) => sql`lag(${sql.ref(name)}) over w as ${sql.ref(of)}`
  const neighbour = sql`${before('id', 'earlier_id')}, ${before('received_on', 'earlier_on')}, ${before('group_id', 'earlier_group')}`
  return sql`with texts as materialized (${equalTexts(compared, only)}),
    persons as (select v.complaint_id as id, v.received_on, v.ranked_institution_id as ranked, v.matter_group_id as group_id, v.person_token as person
      from complaint_version v where v.person_token is not null${only ? sql` and v.person_token = any(${only.persons}::bytea[])` : sql``} and ${comparable(compared)}),
    by_person as (select * from (select id, received_on, ranked, group_id, ${neighbour} from persons
        window w as (partition by person, ranked order by received_on, id)) p where ${near(days)} and ${apart}${onlyFrom(compared)}),
    by_text as (select * from (select id, received_on, ranked, group_id, person, ${neighbour}, ${before('person', 'earlier_person')} from texts
        window w as (partition by digest, ranked order by received_on, id)) t where ${near(textDays)} and ${apart}${onlyFrom(compared)})
    select p.id, p.received_on as on, p.group_id as "group", p.earlier_id as "earlierId", p.earlier_on as "earlierOn", p.earlier_group as "earlierGroup", p.ranked, p.received_on - p.earlier_on as days,
           true as "samePerson", coalesce(l.digest = e.digest, false) and ${near(textDays, sql`p.`)} as "sameText", false as "ofText"
      from by_person p left join texts l on l.id = p.id left join texts e on e.id = p.earlier_id
    union all
    select ${columns}, coalesce(person = earlier_person, false) and ${near(days)}, true, true from by_text
    order by 2 desc, 1 desc`
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
