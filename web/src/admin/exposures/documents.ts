import { graphql } from '../../gql/index.ts'
import type { ExposureGridQuery, ExposureHistoryQuery } from '../../gql/graphql.ts'

export const ExposureGridDocument = graphql(`
  query ExposureGrid($on: String, $jurisdiction: ID) {
    exposureGrid(on: $on, jurisdiction: $jurisdiction) {
      revision
      on
      today
      maxAgeDays
      groups {
        key
        label {
          zh
          en
        }
        missing
        bases {
          key
          label {
            zh
            en
          }
        }
        rows {
          key
          label {
            zh
            en
          }
          status
          cells {
            base
            value
            asOf
            source
            age
            stale
            reason
          }
        }
      }
    }
  }
`)

export const ExposureHistoryDocument = graphql(`
  query ExposureHistory($institution: ID!, $base: String!, $jurisdiction: ID) {
    exposureHistory(institution: $institution, base: $base, jurisdiction: $jurisdiction) {
      revision
      rows {
        asOf
        value
        source
        revision
        inForce
        voided
        at
        actor
        reason
        file
        batch
        act
        together
      }
    }
  }
`)

export const SetExposuresDocument = graphql(`
  mutation SetExposures($on: String!, $cells: [ExposureInput!]!, $source: String, $reason: String!, $since: Int!, $jurisdiction: ID) {
    setExposures(on: $on, cells: $cells, source: $source, reason: $reason, since: $since, jurisdiction: $jurisdiction) {
      new
      changed
      identical
      change {
        revision
      }
      ledger {
        revision
      }
    }
  }
`)

export const UndoExposuresDocument = graphql(`
  mutation UndoExposures($revision: Int!, $restore: Boolean!, $reason: String!, $jurisdiction: ID) {
    undoExposures(revision: $revision, restore: $restore, reason: $reason, jurisdiction: $jurisdiction) {
      ledger {
        revision
      }
    }
  }
`)

export type Grid = NonNullable<ExposureGridQuery['exposureGrid']>
export type Group = Grid['groups'][number]
export type GridRow = Group['rows'][number]
export type Cell = GridRow['cells'][number]
export type Given = NonNullable<ExposureHistoryQuery['exposureHistory']>['rows'][number]
