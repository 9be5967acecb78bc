import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { Writing } from '../ledger/change.ts'
import { createEntry, holdsMask, matchWords } from '../ledger/dictionary.ts'
import { rederiveInstitutions } from '../ledger/rederive.ts'
import { NameIndex } from './names.ts'
import { planExposures, type ExposurePlan, type HeldExposure } from './plan-exposures.ts'
import { planInstitutions, regionKey, type HeldInstitution, type InstitutionPlan } from './plan-institutions.ts'
import type { WrittenExposure, WrittenInstitution } from './small-rows.ts'
import { loadStagedRows } from './staged-rows.ts'
import { loadWorld } from './world.ts'
import { currentRevision } from '../ledger/revision.ts'

/** What planning a staged file needs beside its rows. */
export type SmallImport = { importId: number; regionId: number; fields: readonly string[]; create: readonly string[] }

/** Compares a staged file of institutions with the ledger as it stands. */
export async function compareInstitutions(tx: Transaction<Tables>, staged: SmallImport): Promise<InstitutionPlan> {
  const rows = await loadStagedRows<WrittenInstitution>(tx, staged.importId)
  const revision = await currentRevision(tx)
  const groups = [...new Set(rows.flatMap((row) => row.value.peerGroup ?? []))]
  const matched = await matchWords(tx, 'peerGroup', groups, revision)
  const regions = await matchRegions(tx, [...new Set(rows.flatMap((row) => row.value.region ?? []))])
  return planInstitutions(rows, {
    held: await heldInstitutions(tx),
    peerGroups: known(matched, staged.create.includes('peerGroup')),
    regions: known(regions, staged.create.includes('region') || (await namesTheOffice(tx, staged.regionId, regions))),
    rootRegionId: staged.regionId,
    fields: new Set(staged.fields),
  })
}

export async function compareExposures(tx: Transaction<Tables>, staged: SmallImport): Promise<ExposurePlan> {
  const rows = await loadStagedRows<WrittenExposure>(tx, staged.importId)
  const { named } = await loadWorld(tx, staged.regionId)
  return planExposures(rows, new NameIndex(named), await heldExposures(tx), staged.fields.includes('source'))
}

/** Writes what is new or changed and resolves again the complaints that hang on it; gives how many those are. */
export async function writeInstitutions(writing: Writing, batchId: number, plan: InstitutionPlan): Promise<number> {
  await insertInstitutions(writing, batchId, plan)
  return rederiveInstitutions(writing)
}

/** Writes what is new or changed; whoever asks resolves what hangs on it. */
export async function insertInstitutions(writing: Writing, batchId: number, plan: Pick<InstitutionPlan, 'planned'>): Promise<void> {
  const { tx, revision } = writing
  const groups = new Map<string, number>()
  const regions = new Map<string, number>()
  const ids = new Map<number, { id: number; regionId: number }>()
  const written = plan.planned.filter((one) => one.outcome !== 'IDENTICAL')
  for (const one of written) {
    if (one.newPeerGroup !== null && !groups.has(one.newPeerGroup))
      groups.set(
        one.newPeerGroup,
        await createEntry(writing, 'peerGroup', one.newPeerGroup, { attributes: { bases: basesOf(one.newPeerGroup) } }),
      )
    if (one.newRegion !== null && !regions.has(one.newRegion)) regions.set(one.newRegion, await createRegion(writing, one.newRegion))
  }
  const regionOf = (one: (typeof written)[number]) => (one.newRegion === null ? one.regionId : (regions.get(one.newRegion) as number))
  for (const one of written)
    if (one.id < 0 && !ids.has(one.id))
      ids.set(one.id, { id: await addIdentity(writing, regionOf(one), one.code), regionId: regionOf(one) })
  const real = (id: number | null) => (id === null ? null : id < 0 ? (ids.get(id)?.id ?? null) : id)
  const records = written.map((one) => ({
    region_id: regionOf(one),
    institution_id: real(one.id),
    batch_id: batchId,
    valid_from: one.validFrom,
    name: one.name,
    aliases: one.aliases,
    parent_id: real(one.parentId),
    peer_group_id: one.newPeerGroup === null ? one.peerGroupId : groups.get(one.newPeerGroup),
    ranked: one.ranked,
    opened_on: one.openedOn,
    closed_on: one.closedOn,
    successor_id: real(one.successorId),
    display_order: one.displayOrder,
    revision,
  }))
  await sql`insert into institution_version (region_id, institution_id, batch_id, valid_from, name, aliases, parent_id, peer_group_id, ranked, opened_on, closed_on, successor_id, display_order, revision)
    select r.region_id, r.institution_id, r.batch_id, r.valid_from, r.name, r.aliases, r.parent_id, r.peer_group_id, r.ranked, r.opened_on, r.closed_on, r.successor_id, r.display_order, r.revision
      from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r (region_id bigint, institution_id bigint, batch_id bigint, valid_from date, name text, aliases text[],
        parent_id bigint, peer_group_id integer, ranked boolean, opened_on date, closed_on date, successor_id bigint, display_order integer, revision integer)`.execute(
    tx,
  )
}

