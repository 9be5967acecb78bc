import type { Viewer } from '../access/viewer.ts'
import type { Service } from '../context.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import { cancelJob, readJob, startJob, type JobHandle, type JobRow } from '../jobs/jobs.ts'
import { ConflictError, InvalidError } from '../platform/errors.ts'
import { log } from '../platform/log.ts'
import type { ImportKind } from './columns.ts'
import type { FoundTable } from './found-tables.ts'
import { auditTry, dryRun, refusalOf } from './imports.commands.ts'
import { checkMap, type ImportMap } from './map.ts'
import { Refusal } from './refusal.ts'
import { refusedReport, type ImportReport } from './report.ts'
import { digestSecret } from './secret.ts'
import { sheetProblems, type FoundProblem } from './sheet-kinds.ts'
import { readSheet, type SheetPage } from './sheet.queries.ts'
import type { ImportSheet } from './sheet.types.ts'
import { dropStaged, stageFile, type ImportFile, type Register, type Staged } from './stage.ts'

/** What a draft's job was started with. */
export type DraftPayload = {
  file: string
  fileName: string
  kind: ImportKind
  map: ImportMap
  register: Register
  /** Reads it through a mapping kept for its headings, where `map` says nothing. */
  recall?: boolean
}
/** What it found; the lists are cut, because the page shows no more. */
export type DraftResult = {
  report: ImportReport
  headings: string[]
  columns: { heading: string; field: string }[]
  encoding: string | null
  /** The mapping that worked, where a kept one was found. */
  map?: ImportMap
  tables?: FoundTable[]
  problems?: FoundProblem[]
  recalled?: { key: string; name: string } | null
}
export type Draft = { job: JobRow; payload: DraftPayload; result: DraftResult | null }

const LISTED = 2000
/** Drafts that are being entered, with what stops them. */
export const committing = new Map<string, AbortController>()
export const isCommitting = (id: string): boolean => committing.has(id)
const KEPT_MS = 86_400_000
/** Staged files of this process by their job's key; after a restart a draft is staged again when it is committed. */
const staged = new Map<string, Staged>()

/** Starts the dry run of an upload (or of another draft's file, through another mapping). Gives the draft's id. */
export async function startDraft(
  service: Service,
  viewer: Viewer,
  asked: { file: string; kind: ImportKind; map: unknown; register: Register; recall: boolean },
): Promise<string> {
  const map = mapOf(asked.kind, asked.map)
  const former = await readJob(service.db, viewer, asked.file)
  const fileId = former ? (former.payload as DraftPayload).file : asked.file
  const { fileName } = await service.files.find(fileId, viewer.userId)
  const payload: DraftPayload = { file: fileId, fileName, kind: asked.kind, map, register: asked.register, recall: asked.recall }
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
    return await resultOf(db, report, one)
  } catch (error) {
    if (error instanceof Refusal && error.reason !== 'CANCELLED') {
      const report = refusedReport(payload.fileName, payload.kind, refusalOf(error))
      await auditTry(db, viewer, report)
      return { report, headings: error.headings, columns: [], encoding: null, tables: error.tables }
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

/** A mapping with the columns as they were found, where it names none. */
export function withColumns(map: ImportMap, columns: Record<string, string>): ImportMap {
  return map.columns || Object.keys(columns).length === 0 ? map : { ...map, columns }
}

/** Rows of a draft's sheet. Throws ConflictError STAGED_GONE where a restart or its age has cleared them. */
export async function readDraftSheet(db: Db, viewer: Viewer, id: string, page: SheetPage): Promise<ImportSheet | null> {
  const found = await stagedDraft(db, viewer, id)
  return found && readSheet(db, found.one, found.report, page)
}

/** A draft of one's own with its staged rows; null for others and an unknown one. */
export async function stagedDraft(db: Db, viewer: Viewer, id: string): Promise<{ one: Staged; report: ImportReport } | null> {
  const draft = await readDraft(db, viewer, id)
  if (!draft) return null
  const one = await stillStaged(db, id)
  if (one && draft.result) return { one, report: draft.result.report }
  throw new ConflictError({ zh: '检查结果已清理,请重新检查这份文件。', en: 'The checked rows have been cleared: check the file again.' }, [
    { path: 'id', reason: 'STAGED_GONE' },
  ])
}

export async function cancelDraft(service: Service, viewer: Viewer, id: string): Promise<boolean> {
  const draft = await readDraft(service.db, viewer, id)
  if (!draft) return false
  if (draft.result?.report.committed || isCommitting(id)) return false
  await cancelJob(service.db, id)
  await forget(service.db, id)
  await service.files.drop(draft.payload.file)
  return true
}

export async function stageDraft(service: Service, viewer: Viewer, payload: DraftPayload, job: JobHandle | null): Promise<Staged> {
  const { path } = await service.files.find(payload.file, viewer.userId)
  const file: ImportFile = {
    path,
    fileName: payload.fileName,
    kind: payload.kind,
    map: payload.map,
    register: payload.register,
    recall: payload.recall ?? false,
  }
  const hooks = job ? { signal: job.signal, progress: (rows: number) => job.progress('READING', rows) } : {}
  return stageFile(service.db, viewer, file, digestSecret(service.config.dataDir), { ...hooks, ofServer: true })
}

/** The staged file of a draft, unless a restart or its age has cleared it. */
export async function stillStaged(db: Db, key: string): Promise<Staged | null> {
  const one = staged.get(key)
  if (!one) return null
  const there = await writeAs(db, 'mingjing_writer', (tx) =>
    tx.selectFrom('staging.import').select('id').where('id', '=', one.importId).executeTakeFirst(),
  )
  if (!there) staged.delete(key)
  return there ? one : null
}

export function keep(db: Db, key: string, one: Staged): void {
  const before = staged.get(key)
  if (before?.importId === one.importId) return
  staged.set(key, one)
  if (before) void dropStaged(db, before.importId).catch((error: unknown) => log.warn('a draft was not cleared', { error }))
  setTimeout(() => void forget(db, key).catch((error: unknown) => log.warn('a draft was not cleared', { error })), KEPT_MS).unref()
}

export async function forget(db: Db, key: string): Promise<void> {
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

export async function resultOf(db: Db, report: ImportReport, one: Staged): Promise<DraftResult> {
  const { parsed, recalled, file } = one
  return {
    report: cut(report),
    headings: parsed.headings,
    columns: parsed.columns,
    encoding: parsed.encoding,
    map: file.map,
    tables: parsed.tables,
    problems: await writeAs(db, 'mingjing_writer', (tx) => sheetProblems(tx, one, report)),
    recalled: recalled && { key: recalled.key, name: recalled.name },
  }
}

export function cut(report: ImportReport): ImportReport {
  return {
    ...report,
    rejected: report.rejected.slice(0, LISTED),
    unresolved: report.unresolved.slice(0, LISTED),
    conflicts: report.conflicts.slice(0, LISTED),
    changes: report.changes.slice(0, LISTED),
  }
}
