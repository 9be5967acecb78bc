import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { actorOf, appendAudit } from '../ledger/audit.ts'
import { uuid7 } from '../ledger/keys.ts'
import { ConflictError, InvalidError, NotFoundError } from '../platform/errors.ts'
import type { ImportKind } from './columns.ts'
import { checkMap, type ImportMap } from './map.ts'
import { maskText } from './masking.ts'
import { Refusal } from './refusal.ts'

const MOST_NAME = 100
const MOST_MAP = 200_000

/** Keeps a mapping that came as a file: it is known by the headings that it names. Gives its key. */
export async function addMapping(db: Db, viewer: Viewer, kind: ImportKind, name: string, value: unknown): Promise<string> {
  const map = goodMap(kind, value)
  if (Object.keys(map.columns ?? {}).length === 0)
    throw new InvalidError(
      { zh: '对照里没有 columns：不知道哪些文件适用。', en: 'The mapping has no columns: nothing tells which files it is for.' },
      [{ path: 'map', reason: 'NO_COLUMNS' }],
    )
  const key = uuid7(new Date())
  await changing(db, viewer, 'MAPPING_ADD', key, (tx) =>
    tx
      .insertInto('import_mapping')
      .values({ region_id: viewer.rootRegionId, key, kind, name: goodName(name), map: JSON.stringify(map), changed_by: viewer.name })
      .execute(),
  )
  return key
}

/** Renames a mapping, gives it another content, or both. */
export async function changeMapping(db: Db, viewer: Viewer, key: string, asked: { name: string | null; map: unknown }): Promise<void> {
  const kind = await kindOf(db, viewer, key)
  const named = asked.name === null ? {} : { name: goodName(asked.name) }
  const mapped = asked.map === null || asked.map === undefined ? {} : { map: JSON.stringify(goodMap(kind, asked.map)) }
  await changing(db, viewer, 'MAPPING_CHANGE', key, (tx) =>
    tx
      .updateTable('import_mapping')
      .set({ ...named, ...mapped, changed_at: new Date(), changed_by: viewer.name })
      .where('region_id', '=', viewer.rootRegionId)
      .where('key', '=', key)
      .execute(),
  )
}

/** Forgets a mapping; `restoreMapping` brings it back. */
export async function deleteMapping(db: Db, viewer: Viewer, key: string): Promise<void> {
  await kindOf(db, viewer, key)
  await changing(db, viewer, 'MAPPING_DELETE', key, (tx) => setDeleted(tx, viewer, key, new Date()))
}

export async function restoreMapping(db: Db, viewer: Viewer, key: string): Promise<void> {
  try {
    await changing(db, viewer, 'MAPPING_RESTORE', key, (tx) => setDeleted(tx, viewer, key, null))
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error
    throw new ConflictError({
      zh: '同样表头的文件已另有记住的对照，先删去那一份。',
      en: 'Another mapping is kept for the same headings: delete that one first.',
    })
  }
}

export type UsedMapping = { kind: ImportKind; name: string; headings: string[]; digest: Buffer; map: ImportMap }

/** After a file was entered: what it was read through serves the next file with its headings. */
export async function rememberMapping(db: Db, viewer: Viewer, used: UsedMapping): Promise<void> {
  const key = uuid7(new Date())
  const map = JSON.stringify(withoutPersons(used.map))
  await changing(db, viewer, 'MAPPING_USE', key, (tx) =>
    sql`
    insert into import_mapping (region_id, key, kind, name, headings_digest, headings, map, uses, used_at, changed_by)
    values (${viewer.rootRegionId}, ${key}, ${used.kind}, ${used.name.slice(0, MOST_NAME)}, ${used.digest}, ${used.headings.slice(0, 1024)}, ${map}::jsonb, 1, now(), ${viewer.name})
    on conflict (region_id, kind, headings_digest) where deleted_at is null do update
      set uses = import_mapping.uses + 1, used_at = now(), map = excluded.map, headings = excluded.headings,
          changed_at = case when import_mapping.map = excluded.map then import_mapping.changed_at else now() end,
          changed_by = case when import_mapping.map = excluded.map then import_mapping.changed_by else excluded.changed_by end`.execute(tx),
  )
}

/** A file was entered through a mapping that is kept under another name than its headings. */
export function countUse(db: Db, viewer: Viewer, key: string): Promise<void> {
  return changing(db, viewer, 'MAPPING_USE', key, (tx) =>
    tx
      .updateTable('import_mapping')
      .set({ uses: sql`uses + 1`, used_at: new Date() })
      .where('region_id', '=', viewer.rootRegionId)
      .where('key', '=', key)
      .execute(),
  )
}

function changing(db: Db, viewer: Viewer, kind: string, key: string, work: (tx: Transaction<Tables>) => Promise<unknown>): Promise<void> {
  return writeAs(db, 'mingjing_writer', async (tx) => {
    await work(tx)
    await appendAudit(tx, { kind, actor: actorOf(viewer), detail: { mapping: key } })
  })
}

async function setDeleted(tx: Transaction<Tables>, viewer: Viewer, key: string, at: Date | null): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('import_mapping')
    .set({ deleted_at: at, changed_at: new Date(), changed_by: viewer.name })
    .where('region_id', '=', viewer.rootRegionId)
    .where('key', '=', checkedKey(key))
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw noMapping()
}

async function kindOf(db: Db, viewer: Viewer, key: string): Promise<ImportKind> {
  const row = await writeAs(db, 'mingjing_writer', (tx) =>
    tx
      .selectFrom('import_mapping')
      .select('kind')
      .where('region_id', '=', viewer.rootRegionId)
      .where('key', '=', checkedKey(key))
      .where('deleted_at', 'is', null)
      .executeTakeFirst(),
  )
  if (!row) throw noMapping()
  // Written by this file alone.
  return row.kind as ImportKind
}

function checkedKey(key: string): string {
  if (!/^[0-9a-f-]{36}$/.test(key)) throw noMapping()
  return key
}

function noMapping(): NotFoundError {
  return new NotFoundError({ zh: '没有这份对照。', en: 'There is no such mapping.' })
}

function goodName(name: string): string {
  const trimmed = maskText(name.trim())
  if (trimmed !== '' && trimmed.length <= MOST_NAME) return trimmed
  throw new InvalidError({ zh: `名称应有 1 至 ${MOST_NAME} 个字。`, en: `A name has 1 to ${MOST_NAME} characters.` }, [
    { path: 'name', reason: 'LENGTH' },
  ])
}

function goodMap(kind: ImportKind, value: unknown): ImportMap {
  try {
    const map = withoutPersons(checkMap(kind, value))
    if (JSON.stringify(map).length <= MOST_MAP) return map
    throw new Refusal('BAD_MAP', { zh: '内容过长', en: 'It is too long.' })
  } catch (error) {
    if (error instanceof Refusal) throw new InvalidError(error.label, [{ path: 'map', reason: error.reason }])
    throw error
  }
}

/** A written word that holds what is masked elsewhere is not kept. */
function withoutPersons(map: ImportMap): ImportMap {
  if (!map.values) return map
  const values = Object.fromEntries(
    Object.entries(map.values).map(([field, words]) => [
      field,
      Object.fromEntries(Object.entries(words).filter(([word]) => maskText(word) === word)),
    ]),
  )
  return { ...map, values }
}