export async function writeExposures(writing: Writing, batchId: number, plan: Pick<ExposurePlan, 'planned'>): Promise<void> {
  const { tx, revision } = writing
  const records = plan.planned.filter((one) => one.outcome !== 'IDENTICAL')
  await sql`insert into exposure (region_id, institution_id, batch_id, base, as_of, value, source, revision)
    select i.region_id, r."institutionId", ${batchId}, r.base, r."asOf", r.value, r.source, ${revision}
      from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r ("institutionId" bigint, base text, "asOf" date, value bigint, source text)
      join institution i on i.institution_id = r."institutionId"`.execute(tx)
}

/** Ids among the changed values of institutions as the names that a person reads. */
export async function shownInstitutionValues(tx: Transaction<Tables>, plan: InstitutionPlan): Promise<InstitutionPlan['differing']> {
  if (plan.differing.length === 0) return []
  const names = new Map<number, string>()
  for (const held of await heldInstitutions(tx)) names.set(held.id, held.name)
  for (const one of plan.planned) if (one.id < 0) names.set(one.id, one.name)
  const regions = new Map((await tx.selectFrom('region').select(['region_id', 'zh']).execute()).map((row) => [row.region_id, row.zh]))
  const groups = new Map(
    (await tx.selectFrom('dictionary_entry').select(['id', 'zh']).where('kind', '=', 'peerGroup').execute()).map((row) => [row.id, row.zh]),
  )
  const bySeq = new Map(plan.planned.map((one) => [one.seq, one]))
  const show = (field: string, value: string | null): string | null => {
    if (value === null) return null
    if (field === 'parentId' || field === 'successorId') return names.get(Number(value)) ?? value
    if (field === 'regionId') return regions.get(Number(value)) ?? value
    return field === 'peerGroupId' ? (groups.get(Number(value)) ?? value) : value
  }
  return plan.differing.map((one) => {
    const planned = bySeq.get(one.seq)
    const created = one.field === 'peerGroupId' ? planned?.newPeerGroup : one.field === 'regionId' ? planned?.newRegion : null
    return { ...one, before: show(one.field, one.before), after: created ?? show(one.field, one.after) }
  })
}

/** The versions of batches in force, of each day the latest, each institution's by day. */
export async function heldInstitutions(tx: Transaction<Tables>): Promise<HeldInstitution[]> {
  const { rows } = await sql<HeldInstitution>`
    select distinct on (v.institution_id, v.valid_from) v.institution_id as id, i.code, v.region_id as "regionId", v.valid_from as "validFrom", v.name, v.aliases,
           v.parent_id as "parentId", v.peer_group_id as "peerGroupId", v.ranked, v.opened_on as "openedOn", v.closed_on as "closedOn",
           v.successor_id as "successorId", v.display_order as "displayOrder"
      from institution_version v join institution i on i.institution_id = v.institution_id
     where not exists (select from batch_void b where b.batch_id = v.batch_id and b.to_revision is null)
     order by v.institution_id, v.valid_from nulls first, v.revision desc`.execute(tx)
  return rows
}

