import { useMemo } from 'react'
import { useTable, type Table } from '../catalog/table.ts'
import { BarList, pictureBars } from '../charts/BarList.tsx'
import { BarPicture, barsHeight } from '../charts/picture/BarPicture.tsx'
import type { Picture } from '../charts/picture/picture.ts'
import { PictureMenu } from '../charts/picture/PictureMenu.tsx'
import { usePreviousWords } from '../filters/CompareMenu.tsx'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import { periodWords } from '../filters/period.ts'
import type { Scope } from '../filters/scope.ts'
import type { Dimension, MetricQuery } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Await, Blank } from '../ui/states.tsx'

const METRIC = 'COMPLAINTS'
const BARS = 6

/** The largest members of one dimension; what is left stands as "others". */
export function Breakdown({ scope, dimension, title }: { scope: Scope | null; dimension: Dimension; title: string }) {
  const words = useWords()
  const { t, language } = words
  const query = useMemo(
    () =>
      scope?.query({
        metrics: [METRIC],
        by: [dimension],
        comparison: ['PREVIOUS_PERIOD'],
        order: { metric: METRIC },
        limit: { rows: BARS, others: true },
      }) ?? null,
    [scope, dimension],
  )
  const reading = useTable(query)
  const previous = usePreviousWords(scope?.period ?? '', reading.value?.answer.period.unfinished)
  const picture = (table: Table, asked: MetricQuery) => (): Picture => {
    const bars = pictureBars(table, METRIC, dimension, words)
    return {
      title,
      caption: t.overview.pictureCaption(t.overview.countShare, periodWords(table.answer.period.key, language)),
      keys: [{ words: previous, colour: 'var(--ink)' }],
      lines: [],
      query: asked,
      drawing: { height: barsHeight(bars), content: <BarPicture bars={bars} /> },
    }
  }
  return (
    <section className="card chart-card" aria-label={title}>
      <header className="card-head">
        <h2>{title}</h2>
        <span className="caption">{t.overview.countShare}</span>
        <span className="legend">
          <span className="legend-tick" />
          {previous}
        </span>
        <span className="card-tools">
          {query && <ExportMenu what={{ query, name: title }} small />}
          {query && scope && reading.value && <PictureMenu name={title} scope={scope} picture={picture(reading.value, query)} />}
        </span>
      </header>
      <Await reading={reading} blank={<Blank height={34 * BARS} />}>
        {(table) => scope && <BarList table={table} metric={METRIC} dimension={dimension} scope={scope} />}
      </Await>
    </section>
  )
}
