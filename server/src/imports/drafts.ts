import type { Viewer } from '../access/viewer.ts'
import type { Service } from '../context.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import { cancelJob, keepResult, readJob, startJob, type JobHandle, type JobRow } from '../jobs/jobs.ts'
import { ConflictError, InvalidError, NotFoundError } from '../platform/errors.ts'
import { log } from '../platform/log.ts'
import type { ImportKind } from './columns.ts'
import { auditTry, commitImport, dryRun, InstitutionsMoved, refusalOf, type CommitOptions } from './imports.commands.ts'
import { checkMap, type ImportMap } from './map.ts'
import { Refusal } from './refusal.ts'
import { refusedReport, type ImportReport } from './report.ts'
import { digestSecret } from './secret.ts'
import { dropStaged, stageFile, type ImportFile, type Register, type Staged } from './stage.ts'

/** What a draft's job was started with. */
export type DraftPayload = { file: string; fileName: string; kind: ImportKind; map: ImportMap; register: Register }
/** What it found; the lists are cut, because the page shows no more. */
export type DraftResult = {
  report: ImportReport
  headings: string[]
  columns: { heading: string; field: string }[]
  encoding: string | null
}
export type Draft = { job: JobRow; payload: DraftPayload; result: DraftResult | null }

const LISTED = 2000
const KEPT_MS = 86_400_000
/** Staged files of this process by their job's key; after a restart a draft is staged again when it is committed. */
const staged = new Map<string, Staged>()

/** Starts the dry run of an upload (or of another draft's file, through another mapping). Gives the draft's id. */
export async function startDraft(
  service: Service,
  viewer: Viewer,
  asked: { file: string; kind: ImportKind; map: unknown; register: Register },
): Promise<string> {
  const map = mapOf(asked.kind, asked.map)
  const former = await readJob(service.db, viewer, asked.file)
  const fileId = former ? (former.payload as DraftPayload).file : asked.file
  const { fileName } = await service.files.find(fileId, viewer.userId)
  const payload: DraftPayload = { file: fileId, fileName, kind: asked.kind, map, register: asked.register }
  return startJob(service.db, viewer, 'IMPORT', payload, (job) => runDraft(service, viewer, payload, job))
}

/** The work of a draft's job: stage, compare, keep the staged file for the commit. */
export async function runDraft(service: Service, viewer: Viewer, payload: DraftPayload, job: JobHandle): Promise<DraftResult> {
  const { db } = service
  try {
    const one = await stageDraft(service, viewer, payload, job)
    keep(db, job.key, one)
    const report = await dryRun(db, one, { progress: (step, rows) => job.progress(step, rows, one.parsed.rows) })
    await auditTry(db, viewer, report)
    return resultOf(report, one)
  } catch (error) {
    if (error instanceof Refusal && error.reason !== 'CANCELLED') {
      const report = refusedReport(payload.fileName, payload.kind, refusalOf(error))
      await auditTry(db, viewer, report)
      return { report, headings: error.headings, columns: [], encoding: null }
    }
    throw error
  }
}

export async function readDraft(db: Db, viewer: Viewer, id: string): Promise<Draft | null> {
  const job = await readJob(db, viewer, id)
  if (!job || job.kind !== 'IMPORT') return null
  // Both are written by this file alone.
  return { job, payload: job.payload as DraftPayload, result: job.result as DraftResult | null }
}

