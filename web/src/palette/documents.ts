import { graphql } from '../gql/index.ts'
import type { PaletteQuery, PaletteViewsQuery } from '../gql/graphql.ts'

/** What the server finds: each part is asked only of who may read it and where the words could mean it. */
export const PaletteDocument = graphql(`
  query Palette(
    $search: String!
    $revision: Int
    $rows: ComplaintRows!
    $institutions: Boolean!
    $complaints: Boolean!
    $batches: Boolean!
  ) {
    institutions(search: $search, first: 7, revision: $revision) @include(if: $institutions) {
      rows {
        key
        label {
          zh
          en
        }
        peerGroup {
          label {
            zh
            en
          }
        }
        status
      }
    }
    complaints(rows: $rows, first: 5) @include(if: $complaints) {
      rows {
        key
        number
        receivedOn
        institution {
          label {
            zh
            en
          }
        }
      }
    }
    batches(search: $search, first: 4) @include(if: $batches) {
      rows {
        key
        file
        at
      }
    }
  }
`)

/** Views are few and kept by name: they are asked for once and found on the page. */
export const PaletteViewsDocument = graphql(`
  query PaletteViews {
    savedViews {
      key
      name
      path
      search
      own
      owner
    }
  }
`)

export type PaletteView = NonNullable<PaletteViewsQuery['savedViews']>[number]
export type PaletteAnswer = PaletteQuery
