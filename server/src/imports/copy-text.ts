import type { StagedComplaint } from './complaint-row.ts'
import { PLAIN_FIELDS, WORD_FIELDS } from './complaint-fields.ts'
import { stagedName } from '../ledger/columns.ts'
import { fingerprintBytes } from './seen.ts'

/** Where a staged row stands in its file. `seq` counts all data rows from 0. */
export type Place = { importId: number; seq: number; sheet: string | undefined; row: number }

export const COMPLAINT_COLUMNS =
  'import_id, seq, sheet, row_no, source, number, row_digest, row_ordinal, content_digest, kind, received_on, received_time, institution_id, ' +
  `${[...WORD_FIELDS, ...PLAIN_FIELDS].map(stagedName).join(', ')}, ` +
  'amount_fen, closed_on, due_stated_on, text_masked, text_sealed, text_digest, text_match, person_token'

export const REJECTION_COLUMNS = 'import_id, seq, sheet, row_no, field, column_name, value_masked, reason'

export const ROW_COLUMNS = 'import_id, seq, sheet, row_no, cells'

type Value = string | number | bigint | boolean | Buffer | null | undefined

/** One line of COPY … FROM STDIN in its text format. */
export function copyLine(values: readonly Value[]): string {
  let line = ''
  for (let i = 0; i < values.length; i++) line += (i === 0 ? '' : '\t') + copyValue(values[i])
  return line + '\n'
}

export function complaintLine(place: Place, complaint: StagedComplaint): string {
  return copyLine(complaintValues(place, complaint))
}

/** A staged row's values in the order of `COMPLAINT_COLUMNS`. */
export function complaintValues(place: Place, complaint: StagedComplaint): Value[] {
  return [
    place.importId,
    place.seq,
    place.sheet,
    place.row,
    complaint.source,
    complaint.number,
    complaint.rowDigest,
    complaint.rowOrdinal,
    fingerprintBytes(complaint.content),
    complaint.kind,
    complaint.receivedOn,
    complaint.receivedTime,
    complaint.institutionId,
    ...WORD_FIELDS.map((field) => complaint.words[field]),
    ...PLAIN_FIELDS.map((field) => complaint.plain[field]),
    complaint.amountFen,
    complaint.closedOn,
    complaint.dueOn,
    complaint.text,
    complaint.textSealed,
    complaint.textDigest,
    complaint.textMatch,
    complaint.personToken,
  ]
}

const SPECIAL = /[\\\t\n\r\0]/
const SPECIALS = /[\\\t\n\r\0]/g
const ESCAPED: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '' }

function copyValue(value: Value): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'string') return SPECIAL.test(value) ? value.replace(SPECIALS, (character) => ESCAPED[character] as string) : value
  if (Buffer.isBuffer(value)) return '\\\\x' + value.toString('hex')
  return String(value)
}
