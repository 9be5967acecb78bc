import { sql } from 'kysely'
import type { Role } from '../access/permissions.ts'
import { createSession, newToken, tokenDigest } from '../access/session.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import { appendAudit } from '../ledger/audit.ts'
import { InvalidError, type FieldProblem } from '../platform/errors.ts'
import { addUser } from './users.commands.ts'

const invitationHours = 72
export const shortestPassword = 10

/** A one-time link's token for a user with this role at this node. Only its digest is kept. */
export function invite(db: Db, role: Role, regionId: number): Promise<string> {
  const token = newToken()
  return writeAs(db, 'mingjing_identity', async (tx) => {
    await tx
      .insertInto('invitation')
      .values({
        token_hash: tokenDigest(token),
        role,
        scope_region: regionId,
        expires_at: new Date(Date.now() + invitationHours * 3_600_000),
      })
      .execute()
    await appendAudit(tx, { kind: 'INVITE', actor: { userId: null, name: 'installation' }, detail: { role } })
    return token
  })
}

/**
 * Makes the user of an invitation and signs the user in. The first user of an office is its administrator and also its
 * supervisor, so that one person can begin alone.
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
      .where('expires_at', '>', sql<Date>`now()`)
      .returning(['role', 'scope_region'])
      .executeTakeFirst()
    if (!invitation) throw usedUp()
    const taken = await tx.selectFrom('user_account').select('id').where('name', '=', name).executeTakeFirst()
    if (taken) throw nameTaken()
    const region = invitation.scope_region
    const others = await tx.selectFrom('user_grant').select('id').where('role', '=', 'admin').executeTakeFirst()
    const first = invitation.role === 'admin' && !others
    const grants = [invitation.role as Role, ...(first ? (['supervisor', 'clerk'] as const) : [])]
    const shown = given.displayName?.trim() || name
    const id = await addUser(tx, {
      name,
      displayName: { zh: shown, en: shown },
      password: given.password,
      grants: grants.map((role) => ({ role, region })),
      grantedBy: 'invitation',
    })
    await appendAudit(tx, { kind: 'ACCEPT_INVITATION', actor: { userId: id, name }, detail: { roles: grants } })
    return id
  })
  return { token: await createSession(db, userId), userId }
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
