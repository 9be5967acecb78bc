import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import { actorOf, auditAlone } from '../ledger/audit.ts'
import { addBatch, findBatch, markVoid } from '../ledger/batch.ts'
import { write, type Writing } from '../ledger/change.ts'
import { COMMIT_STEPS, commitStaged } from '../ledger/commit-staged.ts'
import { compareAssessments, writeAssessmentPlan } from './assessments-kind.ts'
import { compareFile, regionOf, returnImport, shownDifferences } from './compare-file.ts'
import { countUse } from './mappings.commands.ts'
import { Refusal } from './refusal.ts'
import { stopOn } from './stop-on.ts'
import { keptReport, refusedReport, type ImportReport } from './report.ts'
import { compareReturns, writeReturnPlan } from './returns/returns-kind.ts'
import { compareExposures, compareInstitutions, writeExposures, writeInstitutions } from './small-kinds.ts'
import { clearStaging, dropStaged, REGISTERS, stageFile, type ImportFile, type Staged, type StageHooks } from './stage.ts'

export type ImportStep = 'READING' | 'COMPARING' | 'COMMITTING'
/** `progress`: rows, or for COMMITTING the steps done out of `total`. */
export type ImportHooks = { progress?: (step: ImportStep, done: number, total?: number) => void; signal?: AbortSignal; onWait?: () => void }

export type CommitOptions = {
  /** All rows or none. */
  strict: boolean
  /** The file's values instead of a person's corrections. */
  take: boolean
  /** Rows by their place in the file that are taken over corrections where `take` is false. */
  takeRows?: readonly number[]
  /** A real ledger into the demo, to try. */
  tryDemo: boolean
  /** A batch that is voided in the same change: a file without numbers that was sent again, corrected. */
  replace?: string | null
}

/**
 * Stages a file, compares it with the ledger and, with `commit`, enters it. Nothing stays in staging. A file that is
 * not taken is a report with `refused`.
 */
export async function importFile(
  db: Db,
  viewer: Viewer,
  file: ImportFile,
  secret: Buffer,
  commit: CommitOptions | null,
  hooks: ImportHooks = {},
): Promise<ImportReport> {
  await clearStaging(db, false)
  for (let attempt = 1; ; attempt++) {
    let staged: Staged
    try {
      staged = await stageFile(db, viewer, file, secret, stageHooks(hooks))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const report = refusedReport(file.fileName, file.kind, refusalOf(error))
      await auditTry(db, viewer, report)
      return report
    }
    try {
      if (commit) {
        const report = await commitImport(db, viewer, staged, commit, null, hooks)
        if (report.committed && staged.recalled) await countUse(db, viewer, staged.recalled.key)
        return report
      }
      const report = await dryRun(db, staged, hooks)
      await auditTry(db, viewer, report)
      return report
    } catch (error) {
      if (!(error instanceof InstitutionsMoved) || attempt === 3) throw error
    } finally {
      await dropStaged(db, staged.importId)
    }
  }
}

/** One audit line for a file that was looked at or refused; a commit's change leaves its own. */
export async function auditTry(db: Db, viewer: Viewer, report: ImportReport): Promise<void> {
  const { file, kind, rows, rejectedRows, refused: refusal } = report
  await auditAlone(db, {
    kind: 'IMPORT_TRY',
    actor: actorOf(viewer),
    detail: { file, kind, rows, rejected: rejectedRows, ...(refusal ? { refused: refusal.reason } : {}) },
  })
}

/** What a staged file would do to the ledger as it stands. */
export function dryRun(db: Db, staged: Staged, hooks: ImportHooks = {}): Promise<ImportReport> {
  hooks.progress?.('COMPARING', staged.parsed.rows)
  return writeAs(db, 'mingjing_writer', (tx) => compareFile(tx, staged))
}

/**
 * Enters a staged file as one batch of one revision. `expected`: the dry run that was shown; where the ledger has moved
 * on and the answer is another one, nothing is entered and the fresh dry run is returned, `committed` false.
 * Throws `InstitutionsMoved` where the file must be parsed again.
 */
export async function commitImport(
  db: Db,
  viewer: Viewer,
  staged: Staged,
  options: CommitOptions,
  expected: ImportReport | null,
  hooks: ImportHooks = {},
): Promise<ImportReport> {
  const before = expected ?? (await dryRun(db, staged, hooks))
  const refusal = refusalTo(db, before, options)
  if (refusal) {
    await auditTry(db, viewer, refusal)
    return refusal
  }
  const detail: Record<string, unknown> = { file: staged.file.fileName, kind: staged.file.kind }
  const regionId = await writeAs(db, 'mingjing_writer', (tx) => regionOf(tx, staged))
  let stop: () => void = () => undefined
  try {
    const { value, change } = await write(
      db,
      viewer,
      { kind: 'IMPORT', regionId, detail, ...(hooks.onWait ? { onWait: hooks.onWait } : {}) },
      async (writing) => {
        stop = await stopOn(hooks.signal, db, writing.tx)
        const { report, compared } = await enter(writing, staged, options, before, hooks)
        if (expected && !options.replace && !sameAnswer(expected, { ...report, ...compared })) throw new AnswerMoved()
        // The change line is written last and tells what the batch came to.
        Object.assign(detail, {
          batch: report.batch,
          new: report.new,
          changed: report.changed,
          identical: report.identical,
          rejected: report.rejectedRows,
        })
        return report
      },
    )
    return { ...value, committed: true, revision: change.revision }
  } catch (error) {
    if (error instanceof AnswerMoved) return dryRun(db, staged, hooks)
    if (hooks.signal?.aborted) throw new Refusal('CANCELLED')
    throw error
  } finally {
    stop()
  }
}

