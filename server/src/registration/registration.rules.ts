import { columnsOf } from '../imports/columns.ts'
import { readComplaint, type ReadComplaint, type World } from '../imports/complaint-row.ts'
import { readDate } from '../imports/dates.ts'
import { isPersonName, maskText } from '../imports/masking.ts'
import { textCell } from '../imports/readers/cells.ts'
import type { Reason } from '../imports/reasons.ts'
import { typedRow, type TypedFields } from '../imports/typed-row.ts'
import { tidy } from '../imports/written.ts'
import { InvalidError, type FieldProblem } from '../platform/errors.ts'

/** What a registration asserts, filled or empty: the fields of the form. Others of the registry are asserted where given. */
const formFields = [
  'number',
  'receivedOn',
  'institution',
  'kind',
  'category',
  'cause',
  'lodgingChannel',
  'serviceChannel',
  'workOrderSource',
  'amountYuan',
  'closedOn',
  'dueOn',
  'upheld',
  'satisfaction',
  'text',
  'complainantPhone',
] as const

/** What a person typed, by import field; empty ones left out. */
export type Typed = TypedFields

/** The import fields that a registration asserts. */
export function assertedBy(typed: Typed): string[] {
  return [...new Set([...formFields, ...typed.keys()])]
}

/** The values asked for, each of a known column; anything else is named. */
export function readTyped(values: unknown): Typed {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) throw refused([{ path: 'values', reason: 'NOT_AN_OBJECT' }])
  const columns = columnsOf('complaints')
  const problems: FieldProblem[] = []
  const typed = new Map<string, string>()
  for (const [name, value] of Object.entries(values)) {
    if (!(name in columns)) problems.push({ path: `values.${name}`, reason: 'UNKNOWN_FIELD', params: { known: Object.keys(columns) } })
    else if (typeof value !== 'string' && typeof value !== 'number' && value !== null)
      problems.push({ path: `values.${name}`, reason: 'NOT_A_TEXT' })
    else if (value !== null && String(value).trim() !== '') typed.set(name, String(value))
  }
  if (problems.length > 0) throw refused(problems)
  return typed
}

/** A reason why a typed complaint is not taken, beside its field: those of imports. */
export type TypedProblem = { field: string; reason: Reason; value: string }

/**
 * Reads what was typed as the imports read a row: the same values, masks and faults. A registered complaint has a number;
 * `ownNumber`: the office's next one, which may be left out.
 */
export function readAsRow(typed: Typed, world: World, ownNumber: boolean): ReadComplaint & { problems: TypedProblem[] } {
  const { row, byField, context } = typedRow('complaints', typed)
  const read = readComplaint(row, byField, context, world)
  const problems: TypedProblem[] = read.faults.map(({ field, reason, value }) => ({ field, reason, value }))
  if (read.number === null && !ownNumber) problems.push({ field: 'number', reason: 'MISSING_VALUE', value: '' })
  return { ...read, problems }
}

/** The text as it will be kept, whatever else is wrong; null where there is none. */
export function maskedText(typed: Typed): string | null {
  const text = tidy(typed.get('text') ?? '')
  const name = tidy(typed.get('complainantName') ?? '')
  return text === '' ? null : maskText(text.replace(/\r\n?/g, '\n'), isPersonName(name) ? [name] : [])
}

/** A day as it was typed, in the styles of imports; null where it is none. */
export function dayOf(typed: Typed, field: string): string | null {
  return readDate(textCell(typed.get(field) ?? ''), { from1904: false, style: null })?.day ?? null
}

function refused(fields: FieldProblem[]): InvalidError {
  return new InvalidError(
    { zh: '登记内容无法使用，请检查标出的项目。', en: 'The registration cannot be used; see the fields named.' },
    fields,
  )
}
