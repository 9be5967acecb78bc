import { checkPassword } from '../access/password.ts'
import { createSession } from '../access/session.ts'
import { createThrottle } from '../access/throttle.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import { auditAlone } from '../ledger/audit.ts'
import { InvalidError, LimitError } from '../platform/errors.ts'

/** Ten wrong passwords for a name, or fifty from an address, within a quarter of an hour. */
const byName = createThrottle(10, 900)
const byAddress = createThrottle(50, 900)

/** Checks the password and opens a session. Returns its token; refuses with one sentence for every reason. */
export async function signIn(
  db: Db,
  given: { name: string; password: string; address: string },
): Promise<{ token: string; userId: number }> {
  const name = given.name.trim()
  const nameKey = `${db.name} ${name}`
  const wait = Math.max(byName.blockedFor(nameKey), byAddress.blockedFor(given.address))
  if (wait > 0) throw tooManyTries(wait)
  const user = await findPassword(db, name)
  const right = await checkPassword(user?.secret_hash ?? null, given.password)
  if (!user || !right) {
    byName.fail(nameKey)
    byAddress.fail(given.address)
    await auditAlone(db, { kind: 'SIGN_IN_REFUSED', actor: { userId: null, name }, detail: {} })
    throw new InvalidError({ zh: '用户名或密码不对。', en: 'The name or the password is wrong.' }, [
      { path: 'password', reason: 'WRONG_CREDENTIALS' },
    ])
  }
  byName.clear(nameKey)
  const token = await createSession(db, user.id)
  await auditAlone(db, { kind: 'SIGN_IN', actor: { userId: user.id, name }, detail: {} })
  return { token, userId: user.id }
}

function findPassword(db: Db, name: string): Promise<{ id: number; secret_hash: string | null } | undefined> {
  return writeAs(db, 'mingjing_identity', (tx) =>
    tx
      .selectFrom('user_account')
      .innerJoin('user_identity', 'user_identity.user_id', 'user_account.id')
      .select(['user_account.id', 'user_identity.secret_hash'])
      .where('user_account.name', '=', name)
      .where('user_account.disabled', '=', false)
      .where('user_identity.kind', '=', 'PASSWORD')
      .executeTakeFirst(),
  )
}

function tooManyTries(seconds: number): LimitError {
  const minutes = Math.ceil(seconds / 60)
  return new LimitError({ zh: `尝试次数过多，请 ${minutes} 分钟后再试。`, en: `Too many tries; try again in ${minutes} minutes.` }, [
    { path: 'password', reason: 'TOO_MANY_TRIES', params: { seconds } },
  ])
}
