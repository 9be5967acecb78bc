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
  /** The revision at which a person took a correction back; null while it stands. */
  undoneAt?: number | null
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
 * The assertions of one complaint that are active as of a revision, by the order of events. A void makes the batch's
 * assertion inactive where it is active and the complaint was not passed over, with corrections also those active then;
 * its end gives back exactly what it took. A correction that a person took back is inactive from then on, whatever ends.
 */
export function activeAssertions(assertions: readonly Assertion[], voids: readonly BatchVoid[], asOf: number): Assertion[] {
  const active = new Set<Assertion>()
  const taken = new Map<BatchVoid, Assertion[]>()
  for (const event of eventsOf(assertions, voids, asOf)) {
    if (event.kind === 'ARRIVES') active.add(event.assertion)
    else if (event.kind === 'UNDONE') active.delete(event.assertion)
    else if (event.kind === 'VOID') taken.set(event.one, takenBy(event.one, active))
    else for (const assertion of taken.get(event.one) ?? []) if (!isUndone(assertion, event.at)) active.add(assertion)
  }
  return [...active].sort((a, b) => a.revision - b.revision)
}

function isUndone({ undoneAt }: Assertion, at: number): boolean {
  return undoneAt != null && undoneAt <= at
}

type Said = { at: number; kind: 'ARRIVES'; assertion: Assertion } | { at: number; kind: 'UNDONE'; assertion: Assertion }
type Event = Said | { at: number; kind: 'VOID' | 'LIFTED'; one: BatchVoid }

function eventsOf(assertions: readonly Assertion[], voids: readonly BatchVoid[], asOf: number): Event[] {
  const arrivals = assertions.map((assertion): Event => ({ at: assertion.revision, kind: 'ARRIVES', assertion }))
  const undone = assertions.flatMap((assertion): Event[] =>
    assertion.undoneAt == null ? [] : [{ at: assertion.undoneAt, kind: 'UNDONE', assertion }],
  )
  const ours = voids.filter((one) => assertions.some((assertion) => assertion.batchId === one.batchId))
  const acts = ours.flatMap((one): Event[] => [
    { at: one.fromRevision, kind: 'VOID', one },
    ...(one.toRevision === null ? [] : [{ at: one.toRevision, kind: 'LIFTED' as const, one }]),
  ])
  // A replacement voids and asserts in one change: what arrives then is not of the batch void.
  return [...acts, ...arrivals, ...undone].filter((event) => event.at <= asOf).sort((a, b) => a.at - b.at)
}

function takenBy(one: BatchVoid, active: Set<Assertion>): Assertion[] {
  const file = [...active].find((assertion) => assertion.batchId === one.batchId)
  if (!file || one.passedOver.has(file.complaintId)) return []
  const corrections = one.withCorrections ? [...active].filter((assertion) => assertion.kind === assertionKinds.CORRECTION) : []
  const taken = [file, ...corrections]
  for (const assertion of taken) active.delete(assertion)
  return taken
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
    const source = corrections.find((one) => hasField(one.fields, field))?.correction ?? files.find((one) => hasField(one.fields, field))
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