function refusalTo(db: Db, before: ImportReport, options: CommitOptions): ImportReport | null {
  if (db.installation === 'DEMO' && !options.tryDemo) return refused(before, new Refusal('DEMO'))
  if (options.strict && (before.rejectedRows > 0 || before.unresolved.length > 0)) return refused(before, new Refusal('STRICT'))
  return null
}

/** Another commit came between: the dry run shown is no longer what would happen. */
class AnswerMoved extends Error {}

/** Institutions changed since the file was parsed: its names must be looked up again. */
export class InstitutionsMoved extends Error {}

async function enter(
  writing: Writing,
  staged: Staged,
  options: CommitOptions,
  before: ImportReport,
  { progress, signal }: ImportHooks,
): Promise<{ report: ImportReport; compared: Partial<ImportReport> }> {
  const { file, parsed } = staged
  if (await institutionsMoved(writing, staged.world.revision)) throw new InstitutionsMoved()
  const small = { importId: staged.importId, regionId: writing.regionId, fields: parsed.fields, create: file.map.create ?? [] }
  const report = file.kind === 'complaints' ? before : await compareFile(writing.tx, staged)
  const batch = await addBatch(writing, {
    kind: BATCH_KINDS[file.kind],
    register: file.kind === 'complaints' || file.kind === 'returns' ? REGISTERS[file.register] : null,
    fileName: file.fileName,
    fileDigest: staged.digest,
    fileSize: staged.size,
    rowCount: parsed.rows,
    fields: parsed.fields,
    mapping: file.map,
    report: keptReport(report),
  })
  switch (file.kind) {
    case 'institutions':
      await writeInstitutions(writing, batch.id, await compareInstitutions(writing.tx, small))
      return { report: { ...report, batch: batch.key }, compared: {} }
    case 'exposures':
      await writeExposures(writing, batch.id, await compareExposures(writing.tx, small))
      return { report: { ...report, batch: batch.key }, compared: {} }
    case 'returns':
      await writeReturnPlan(writing, batch.id, await compareReturns(writing.tx, returnImport(staged, small)))
      return { report: { ...report, batch: batch.key }, compared: {} }
    case 'assessments':
      await writeAssessmentPlan(writing, batch.id, await compareAssessments(writing.tx, small))
      return { report: { ...report, batch: batch.key }, compared: {} }
    case 'complaints': {
      const old = options.replace ? await markVoid(writing, await findBatch(writing.tx, options.replace), false) : null
      const replaced = old ? [...old.alone, ...old.others] : []
      let steps = 0
      const step = () => {
        signal?.throwIfAborted()
        progress?.('COMMITTING', ++steps, COMMIT_STEPS + 1)
      }
      progress?.('COMMITTING', 0, COMMIT_STEPS + 1)
      const done = await commitStaged(writing, staged.importId, {
        batchId: batch.id,
        create: file.map.create ?? [],
        take: options.take,
        takeRows: new Set(options.takeRows),
        replaced,
        step,
      })
      const { conflicts } = await shownDifferences(writing.tx, staged, { conflicts: done.conflicts })
      const withRepeats = ({ new: added, changed, identical }: typeof done.compared) => ({
        new: added,
        changed,
        identical: identical + parsed.repeats,
      })
      return { report: { ...report, ...withRepeats(done), conflicts, batch: batch.key }, compared: withRepeats(done.compared) }
    }
  }
}

const BATCH_KINDS = {
  institutions: 'INSTITUTIONS',
  exposures: 'EXPOSURES',
  complaints: 'COMPLAINTS',
  returns: 'RETURNS',
  assessments: 'ASSESSMENTS',
} as const

async function institutionsMoved(writing: Writing, since: number): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`
    select exists (select from institution_version where revision > ${since})
        or exists (select from batch_void v join batch b on b.id = v.batch_id and b.kind = 'INSTITUTIONS' where v.from_revision > ${since} or v.to_revision > ${since}) as moved`.execute(
    writing.tx,
  )
  return rows[0]?.moved ?? false
}

function sameAnswer(a: ImportReport, b: ImportReport): boolean {
  return (
    a.new === b.new &&
    a.changed === b.changed &&
    a.identical === b.identical &&
    a.rejectedRows === b.rejectedRows &&
    a.conflicts.length === b.conflicts.length
  )
}

function refused(report: ImportReport, refusal: Refusal): ImportReport {
  return { ...report, committed: false, refused: refusalOf(refusal) }
}

export function refusalOf(refusal: Refusal): NonNullable<ImportReport['refused']> {
  return { reason: refusal.reason, message: refusal.label.en, zh: refusal.label.zh }
}

function stageHooks(hooks: ImportHooks): StageHooks {
  return {
    ...(hooks.progress ? { progress: (rows: number) => hooks.progress?.('READING', rows) } : {}),
    ...(hooks.signal ? { signal: hooks.signal } : {}),
  }
}
