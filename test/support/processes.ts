import { spawn, type ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'
import { sql } from 'kysely'
import type { Db } from '../../server/src/db/connect.ts'
import { createSession } from '../../server/src/access/session.ts'
import { writeAs } from '../../server/src/db/snapshot.ts'

const root = resolve(import.meta.dirname, '../..')

/** A process of the product on a data folder, running its TypeScript as it is. */
export function startProcess(script: string, args: string[], folder: string): ChildProcess {
  return spawn(process.execPath, ['--import', './server/tsx.mjs', script, ...args], {
    cwd: root,
    env: { ...process.env, MINGJING_DATA: folder, DATABASE_URL: '', MINGJING_LOG: 'off' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** What a process prints until it ends; killed or not. */
export function ended(child: ChildProcess): Promise<string> {
  return new Promise((done) => {
    let out = ''
    child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr?.resume()
    child.on('close', () => done(out))
  })
}

/** A served data folder: its address, and a clerk's token. */
export async function serveProcess(
  db: Db,
  folder: string,
): Promise<{ child: ChildProcess; gone: Promise<string>; url: string; token: string }> {
  const child = startProcess('test/support/serve.ts', [], folder)
  const gone = ended(child)
  const url = await new Promise<string>((done, fail) => {
    child.stdout?.once('data', (chunk: Buffer) => done(chunk.toString().trim()))
    child.once('close', () => fail(new Error('the server ended before it had an address')))
  })
  const user = await writeAs(db, 'mingjing_identity', (tx) =>
    tx.selectFrom('user_account').select('id').where('name', '=', 'cli').executeTakeFirstOrThrow(),
  )
  return { child, gone, url, token: await createSession(db, user.id) }
}

/** Waits until a transaction of another connection holds the ledger's counter: a commit has begun. False where `over` comes first. */
export async function commitBegins(db: Db, over: () => boolean): Promise<boolean> {
  while (!over()) {
    const { rows } = await sql<{ held: boolean }>`
      select exists (select from pg_locks where relation = 'revision_counter'::regclass and mode = 'RowShareLock' and pid <> pg_backend_pid()) as held`.execute(
      db.owner ?? db.writing,
    )
    if (rows[0]?.held) return true
    await pause(4)
  }
  return false
}

/** Waits until what a killed process had asked of the database has ended, one way or the other. */
export async function settled(db: Db): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ busy: number }>`
      select count(*)::integer as busy from pg_locks where relation = 'revision_counter'::regclass and pid <> pg_backend_pid()`.execute(
      db.owner ?? db.writing,
    )
    if (rows[0]?.busy === 0) return
    await pause(20)
  }
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
