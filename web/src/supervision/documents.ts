import { graphql } from '../gql/index.ts'
import type { SupervisionListQuery, SupervisionProposalsQuery } from '../gql/graphql.ts'

export const FigureFragment = graphql(`
  fragment SupervisionFigureParts on SupervisionFigure {
    name
    label {
      zh
      en
    }
    value
    shown
    unit {
      zh
      en
    }
    opens {
      page
      period
      metric
      part
      institution
      group
    }
  }
`)

export const JudgementFragment = graphql(`
  fragment SupervisionJudgementParts on SupervisionJudgement {
    criterion
    label {
      zh
      en
    }
    holds
    pattern {
      zh
      en
    }
    figures {
      ...SupervisionFigureParts
    }
    strength
    strengthWords {
      zh
      en
    }
  }
`)

export const DecidedFragment = graphql(`
  fragment SupervisionDecidedParts on SupervisionDecided {
    key
    institution
    label {
      zh
      en
    }
    period {
      key
      label {
        zh
        en
      }
    }
    decision
    criteria {
      zh
      en
    }
    reason
    measures {
      kind
      label {
        zh
        en
      }
      dueOn
      overdue
    }
    made {
      revision
      at
      actor
    }
    undone {
      revision
      at
      actor
      reason
    }
    evidenceRevision
    differs
    evidence {
      criterion
      name
      label {
        zh
        en
      }
      shown
      now
      differs
    }
  }
`)

export const ProposalsDocument = graphql(`
  query SupervisionProposals($period: String, $jurisdiction: ID, $revision: Int) {
    supervisionProposals(period: $period, jurisdiction: $jurisdiction, revision: $revision) {
      revision
      period {
        key
        label {
          zh
          en
        }
      }
      basis {
        key
        label {
          zh
          en
        }
      }
      basisComplete
      unfinished {
        zh
        en
      }
      open
      rows {
        institution
        label {
          zh
          en
        }
        group {
          zh
          en
        }
        proposed
        judgements {
          ...SupervisionJudgementParts
        }
        advised
        choices
        reason {
          zh
          en
        }
        since {
          label {
            zh
            en
          }
        }
        decision {
          ...SupervisionDecidedParts
        }
      }
      criteria {
        key
        label {
          zh
          en
        }
        definition {
          zh
          en
        }
        holding
      }
      lines {
        criterion
        label {
          zh
          en
        }
        value
        least
        most
        outOf
        unit {
          zh
          en
        }
        rows {
          institution
          label {
            zh
            en
          }
          group {
            zh
            en
          }
          figures {
            ...SupervisionFigureParts
          }
          holdsUpTo
          otherwise
          listed
        }
      }
      measureKinds {
        kind
        label {
          zh
          en
        }
      }
    }
  }
`)

export const ListDocument = graphql(`
  query SupervisionList($period: String, $jurisdiction: ID, $revision: Int) {
    supervisionList(period: $period, jurisdiction: $jurisdiction, revision: $revision) {
      revision
      period {
        key
        label {
          zh
          en
        }
      }
      rows {
        institution
        label {
          zh
          en
        }
        group {
          zh
          en
        }
        state
        since {
          key
          label {
            zh
            en
          }
        }
        entered {
          ...SupervisionDecidedParts
        }
        decided {
          ...SupervisionDecidedParts
        }
        measures {
          kind
          label {
            zh
            en
          }
          dueOn
          overdue
        }
        judgements {
          ...SupervisionJudgementParts
        }
        proposed
      }
      history {
        ...SupervisionDecidedParts
      }
      lists {
        key
        label {
          zh
          en
        }
        members
      }
    }
  }
`)

export const DecideDocument = graphql(`
  mutation DecideSupervision(
    $period: String!
    $institution: ID!
    $decision: SupervisionDecision!
    $reason: String!
    $measures: [SupervisionMeasureInput!]!
    $revision: Int!
    $jurisdiction: ID
  ) {
    decideSupervision(
      period: $period
      institution: $institution
      decision: $decision
      reason: $reason
      measures: $measures
      revision: $revision
      jurisdiction: $jurisdiction
    ) {
      decision
      ledger {
        revision
      }
    }
  }
`)

export const UndoDocument = graphql(`
  mutation UndoSupervision($decision: ID!, $reason: String!, $jurisdiction: ID) {
    undoSupervision(decision: $decision, reason: $reason, jurisdiction: $jurisdiction) {
      ledger {
        revision
      }
    }
  }
`)

export type Proposals = NonNullable<SupervisionProposalsQuery['supervisionProposals']>
export type Proposal = Proposals['rows'][number]
export type Judgement = Proposal['judgements'][number]
export type Figure = Judgement['figures'][number]
export type Line = Proposals['lines'][number]
export type Decided = NonNullable<Proposal['decision']>
export type List = NonNullable<SupervisionListQuery['supervisionList']>
export type Entry = List['rows'][number]
