import type { Transaction } from 'kysely'
import type { FullLabel } from '../platform/label.ts'
import { rootRegionId } from '../ledger/install.ts'
import { uuid7 } from '../ledger/keys.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { hashPassword } from '../access/password.ts'
import type { Role } from '../access/permissions.ts'

export type NewUser = {
  name: string
  displayName: FullLabel
  /** Null: the user cannot sign in by password (`cli`). */
  password: string | null
  grants: { role: Role; region?: number | undefined; institution?: number | undefined; startsOn?: string | null; endsOn?: string | null }[]
  grantedBy: string
}

/** Adds a user with grants, in a transaction of the identity role; a user of that name stays as it is. Returns the id. */
export async function addUser(tx: Transaction<Tables>, user: NewUser): Promise<number> {
  const there = await tx.selectFrom('user_account').select('id').where('name', '=', user.name).executeTakeFirst()
  if (there) return there.id
  const { id } = await tx
    .insertInto('user_account')
    .values({ key: uuid7(new Date()), name: user.name, zh: user.displayName.zh, en: user.displayName.en })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (user.password !== null) {
    const secret = await hashPassword(user.password)
    await tx.insertInto('user_identity').values({ user_id: id, kind: 'PASSWORD', secret_hash: secret }).execute()
  }
  for (const grant of user.grants) {
    await tx
      .insertInto('user_grant')
      .values({
        user_id: id,
        role: grant.role,
        scope_region: grant.region ?? null,
        scope_institution: grant.institution ?? null,
        starts_on: grant.startsOn ?? null,
        ends_on: grant.endsOn ?? null,
        granted_by: user.grantedBy,
      })
      .execute()
  }
  return id
}

/** The user that `cli` acts as: its right is access to the data folder or the database's URL. */
function cliUser(rootRegionId: number): NewUser {
  return {
    name: 'cli',
    displayName: { zh: '命令行', en: 'Command line' },
    password: null,
    grants: [
      { role: 'clerk', region: rootRegionId },
      { role: 'supervisor', region: rootRegionId },
    ],
    grantedBy: 'installation',
  }
}

/** Adds the user `cli` where it is missing and returns its id. */
export function ensureCliUser(db: Db): Promise<number> {
  return writeAs(db, 'mingjing_identity', (tx) => addUser(tx, cliUser(rootRegionId)))
}
