import { graphql } from '../gql/index.ts'
import type { ExportList, MetricQuery } from '../gql/graphql.ts'
import type { Label } from '../text/language.ts'

export const ExportTableDocument = graphql(`
  mutation ExportTable($query: MetricQuery!, $format: ExportFormat!, $title: String, $language: Language) {
    exportTable(query: $query, format: $format, title: $title, language: $language) {
      url
      fileName
    }
  }
`)

export const ExportRankingDocument = graphql(`
  mutation ExportRanking($query: MetricQuery!, $language: Language) {
    exportRanking(query: $query, language: $language) {
      url
      fileName
    }
  }
`)

export const ExportListDocument = graphql(`
  mutation ExportList($list: ExportList!, $asked: JSON, $format: ExportFormat!, $language: Language) {
    exportList(list: $list, asked: $asked, format: $format, language: $language) {
      ...ExportState
    }
  }
`)

export const ListExportDocument = graphql(`
  query ListExport($id: ID!) {
    listExport(id: $id) {
      ...ExportState
    }
  }
`)

export const CancelListExportDocument = graphql(`
  mutation CancelListExport($id: ID!) {
    cancelListExport(id: $id) {
      ...ExportState
    }
  }
`)

export const ExportStateFragment = graphql(`
  fragment ExportState on ListExportJob {
    job {
      id
      state
      done
      total
      error {
        zh
        en
      }
    }
    ticket {
      url
      fileName
    }
  }
`)

/** A table of figures, all rows of a list under the arguments of its field, or the ranking as it is published. */
export type Exported = { name: string } & ({ query: MetricQuery } | { list: ExportList; asked: object } | { ranking: MetricQuery })

export type ExportState = {
  job: { id: string; state: string; done: number; total?: number | null; error?: Label | null }
  ticket?: { url: string; fileName: string } | null
}
