import { useMemo } from 'react'
import { useTable } from '../catalog/table.ts'
import { BarList } from '../charts/BarList.tsx'
import { usePreviousWords } from '../filters/CompareMenu.tsx'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import type { Scope } from '../filters/scope.ts'
import type { Dimension } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Await, Blank } from '../ui/states.tsx'

const METRIC = 'COMPLAINTS'
const BARS = 6

/** The largest members of one dimension; what is left stands as "others". */
export function Breakdown({ scope, dimension, title }: { scope: Scope | null; dimension: Dimension; title: string }) {
  const { t } = useWords()
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
  return (
    <section className="card chart-card" aria-label={title}>
      <header className="card-head">
        <h2>{title}</h2>
        <span className="caption">{t.overview.countShare}</span>
        <span className="legend">
          <span className="legend-tick" />
          {previous}
        </span>
        <span className="card-tools">{query && <ExportMenu what={{ query, name: title }} small />}</span>
      </header>
      <Await reading={reading} blank={<Blank height={34 * BARS} />}>
        {(table) => scope && <BarList table={table} metric={METRIC} dimension={dimension} scope={scope} />}
      </Await>
    </section>
  )
}
