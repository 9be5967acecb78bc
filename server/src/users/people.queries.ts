import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { rootRegionId } from '../ledger/install.ts'
import { ConflictError, NotFoundError } from '../platform/errors.ts'
import type { Place, PlaceAsked } from './users.rules.ts'

export type Account = { id: number; name: string; disabled: boolean }
type Node = { region: number | null; institution: number | null }

/** One writer of accounts at a time, so that two acts cannot each leave the other's administrator as the last. */
export async function lockAccounts(tx: Transaction<Tables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(4711, 3)`.execute(tx)
}

export async function accountNamed(tx: Transaction<Tables>, name: string): Promise<Account> {
  const found = await tx.selectFrom('user_account').select(['id', 'name', 'disabled']).where('name', '=', name).executeTakeFirst()
  if (found) return found
  throw new NotFoundError({ zh: `没有用户“${name}”。`, en: `There is no user ${name}.` }, [{ path: 'name', reason: 'UNKNOWN_USER' }])
}

/** Where a user's grants hold, ended ones too: whoever manages the user is responsible for all of it. */
export async function nodesOf(tx: Transaction<Tables>, userId: number): Promise<Node[]> {
  return tx
    .selectFrom('user_grant')
    .select(['scope_region as region', 'scope_institution as institution'])
    .where('user_id', '=', userId)
    .execute()
}

/** A place by key, its label too; an institution's code is its key. @throws NotFoundError naming it. */
export async function findPlace(tx: Transaction<Tables>, { region, institution }: PlaceAsked): Promise<Place> {
  if (institution !== null) {
    const found = await tx
      .selectFrom('institution')
      .select('institution_id')
      .where((is) => is.or([is('key', '=', institution), is('code', '=', institution)]))
      .executeTakeFirst()
    if (found) return { institution: found.institution_id }
    throw new NotFoundError({ zh: `没有机构“${institution}”。`, en: `There is no institution ${institution}.` }, [
      { path: 'institution', reason: 'UNKNOWN_INSTITUTION' },
    ])
  }
  const found = await tx
    .selectFrom('region')
    .select('region_id')
    .where((is) => is.or([is('key', '=', region ?? ''), is('zh', '=', region ?? '')]))
    .executeTakeFirst()
  if (found) return { region: found.region_id }
  throw new NotFoundError({ zh: `没有辖区“${region ?? ''}”。`, en: `There is no region ${region ?? ''}.` }, [
    { path: 'region', reason: 'UNKNOWN_REGION' },
  ])
}

/**
 * Administrators of the whole tree who can sign in, whose right has begun and has no end. Where the ledger has one, an act
 * that would leave none is refused.
 */
export async function lastingAdministrators(tx: Transaction<Tables>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct u.id)::integer as count
      from user_account u join user_grant g on g.user_id = u.id
     where not u.disabled and g.role = 'admin' and g.scope_region = ${rootRegionId} and g.ends_on is null
       and (g.starts_on is null or g.starts_on <= (now() at time zone 'Asia/Shanghai')::date)
       and exists (select from user_identity i where i.user_id = u.id and i.kind in ('PASSWORD', 'OIDC'))`.execute(tx)
  return rows[0]?.count ?? 0
}

/** Does it and looks whether an administrator is left; the transaction takes it back where none is. */
export async function leavingAnAdministrator<T>(tx: Transaction<Tables>, work: () => Promise<T>): Promise<T> {
  const before = await lastingAdministrators(tx)
  const value = await work()
  if (before === 0 || (await lastingAdministrators(tx)) > 0) return value
  throw new ConflictError(
    {
      zh: '这是最后一位长期有效的系统管理员，不能停用或收回。请先设立另一位。',
      en: 'This is the last administrator without an end; make another one first.',
    },
    [{ path: 'user', reason: 'LAST_ADMINISTRATOR' }],
  )
}
