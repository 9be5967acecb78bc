import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'
import { readIdentity, writeAs } from '../db/snapshot.ts'
import { viewerIn } from './grants.ts'
import type { Viewer } from './viewer.ts'

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

/** Who asks with a session token or with a bearer token made for a program; null when neither is in force. */
export async function findViewer(db: Db, token: string): Promise<Viewer | null> {
  const digest = tokenDigest(token)
  const user = sql<number>`
    select user_id from user_session where token_hash = ${digest} and expires_at > now()
    union all
    select user_id from user_identity
     where kind = 'TOKEN' and secret_hash = ${digest.toString('hex')} and (expires_at is null or expires_at > now())
    limit 1`
  const viewer = await readIdentity(db, (tx) => viewerIn(tx, user))
  if (viewer) await keepSession(db, digest)
  return viewer
}

/** When this process last kept a session alive, by its digest. Once a minute is enough for one that is in use. */
const kept = new Map<string, number>()
const keptAtMost = 10_000

async function keepSession(db: Db, digest: Buffer): Promise<void> {
  const name = digest.toString('base64')
  if (Date.now() - (kept.get(name) ?? 0) < 60_000) return
  if (kept.size > keptAtMost) kept.clear()
  kept.set(name, Date.now())
  await writeAs(db, 'mingjing_identity', (tx) =>
    tx
      .updateTable('user_session')
      .set({ seen_at: sql<Date>`now()`, expires_at: expiry() })
      .where('token_hash', '=', digest)
      .where('expires_at', '>', sql<Date>`now()`)
      .execute(),
  )
}

export async function endSession(db: Db, token: string): Promise<void> {
  await writeAs(db, 'mingjing_identity', (tx) => tx.deleteFrom('user_session').where('token_hash', '=', tokenDigest(token)).execute())
}

function expiry(): Date {
  return new Date(Date.now() + sessionHours * 3_600_000)
}
