import type { Viewer } from '../access/viewer.ts'
import type { Service } from '../context.ts'
import type { Db } from '../db/connect.ts'
import { keepResult, tellStep } from '../jobs/jobs.ts'
import { ConflictError, NotFoundError } from '../platform/errors.ts'
import {
  committing,
  cut,
  forget,
  keep,
  readDraft,
  resultOf,
  stageDraft,
  stillStaged,
  withColumns,
  type Draft,
  type DraftResult,
} from './drafts.ts'
import { commitImport, InstitutionsMoved, type CommitOptions } from './imports.commands.ts'
import { countUse, rememberMapping } from './mappings.commands.ts'
import { Refusal } from './refusal.ts'
import type { ImportReport } from './report.ts'
import { keepRejected, type Staged } from './stage.ts'

export type DraftCommit = CommitOptions & { remember: boolean }

/**
 * Enters a draft and keeps the mapping that it was read through. Throws ConflictError where the ledger moved on and the
 * answer is another one (the draft then shows it), or where `stopCommit` came before the end.
 */
export async function commitDraft(service: Service, viewer: Viewer, id: string, options: DraftCommit): Promise<ImportReport> {
  const { db } = service
  const draft = await readDraft(db, viewer, id)
  if (!draft) throw noDraft()
  if (draft.job.state !== 'DONE' || !draft.result) throw new ConflictError({ zh: '试导入尚未完成。', en: 'The draft is not ready.' })
  const shown = draft.result.report
  if (shown.committed) throw new ConflictError({ zh: '这份文件已经入账。', en: 'The file is in already.' })
  if (shown.refused) throw new ConflictError({ zh: shown.refused.zh, en: shown.refused.message })
  if (committing.has(id)) throw new ConflictError({ zh: '这份文件正在入账。', en: 'The file is being entered.' })
  const stop = new AbortController()
  committing.set(id, stop)
  try {
    return await enterDraft(service, viewer, draft, options, stop.signal)
  } finally {
    committing.delete(id)
    await tellStep(db, id, null, draft.job.done, draft.job.total)
  }
}

/** Stops a commit on its way: nothing of it is entered and the draft stays. False where none is on its way. */
export async function stopCommit(service: Service, viewer: Viewer, id: string): Promise<boolean> {
  const draft = await readDraft(service.db, viewer, id)
  const stop = draft && committing.get(id)
  stop?.abort()
  return stop !== null && stop !== undefined
}

async function enterDraft(
  service: Service,
  viewer: Viewer,
  draft: Draft,
  options: DraftCommit,
  signal: AbortSignal,
): Promise<ImportReport> {
  const { db } = service
  const id = draft.job.key
  const result = draft.result as DraftResult
  const { report, one } = await commitAgain(service, viewer, draft, options, signal).catch((error: unknown) => {
    if (error instanceof Refusal) throw new ConflictError(error.label, [{ path: 'id', reason: error.reason }])
    throw error
  })
  if (report.refused)
    throw new ConflictError({ zh: report.refused.zh, en: report.refused.message }, [{ path: 'id', reason: report.refused.reason }])
  await keepResult(db, id, report.committed ? { ...result, report: cut(report) } : await resultOf(db, report, one))
  if (!report.committed) {
    throw new ConflictError(
      { zh: '台账在此期间有了变化,结果已更新,请再看一遍。', en: 'The ledger has moved on and the answer with it: look again.' },
      [{ path: 'id', reason: 'ANSWER_MOVED' }],
    )
  }
  if (report.rejectedRows > 0) await keepRejected(db, one.importId)
  else await forget(db, id)
  await service.files.drop(draft.payload.file)
  await remember(db, viewer, draft, one, options.remember)
  return report
}

/** The mapping of a committed draft serves the next file with its headings, unless nothing was said by hand. */
async function remember(db: Db, viewer: Viewer, { payload }: Draft, one: Staged, wanted: boolean): Promise<void> {
  const { recalled, parsed, file } = one
  if (recalled && recalled.digest === null) return countUse(db, viewer, recalled.key)
  if (!wanted || !parsed.headingsDigest || (!recalled && Object.keys(payload.map).length === 0)) return
  const { sheets: _, headingRows: __, ...map } = withColumns(file.map, columnsFound(parsed.columns))
  await rememberMapping(db, viewer, {
    kind: file.kind,
    name: recalled?.name ?? file.fileName,
    headings: parsed.headings,
    digest: parsed.headingsDigest,
    map,
  })
}

const columnsFound = (columns: readonly { heading: string; field: string }[]) =>
  Object.fromEntries(columns.map(({ heading, field }) => [heading, field]))

async function commitAgain(
  service: Service,
  viewer: Viewer,
  draft: Draft,
  options: CommitOptions,
  signal: AbortSignal,
): Promise<{ report: ImportReport; one: Staged }> {
  const { db } = service
  const { key } = draft.job
  const shown = (draft.result as DraftResult).report
  let telling = Promise.resolve()
  const progress = (step: string, done: number, total?: number) => {
    telling = telling.then(() => tellStep(db, key, step, done, total ?? null))
  }
  for (let attempt = 1; ; attempt++) {
    const one = (await stillStaged(db, key)) ?? (await stageDraft(service, viewer, draft.payload, null))
    keep(db, key, one)
    try {
      return { report: await commitImport(db, viewer, one, options, shown, { signal, progress }), one }
    } catch (error) {
      if (!(error instanceof InstitutionsMoved) || attempt === 3) throw error
      await forget(db, key)
    } finally {
      await telling
    }
  }
}

function noDraft(): NotFoundError {
  return new NotFoundError({ zh: '没有这份试导入。', en: 'There is no such draft.' })
}
