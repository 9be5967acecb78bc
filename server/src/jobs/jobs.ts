import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readAll, writeAs } from '../db/snapshot.ts'
import { uuid7 } from '../ledger/keys.ts'
import { UserError } from '../platform/errors.ts'
import type { FullLabel } from '../platform/label.ts'
import { log } from '../platform/log.ts'

export type JobState = 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED'
export type JobRow = {
  key: string
  kind: string
  state: JobState
  step: string | null
  done: number
  total: number | null
  payload: unknown
  result: unknown
  error: FullLabel | null
  userId: number
}
/** What a job is given while it runs: a place to say how far it is, and the sign to stop. */
export type JobHandle = { key: string; signal: AbortSignal; progress(step: string, done: number, total?: number | null): void }
export type JobWork = (job: JobHandle) => Promise<unknown>

const STEP_MS = 400
const running = new Map<string, AbortController>()
const ends = new Map<string, Promise<void>>()

/** Writes a job down and starts it in this process. Gives its key at once. */
export async function startJob(db: Db, viewer: Viewer, kind: string, payload: object, work: JobWork): Promise<string> {
  const key = uuid7(new Date())
  await writeAs(db, 'mingjing_writer', (tx) =>
    tx
      .insertInto('job')
      .values({ key, kind, state: 'RUNNING', payload: JSON.stringify(payload), user_id: viewer.userId })
      .execute(),
  )
  const end = runJob(db, key, work)
  ends.set(key, end)
  void end.finally(() => ends.delete(key))
  return key
}

/** Ends with a job that was started here, however it ended; at once where none runs. */
export function whenOver(key: string): Promise<void> {
  return ends.get(key) ?? Promise.resolve()
}

/** The job, for the one who started it; null for others and for an unknown key. */
export async function readJob(db: Db, viewer: Viewer, key: string): Promise<JobRow | null> {
  if (!/^[0-9a-f-]{36}$/.test(key)) return null
  const row = await readAll(db, (tx) =>
    tx.selectFrom('job').selectAll().where('key', '=', key).where('user_id', '=', viewer.userId).executeTakeFirst(),
  )
  if (!row) return null
  const { user_id: userId, done, total, kind, step, payload, result } = row
  // The check constraint holds the states; the error is written here alone.
  return {
    key,
    kind,
    state: row.state as JobState,
    step,
    done: Number(done),
    total,
    payload,
    result,
    error: row.error as FullLabel | null,
    userId,
  }
}

/** Puts another result in a job's place, after its work: what was committed of a draft. */
export function keepResult(db: Db, key: string, result: unknown): Promise<void> {
  return update(db, key, { result: JSON.stringify(result) })
}

/** Tells how far later work on a finished job is; `step` null: it is over. */
export function tellStep(db: Db, key: string, step: string | null, done: number, total: number | null): Promise<void> {
  return update(db, key, { step, done, total })
}

/** Stops a job that runs here; one that is done becomes CANCELLED. */
export async function cancelJob(db: Db, key: string): Promise<void> {
  running.get(key)?.abort()
  await update(db, key, { state: 'CANCELLED', result: null })
}

/** Stops all jobs of this process: before the database is closed. */
export function stopJobs(): void {
  for (const controller of running.values()) controller.abort()
}

/**
 * Jobs that a former process left unfinished, each handed to `again`, which gives its work or null to let it fail.
 * One process of a database does this: the one that holds the runner's lock.
 */
export async function resumeJobs(
  db: Db,
  again: (job: { key: string; kind: string; payload: unknown; userId: number }) => JobWork | null,
): Promise<number> {
  const left = await writeAs(db, 'mingjing_writer', async (tx) => {
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(4711, 3) as mine`.execute(tx)
    if (!rows[0]?.mine) return []
    return tx
      .selectFrom('job')
      .select(['key', 'kind', 'payload', 'user_id as userId'])
      .where('state', 'in', ['QUEUED', 'RUNNING'])
      .execute()
  })
  for (const job of left) {
    if (running.has(job.key)) continue
    const work = again(job)
    if (work) void runJob(db, job.key, work)
    else await update(db, job.key, { state: 'FAILED', error: JSON.stringify(interrupted) })
  }
  return left.length
}

const interrupted: FullLabel = { zh: '服务器中途停止,请重新开始。', en: 'The server stopped meanwhile; start again.' }
const unexpected: FullLabel = { zh: '处理时出错,详见服务器日志。', en: 'Something went wrong; the server’s log says what.' }

async function runJob(db: Db, key: string, work: JobWork): Promise<void> {
  const controller = new AbortController()
  running.set(key, controller)
  const steps = new Steps(db, key)
  try {
    const result = await work({ key, signal: controller.signal, progress: (step, done, total) => steps.tell(step, done, total ?? null) })
    await steps.end()
    if (!controller.signal.aborted) await update(db, key, { state: 'DONE', result: JSON.stringify(result ?? null) })
  } catch (error) {
    if (controller.signal.aborted) return
    const label = error instanceof UserError ? error.label : unexpected
    if (!(error instanceof UserError)) log.error('a job failed', { error, job: key })
    await steps.end()
    await update(db, key, { state: 'FAILED', error: JSON.stringify(label) }).catch((failure: unknown) =>
      log.error('a job’s end was not written', { error: failure }),
    )
  } finally {
    running.delete(key)
  }
}

/** Writes progress at most a few times a second, one statement at a time. */
class Steps {
  private last = 0
  private writing: Promise<void> = Promise.resolve()

  constructor(
    private readonly db: Db,
    private readonly key: string,
  ) {}

  tell(step: string, done: number, total: number | null): void {
    const now = Date.now()
    if (now - this.last < STEP_MS) return
    this.last = now
    this.writing = this.writing.then(() => update(this.db, this.key, { step, done, total })).catch(() => undefined)
  }

  end(): Promise<void> {
    return this.writing
  }
}

type JobUpdate = {
  state?: JobState
  step?: string | null
  done?: number
  total?: number | null
  result?: string | null
  error?: string | null
}

async function update(db: Db, key: string, values: JobUpdate): Promise<void> {
  await writeAs(db, 'mingjing_writer', (tx) =>
    tx
      .updateTable('job')
      .set({ ...values, updated_at: new Date() })
      .where('key', '=', key)
      .execute(),
  )
}
