import { useLedger } from '../app/ledger.tsx'
import type { Table } from '../catalog/table.ts'
import { Sparkline, type SparkFlag } from '../charts/Sparkline.tsx'
import type { Scope } from '../filters/scope.ts'
import type { Metric } from '../gql/graphql.ts'
import { useRemarks } from '../annotations/useRemarks.ts'
import { periodWords } from '../filters/period.ts'
import { useWords } from '../text/text.tsx'

type TileLineProps = { metric: Metric; past: Table; scope: Scope; unfinished: boolean }

/** The course of a tile's figure over six periods, with what has to be said of them. */
export function TileLine({ metric, past, scope, unfinished }: TileLineProps) {
  const { t, say, language } = useWords()
  const { metrics } = useLedger()
  const info = metrics.get(metric)
  const time = past.answer.keys[0]?.dimension
  const buckets = time ? past.rows.map((row) => past.id(time, row)) : []
  const remarks = useRemarks(scope, past.answer.period.key, buckets, { metric, filters: scope.filters, member: null })
  const late = info?.dateRole === 'RECEIVED' ? past.notes('LATE_ENTRIES').flatMap((note) => note.rows) : []
  const flags: SparkFlag[] = [
    ...remarks.flags.map((flag) => ({ place: buckets.indexOf(flag.to), words: remarks.sentences[flag.number - 1] ?? '' })),
    ...late.map((place) => ({ place, words: t.overview.sparkLate(periodWords(buckets[place] ?? '', language)) })),
  ]
  // Points of one definition only: what lies before a break is cut off.
  const broken = past.rows.filter((row) => past.reason(metric, 'CHANGE', row) === 'SERIES_BREAK').at(-1)
  const values = past.rows.map((row) => (row < (broken ?? 0) ? null : past.figure(metric, 'VALUE', row)))
  const known = values.filter((value) => value !== null).join(', ')
  return (
    <Sparkline
      values={values}
      fromZero={info?.unit.en !== '%'}
      unfinished={unfinished}
      broken={broken === undefined ? null : t.overview.sparkBreak}
      flags={flags}
      name={t.overview.sparkline(say(info?.label), known)}
    />
  )
}
