import { sql, type Transaction } from 'kysely'
import type { Role } from '../access/permissions.ts'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { actorOf, appendAudit } from '../ledger/audit.ts'
import { uuid7 } from '../ledger/keys.ts'
import { ConflictError, LimitError, NotFoundError } from '../platform/errors.ts'
import { nodeOf, viewName, viewPath, viewRole, viewSearch } from './views.rules.ts'

const mostViews = 200

export type ViewAsked = { name: string; path: string; search: string; role: Role | null }

/** Keeps a page with its filters under a name. @returns its key. */
export async function saveView(db: Db, viewer: Viewer, asked: ViewAsked): Promise<string> {
  const [name, path, search, role] = [viewName(asked.name), viewPath(asked.path), viewSearch(asked.search), viewRole(asked.role, viewer)]
  const { regionId, institutionId } = nodeOf(viewer)
  const key = uuid7(new Date())
  await changing(db, viewer, 'SAVE_VIEW', { view: key, path, role }, async (tx) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from saved_view where owner_id = ${viewer.userId} and deleted_at is null`.execute(tx)
    if ((rows[0]?.count ?? 0) >= mostViews)
      throw new LimitError({
        zh: `最多保存 ${mostViews} 个视图，请先删去不用的。`,
        en: `At most ${mostViews} views are kept; delete one first.`,
      })
    await sql`
      insert into saved_view (region_id, key, institution_id, owner_id, owner_name, shared_role, name, path, search)
      values (${regionId}, ${key}, ${institutionId}, ${viewer.userId}, ${viewer.name}, ${role}, ${name}, ${path}, ${search})`.execute(tx)
  })
  return key
}

export function renameView(db: Db, viewer: Viewer, key: string, asked: string): Promise<void> {
  const name = viewName(asked)
  return changing(db, viewer, 'RENAME_VIEW', { view: key }, (tx) => own(tx, viewer, key, sql`name = ${name}`, false))
}

/** Shows a view to a role of the owner's at the owner's node; null: to nobody else. */
export function shareView(db: Db, viewer: Viewer, key: string, asked: Role | null): Promise<void> {
  const role = viewRole(asked, viewer)
  return changing(db, viewer, 'SHARE_VIEW', { view: key, role }, (tx) => own(tx, viewer, key, sql`shared_role = ${role}`, false))
}

/** Takes a view out of every list; `restoreView` brings it back. */
export function deleteView(db: Db, viewer: Viewer, key: string): Promise<void> {
  return changing(db, viewer, 'DELETE_VIEW', { view: key }, (tx) => own(tx, viewer, key, sql`deleted_at = now()`, false))
}

export function restoreView(db: Db, viewer: Viewer, key: string): Promise<void> {
  return changing(db, viewer, 'RESTORE_VIEW', { view: key }, (tx) => own(tx, viewer, key, sql`deleted_at = null`, true))
}

/** Changes a view of the viewer's own. @throws NotFoundError for any other. */
async function own(tx: Transaction<Tables>, viewer: Viewer, key: string, change: ReturnType<typeof sql>, deleted: boolean): Promise<void> {
  const done = await sql`
    update saved_view set ${change}, changed_at = now()
     where key::text = ${key} and owner_id = ${viewer.userId} and (deleted_at is not null) = ${deleted}`.execute(tx)
  if (Number(done.numAffectedRows ?? 0) === 0)
    throw new NotFoundError({ zh: '没有这个视图，或者它不是您存的。', en: 'There is no such view, or it is not yours to change.' })
}

async function changing(
  db: Db,
  viewer: Viewer,
  kind: string,
  detail: object,
  work: (tx: Transaction<Tables>) => Promise<void>,
): Promise<void> {
  try {
    await writeAs(db, 'mingjing_writer', async (tx) => {
      await work(tx)
      await appendAudit(tx, { kind, actor: actorOf(viewer), detail })
    })
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error
    throw new ConflictError({ zh: '您已有同名的视图，请换一个名称。', en: 'You have a view of this name; choose another.' }, [
      { path: 'name', reason: 'NAME_TAKEN' },
    ])
  }
}
