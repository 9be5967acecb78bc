import { sql } from 'kysely'
import type { Role } from '../access/permissions.ts'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import { nodeOf } from './views.rules.ts'
import type { SavedView } from './views.types.ts'

/** The viewer's own views and those shared with a role of theirs at their node, by name; of one page where it is named. */
export function readViews(db: Db, viewer: Viewer, path: string | null): Promise<SavedView[]> {
  const { regionId, institutionId } = nodeOf(viewer)
  return readSnapshot(db, viewer, async (tx) => {
    const { rows } = await sql<SavedView & { sharedRole: Role | null }>`
      select key, name, path, search, shared_role as "sharedRole", owner_id = ${viewer.userId} as own, owner_name as owner, changed_at as "changedAt"
        from saved_view
       where deleted_at is null and (${path}::text is null or path = ${path})
         and (owner_id = ${viewer.userId}
           or shared_role = any (${viewer.roles}::text[]) and region_id = ${regionId} and institution_id is not distinct from ${institutionId})
       order by owner_id = ${viewer.userId} desc, name, id`.execute(tx)
    return rows
  })
}
