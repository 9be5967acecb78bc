import type { Dimension } from '../gql/graphql.ts'
import type { Text } from '../text/zh.ts'
import type { Complaint } from './ComplaintPanel.tsx'

/** What a person may correct, and how it is entered. Keys are those of the import's column registry. */
export type CorrectableField = {
  key: string
  name: (t: Text) => string
  kind: 'DAY' | 'MEMBER' | 'CHOICE' | 'AMOUNT'
  dimension?: Dimension
  now: (complaint: Complaint) => string
}

export const CORRECTABLE: readonly CorrectableField[] = [
  { key: 'receivedOn', name: (t) => t.complaints.received, kind: 'DAY', now: (complaint) => complaint.receivedOn ?? '' },
  { key: 'closedOn', name: (t) => t.complaints.closed, kind: 'DAY', now: (complaint) => complaint.closedOn ?? '' },
  { key: 'institution', name: (t) => t.complaints.institution, kind: 'MEMBER', dimension: 'INSTITUTION', now: (complaint) => complaint.institution?.key ?? '' },
  { key: 'category', name: (t) => t.complaints.category, kind: 'MEMBER', dimension: 'CATEGORY', now: (complaint) => complaint.category?.key ?? '' },
  { key: 'cause', name: (t) => t.complaints.cause, kind: 'MEMBER', dimension: 'CAUSE', now: (complaint) => complaint.cause?.key ?? '' },
  { key: 'lodgingChannel', name: (t) => t.complaints.channel, kind: 'MEMBER', dimension: 'LODGING_CHANNEL', now: (complaint) => complaint.lodgingChannel?.key ?? '' },
  { key: 'upheld', name: (t) => t.complaints.upheld, kind: 'CHOICE', now: (complaint) => complaint.upheld ?? '' },
  { key: 'amountYuan', name: (t) => t.complaints.amount, kind: 'AMOUNT', now: (complaint) => complaint.amountYuan ?? '' },
]
