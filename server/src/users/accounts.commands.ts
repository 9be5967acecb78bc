import type { Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { actorOf, appendAudit } from '../ledger/audit.ts'
import { ConflictError } from '../platform/errors.ts'
import { accountNamed, leavingAnAdministrator, lockAccounts, nodesOf, type Account } from './people.queries.ts'
import { demandNotCommandLine, demandWithin } from './users.rules.ts'

/** Runs in a transaction of the identity role on an account that the viewer manages. */
export function onAccount<T>(
  db: Db,
  viewer: Viewer,
  name: string,
  work: (tx: Transaction<Tables>, account: Account) => Promise<T>,
): Promise<T> {
  demandNotCommandLine(name)
  return writeAs(db, 'mingjing_identity', async (tx) => {
    await lockAccounts(tx)
    const account = await accountNamed(tx, name)
    for (const node of await nodesOf(tx, account.id)) demandWithin(viewer, node)
    return work(tx, account)
  })
}

/**
 * Disables an account, whose sessions and tokens end at once, or lets it in again.
 * @throws ConflictError for the last administrator, and where it is so already.
 */
export function setDisabled(db: Db, viewer: Viewer, name: string, disabled: boolean): Promise<void> {
  return onAccount(db, viewer, name, async (tx, account) => {
    if (account.disabled === disabled) throw unchanged(disabled)
    await leavingAnAdministrator(tx, async () => {
      await tx.updateTable('user_account').set({ disabled }).where('id', '=', account.id).execute()
    })
    if (disabled) await tx.deleteFrom('user_session').where('user_id', '=', account.id).execute()
    await appendAudit(tx, { kind: disabled ? 'DISABLE_USER' : 'ENABLE_USER', actor: actorOf(viewer), detail: { name } })
  })
}

/** Ends every session of an account; whoever holds the password signs in again. Gives how many there were. */
export function endSessions(db: Db, viewer: Viewer, name: string): Promise<number> {
  return onAccount(db, viewer, name, async (tx, account) => {
    const ended = await tx.deleteFrom('user_session').where('user_id', '=', account.id).executeTakeFirst()
    const sessions = Number(ended.numDeletedRows)
    await appendAudit(tx, { kind: 'END_SESSIONS', actor: actorOf(viewer), detail: { name, sessions } })
    return sessions
  })
}

function unchanged(disabled: boolean): ConflictError {
  return new ConflictError(
    disabled
      ? { zh: '该用户已经停用。', en: 'The user is disabled already.' }
      : { zh: '该用户没有停用。', en: 'The user is not disabled.' },
    [{ path: 'name', reason: 'UNCHANGED' }],
  )
}
