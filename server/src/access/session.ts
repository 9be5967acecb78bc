import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'

/** How long a session lives without use, in hours. */
export const sessionHours = 12

/** A secret that is told once; only its digest is kept. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function tokenDigest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Makes a session and returns its token, which the cookie or a bearer header carries. */
export async function createSession(db: Db, userId: number): Promise<string> {
  const token = newToken()
  await writeAs(db, 'mingjing_identity', async (tx) => {
    await tx
      .deleteFrom('user_session')
      .where('expires_at', '<', sql<Date>`now()`)
      .execute()
    await tx
      .insertInto('user_session')
      .values({ token_hash: tokenDigest(token), user_id: userId, expires_at: expiry() })
      .execute()
  })
  return token
}

/** The user of a session token or of a bearer token made for a program; null when neither is in force. */
export function findTokenUser(db: Db, token: string): Promise<number | null> {
  const digest = tokenDigest(token)
  return writeAs(db, 'mingjing_identity', async (tx) => {
    const session = await tx
      .selectFrom('user_session')
      .select(['user_id', 'seen_at'])
      .where('token_hash', '=', digest)
      .where('expires_at', '>', sql<Date>`now()`)
      .executeTakeFirst()
    if (session) {
      // Once a minute is enough to keep a session that is in use alive.
      if (Date.now() - session.seen_at.getTime() > 60_000) {
        await tx
          .updateTable('user_session')
          .set({ seen_at: sql<Date>`now()`, expires_at: expiry() })
          .where('token_hash', '=', digest)
          .execute()
      }
      return session.user_id
    }
    const identity = await tx
      .selectFrom('user_identity')
      .select('user_id')
      .where('kind', '=', 'TOKEN')
      .where('secret_hash', '=', digest.toString('hex'))
      .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', sql<Date>`now()`)]))
      .executeTakeFirst()
    return identity?.user_id ?? null
  })
}

export async function endSession(db: Db, token: string): Promise<void> {
  await writeAs(db, 'mingjing_identity', (tx) => tx.deleteFrom('user_session').where('token_hash', '=', tokenDigest(token)).execute())
}

function expiry(): Date {
  return new Date(Date.now() + sessionHours * 3_600_000)
}
