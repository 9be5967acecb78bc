import { sql, type Insertable, type Transaction } from 'kysely'
import { hashPassword } from '../access/password.ts'
import type { Role } from '../access/permissions.ts'
import { createSession, newToken, tokenDigest } from '../access/session.ts'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { actorOf, appendAudit } from '../ledger/audit.ts'
import { InvalidError, type FieldProblem } from '../platform/errors.ts'
import { onAccount } from './accounts.commands.ts'
import { nodeOf } from './grants.commands.ts'
import { findPlace, nodesOf } from './people.queries.ts'
import { addUser } from './users.commands.ts'
import { checkDays, checkPlace, demandWithin, type GrantAsked } from './users.rules.ts'

const invitationHours = 72
export const shortestPassword = 10

/** A one-time link of the installation itself: for a role at a region's node. Only the digest of its token is kept. */
export function invite(db: Db, role: Role, regionId: number): Promise<string> {
  return writeAs(db, 'mingjing_identity', async (tx) => {
    const { token } = await addLink(tx, { role, scope_region: regionId, created_by: 'installation' })
    await appendAudit(tx, { kind: 'INVITE', actor: { userId: null, name: 'installation' }, detail: { role } })
    return token
  })
}

export type Link = { token: string; expiresAt: Date }

/** A one-time link for a new user, whose grant may begin and end on a day. @throws ForbiddenError outside the viewer's scope. */
export function inviteUser(db: Db, viewer: Viewer, asked: GrantAsked): Promise<Link> {
  checkPlace(asked.role, asked)
  checkDays(asked)
  return writeAs(db, 'mingjing_identity', async (tx) => {
    const node = nodeOf(await findPlace(tx, asked))
    demandWithin(viewer, node)
    const { role, region, institution, startsOn, endsOn } = asked
    const link = await addLink(tx, {
      role,
      scope_region: node.region,
      scope_institution: node.institution,
      starts_on: startsOn,
      ends_on: endsOn,
      created_by: viewer.name,
    })
    await appendAudit(tx, { kind: 'INVITE', actor: actorOf(viewer), detail: { role, region, institution, startsOn, endsOn } })
    return link
  })
}

