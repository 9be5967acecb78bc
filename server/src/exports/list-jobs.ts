import type { GraphQLSchema } from 'graphql'
import { permissionOfField } from '../access/guard.ts'
import { permissions } from '../access/permissions.ts'
import type { Viewer } from '../access/viewer.ts'
import type { Service } from '../context.ts'
import { cancelJob, readJob, startJob, whenOver, type JobHandle, type JobRow } from '../jobs/jobs.ts'
import { ForbiddenError, NotFoundError } from '../platform/errors.ts'
import type { Language } from '../platform/label.ts'
import { aboutSheet } from './about-sheet.ts'
import { offerExport } from './exports.commands.ts'
import type { ExportFormatKey, ExportTicket } from './exports.types.ts'
import { argumentsOf } from './list-arguments.ts'
import { sayIn } from './list-export.ts'
import { listRegistry, type ListKey } from './lists.ts'
import { pagesOf, type Sheet } from './sheet.ts'
import { contentTypes, safeName, writeSheets } from './write-file.ts'

export type ListAsked = { list: ListKey; asked: unknown; format: ExportFormatKey; language: Language }
/** How an export stands, and where its file is once it is there. */
export type ListExportState = { job: JobRow; ticket: ExportTicket | null }

const kind = 'EXPORT'
/** A list that is written within this time is answered at once; a longer one is asked for again. */
const patience = 1000

/**
 * Starts to write a list to a file that its user can take once, in the background: rows are read page by page while
 * they are written. Who may not read the list may not export it.
 */
export async function startListExport(service: Service, viewer: Viewer, schema: GraphQLSchema, asked: ListAsked): Promise<ListExportState> {
  const list = listRegistry[asked.list]
  const permission = permissionOfField(list.field)
  if (!permission || !viewer.permissions.has(permission)) {
    const { label } = permissions[permission ?? 'export:create']
    throw new ForbiddenError({ zh: `您没有“${label.zh}”的权限。`, en: `You may not do this: ${label.en}.` }, [
      { path: 'list', reason: 'NO_PERMISSION', params: { permission } },
    ])
  }
  const args = argumentsOf(schema, list.field, asked.asked)
  // What was searched for may be a name: it is not written down.
  const key = await startJob(service.db, viewer, kind, { list: asked.list, format: asked.format }, (job) =>
    writeList(service, viewer, asked, args, job),
  )
  await Promise.race([whenOver(key), new Promise((done) => setTimeout(done, patience))])
  return stateOf(service, viewer, key)
}

/** The state of an export of one's own; null for an unknown one. */
export async function readListExport(service: Service, viewer: Viewer, key: string): Promise<ListExportState | null> {
  const job = await readJob(service.db, viewer, key)
  // Written by `writeList`.
  return job?.kind === kind ? { job, ticket: job.state === 'DONE' ? (job.result as ExportTicket) : null } : null
}

/** Stops an export; what was written of its file goes with it. */
export async function cancelListExport(service: Service, viewer: Viewer, key: string): Promise<ListExportState> {
  const state = await stateOf(service, viewer, key)
  if (state.job.state === 'RUNNING' || state.job.state === 'QUEUED') await cancelJob(service.db, key)
  return stateOf(service, viewer, key)
}

async function stateOf(service: Service, viewer: Viewer, key: string): Promise<ListExportState> {
  const state = await readListExport(service, viewer, key)
  if (state) return state
  throw new NotFoundError({ zh: '没有这次导出。', en: 'There is no such export.' }, [{ path: 'id', reason: 'UNKNOWN_EXPORT' }])
}

async function writeList(
  { db, files }: Service,
  viewer: Viewer,
  { list: name, format, language }: ListAsked,
  args: Record<string, unknown>,
  job: JobHandle,
): Promise<ExportTicket> {
  const list = listRegistry[name]
  const at = new Date()
  const opened = await list.open({ db, viewer, language, args })
  const title = [sayIn(language)(list.title), opened.subtitle].filter(Boolean).join(' ')
  const counter = { rows: 0 }
  const tables = opened.sheets.map((sheet) => counted(sheet, counter, job, opened.total))
  const facts = { title, author: viewer.displayName, at }
  const about = aboutSheet(opened.facts, { revision: opened.revision, rows: opened.total, author: viewer.displayName, at }, language)
  const prepared = {
    fileName: `${safeName(title)}.${format}`,
    type: contentTypes[format],
    write: (out: Parameters<typeof writeSheets>[3]) => writeSheets(format, { tables, about }, facts, out),
  }
  return offerExport(db, files, viewer, prepared, { format, list: name, revision: opened.revision, rows: opened.total })
}

/** The same sheet, telling how far it is and stopping where its reader stopped the job. */
function counted(sheet: Sheet, counter: { rows: number }, { signal, progress }: JobHandle, total: number | null): Sheet {
  const rows = async function* () {
    for await (const page of pagesOf(sheet.rows)) {
      signal.throwIfAborted()
      counter.rows += page.length
      progress('WRITING', counter.rows, total)
      yield page
    }
  }
  return { ...sheet, rows: rows() }
}