/** Enters a draft. Throws ConflictError where the ledger moved on and the answer is another one: the draft then shows it. */
export async function commitDraft(service: Service, viewer: Viewer, id: string, options: CommitOptions): Promise<ImportReport> {
  const { db } = service
  const draft = await readDraft(db, viewer, id)
  if (!draft) throw new NotFoundError({ zh: '没有这份试导入。', en: 'There is no such draft.' })
  if (draft.job.state !== 'DONE' || !draft.result) throw new ConflictError({ zh: '试导入尚未完成。', en: 'The draft is not ready.' })
  const shown = draft.result.report
  if (shown.committed) throw new ConflictError({ zh: '这份文件已经入账。', en: 'The file is in already.' })
  if (shown.refused) throw new ConflictError({ zh: shown.refused.zh, en: shown.refused.message })
  const report = await commitAgain(service, viewer, draft, options, shown)
  if (report.refused)
    throw new ConflictError({ zh: report.refused.zh, en: report.refused.message }, [{ path: 'id', reason: report.refused.reason }])
  await keepResult(db, id, { ...draft.result, report: cut(report) })
  if (!report.committed) {
    throw new ConflictError(
      { zh: '台账在此期间有了变化,结果已更新,请再看一遍。', en: 'The ledger has moved on and the answer with it: look again.' },
      [{ path: 'id', reason: 'ANSWER_MOVED' }],
    )
  }
  await forget(db, id)
  await service.files.drop(draft.payload.file)
  return report
}

export async function cancelDraft(service: Service, viewer: Viewer, id: string): Promise<boolean> {
  const draft = await readDraft(service.db, viewer, id)
  if (!draft) return false
  if (draft.result?.report.committed) return false
  await cancelJob(service.db, id)
  await forget(service.db, id)
  await service.files.drop(draft.payload.file)
  return true
}

async function commitAgain(
  service: Service,
  viewer: Viewer,
  draft: Draft,
  options: CommitOptions,
  shown: ImportReport,
): Promise<ImportReport> {
  const key = draft.job.key
  for (let attempt = 1; ; attempt++) {
    const one = (await stillStaged(service.db, key)) ?? (await stageDraft(service, viewer, draft.payload, null))
    keep(service.db, key, one)
    try {
      return await commitImport(service.db, viewer, one, options, shown)
    } catch (error) {
      if (!(error instanceof InstitutionsMoved) || attempt === 3) throw error
      await forget(service.db, key)
    }
  }
}

async function stageDraft(service: Service, viewer: Viewer, payload: DraftPayload, job: JobHandle | null): Promise<Staged> {
  const { path } = await service.files.find(payload.file, viewer.userId)
  const file: ImportFile = { path, fileName: payload.fileName, kind: payload.kind, map: payload.map, register: payload.register }
  const hooks = job ? { signal: job.signal, progress: (rows: number) => job.progress('READING', rows) } : {}
  return stageFile(service.db, viewer, file, digestSecret(service.config.dataDir), { ...hooks, ofServer: true })
}

/** The staged file of a draft, unless a restart or its age has cleared it. */
async function stillStaged(db: Db, key: string): Promise<Staged | null> {
  const one = staged.get(key)
  if (!one) return null
  const there = await writeAs(db, 'mingjing_writer', (tx) =>
    tx.selectFrom('staging.import').select('id').where('id', '=', one.importId).executeTakeFirst(),
  )
  if (!there) staged.delete(key)
  return there ? one : null
}

function keep(db: Db, key: string, one: Staged): void {
  const before = staged.get(key)
  if (before?.importId === one.importId) return
  staged.set(key, one)
  if (before) void dropStaged(db, before.importId).catch((error: unknown) => log.warn('a draft was not cleared', { error }))
  setTimeout(() => void forget(db, key).catch((error: unknown) => log.warn('a draft was not cleared', { error })), KEPT_MS).unref()
}

async function forget(db: Db, key: string): Promise<void> {
  const one = staged.get(key)
  staged.delete(key)
  if (one) await dropStaged(db, one.importId)
}

function mapOf(kind: ImportKind, map: unknown): ImportMap {
  try {
    return checkMap(kind, map)
  } catch (error) {
    if (error instanceof Refusal) throw new InvalidError(error.label, [{ path: 'map', reason: error.reason }])
    throw error
  }
}

function resultOf(report: ImportReport, one: Staged): DraftResult {
  return { report: cut(report), headings: one.parsed.headings, columns: one.parsed.columns, encoding: one.parsed.encoding }
}

function cut(report: ImportReport): ImportReport {
  return {
    ...report,
    rejected: report.rejected.slice(0, LISTED),
    unresolved: report.unresolved.slice(0, LISTED),
    conflicts: report.conflicts.slice(0, LISTED),
    changes: report.changes.slice(0, LISTED),
  }
}
