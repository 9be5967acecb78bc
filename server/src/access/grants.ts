import { sql, type RawBuilder, type Transaction } from 'kysely'
import type { Db } from '../db/connect.ts'
import { readIdentity } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { permissionsOf, roles, type Role } from './permissions.ts'
import type { Scope, Viewer } from './viewer.ts'

type Grant = {
  id: number
  name: string
  zh: string
  en: string | null
  language: string
  role: string
  scope_region: number | null
  scope_institution: number | null
  /** The tree of offices, read in the same round trip. */
  regions: Region[]
}
type Region = { region_id: number; parent_id: number | null; placeholder: boolean }
type Institution = { institution_id: number; parent_id: number | null; region_id: number; successor_id?: number | null }

/** The viewer under all grants in force today; null when the user is disabled or holds none. */
export function loadViewer(db: Db, userId: number): Promise<Viewer | null> {
  return readIdentity(db, (tx) => viewerIn(tx, sql<number>`select ${userId}::bigint`))
}

/** The same inside a transaction of the identity role; `user` is SQL that gives an account's id, or nothing. */
export async function viewerIn(tx: Transaction<Tables>, user: RawBuilder<number>): Promise<Viewer | null> {
  const grants = await grantsInForce(tx, user)
  const [account] = grants
  const held = [...new Set(grants.map((grant) => grant.role))].filter((role): role is Role => role in roles)
  if (!account || held.length === 0) return null
  const language = account.language === 'en' ? 'en' : 'zh'
  return {
    userId: account.id,
    name: account.name,
    displayName: language === 'en' ? (account.en ?? account.zh) : account.zh,
    roles: held,
    permissions: permissionsOf(held),
    language,
    ...(await scopeOf(tx, grants)),
  }
}

/** The grants in force today, each with the account that holds it; none of a disabled one. */
function grantsInForce(tx: Transaction<Tables>, user: RawBuilder<number>): Promise<Grant[]> {
  const today = sql<string>`(now() at time zone 'Asia/Shanghai')::date`
  return tx
    .selectFrom('user_grant as g')
    .innerJoin('user_account as u', 'u.id', 'g.user_id')
    .select(['u.id', 'u.name', 'u.zh', 'u.en', 'u.language', 'g.role', 'g.scope_region', 'g.scope_institution'])
    .select(
      sql<Region[]>`(select json_agg(json_build_object('region_id', region_id, 'parent_id', parent_id, 'placeholder', placeholder)
      order by region_id) from region)`.as('regions'),
    )
    .where('u.id', '=', sql<number>`(${user})`)
    .where('u.disabled', '=', false)
    .where((is) => is.or([is('g.starts_on', 'is', null), is('g.starts_on', '<=', today)]))
    .where((is) => is.or([is('g.ends_on', 'is', null), is('g.ends_on', '>=', today)]))
    .orderBy('g.id')
    .execute()
}

async function scopeOf(tx: Transaction<Tables>, grants: Grant[]): Promise<{ scope: Scope; rootRegionId: number }> {
  const regions = grants[0]?.regions ?? []
  const seen = expandRegions(
    regions,
    grants.flatMap((grant) => grant.scope_region ?? []),
  )
  const rootFromRegion = grants.find((grant) => grant.scope_region !== null)?.scope_region ?? null
  if (rootFromRegion !== null && regions.every((region) => region.placeholder || seen.has(region.region_id))) {
    return { scope: { kind: 'ALL' }, rootRegionId: rootFromRegion }
  }
  const roots = grants.flatMap((grant) => grant.scope_institution ?? [])
  const institutions = await currentInstitutions(tx)
  // A county sees what any office registered about its own institutions.
  const local = institutions.filter((one) => seen.has(one.region_id)).map((one) => one.institution_id)
  const owned = expandInstitutions(institutions, [...roots, ...local])
  const home = institutions.find((one) => one.institution_id === roots[0])?.region_id
  return {
    scope: { kind: 'SCOPE', regions: [...seen], institutions: [...owned] },
    rootRegionId: rootFromRegion ?? home ?? regions[0]?.region_id ?? 0,
  }
}

/** Every node at or below the given ones. */
export function expandRegions(regions: Region[], roots: number[]): Set<number> {
  return closure(roots, (id) => regions.filter((region) => region.parent_id === id).map((region) => region.region_id))
}

/** Every institution at or below the given ones, and those whose business they took over: its figures are compared with theirs. */
export function expandInstitutions(institutions: Institution[], roots: number[]): Set<number> {
  return closure(roots, (id) =>
    institutions.filter((one) => one.parent_id === id || one.successor_id === id).map((one) => one.institution_id),
  )
}

function closure(roots: number[], below: (id: number) => number[]): Set<number> {
  const seen = new Set(roots)
  // A set iterates over what is added while it is walked.
  for (const id of seen) for (const child of below(id)) seen.add(child)
  return seen
}

/** Institutions as they stand today: per institution the latest version of a batch that is not void. */
async function currentInstitutions(tx: Transaction<Tables>): Promise<Institution[]> {
  const { rows } = await sql<Institution>`
    select distinct on (v.institution_id) v.institution_id, v.parent_id, v.region_id, v.successor_id
    from institution_version v
    where (v.valid_from is null or v.valid_from <= (now() at time zone 'Asia/Shanghai')::date)
      and not exists (select from batch_void b
        where b.region_id = v.region_id and b.batch_id = v.batch_id and b.to_revision is null)
    order by v.institution_id, coalesce(v.valid_from, '-infinity') desc, v.revision desc`.execute(tx)
  return rows
}
