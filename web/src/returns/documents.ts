import { graphql } from '../gql/index.ts'
import type { ReturnQuery, ReturnsQuery } from '../gql/graphql.ts'

export const ReturnPeriodsDocument = graphql(`
  query ReturnPeriods($register: Register!, $jurisdiction: ID, $revision: Int) {
    returnPeriods(register: $register, jurisdiction: $jurisdiction, revision: $revision) {
      key
      label {
        zh
        en
      }
      returns
    }
  }
`)

export const ReturnsDocument = graphql(`
  query Returns($period: String!, $register: Register!, $jurisdiction: ID, $revision: Int) {
    returns(period: $period, register: $register, jurisdiction: $jurisdiction, revision: $revision) {
      periodLabel {
        zh
        en
      }
      rows {
        key
        subject {
          kind
          key
          label {
            zh
            en
          }
        }
        form
        state
        discrepancies
        total
        computed
        registered
        gap
        file
      }
    }
  }
`)

export const ReturnDocument = graphql(`
  query Return($key: ID!, $jurisdiction: ID, $revision: Int) {
    return(key: $key, jurisdiction: $jurisdiction, revision: $revision) {
      key
      subject {
        kind
        key
        label {
          zh
          en
        }
      }
      period
      periodLabel {
        zh
        en
      }
      form
      register
      state
      discrepancies
      total
      computed
      registered
      gap
      source
      file
      problems {
        kind
        breakdown {
          zh
          en
        }
        row
        column
        sheet
        cell
        written
        computed
        difference
        ofPlaced
      }
      tables {
        breakdown {
          zh
          en
        }
        across {
          zh
          en
        }
        rows {
          label {
            zh
            en
          }
          above {
            zh
            en
          }
          role
          partial
        }
        columns {
          label {
            zh
            en
          }
          above {
            zh
            en
          }
          role
          partial
        }
        cells {
          row
          column
          stated
          state
          computed
          unit {
            zh
            en
          }
        }
      }
    }
  }
`)

export type ReturnRow = NonNullable<ReturnsQuery['returns']>['rows'][number]
export type OneReturn = NonNullable<ReturnQuery['return']>
