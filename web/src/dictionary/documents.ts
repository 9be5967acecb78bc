import { graphql } from '../gql/index.ts'
import type { DictionaryQuery, DimensionEntriesQuery } from '../gql/graphql.ts'

export const DictionaryDocument = graphql(`
  query Dictionary($jurisdiction: ID, $revision: Int) {
    catalog {
      metrics {
        key
        changeUnit {
          zh
          en
        }
        decimals
        rankFrom
        dimensions
        numeratorOnly
      }
      dimensions {
        key
        label {
          zh
          en
        }
        kind
      }
    }
    metricExplanations(jurisdiction: $jurisdiction, revision: $revision) {
      metric
      formula {
        zh
        en
      }
      opens {
        zh
        en
      }
      nullReasons {
        reason
        label {
          zh
          en
        }
        sentence {
          zh
          en
        }
      }
      settings {
        name
        label {
          zh
          en
        }
        explain {
          zh
          en
        }
        shown {
          zh
          en
        }
      }
      breaks {
        on
        sentence {
          zh
          en
        }
      }
    }
  }
`)

export const DimensionEntriesDocument = graphql(`
  query DimensionEntries($dimension: Dimension!, $search: String!, $first: Int!, $jurisdiction: ID, $revision: Int) {
    dimensionEntries(dimension: $dimension, search: $search, first: $first, jurisdiction: $jurisdiction, revision: $revision) {
      rows {
        key
        label {
          zh
          en
        }
        code
        aliases
        parent {
          zh
          en
        }
        depth
      }
      hasNextPage
      totalCount
    }
  }
`)

export type Explanation = NonNullable<DictionaryQuery['metricExplanations']>[number]
export type DictionaryMetric = NonNullable<DictionaryQuery['catalog']>['metrics'][number]
export type DictionaryDimension = NonNullable<DictionaryQuery['catalog']>['dimensions'][number]
export type Entry = NonNullable<DimensionEntriesQuery['dimensionEntries']>['rows'][number]
