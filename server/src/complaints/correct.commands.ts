import type { Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { readCount, readFen } from '../imports/amounts.ts'
import { readBand, readYesNo } from '../imports/complaint-fields.ts'
import { readDate } from '../imports/dates.ts'
import { maskReference, maskText } from '../imports/masking.ts'
import { textCell } from '../imports/readers/cells.ts'
import type { KeyedDigests } from '../imports/tokens.ts'
import { write, type Written } from '../ledger/change.ts'
import { kinds, type LedgerField } from '../ledger/columns.ts'
import { today } from '../ledger/clock.ts'
import { correctComplaint, type Correction, type MaskedText } from '../ledger/correct.ts'
import { loadInstitutionHistory } from '../ledger/institution-history.ts'
import { mergeComplaints, splitComplaints } from '../ledger/matter.ts'
import { InvalidError, type FieldProblem } from '../platform/errors.ts'
import { visibleComplaint } from './visible.ts'
import { correctable, readChanges, type CorrectableField, type CorrectedValue } from './complaints.rules.ts'
import { demandReason } from '../platform/reason.ts'
import { currentRevision } from '../ledger/revision.ts'

/** A person's correction of one complaint, by the rules of imports: impossible dates, unknown institutions are named. */
export async function correct(
  db: Db,
  viewer: Viewer,
  asked: { key: string; changes: unknown; reason: string },
  digests: KeyedDigests,
): Promise<Written<void>> {
  const reason = demandReason(asked.reason)
  const changes = readChanges(asked.changes)
  const { id, correction, text } = await readSnapshot(db, viewer, async (tx) => ({
    id: await visibleComplaint(tx, asked.key),
    ...(await readCorrection(tx, changes, digests)),
  }))
  return write(
    db,
    viewer,
    { kind: 'CORRECT', regionId: viewer.rootRegionId, reason, detail: { complaint: asked.key, fields: [...changes.keys()] } },
    (writing) => correctComplaint(writing, id, correction, text),
  )
}

/** Joins complaints that the viewer sees to one matter. */
export async function merge(db: Db, viewer: Viewer, asked: { keys: readonly string[]; reason: string }): Promise<Written<unknown>> {
  const reason = demandReason(asked.reason)
  const ids = await visibleComplaints(db, viewer, asked.keys)
  return write(db, viewer, { kind: 'MERGE', regionId: viewer.rootRegionId, reason, detail: { complaints: asked.keys } }, (writing) =>
    mergeComplaints(writing, ids),
  )
}

/** Sets complaints free of their matter. */
export async function split(db: Db, viewer: Viewer, asked: { keys: readonly string[]; reason: string }): Promise<Written<unknown>> {
  const reason = demandReason(asked.reason)
  const ids = await visibleComplaints(db, viewer, asked.keys)
  return write(db, viewer, { kind: 'SPLIT', regionId: viewer.rootRegionId, reason, detail: { complaints: asked.keys } }, (writing) =>
    splitComplaints(writing, ids),
  )
}

function visibleComplaints(db: Db, viewer: Viewer, keys: readonly string[]): Promise<number[]> {
  return readSnapshot(db, viewer, async (tx) => {
    const ids: number[] = []
    for (const key of keys) ids.push(await visibleComplaint(tx, key))
    return ids
  })
}

const ledgerField: Partial<Record<CorrectableField, LedgerField>> = { amountYuan: 'amount' }

async function readCorrection(
  tx: Transaction<Tables>,
  changes: ReadonlyMap<CorrectableField, CorrectedValue>,
  digests: KeyedDigests,
): Promise<{ correction: Correction; text: MaskedText | null | undefined }> {
  const problems: FieldProblem[] = []
  const correction: Correction = {}
  let text: MaskedText | null | undefined
  const day = await today(tx)
  for (const [field, value] of changes) {
    if (field === 'text') text = value === null ? null : maskedText(value, digests)
    else {
      const read = value === null ? { value: null } : await readValue(tx, field, value, day)
      if ('reason' in read) problems.push({ path: `changes.${field}`, reason: read.reason, params: { value: maskText(value ?? '') } })
      else correction[ledgerField[field] ?? (field as LedgerField)] = read.value
    }
  }
  if (problems.length > 0)
    throw new InvalidError(
      { zh: '更正内容无法使用，请检查标出的项目。', en: 'The correction cannot be used; see the fields named.' },
      problems,
    )
  return { correction, text }
}

type Read = { value: string | number | boolean | null } | { reason: string }

async function readValue(tx: Transaction<Tables>, field: CorrectableField, value: string, day: string): Promise<Read> {
  switch (correctable[field].type) {
    case 'date': {
      const moment = readDate(textCell(value), { from1904: false, style: null })
      if (!moment) return { reason: 'IMPOSSIBLE_DATE' }
      return moment.day > day && field !== 'dueOn' ? { reason: 'FUTURE_DATE' } : { value: moment.day }
    }
    case 'amount': {
      const fen = readFen(textCell(value), 2)
      return fen === null || fen < 0n || fen > BigInt(Number.MAX_SAFE_INTEGER) ? { reason: 'NOT_A_NUMBER' } : { value: Number(fen) }
    }
    case 'count': {
      const count = readCount(textCell(value))
      return count === null || count > 1_000_000 ? { reason: 'NOT_A_NUMBER' } : { value: count }
    }
    case 'ageBand': {
      const band = readBand(value)
      return band === null ? { reason: 'NOT_A_NUMBER' } : { value: band }
    }
    case 'yesNo': {
      const yes = readYesNo(value)
      return yes === null ? { reason: 'NOT_YES_OR_NO' } : { value: yes }
    }
    case 'reference':
      return value.length > 200 ? { reason: 'TOO_LONG' } : { value: maskReference(value) }
    case 'kind':
      return value in kinds ? { value: kinds[value as keyof typeof kinds] } : { reason: 'UNKNOWN_KIND' }
    case 'institution': {
      const found = (await loadInstitutionHistory(tx, await currentRevision(tx)))
        .latest()
        .find((one) => one.key === value || one.name === value)
      return found ? { value: found.id } : { reason: 'UNKNOWN_INSTITUTION' }
    }
    default:
      return value.length > 200 ? { reason: 'TOO_LONG' } : { value: maskText(value) }
  }
}

function maskedText(value: string, digests: KeyedDigests): MaskedText {
  const masked = maskText(value)
  return { masked, digest: digests.text(masked), match: digests.match(masked) }
}
