import { sql } from 'kysely'
import { roles, type Role } from '../access/permissions.ts'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readIdentity, readSnapshot } from '../db/snapshot.ts'
import { dayIn } from '../ledger/clock.ts'
import type { Label } from '../platform/label.ts'
import { commandLineName, inForce, isWithin } from './users.rules.ts'
import type { OpenInvitation, User, UserGrant } from './users.types.ts'

type GrantRow = {
  userId: number
  key: number
  role: string
  region: number | null
  institution: number | null
  regionKey: string | null
  institutionKey: string | null
  zh: string | null
  en: string | null
  startsOn: string | null
  endsOn: string | null
  grantedBy: string
}
type AccountRow = {
  id: number
  name: string
  zh: string
  en: string | null
  disabled: boolean
  createdAt: Date
  hasPassword: boolean
  tokens: number
  sessions: number
}

/** Users with their grants, by name: all of them, or those who act somewhere in the viewer's part of the tree. */
export async function readUsers(db: Db, viewer: Viewer): Promise<User[]> {
  const { accounts, grants } = await readIdentity(db, async (tx) => ({
    accounts: (
      await sql<AccountRow>`
        select u.id, u.name, u.zh, u.en, u.disabled, u.created_at as "createdAt",
               exists (select from user_identity i where i.user_id = u.id and i.kind = 'PASSWORD' and i.secret_hash is not null) as "hasPassword",
               (select count(*)::integer from user_identity i where i.user_id = u.id and i.kind = 'TOKEN' and (i.expires_at is null or i.expires_at > now())) as tokens,
               (select count(*)::integer from user_session s where s.user_id = u.id and s.expires_at > now()) as sessions
          from user_account u order by u.name`.execute(tx)
    ).rows,
    grants: (
      await sql<GrantRow>`
        select g.user_id as "userId", g.id as key, g.role, g.scope_region as region, g.scope_institution as institution, r.key as "regionKey",
               i.key as "institutionKey", coalesce(r.zh, (select v.name from institution_version v where v.institution_id = g.scope_institution
                 order by v.revision desc limit 1)) as zh, r.en, g.starts_on as "startsOn", g.ends_on as "endsOn", g.granted_by as "grantedBy"
          from user_grant g left join region r on r.region_id = g.scope_region
          left join institution i on i.institution_id = g.scope_institution order by g.id`.execute(tx)
    ).rows,
  }))
  const signedIn = await lastSignIns(db, viewer)
  const today = dayIn(new Date())
  return accounts.flatMap((account) => {
    const own = grants.filter((grant) => grant.userId === account.id)
    const seen = viewer.scope.kind === 'ALL' || own.some((grant) => isWithin(viewer.scope, grant))
    if (!seen) return []
    const { id, zh, en, ...shown } = account
    return {
      ...shown,
      displayName: { zh, en },
      lastSignInAt: signedIn.get(id) ?? null,
      manageable: account.name !== commandLineName && own.every((grant) => isWithin(viewer.scope, grant)),
      oneself: id === viewer.userId,
      grants: own.flatMap((grant) => grantObject(grant, today)),
    }
  })
}

function grantObject(row: GrantRow, today: string): UserGrant[] {
  if (!(row.role in roles)) return []
  return [
    {
      key: String(row.key),
      role: row.role as Role,
      scope: labelOf(row),
      region: row.regionKey,
      institution: row.institutionKey,
      startsOn: row.startsOn,
      endsOn: row.endsOn,
      grantedBy: row.grantedBy,
      inForce: inForce(row, today),
    },
  ]
}

function labelOf({ zh, en }: { zh: string | null; en: string | null }): Label | null {
  return zh === null ? null : { zh, en }
}

/** When each user last came in by password or link, as the audit log tells it. */
async function lastSignIns(db: Db, viewer: Viewer): Promise<Map<number, Date>> {
  const { rows } = await readSnapshot(db, viewer, (tx) =>
    sql<{ id: number; at: Date }>`
      select actor_id as id, max(at) as at from audit_line
       where kind in ('SIGN_IN', 'ACCEPT_INVITATION', 'SET_PASSWORD') and actor_id is not null
         and (kind <> 'SET_PASSWORD' or actor_name = (detail::json ->> 'name')) group by actor_id`.execute(tx),
  )
  return new Map(rows.map((row) => [row.id, row.at]))
}

type InvitationRow = Omit<GrantRow, 'role'> & {
  role: string | null
  hash: Buffer
  user: string | null
  createdAt: Date
  expiresAt: Date
  createdBy: string | null
}

/** One-time links that nobody has used and that still open something, the latest first. */
export async function readInvitations(db: Db, viewer: Viewer): Promise<OpenInvitation[]> {
  const { rows } = await readIdentity(db, (tx) =>
    sql<InvitationRow>`
      select n.token_hash as hash, n.role, u.name as user, n.scope_region as region, n.scope_institution as institution, n.starts_on as "startsOn",
             n.ends_on as "endsOn", n.created_at as "createdAt", n.expires_at as "expiresAt", n.created_by as "createdBy",
             coalesce(r.zh, (select v.name from institution_version v where v.institution_id = n.scope_institution
               order by v.revision desc limit 1)) as zh, r.en
        from invitation n left join user_account u on u.id = n.user_id left join region r on r.region_id = n.scope_region
       where n.used_at is null and n.withdrawn_at is null and n.expires_at > now() order by n.created_at desc`.execute(tx),
  )
  return rows
    .filter((row) => viewer.scope.kind === 'ALL' || isWithin(viewer.scope, row))
    .map((row) => ({
      key: row.hash.toString('hex'),
      role: row.role !== null && row.role in roles ? (row.role as Role) : null,
      user: row.user,
      scope: labelOf(row),
      startsOn: row.startsOn,
      endsOn: row.endsOn,
      createdAt: row.createdAt,
      createdBy: row.createdBy,
      expiresAt: row.expiresAt,
    }))
}