/** A one-time link with which a user sets another password; sessions end when it is used. Earlier links of the user end now. */
export function resetPassword(db: Db, viewer: Viewer, name: string): Promise<Link> {
  return onAccount(db, viewer, name, async (tx, account) => {
    await tx
      .updateTable('invitation')
      .set({ withdrawn_at: sql<Date>`now()` })
      .where('user_id', '=', account.id)
      .where('used_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .execute()
    const link = await addLink(tx, { user_id: account.id, created_by: viewer.name })
    await appendAudit(tx, { kind: 'RESET_PASSWORD', actor: actorOf(viewer), detail: { name } })
    return link
  })
}

/** Ends a link that nobody has used. Its key is the digest of its token. */
export function withdrawInvitation(db: Db, viewer: Viewer, key: string): Promise<void> {
  return writeAs(db, 'mingjing_identity', async (tx) => {
    const found = await tx
      .selectFrom('invitation')
      .select(['token_hash', 'role', 'user_id', 'scope_region as region', 'scope_institution as institution'])
      .where('token_hash', '=', Buffer.from(/^[0-9a-f]{64}$/.test(key) ? key : '', 'hex'))
      .where('used_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst()
    if (!found) throw usedUp()
    if (found.user_id === null) demandWithin(viewer, found)
    else for (const node of await nodesOf(tx, found.user_id)) demandWithin(viewer, node)
    await tx
      .updateTable('invitation')
      .set({ withdrawn_at: sql<Date>`now()` })
      .where('token_hash', '=', found.token_hash)
      .execute()
    await appendAudit(tx, { kind: 'WITHDRAW_INVITATION', actor: actorOf(viewer), detail: { role: found.role } })
  })
}

/**
 * Makes the user of an invitation and signs the user in; of a link that resets a password, gives its user the new one.
 * The first user of an office is its administrator and also its supervisor, so that one person can begin alone.
 */
export async function acceptInvitation(
  db: Db,
  given: { token: string; name: string; password: string; displayName: string | null },
): Promise<{ token: string; userId: number }> {
  const name = given.name.trim()
  checkNewUser(name, given.password)
  const userId = await writeAs(db, 'mingjing_identity', async (tx) => {
    const invitation = await tx
      .updateTable('invitation')
      .set({ used_at: sql<Date>`now()` })
      .where('token_hash', '=', tokenDigest(given.token))
      .where('used_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .where('expires_at', '>', sql<Date>`now()`)
      .returning(['role', 'scope_region', 'scope_institution', 'starts_on', 'ends_on', 'user_id', 'created_by'])
      .executeTakeFirst()
    if (!invitation) throw usedUp()
    if (invitation.user_id !== null) return replacePassword(tx, invitation.user_id, name, given.password)
    return makeUser(tx, invitation, { ...given, name })
  })
  return { token: await createSession(db, userId), userId }
}

type Invitation = {
  role: string | null
  scope_region: number | null
  scope_institution: number | null
  starts_on: string | null
  ends_on: string | null
  created_by: string | null
}

async function makeUser(
  tx: Transaction<Tables>,
  invitation: Invitation,
  { name, password, displayName }: { name: string; password: string; displayName: string | null },
): Promise<number> {
  const taken = await tx.selectFrom('user_account').select('id').where('name', '=', name).executeTakeFirst()
  if (taken) throw nameTaken()
  const others = await tx.selectFrom('user_grant').select('id').where('role', '=', 'admin').executeTakeFirst()
  const first = invitation.role === 'admin' && !others
  const grants = [invitation.role as Role, ...(first ? (['supervisor', 'clerk'] as const) : [])]
  const shown = displayName?.trim() || name
  const id = await addUser(tx, {
    name,
    displayName: { zh: shown, en: shown },
    password,
    grants: grants.map((role) => ({
      role,
      region: invitation.scope_region ?? undefined,
      institution: invitation.scope_institution ?? undefined,
      startsOn: invitation.starts_on,
      endsOn: invitation.ends_on,
    })),
    grantedBy: invitation.created_by ?? 'invitation',
  })
  await appendAudit(tx, { kind: 'ACCEPT_INVITATION', actor: { userId: id, name }, detail: { roles: grants } })
  return id
}

/** The link names its user: another name than that one's is refused, so that a link sent astray opens nothing. */
async function replacePassword(tx: Transaction<Tables>, userId: number, name: string, password: string): Promise<number> {
  const account = await tx.selectFrom('user_account').select(['name', 'disabled']).where('id', '=', userId).executeTakeFirstOrThrow()
  if (account.name !== name || account.disabled) throw usedUp()
  await writePassword(tx, userId, password)
  await appendAudit(tx, { kind: 'SET_PASSWORD', actor: { userId, name }, detail: { name } })
  return userId
}

/** Gives a user this password, and ends the sessions that the earlier one opened. */
export async function writePassword(tx: Transaction<Tables>, userId: number, password: string): Promise<void> {
  const secret = await hashPassword(password)
  const changed = await tx
    .updateTable('user_identity')
    .set({ secret_hash: secret })
    .where('user_id', '=', userId)
    .where('kind', '=', 'PASSWORD')
    .executeTakeFirst()
  if (changed.numUpdatedRows === 0n)
    await tx.insertInto('user_identity').values({ user_id: userId, kind: 'PASSWORD', secret_hash: secret }).execute()
  await tx.deleteFrom('user_session').where('user_id', '=', userId).execute()
}

async function addLink(tx: Transaction<Tables>, invitation: Partial<Insertable<Tables['invitation']>>): Promise<Link> {
  const token = newToken()
  const expiresAt = new Date(Date.now() + invitationHours * 3_600_000)
  await tx
    .insertInto('invitation')
    .values({ ...invitation, token_hash: tokenDigest(token), expires_at: expiresAt })
    .execute()
  return { token, expiresAt }
}

/** True while nobody but `cli` can sign in. */
export function needsSetup(db: Db): Promise<boolean> {
  return writeAs(db, 'mingjing_identity', async (tx) => {
    const anybody = await tx.selectFrom('user_identity').select('id').executeTakeFirst()
    return !anybody
  })
}

export function checkNewUser(name: string, password: string): void {
  const fields: FieldProblem[] = []
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u.test(name)) fields.push({ path: 'name', reason: 'NAME_FORM' })
  if (password.length < shortestPassword) {
    fields.push({ path: 'password', reason: 'TOO_SHORT', params: { shortest: shortestPassword } })
  }
  if (fields.length === 0) return
  throw new InvalidError(
    {
      zh: `用户名为 2 至 40 个字母、汉字或数字；密码至少 ${shortestPassword} 位。`,
      en: `A name has 2 to 40 letters or digits; a password at least ${shortestPassword} characters.`,
    },
    fields,
  )
}

function usedUp(): InvalidError {
  return new InvalidError({ zh: '链接已使用或已过期。', en: 'The link was used or has expired.' }, [
    { path: 'token', reason: 'USED_OR_EXPIRED' },
  ])
}

function nameTaken(): InvalidError {
  return new InvalidError({ zh: '用户名已被占用。', en: 'The name is taken.' }, [{ path: 'name', reason: 'TAKEN' }])
}
