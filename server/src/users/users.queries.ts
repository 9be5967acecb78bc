import { sql } from 'kysely'
import { roles, type Role } from '../access/permissions.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import type { User } from './users.types.ts'

type Row = {
  name: string
  zh: string
  en: string | null
  disabled: boolean
  role: string | null
  starts_on: string | null
  ends_on: string | null
  scope_zh: string | null
  scope_en: string | null
}

/** All users with their grants, by name. */
export async function readUsers(db: Db): Promise<User[]> {
  const { rows } = await writeAs(db, 'mingjing_identity', (tx) =>
    sql<Row>`
      select u.name, u.zh, u.en, u.disabled, g.role, g.starts_on, g.ends_on,
        coalesce(r.zh, (select v.name from institution_version v where v.institution_id = g.scope_institution
          order by v.revision desc limit 1)) as scope_zh, r.en as scope_en
      from user_account u left join user_grant g on g.user_id = u.id left join region r on r.region_id = g.scope_region
      order by u.name, g.id`.execute(tx),
  )
  const users = new Map<string, User>()
  for (const row of rows) {
    const user = users.get(row.name) ?? { name: row.name, displayName: { zh: row.zh, en: row.en }, disabled: row.disabled, grants: [] }
    users.set(row.name, user)
    if (row.role === null || !(row.role in roles)) continue
    const scope = row.scope_zh === null ? null : { zh: row.scope_zh, en: row.scope_en }
    user.grants.push({ role: row.role as Role, scope, startsOn: row.starts_on, endsOn: row.ends_on })
  }
  return [...users.values()]
}
