import { graphql } from '../../gql/index.ts'
import type { SeriesBreaksQuery } from '../../gql/graphql.ts'

export const CloseBooksDocument = graphql(`
  mutation CloseBooks($month: String!, $reason: String) {
    closeMonth(month: $month, reason: $reason) {
      ledger {
        revision
      }
    }
  }
`)
export const ReopenBooksDocument = graphql(`
  mutation ReopenBooks($month: String!, $reason: String) {
    reopenMonth(month: $month, reason: $reason) {
      ledger {
        revision
      }
    }
  }
`)
export const SeriesBreaksDocument = graphql(`
  query SeriesBreaks($ended: Boolean!) {
    seriesBreaks(ended: $ended) {
      key
      on
      metrics
      forms
      sentence {
        zh
        en
      }
      region {
        zh
        en
      }
      reason
      actor
      at
      endedAt
      endable
    }
  }
`)
export const RegisterBreakDocument = graphql(`
  mutation RegisterSeriesBreak($on: String!, $metrics: [Metric!]!, $zh: String!, $en: String!, $reason: String!) {
    registerSeriesBreak(on: $on, metrics: $metrics, zh: $zh, en: $en, reason: $reason) {
      key
      ledger {
        revision
      }
    }
  }
`)
export const WithdrawBreakDocument = graphql(`
  mutation WithdrawSeriesBreak($key: ID!, $reason: String!) {
    withdrawSeriesBreak(key: $key, reason: $reason) {
      ledger {
        revision
      }
    }
  }
`)

export type SeriesBreak = NonNullable<SeriesBreaksQuery['seriesBreaks']>[number]
