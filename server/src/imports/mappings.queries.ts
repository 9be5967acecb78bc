import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { isImportKind, type ImportKind } from './columns.ts'
import { checkMap, type ImportMap } from './map.ts'
import type { ImportMapping } from './mappings.types.ts'
import { Refusal } from './refusal.ts'
import type { RememberedMap } from './remembered.ts'

/** The mappings that an office keeps for files of a kind, the latest used first. */
export async function rememberedFor(tx: Transaction<Tables>, regionId: number, kind: ImportKind): Promise<RememberedMap[]> {
  const rows = await tx
    .selectFrom('import_mapping')
    .select(['key', 'name', 'headings_digest', 'map'])
    .where('region_id', '=', regionId)
    .where('kind', '=', kind)
    .where('deleted_at', 'is', null)
    .orderBy(sql`coalesce(used_at, created_at)`, 'desc')
    .execute()
  return rows.flatMap(({ key, name, headings_digest: digest, map }) => {
    const checked = stillGood(kind, map)
    return checked ? [{ key, name, digest, map: checked }] : []
  })
}

/** A mapping may name a column that the registry has no more. */
function stillGood(kind: ImportKind, map: unknown): ImportMap | null {
  try {
    return checkMap(kind, map)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** Every mapping that the viewer's office keeps; deleted ones are left out. */
export function readMappings(db: Db, viewer: Viewer): Promise<ImportMapping[]> {
  return readSnapshot(db, viewer, async (tx) => {
    const rows = await tx
      .selectFrom('import_mapping')
      .selectAll()
      .where('region_id', '=', viewer.rootRegionId)
      .where('deleted_at', 'is', null)
      .orderBy(sql`coalesce(used_at, created_at)`, 'desc')
      .execute()
    return rows.flatMap(({ key, kind, name, headings, map, uses, used_at: usedAt, changed_at: changedAt, changed_by: changedBy }) =>
      isImportKind(kind) ? [{ key, kind, name, headings, map, uses, usedAt, changedAt, changedBy }] : [],
    )
  })
}
