import { useMemo } from 'react'
import { useLedger } from '../app/ledger.tsx'
import { printed } from '../catalog/format.ts'
import { useTable, type Table } from '../catalog/table.ts'
import { ChartCard } from '../charts/ChartCard.tsx'
import { MonthChart } from '../charts/MonthChart.tsx'
import { monthPoints } from '../charts/months.ts'
import { MonthTable } from '../charts/MonthTable.tsx'
import { PLOT } from '../charts/plot.ts'
import { SourceLine } from '../charts/SourceLine.tsx'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import { monthsOf, periodWords } from '../filters/period.ts'
import type { Scope } from '../filters/scope.ts'
import type { MetricQuery } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Await, Blank } from '../ui/states.tsx'

const METRIC = 'COMPLAINTS'

/** The year of the period month by month, beside the year before. */
export function Trend({ scope }: { scope: Scope | null }) {
  const { t } = useWords()
  const year = Number(scope ? monthsOf(scope.period).to.slice(0, 4) : 0)
  const query = useMemo(
    () => scope?.query({ metrics: [METRIC], by: ['MONTH'], period: String(year), comparison: ['SAME_PERIOD_LAST_YEAR'] }) ?? null,
    [scope, year],
  )
  const whole = useMemo(() => scope?.query({ metrics: [METRIC], by: ['MONTH'], period: String(year - 1) }) ?? null, [scope, year])
  const reading = useTable(query)
  const before = useTable(whole).value
  return (
    <Await
      reading={reading}
      blank={
        <section className="card chart-card">
          <h2>{t.overview.trend}</h2>
          <Blank height={PLOT.height + 40} />
        </section>
      }
    >
      {(table) => scope && query && <TrendCard table={table} before={before} scope={scope} year={year} query={query} />}
    </Await>
  )
}

type CardProps = { table: Table; before: Table | null; scope: Scope; year: number; query: MetricQuery }

function TrendCard({ table, before, scope, year, query }: CardProps) {
  const { t, say, language } = useWords()
  const { metrics } = useLedger()
  const months = monthsOf(scope.period)
  const points = monthPoints(table, before, METRIC, { today: scope.today, ...months })
  const unit = say(metrics.get(METRIC)?.unit)
  const inside = points.filter((point) => point.inPeriod && point.value !== null)
  const total = printed(inside.reduce((sum, point) => sum + (point.value ?? 0), 0))
  const sentences = table.notes('SERIES_BREAK').map((note) => say(note.text))
  return (
    <ChartCard
      title={t.overview.trend}
      caption={t.overview.trendCaption(year)}
      tools={<ExportMenu what={{ query, name: t.overview.trend }} small />}
      legend={
        <>
          <span className="legend">
            <span className="legend-bar" />
            {t.charts.year(year)}
          </span>
          <span className="legend">
            <span className="legend-line" />
            {t.charts.year(year - 1)}
          </span>
          {points.some((point) => point.old) && (
            <span className="legend">
              <span className="legend-line legend-old" />
              {t.charts.old}
            </span>
          )}
        </>
      }
      source={
        <>
          {[...new Set(sentences)].join(' ')} <SourceLine />
        </>
      }
      chart={
        <MonthChart
          points={points}
          metric={METRIC}
          unit={unit}
          total={t.charts.periodTotal(shortWords(scope.period, language), total)}
          scope={scope}
        />
      }
      table={
        <MonthTable
          points={points}
          metric={METRIC}
          unit={unit}
          changeUnit={say(table.column(METRIC, 'CHANGE_LAST_YEAR')?.unit)}
          scope={scope}
        />
      }
    />
  )
}

/** The period's words without its year, which the legend says already. */
function shortWords(period: string, language: 'zh' | 'en'): string {
  return periodWords(period, language)
    .replace(/^\d{4}年(?=.)/, '')
    .replace(/ \d{4}$/, '')
}
