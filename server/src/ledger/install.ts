import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readAll } from '../db/snapshot.ts'
import { write } from './change.ts'
import type { DictionaryEntry } from './dictionary.ts'
import { standardCode } from './standard-codes.ts'
import { standardDictionary, type StandardEntry } from './standard-dictionary.ts'
import type { RegionLevel } from './settings.ts'

export type Installation = {
  kind: 'DEMO' | 'REAL'
  demoToday: string | null
  /** The root of the region tree; without a name, the first region that an import creates names it. */
  root: { key: string; level: RegionLevel; zh: string; en: string | null } | null
}

/** The root of the region tree is the first region of every database. */
export const rootRegionId = 1

/** True where the database has been given its origin and first entries. */
export function isInstalled(db: Db): Promise<boolean> {
  return readAll(db, async (tx) => (await sql`select from installation`.execute(tx)).rows.length > 0)
}

/**
 * Makes an empty, migrated database a ledger: its origin, the root of its region tree and the standard dictionary, as
 * revision 1. Gives the root's id.
 */
export async function install(db: Db, actor: Viewer, installation: Installation): Promise<number> {
  const root = installation.root ?? { key: 'ROOT', level: 'COUNTY' as const, zh: '本辖区', en: 'This jurisdiction' }
  const { value } = await write(
    db,
    actor,
    { kind: 'INSTALL', regionId: rootRegionId, detail: { kind: installation.kind } },
    async ({ tx, revision }) => {
      await sql`insert into installation (origin, kind, demo_today) values (${randomUUID()}, ${installation.kind}, ${installation.demoToday})`.execute(
        tx,
      )
      const made = await sql<{ id: number }>`insert into region (key, level, zh, en, placeholder, revision)
      values (${root.key}, ${root.level}, ${root.zh}, ${root.en}, ${installation.root === null}, ${revision}) returning region_id as id`.execute(
        tx,
      )
      if (made.rows[0]?.id !== rootRegionId) throw new Error('The root of the region tree is not the first region.')
      const rows = standardDictionary.map((entry, index) => ({
        ...entry,
        code: standardCode(entry.kind, entry.key),
        order: (index + 1) * 10,
        attributes: attributesOfStandard(entry),
      }))
      await sql`insert into dictionary_entry (region_id, id, kind, key, code, zh, en, display_order, attributes, from_revision)
      select ${rootRegionId}::bigint, nextval('dictionary_entry_id')::integer, r.kind, r.key, r.code, r.zh, r.en, r."order", r.attributes, ${revision}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (kind text, key text, code text, zh text, en text, "order" integer, attributes jsonb)`.execute(
        tx,
      )
      return rootRegionId
    },
  )
  return value
}

/** What a standard entry's attributes hold, without those that it does not have. */
export function attributesOfStandard({
  aliases,
  bases,
  satisfied,
  major,
  outcome,
  rightsDomain,
  department,
}: StandardEntry): DictionaryEntry['attributes'] {
  return JSON.parse(
    JSON.stringify({ aliases, bases, satisfied, major, outcome, rightsDomain, department }),
  ) as DictionaryEntry['attributes']
}
