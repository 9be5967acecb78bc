import type { FullLabel } from '../platform/label.ts'
import type { ImportKind } from './columns.ts'
import type { ReportedDiscrepancy, ReportedReturn } from './returns/plan-returns.ts'
import type { Reason } from './reasons.ts'
import type { RefusalReason } from './refusal.ts'
import { nothingSkipped, type Skipped } from './rows.ts'
import type { Stated } from './stated.ts'

/** One fault of a row as it is reported; `value` is masked, `sheet` only where the file has more than one. */
export type Rejected = { row: number; column: string; value: string; reason: Reason; sheet?: string }
/** A written name or word that means nothing yet, masked. `proposals`: names that look like it. */
export type Unresolved = { field: string; value: string; rows: number; proposals?: string[] }
/** A value that a person corrected and the file gives otherwise; `seq` is the row's place in the file. */
export type Conflict = { seq: number; row: number; column: string; person: string | null; file: string | null; sheet?: string }
/** A value of the ledger that the file changes. */
export type Change = { row: number; column: string; before: string | null; after: string | null; sheet?: string }

/** Rows without numbers of an earlier batch of the same source that are not in this file: altered or gone. */
export type Missing = { batch: string; file: string; rows: number }

/** A column of the file that is known and of which nothing is kept, with the reason. */
export type NotKept = { column: string; field: string; personal: boolean; why: FullLabel }

/** What a title above the headings stated of every row of its sheet. */
export type FromTitle = { field: string; column: FullLabel; value: string }

/** What an import found or did. rows = new + changed + identical + rejected rows. */
export type ImportReport = {
  file: string
  kind: ImportKind
  rows: number
  new: number
  changed: number
  identical: number
  rejectedRows: number
  rejected: Rejected[]
  unresolved: Unresolved[]
  conflicts: Conflict[]
  changes: Change[]
  missing: Missing[]
  notKept: NotKept[]
  fromTitle: FromTitle[]
  skipped: Skipped
  stated: Stated[]
  statedDiffers: Stated[]
  /** Of returns: what does not add up, and what was found. */
  discrepancies?: ReportedDiscrepancy[]
  returns?: ReportedReturn[]
  committed: boolean
  batch: string | null
  revision: number | null
  /** The name of the kept mapping that the file was read through. */
  remembered?: string
  refused?: { reason: RefusalReason; message: string; zh: string }
}

export function refusedReport(file: string, kind: ImportKind, refused: NonNullable<ImportReport['refused']>): ImportReport {
  return {
    file,
    kind,
    rows: 0,
    new: 0,
    changed: 0,
    identical: 0,
    rejectedRows: 0,
    rejected: [],
    unresolved: [],
    conflicts: [],
    changes: [],
    missing: [],
    notKept: [],
    fromTitle: [],
    skipped: nothingSkipped(),
    stated: [],
    statedDiffers: [],
    committed: false,
    batch: null,
    revision: null,
    refused,
  }
}

/** The line of `--json`: names and order are fixed, because other programs read it. */
export function reportLine(report: ImportReport): string {
  const { file, kind, rows, changed, identical, rejected, conflicts, skipped, committed, batch, stated, statedDiffers, refused } = report
  return JSON.stringify({
    file,
    kind,
    rows,
    new: report.new,
    changed,
    identical,
    rejected,
    unresolved: report.unresolved.map(({ field, value, rows: count }) => ({ field, value, rows: count })),
    conflicts: conflicts.map(({ seq: _, ...conflict }) => conflict),
    skipped,
    committed,
    batch,
    stated,
    statedDiffers,
    ...(kind === 'returns' ? { discrepancies: (report.discrepancies ?? []).map(discrepancyLine), returns: report.returns ?? [] } : {}),
    ...(report.missing.length > 0 ? { missing: report.missing } : {}),
    ...(report.notKept.length > 0 ? { notKept: report.notKept } : {}),
    ...(report.fromTitle.length > 0 ? { fromTitle: report.fromTitle } : {}),
    ...(report.remembered ? { remembered: report.remembered } : {}),
    ...(refused ? { refused: { reason: refused.reason, message: refused.message } } : {}),
  })
}

/** A wrong sum says where it is, what is stated and what it comes to; another kind says which it is too. */
function discrepancyLine({ kind, ofPlaced, of: _, ...found }: ReportedDiscrepancy): object {
  return { ...found, ...(kind === 'SUM' ? {} : { kind }), ...(ofPlaced === null ? {} : { ofPlaced }) }
}

/** What a batch keeps of its report: enough to read it years later, the lists cut. */
export function keptReport(report: ImportReport): object {
  const { rows, rejectedRows, skipped, stated, statedDiffers, notKept, fromTitle } = report
  return {
    rows,
    rejectedRows,
    skipped,
    stated,
    statedDiffers,
    notKept,
    fromTitle,
    rejected: report.rejected.slice(0, KEPT),
    unresolved: report.unresolved.slice(0, KEPT),
    ...(report.discrepancies ? { discrepancies: report.discrepancies.slice(0, KEPT) } : {}),
  }
}
const KEPT = 1000
