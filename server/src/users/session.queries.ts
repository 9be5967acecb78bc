import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { permissionsOf } from '../access/permissions.ts'
import { loadViewer } from '../access/grants.ts'
import type { Scope, Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import type { Label } from '../platform/label.ts'
import { product } from '../platform/product.ts'
import { demoUsers } from './demo-users.ts'
import { needsSetup, shortestPassword } from './invitations.ts'
import type { Person, Session } from './session.types.ts'

/** The visit as it stands for this viewer (null: nobody is signed in). */
export async function readSession(context: Context, viewer: Viewer | null): Promise<Session> {
  const { db } = context
  const demo = await isDemo(db)
  return {
    viewer: viewer && {
      name: viewer.name,
      displayName: viewer.displayName,
      roles: viewer.roles,
      permissions: [...permissionsOf(viewer.roles)],
      scopeLabel: await scopeLabel(db, viewer),
      language: viewer.language,
    },
    people: viewer && actsForRegion(viewer) ? await readPeople(db, viewer) : [],
    demo,
    demoUsers: demo ? [...demoUsers] : [],
    needsSetup: !demo && (await needsSetup(db)),
    shortestPassword,
    product: product.name,
    version: product.version,
  }
}

export async function readSessionOf(context: Context, userId: number): Promise<Session> {
  return readSession(context, await loadViewer(context.db, userId))
}

export function isDemo(db: Db): Promise<boolean> {
  return writeAs(db, 'mingjing_identity', async (tx) => {
    const row = await tx.selectFrom('installation').select('kind').executeTakeFirst()
    return row?.kind === 'DEMO'
  })
}

function actsForRegion({ scope }: Viewer): boolean {
  return scope.kind === 'ALL' || scope.regions.length > 0
}

/**
 * Everybody who ever could sign in, and who made the installation: an act of long ago has a name too. Who acts for a part
 * of the tree meets the acts of that part and of the offices above it.
 */
async function readPeople(db: Db, { scope, rootRegionId }: Viewer): Promise<Person[]> {
  const { rows } = await writeAs(db, 'mingjing_identity', (tx) =>
    sql<{ name: string; zh: string; en: string | null }>`
      with recursive above as (
        select region_id, parent_id from region where region_id = ${rootRegionId}
        union
        select r.region_id, r.parent_id from above a join region r on r.region_id = a.parent_id
      )
      select u.name, u.zh, u.en from user_account u
       where ${scope.kind === 'ALL'} or exists (
         select from user_grant g where g.user_id = u.id and (g.scope_region = any (${regionsOf(scope)}::bigint[])
           or g.scope_region in (select region_id from above) or g.scope_institution = any (${institutionsOf(scope)}::bigint[])))
       order by u.name`.execute(tx),
  )
  return [installation, ...rows.map(({ name, ...label }) => ({ name, label }))]
}
const regionsOf = (scope: Scope) => (scope.kind === 'ALL' ? [] : scope.regions)
const institutionsOf = (scope: Scope) => (scope.kind === 'ALL' ? [] : scope.institutions)
const installation: Person = { name: 'installation', label: { zh: '安装', en: 'Installation' } }

/** The region's label, or the first institution's name for those who belong to one. */
function scopeLabel(db: Db, viewer: Viewer): Promise<Label> {
  return writeAs(db, 'mingjing_identity', async (tx) => {
    const { scope, rootRegionId } = viewer
    const institution = scope.kind === 'SCOPE' && scope.regions.length === 0 ? scope.institutions[0] : undefined
    if (institution !== undefined) {
      const { rows } = await sql<{ name: string }>`
        select name from institution_version where institution_id = ${institution}
        order by revision desc limit 1`.execute(tx)
      if (rows[0]) return { zh: rows[0].name, en: null }
    }
    const region = await tx.selectFrom('region').select(['zh', 'en']).where('region_id', '=', rootRegionId).executeTakeFirst()
    return region ?? { zh: '—', en: '—' }
  })
}
