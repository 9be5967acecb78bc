import { sql } from 'kysely'
import { loadViewer } from '../access/grants.ts'
import type { Service } from '../context.ts'
import { readAll, writeAs } from '../db/snapshot.ts'
import { keepResult, resumeJobs } from '../jobs/jobs.ts'
import { InvalidError } from '../platform/errors.ts'
import { runDraft, type DraftPayload, type DraftResult } from './drafts.ts'
import { clearStaging } from './stage.ts'

/**
 * What a start of the server finds of imports: clears what a former run had staged, settles drafts that it had entered
 * without a chance to say so, and takes up its unfinished dry runs again. A commit that was cut off left nothing.
 */
export async function startImports(service: Service, tell: (line: string) => void): Promise<void> {
  const cleared = await clearStaging(service.db, true)
  await settleEntered(service)
  await dropSpent(service)
  const resumed = await resumeJobs(service.db, ({ kind, payload, userId }) => {
    if (kind !== 'IMPORT') return null
    return async (job) => {
      const viewer = await loadViewer(service.db, userId)
      if (!viewer) throw new InvalidError({ zh: '发起人的授权已失效。', en: 'Who started it holds no grant any more.' })
      // Written by startDraft.
      return runDraft(service, viewer, payload as DraftPayload, job)
    }
  })
  if (cleared > 0) tell(`已清理上次未完成的导入暂存 ${cleared} 份。 / Cleared ${cleared} staged imports of the former run.`)
  if (resumed > 0) tell(`继续上次未完成的试导入 ${resumed} 份。 / Took up ${resumed} unfinished dry runs.`)
}

type Unsettled = { key: string; payload: DraftPayload; result: DraftResult; userId: number; at: Date }
type Entered = { batch: string; revision: number }

/** A server that was killed between COMMIT and its answer left the draft open and the upload in its place. */
async function settleEntered(service: Service): Promise<void> {
  const { db, files } = service
  const open = await writeAs(db, 'mingjing_writer', (tx) =>
    sql<Unsettled>`select key, payload, result, user_id as "userId", created_at as at from job
      where kind = 'IMPORT' and state = 'DONE' and result -> 'report' ->> 'committed' = 'false' and created_at > now() - interval '1 day'`.execute(
      tx,
    ),
  )
  for (const { key, payload, result, userId, at } of open.rows) {
    const upload = await files.find(payload.file, userId).catch(() => null)
    if (!upload) continue
    const { rows } = await readAll(db, (tx) =>
      sql<Entered>`select b.key as batch, b.revision from batch b join change c on c.revision = b.revision
        where b.file_digest = decode(${upload.digest}, 'hex') and b.kind = ${payload.kind.toUpperCase()} and c.actor_id = ${userId} and c.at >= ${at} order by b.id limit 1`.execute(
        tx,
      ),
    )
    const entered = rows[0]
    if (!entered) continue
    await keepResult(db, key, { ...result, report: { ...result.report, ...entered, committed: true } })
    await files.drop(payload.file)
  }
}

/** A server that was killed behind the last word of a draft, entered or cancelled, left its upload: no other draft may read it. */
async function dropSpent({ db, files }: Service): Promise<void> {
  const spent = await writeAs(db, 'mingjing_writer', (tx) =>
    sql<{ file: string }>`select payload ->> 'file' as file from job
      where kind = 'IMPORT' and created_at > now() - interval '1 day' and payload ->> 'file' is not null
      group by 1 having bool_and(state = 'CANCELLED' or result -> 'report' ->> 'committed' = 'true')`.execute(tx),
  )
  for (const { file } of spent.rows) await files.drop(file)
}
