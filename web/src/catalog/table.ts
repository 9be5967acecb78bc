import { useMemo } from 'react'
import { useQuery, type CombinedError } from 'urql'
import { graphql } from '../gql/index.ts'
import type { Dimension, FigureKind, Metric, MetricQuery, MetricTableQuery, NullReason } from '../gql/graphql.ts'
import type { Label } from '../text/language.ts'

export const MetricTableDocument = graphql(`
  query MetricTable($query: MetricQuery!) {
    metricTable(query: $query) {
      revision
      period {
        key
        from
        through
        complete
        unfinished
        previous {
          key
          from
          through
        }
        lastYear {
          key
          from
          through
        }
      }
      keys {
        dimension
        places
        members {
          id
          label {
            zh
            en
          }
        }
      }
      columns {
        metric
        kind
        decimals
        unit {
          zh
          en
        }
        figures
        reasons {
          row
          reason
        }
      }
      groups {
        group
        label {
          zh
          en
        }
        bucket
        metric
        members
        total
        median
        lowerQuartile
        upperQuartile
        reason
      }
      notes {
        kind
        text {
          zh
          en
        }
        metric
        rows
      }
    }
  }
`)

type Answer = NonNullable<MetricTableQuery['metricTable']>
export type Column = Answer['columns'][number]
export type GroupFigure = Answer['groups'][number]

/** Rows made by the server that are no member of the dimension: they name no single key to filter by. */
export const MADE_ROWS = ['OTHERS', 'OUTSIDE_RANKING', 'UNCLASSIFIED'] as const

/** A metric table with its columns found by name. */
export class Table {
  readonly answer: Answer
  private readonly columns: Map<string, Column>
  private readonly reasons = new Map<Column, Map<number, NullReason>>()

  constructor(answer: Answer) {
    this.answer = answer
    this.columns = new Map(answer.columns.map((column) => [`${column.metric} ${column.kind}`, column]))
  }

  get rows(): number[] {
    const length = this.answer.keys[0]?.places.length ?? this.answer.columns[0]?.figures.length ?? 0
    return Array.from({ length }, (_, row) => row)
  }

  column(metric: Metric, kind: FigureKind = 'VALUE'): Column | undefined {
    return this.columns.get(`${metric} ${kind}`)
  }

  figure(metric: Metric, kind: FigureKind = 'VALUE', row = 0): number | null {
    return this.column(metric, kind)?.figures[row] ?? null
  }

  reason(metric: Metric, kind: FigureKind = 'VALUE', row = 0): NullReason | null {
    const column = this.column(metric, kind)
    if (!column) return null
    let byRow = this.reasons.get(column)
    if (!byRow) this.reasons.set(column, (byRow = new Map(column.reasons.map((each) => [each.row, each.reason]))))
    return byRow.get(row) ?? null
  }

  id(dimension: Dimension, row: number): string {
    return this.member(dimension, row)?.id ?? ''
  }

  label(dimension: Dimension, row: number): Label {
    return this.member(dimension, row)?.label ?? { zh: '' }
  }

  private member(dimension: Dimension, row: number) {
    const keys = this.answer.keys.find((key) => key.dimension === dimension)
    return keys?.members[keys.places[row] ?? -1]
  }

  group(group: string, metric: Metric): GroupFigure | undefined {
    return this.answer.groups.find((each) => each.group === group && each.metric === metric)
  }

  notes(kind: string): Answer['notes'] {
    return this.answer.notes.filter((note) => note.kind === kind)
  }
}

/** `busy`: a newer answer than the one shown is on its way. */
export type Reading<T> = { value: T | null; error: CombinedError | undefined; busy: boolean; retry: () => void }

/** Asks one metric query; null waits. The answer stays on screen while the next one is on its way. */
export function useTable(query: MetricQuery | null): Reading<Table> {
  const [{ data, error, fetching, stale }, ask] = useQuery({
    query: MetricTableDocument,
    variables: { query: query as MetricQuery },
    pause: query === null,
  })
  const answer = data?.metricTable ?? null
  const value = useMemo(() => (answer ? new Table(answer) : null), [answer])
  return { value, error, busy: fetching || stale, retry: () => ask({ requestPolicy: 'network-only' }) }
}
