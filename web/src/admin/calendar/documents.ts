import { graphql } from '../../gql/index.ts'
import type { PreviewCalendarQuery, WorkingYearQuery } from '../../gql/graphql.ts'

export const WorkingYearDocument = graphql(`
  query WorkingYear($year: Int, $jurisdiction: ID) {
    workingYear(year: $year, jurisdiction: $jurisdiction) {
      year
      jurisdiction {
        zh
        en
      }
      years
      workingDays
      days {
        day
        working
        name
        exception
        inherited
        from {
          zh
          en
        }
      }
      acts {
        change
        revision
        kindLabel {
          zh
          en
        }
        at
        actor
        reason
        file
        years
        days
      }
    }
  }
`)

export const PreviewCalendarDocument = graphql(`
  query PreviewCalendar($file: ID!, $jurisdiction: ID) {
    previewCalendar(file: $file, jurisdiction: $jurisdiction) {
      years
      complaints
      differences {
        day
        before {
          working
          name
        }
        after {
          working
          name
        }
      }
    }
  }
`)

export const LoadCalendarDocument = graphql(`
  mutation LoadCalendar($file: ID!, $reason: String!, $jurisdiction: ID) {
    loadCalendar(file: $file, reason: $reason, jurisdiction: $jurisdiction) {
      years
      days
      complaints
      ledger {
        revision
      }
    }
  }
`)

export const UndoCalendarDocument = graphql(`
  mutation UndoCalendar($change: ID!, $reason: String!, $jurisdiction: ID) {
    undoCalendar(change: $change, reason: $reason, jurisdiction: $jurisdiction) {
      ledger {
        revision
      }
    }
  }
`)

export type WorkingYear = NonNullable<WorkingYearQuery['workingYear']>
export type NamedDay = WorkingYear['days'][number]
export type CalendarAct = WorkingYear['acts'][number]
export type CalendarPreview = NonNullable<PreviewCalendarQuery['previewCalendar']>
