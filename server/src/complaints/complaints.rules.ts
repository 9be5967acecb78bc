import { InvalidError, type FieldProblem } from '../platform/errors.ts'
import type { FullLabel } from '../platform/label.ts'
import { detailFields, detailLabel, type DetailField, type DetailType } from './detail-fields.ts'

const rowFields = {
  receivedOn: { label: { zh: '受理日期', en: 'Received on' }, type: 'date' },
  closedOn: { label: { zh: '办结日期', en: 'Closed on' }, type: 'date' },
  dueOn: { label: { zh: '办结期限', en: 'Due on' }, type: 'date' },
  institution: { label: { zh: '被投诉机构', en: 'Institution' }, type: 'institution' },
  kind: { label: { zh: '类型', en: 'Kind' }, type: 'kind' },
  category: { label: { zh: '业务类别', en: 'Business category' }, type: 'word' },
  cause: { label: { zh: '投诉原因', en: 'Cause' }, type: 'word' },
  lodgingChannel: { label: { zh: '投诉渠道', en: 'Lodging channel' }, type: 'word' },
  serviceChannel: { label: { zh: '业务办理渠道', en: 'Service channel' }, type: 'word' },
  upheld: { label: { zh: '是否属实', en: 'Upheld' }, type: 'word' },
  satisfaction: { label: { zh: '满意度', en: 'Satisfaction' }, type: 'word' },
  amountYuan: { label: { zh: '金额（元）', en: 'Amount (yuan)' }, type: 'amount' },
  text: { label: { zh: '投诉内容', en: 'Text' }, type: 'text' },
} as const satisfies Record<string, { label: FullLabel; type: string }>

export type CorrectableField = keyof typeof rowFields | DetailField
type Correctable = { label: FullLabel; type: DetailType | (typeof rowFields)[keyof typeof rowFields]['type'] }

/** What a person may correct, with how its value is read. */
export const correctable = {
  ...rowFields,
  ...Object.fromEntries(Object.entries(detailFields).map(([name, type]) => [name, { label: detailLabel(name as DetailField), type }])),
} as Record<CorrectableField, Correctable>
export type CorrectedValue = string | null

/** The changes asked for, each a known field with a text or null; anything else is named. */
export function readChanges(changes: unknown): Map<CorrectableField, CorrectedValue> {
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes))
    throw refused([{ path: 'changes', reason: 'NOT_AN_OBJECT' }])
  const problems: FieldProblem[] = []
  const read = new Map<CorrectableField, CorrectedValue>()
  for (const [name, value] of Object.entries(changes)) {
    if (!(name in correctable))
      problems.push({ path: `changes.${name}`, reason: 'UNKNOWN_FIELD', params: { known: Object.keys(correctable) } })
    else if (value === null || value === '') read.set(name as CorrectableField, null)
    else if (typeof value === 'string' || typeof value === 'number') read.set(name as CorrectableField, String(value).trim())
    else problems.push({ path: `changes.${name}`, reason: 'NOT_A_TEXT' })
  }
  if (read.size === 0 && problems.length === 0) problems.push({ path: 'changes', reason: 'EMPTY' })
  if (problems.length > 0) throw refused(problems)
  return read
}

function refused(fields: FieldProblem[]): InvalidError {
  return new InvalidError(
    { zh: '更正内容无法使用，请检查标出的项目。', en: 'The correction cannot be used; see the fields named.' },
    fields,
  )
}
