import { assertionKinds, hasField, ledgerColumns, ledgerFields, type LedgerValues } from './columns.ts'

/** What one source says about one complaint; `values` by SQL column, only those in `fields` count. */
export type Assertion = {
  complaintId: number
  regionId: number
  revision: number
  batchId: number | null
  kind: number
  fields: number
  takes: boolean
  values: LedgerValues
}

/** A void of a batch; in force from `fromRevision` until `toRevision`. */
export type BatchVoid = {
  batchId: number
  withCorrections: boolean
  passedOver: ReadonlySet<number>
  fromRevision: number
  toRevision: number | null
}

/**
 * The assertions of one complaint that are active as of a revision. A void covers the batch's assertion unless the
 * complaint was passed over; with corrections, it covers those made before it, where the batch's assertion was active.
 */
export function activeAssertions(assertions: readonly Assertion[], voids: readonly BatchVoid[], asOf: number): Assertion[] {
  const known = assertions.filter((one) => one.revision <= asOf)
  const batches = new Set(known.flatMap((one) => one.batchId ?? []))
  const ours = voids.filter((one) => batches.has(one.batchId) && one.fromRevision <= asOf)
  return known.filter((one) =>
    one.kind === assertionKinds.CORRECTION ? !correctionVoid(one, known, ours, asOf) : !fileVoid(one, ours, asOf),
  )
}

function inForce(one: BatchVoid, asOf: number): boolean {
  return one.fromRevision <= asOf && (one.toRevision === null || one.toRevision > asOf)
}

function fileVoid(assertion: Assertion, voids: readonly BatchVoid[], asOf: number): boolean {
  return voids.some(
    (one) =>
      one.batchId === assertion.batchId &&
      one.fromRevision > assertion.revision &&
      inForce(one, asOf) &&
      !one.passedOver.has(assertion.complaintId),
  )
}

function correctionVoid(correction: Assertion, all: readonly Assertion[], voids: readonly BatchVoid[], asOf: number): boolean {
  return voids.some(
    (one) =>
      one.withCorrections &&
      inForce(one, asOf) &&
      correction.revision < one.fromRevision &&
      all.some(
        (file) =>
          file.batchId === one.batchId &&
          file.revision < one.fromRevision &&
          !fileVoid(file, voids, one.fromRevision - 1),
      ),
  )
}

/** Corrections among active assertions that hold in a column: no later file was taken over them there. */
export function correctionsInForce(active: readonly Assertion[]): { correction: Assertion; fields: number }[] {
  return active
    .filter((one) => one.kind === assertionKinds.CORRECTION)
    .map((correction) => ({ correction, fields: correction.fields & ~takenAfter(active, correction.revision) }))
    .filter((one) => one.fields !== 0)
}

function takenAfter(active: readonly Assertion[], revision: number): number {
  return active.reduce((mask, one) => (one.takes && one.revision > revision ? mask | one.fields : mask), 0)
}

/**
 * What active assertions come to, column by column: the latest correction in force, else the latest file. Null where
 * they give no institution or no day of receipt: the complaint then has no current version.
 */
export function resolve(active: readonly Assertion[]): LedgerValues | null {
  const files = active.filter((one) => one.kind === assertionKinds.FILE).sort(byLatest)
  const corrections = correctionsInForce(active).sort((a, b) => byLatest(a.correction, b.correction))
  const values: LedgerValues = {}
  for (const field of ledgerFields) {
    const { column } = ledgerColumns[field]
    const source =
      corrections.find((one) => hasField(one.fields, field))?.correction ?? files.find((one) => hasField(one.fields, field))
    values[column] = source?.values[column] ?? null
  }
  if (values.received_on === null || values.institution_id === null) return null
  return { ...values, kind: values.kind ?? 1 }
}

/** What files alone say, column by column, as of the active assertions: what a new file is compared with. */
export function fileValues(active: readonly Assertion[]): { values: LedgerValues; fields: number } | null {
  const files = active.filter((one) => one.kind === assertionKinds.FILE).sort(byLatest)
  if (files.length === 0) return null
  const values: LedgerValues = {}
  let fields = 0
  for (const field of ledgerFields) {
    const { column, bit } = ledgerColumns[field]
    const source = files.find((one) => hasField(one.fields, field))
    values[column] = source?.values[column] ?? null
    if (source) fields |= 1 << bit
  }
  return { values, fields }
}

function byLatest(a: { revision: number }, b: { revision: number }): number {
  return b.revision - a.revision
}