/** The latest value in force of each institution, base and day. */
export async function heldExposures(tx: Transaction<Tables>): Promise<HeldExposure[]> {
  const { rows } = await sql<HeldExposure>`
    select distinct on (e.institution_id, e.base, e.as_of) e.institution_id as "institutionId", e.base, e.as_of as "asOf", e.value, e.source
      from exposure e where not exists (select from batch_void b where b.batch_id = e.batch_id and b.to_revision is null)
     order by e.institution_id, e.base, e.as_of, e.revision desc`.execute(tx)
  return rows
}

/** Known words keep their id; unknown ones are null where they will be created, else left out. */
function known(matched: ReadonlyMap<string, number | null>, create: boolean): Map<string, number | null> {
  return new Map([...matched].filter(([word, id]) => id !== null || (create && !holdsMask(word))))
}

/** Regions by key or name; null for one that is unknown. */
export async function matchRegions(tx: Transaction<Tables>, names: readonly string[]): Promise<Map<string, number | null>> {
  const regions = await tx.selectFrom('region').select(['region_id', 'key', 'zh', 'en', 'placeholder']).execute()
  const byName = new Map<string, number>()
  for (const { region_id: id, key, zh, en, placeholder } of regions)
    if (!placeholder) for (const name of [key, zh, en]) if (name && !byName.has(regionKey(name))) byName.set(regionKey(name), id)
  return new Map(names.map((name) => [name, byName.get(regionKey(name)) ?? null]))
}

/** An office that has no name yet takes the one region that its first file names; several have to be said. */
async function namesTheOffice(tx: Transaction<Tables>, regionId: number, matched: ReadonlyMap<string, number | null>): Promise<boolean> {
  if ([...matched.values()].filter((id) => id === null).length !== 1) return false
  const office = await tx.selectFrom('region').select('placeholder').where('region_id', '=', regionId).executeTakeFirst()
  return office?.placeholder ?? false
}

const BELOW: Record<string, string> = { NATION: 'PROVINCE', PROVINCE: 'CITY', CITY: 'COUNTY', COUNTY: 'COUNTY' }

/** A new node below the jurisdiction; where that one has no name of its own yet, the first name becomes its. */
async function createRegion(writing: Writing, name: string): Promise<number> {
  const { tx, regionId, revision } = writing
  const root = await tx.selectFrom('region').select(['level', 'placeholder']).where('region_id', '=', regionId).executeTakeFirstOrThrow()
  if (root.placeholder) {
    await tx.updateTable('region').set({ zh: name, en: null, placeholder: false }).where('region_id', '=', regionId).execute()
    return regionId
  }
  const { rows } = await sql<{ id: number }>`
    insert into region (key, parent_id, level, zh, revision) values (${name}, ${regionId}, ${BELOW[root.level] ?? 'COUNTY'}, ${name}, ${revision}) returning region_id as id`.execute(
    tx,
  )
  return (rows[0] as { id: number }).id
}

async function addIdentity(writing: Writing, regionId: number, code: string | null): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with next as (select nextval(pg_get_serial_sequence('institution', 'institution_id')) as id)
    insert into institution (region_id, institution_id, key, code, revision)
    select ${regionId}, next.id, coalesce(${code}::text, 'I' || next.id), ${code}, ${writing.revision} from next returning institution_id as id`.execute(
    writing.tx,
  )
  return (rows[0] as { id: number }).id
}

/** The two bases that a group's rates are computed on. */
function basesOf(group: string): string[] {
  return /保险|财险|寿险|insur/i.test(group) ? ['premium', 'policies'] : ['outlets', 'personalCustomers']
}
