import { sql } from 'kysely'
import { InvalidError } from '../platform/errors.ts'
import { addAssertions, touchResolved } from './assertion.ts'
import type { Writing } from './change.ts'
import { assertionKinds, fieldMask, ledgerColumns, wordsOf, type LedgerField, type LedgerValues } from './columns.ts'
import { learnWords } from './dictionary.ts'
import { openTouched, storeTouched } from './version.ts'

/** New values by ledger field: a day, a number, an id, a word as text, or null for empty; text already masked. */
export type Correction = Partial<Record<LedgerField, string | number | boolean | null>>
export type MaskedText = { masked: string; digest: Buffer; match: Buffer | null }

/**
 * A person's correction: asserts only the columns changed. The rule of imports holds here too: a close before the
 * receipt is refused. `text` is given apart, masked and digested by the caller.
 */
export async function correctComplaint(
  writing: Writing,
  complaintId: number,
  correction: Correction,
  text?: MaskedText | null,
): Promise<void> {
  await assertCorrection(writing, complaintId, correction, text)
  await resolveAgain(writing, complaintId)
}

/** Resolves one complaint after something was said about it or taken back. */
export async function resolveAgain(writing: Writing, complaintId: number): Promise<void> {
  await openTouched(writing.tx)
  await touchResolved(writing.tx, [complaintId], writing.revision)
  await storeTouched(writing)
}

/** The assertion of a correction alone: whoever asks resolves the complaint. */
export async function assertCorrection(
  writing: Writing,
  complaintId: number,
  correction: Correction,
  text?: MaskedText | null,
): Promise<void> {
  const fields = [...(Object.keys(correction) as LedgerField[]), ...(text === undefined ? [] : ['text' as const])]
  if (fields.length === 0) throw new InvalidError({ zh: '没有要更正的内容。', en: 'There is nothing to correct.' })
  const current = await currentOf(writing, complaintId)
  const values: LedgerValues = {}
  for (const field of Object.keys(correction) as LedgerField[]) {
    values[ledgerColumns[field].column] = await storedValue(writing, current.regionId, field, correction[field] ?? null)
  }
  if (text !== undefined) values.text_id = text === null ? null : await addText(writing, current.regionId, complaintId, text)
  refuseImpossible(values, current)
  await addAssertions(writing, [
    {
      regionId: current.regionId,
      complaintId,
      batchId: null,
      kind: assertionKinds.CORRECTION,
      fields: fieldMask(fields),
      takes: false,
      values,
    },
  ])
}

/** `closedOn`: of its steps where it has any, else of its columns. */
type Current = { regionId: number; receivedOn: string; closedOn: string | null; stepped: boolean }
async function currentOf(writing: Writing, complaintId: number): Promise<Current> {
  const { rows } = await sql<Current>`
    select v.region_id as "regionId", v.received_on as "receivedOn", case when s.stepped then v.finished_on else v.closed_on end as "closedOn", s.stepped
      from complaint_version v cross join lateral (select exists (
             select from handling_step h where h.region_id = v.region_id and h.complaint_id = v.complaint_id and h.to_revision is null) as stepped) s
     where v.region_id in (select region_id from region) and v.complaint_id = ${complaintId} and v.to_revision is null`.execute(writing.tx)
  const current = rows[0]
  if (!current)
    throw new InvalidError({
      zh: '这件投诉已不在台账中，不能更正。',
      en: 'This complaint is no longer in the ledger and cannot be corrected.',
    })
  return current
}

async function storedValue(
  writing: Writing,
  regionId: number,
  field: LedgerField,
  value: string | number | boolean | null,
): Promise<LedgerValues[string]> {
  const words = wordsOf(field)
  if (value === null || words === null) return value
  const ids = await learnWords({ ...writing, regionId }, words, [String(value)], false)
  return ids.get(String(value)) ?? null
}

function refuseImpossible(values: LedgerValues, current: Current): void {
  if ('received_on' in values && values.received_on === null)
    throw new InvalidError({ zh: '受理日期不能为空。', en: 'The day of receipt cannot be empty.' }, [
      { path: 'receivedOn', reason: 'MISSING_DATE' },
    ])
  if ('institution_id' in values && values.institution_id === null)
    throw new InvalidError({ zh: '被投诉机构不能为空。', en: 'The institution cannot be empty.' }, [
      { path: 'institution', reason: 'UNKNOWN_INSTITUTION' },
    ])
  if ('closed_on' in values && current.stepped)
    throw new InvalidError(
      {
        zh: '这件投诉的办结日期出自办理步骤：请撤销那一步，再按正确的日期登记。',
        en: 'Its day of closing comes from its handling steps: undo that step and enter it again with the right day.',
      },
      [{ path: 'closedOn', reason: 'CLOSED_BY_STEP' }],
    )
  const received = 'received_on' in values ? values.received_on : current.receivedOn
  const closed = 'closed_on' in values ? values.closed_on : current.closedOn
  if (typeof received === 'string' && typeof closed === 'string' && closed < received) {
    throw new InvalidError(
      { zh: `办结日期 ${closed} 早于受理日期 ${received}。`, en: `Closed on ${closed}, before receipt on ${received}.` },
      [{ path: 'closedOn', reason: 'CLOSED_BEFORE_RECEIVED' }],
    )
  }
}

async function addText(writing: Writing, regionId: number, complaintId: number, text: MaskedText): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into complaint_text (region_id, complaint_id, revision, masked, digest, match_digest)
    values (${regionId}, ${complaintId}, ${writing.revision}, ${text.masked}, ${text.digest}, ${text.match}) returning id`.execute(
    writing.tx,
  )
  return rows[0]?.id ?? 0
}
