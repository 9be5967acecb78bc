import { graphql } from '../../gql/index.ts'
import type { AuditQuery } from '../../gql/graphql.ts'

export const AuditDocument = graphql(`
  query Audit($first: Int!, $after: String, $filter: AuditFilterInput) {
    audit(first: $first, after: $after, filter: $filter) {
      rows {
        key
        at
        kind
        kindLabel {
          zh
          en
        }
        actor
        detail
        facts {
          label {
            zh
            en
          }
          value {
            zh
            en
          }
        }
        digest
      }
      endCursor
      hasNextPage
      totalCount
    }
  }
`)

export const AuditKindsDocument = graphql(`
  query AuditKinds {
    auditKinds {
      key
      label {
        zh
        en
      }
      group {
        zh
        en
      }
    }
  }
`)

export const AuditChainDocument = graphql(`
  query AuditChain {
    auditChain {
      intact
      problems
      checkedAt
    }
  }
`)

export type Line = NonNullable<AuditQuery['audit']>['rows'][number]
