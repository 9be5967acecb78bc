import type { Dimension } from '../gql/graphql.ts'
import type { Text } from '../text/zh.ts'
import type { Complaint } from './ComplaintPanel.tsx'

type Label = Complaint['institution']['label']

/** What a person may correct, and how it is entered. Keys are those of the import's column registry. */
export type CorrectableField = {
  key: string
  name: (t: Text, say: (label: Label) => string) => string
  kind: 'DAY' | 'MEMBER' | 'AMOUNT' | 'WORD' | 'COUNT' | 'YES_NO'
  dimension?: Dimension
  now: (complaint: Complaint) => string
}

const ROW_FIELDS: readonly CorrectableField[] = [
  { key: 'receivedOn', name: (t) => t.complaints.received, kind: 'DAY', now: ({ receivedOn }) => receivedOn },
  { key: 'closedOn', name: (t) => t.complaints.closed, kind: 'DAY', now: ({ closedOn }) => closedOn ?? '' },
  { key: 'dueOn', name: (t) => t.complaints.due, kind: 'DAY', now: ({ dueOn }) => dueOn },
  {
    key: 'institution',
    name: (t) => t.complaints.institution,
    kind: 'MEMBER',
    dimension: 'INSTITUTION',
    now: ({ institution }) => institution.key,
  },
  { key: 'category', name: (t) => t.complaints.category, kind: 'MEMBER', dimension: 'CATEGORY', now: ({ category }) => category.label.zh },
  { key: 'cause', name: (t) => t.complaints.cause, kind: 'MEMBER', dimension: 'CAUSE', now: ({ cause }) => cause.label.zh },
  {
    key: 'lodgingChannel',
    name: (t) => t.complaints.channel,
    kind: 'MEMBER',
    dimension: 'LODGING_CHANNEL',
    now: ({ lodgingChannel }) => lodgingChannel.label.zh,
  },
  { key: 'upheld', name: (t) => t.complaints.upheld, kind: 'WORD', now: ({ upheld }) => upheld.label.zh },
  { key: 'satisfaction', name: (t) => t.complaints.satisfaction, kind: 'WORD', now: ({ satisfaction }) => satisfaction.label.zh },
  {
    key: 'amountYuan',
    name: (t) => t.complaints.amount,
    kind: 'AMOUNT',
    now: ({ amountYuan }) => (amountYuan == null ? '' : String(amountYuan)),
  },
]

const INPUTS: Record<string, CorrectableField['kind']> = { DATE: 'DAY', COUNT: 'COUNT', YESNO: 'YES_NO' }

/** The fields of the row, then what the ledger keeps besides. */
export function correctableFields(complaint: Complaint): CorrectableField[] {
  const details = complaint.details.map(({ key, label, input, written }): CorrectableField => ({
    key,
    name: (_, say) => say(label),
    kind: INPUTS[input] ?? 'WORD',
    now: () => written ?? '',
  }))
  // Once steps are in force they decide when it closed, and are taken back one by one.
  const stepped = complaint.history.some((change) => change.undoable && change.steps.length > 0)
  return [...ROW_FIELDS.filter((field) => !(stepped && field.key === 'closedOn')), ...details]
}
