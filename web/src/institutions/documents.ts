import { graphql } from '../gql/index.ts'
import type { InstitutionMixQuery, InstitutionQuery, InstitutionsQuery } from '../gql/graphql.ts'

export const InstitutionsDocument = graphql(`
  query Institutions($period: String, $search: String!, $first: Int!, $jurisdiction: ID, $revision: Int) {
    institutions(period: $period, search: $search, first: $first, jurisdiction: $jurisdiction, revision: $revision) {
      totalCount
      rows {
        key
        label {
          zh
          en
        }
        aliases
        peerGroup {
          key
          label {
            zh
            en
          }
        }
        status
        ranked
        closedOn
        parent {
          key
          label {
            zh
            en
          }
        }
        successor {
          key
          label {
            zh
            en
          }
        }
        assessment {
          period
          score
          grade
          gradePlace
          grades
        }
      }
    }
  }
`)

export const InstitutionDocument = graphql(`
  query Institution($key: ID!, $period: String, $jurisdiction: ID, $revision: Int) {
    institution(key: $key, period: $period, jurisdiction: $jurisdiction, revision: $revision) {
      key
      label {
        zh
        en
      }
      aliases
      peerGroup {
        key
        label {
          zh
          en
        }
      }
      region {
        zh
        en
      }
      status
      ranked
      openedOn
      closedOn
      parent {
        key
        label {
          zh
          en
        }
      }
      successor {
        key
        label {
          zh
          en
        }
      }
      predecessors {
        key
        label {
          zh
          en
        }
      }
      countsFor {
        key
        label {
          zh
          en
        }
      }
      below {
        key
        label {
          zh
          en
        }
        status
      }
      before {
        key
        label {
          zh
          en
        }
      }
      after {
        key
        label {
          zh
          en
        }
      }
      assessment {
        period
        score
        grade
        gradePlace
        grades
      }
      assessments {
        key
        period
        scheme
        statedScore
        grade
        gradePlace
        scale
        rank
        median
        source
      }
      returns {
        key
        period
        form
        register
        discrepancies
        total
        computed
        registered
        gap
      }
      exposures {
        base
        label {
          zh
          en
        }
        asOf
        value
        source
        at
        file
      }
      versions {
        revision
        validFrom
        voided
        at
        actor
        reason
        file
        changes {
          field {
            zh
            en
          }
          before {
            zh
            en
          }
          after {
            zh
            en
          }
        }
      }
    }
  }
`)

export const InstitutionMixDocument = graphql(`
  query InstitutionMix($key: ID!, $dimension: Dimension!, $query: MetricQuery!) {
    institutionMix(key: $key, dimension: $dimension, query: $query) {
      total
      othersTotal
      otherMembers
      reason
      decimals
      rows {
        id
        label {
          zh
          en
        }
        count
        share
        othersCount
        othersShare
        difference
      }
    }
  }
`)

export type InstitutionRow = NonNullable<InstitutionsQuery['institutions']>['rows'][number]
export type Profile = NonNullable<InstitutionQuery['institution']>
export type Mix = NonNullable<InstitutionMixQuery['institutionMix']>
