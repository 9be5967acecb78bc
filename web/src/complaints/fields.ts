import type { Dimension } from '../gql/graphql.ts'
import type { Text } from '../text/zh.ts'
import type { Complaint } from './ComplaintPanel.tsx'

/** What a person may correct, and how it is entered. Keys are those of the import's column registry. */
export type CorrectableField = {
  key: string
  name: (t: Text) => string
  kind: 'DAY' | 'MEMBER' | 'AMOUNT' | 'WORD'
  dimension?: Dimension
  now: (complaint: Complaint) => string
}

export const CORRECTABLE: readonly CorrectableField[] = [
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
