import { graphql } from '../gql/index.ts'
import type { RepeatCandidatesQuery } from '../gql/graphql.ts'

export const CandidatesDocument = graphql(`
  query RepeatCandidates($rows: RepeatRows!, $first: Int!, $after: String) {
    repeatCandidates(rows: $rows, first: $first, after: $after) {
      revision
      endCursor
      hasNextPage
      totalCount
      personDays
      textDays
      ifConfirmed {
        complaints
        matters
        mergedBefore
        mergedAfter
      }
      rows {
        evidence
        daysApart
        representedBy
        earlier {
          text
          members
          represents
          complaint {
            ...RepeatFacts
          }
        }
        later {
          text
          members
          represents
          complaint {
            ...RepeatFacts
          }
        }
      }
    }
  }
  fragment RepeatFacts on ComplaintRow {
    key
    number
    source
    status
    receivedOn
    closedOn
    amountYuan
    institution {
      key
      label {
        zh
        en
      }
    }
    rankedInstitution {
      key
      label {
        zh
        en
      }
    }
    category {
      key
      label {
        zh
        en
      }
    }
    cause {
      key
      label {
        zh
        en
      }
    }
    lodgingChannel {
      key
      label {
        zh
        en
      }
    }
  }
`)

export const ConfirmDocument = graphql(`
  mutation ConfirmRepeats($pairs: [ComplaintPair!], $rows: RepeatRows, $expected: Int, $reason: String!) {
    done: confirmRepeats(pairs: $pairs, rows: $rows, expected: $expected, reason: $reason) {
      count
      passedOver
      change {
        key
        revision
      }
    }
  }
`)
export const DismissDocument = graphql(`
  mutation DismissRepeats($pairs: [ComplaintPair!], $rows: RepeatRows, $expected: Int, $reason: String!) {
    done: dismissRepeats(pairs: $pairs, rows: $rows, expected: $expected, reason: $reason) {
      count
      passedOver
      change {
        key
        revision
      }
    }
  }
`)
export const UndoDocument = graphql(`
  mutation UndoRepeats($change: ID!, $reason: String!) {
    done: undoRepeats(change: $change, reason: $reason) {
      count
      passedOver
      change {
        key
        revision
      }
    }
  }
`)
export const TakeBackDocument = graphql(`
  mutation TakeBackDismissals($pairs: [ComplaintPair!]!, $reason: String!) {
    done: takeBackDismissals(pairs: $pairs, reason: $reason) {
      count
      passedOver
      change {
        key
        revision
      }
    }
  }
`)
export const SplitDocument = graphql(`
  mutation SplitComplaints($keys: [ID!]!, $reason: String!) {
    done: splitComplaints(keys: $keys, reason: $reason) {
      change {
        key
        revision
      }
    }
  }
`)
export const MergeDocument = graphql(`
  mutation MergeComplaints($keys: [ID!]!, $reason: String!) {
    done: mergeComplaints(keys: $keys, reason: $reason) {
      change {
        key
        revision
      }
    }
  }
`)
export const MergedDocument = graphql(`
  query MergedMatters($jurisdiction: ID, $revision: Int, $first: Int!, $after: String) {
    mergedMatters(jurisdiction: $jurisdiction, revision: $revision, first: $first, after: $after) {
      endCursor
      hasNextPage
      totalCount
      rows {
        counts
        members {
          ...MatterFacts
        }
        act {
          key
          at
          actor
          reason
          standing
        }
      }
    }
  }
  fragment MatterFacts on ComplaintRow {
    key
    number
    source
    receivedOn
    represents
    rankedInstitution {
      key
      label {
        zh
        en
      }
    }
  }
`)
export const DismissedDocument = graphql(`
  query DismissedRepeats($jurisdiction: ID, $revision: Int, $first: Int!, $after: String) {
    dismissedRepeats(jurisdiction: $jurisdiction, revision: $revision, first: $first, after: $after) {
      endCursor
      hasNextPage
      totalCount
      rows {
        one {
          ...MatterFacts
        }
        other {
          ...MatterFacts
        }
        act {
          key
          at
          actor
          reason
          standing
        }
      }
    }
  }
`)

export type CandidatePage = NonNullable<RepeatCandidatesQuery['repeatCandidates']>
export type Candidate = CandidatePage['rows'][number]
export type Outcome = CandidatePage['ifConfirmed']
