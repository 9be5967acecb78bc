import { useMemo } from 'react'
import { AddRemark } from '../annotations/AddRemark.tsx'
import { proposedDays } from '../annotations/proposed.ts'
import { RemarkList } from '../annotations/RemarkList.tsx'
import { useRemarks } from '../annotations/useRemarks.ts'
import { useLedger } from '../app/ledger.tsx'
import { printed } from '../catalog/format.ts'
import { useTable, type Table } from '../catalog/table.ts'
import { ChartCard } from '../charts/ChartCard.tsx'
import { MonthChart } from '../charts/MonthChart.tsx'
import { monthPoints } from '../charts/months.ts'
import { MonthTable } from '../charts/MonthTable.tsx'
import { monthPicture } from '../charts/picture/month.tsx'
import type { Picture } from '../charts/picture/picture.ts'
import { PictureMenu } from '../charts/picture/PictureMenu.tsx'
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
  const words = useWords()
  const { t, say, language } = words
  const { metrics } = useLedger()
  const months = monthsOf(scope.period)
  const points = monthPoints(table, before, METRIC, { today: scope.today, ...months })
  const unit = say(metrics.get(METRIC)?.unit)
  const inside = points.filter((point) => point.inPeriod && point.value !== null)
  const total = printed(inside.reduce((sum, point) => sum + (point.value ?? 0), 0))
  const sentences = [...new Set(table.notes('SERIES_BREAK').map((note) => say(note.text)))]
  const band = t.charts.periodTotal(shortWords(scope.period, language), total)
  const keys = useMemo(() => table.rows.map((row) => table.id('MONTH', row)), [table])
  const remarks = useRemarks(scope, String(year), keys, { metric: METRIC, filters: scope.filters, member: null })
  const picture = (): Picture =>
    monthPicture({ points, words, band, flags: remarks.flags }, { year, lines: [...sentences, ...remarks.sentences], query })
  return (
    <ChartCard
      title={t.overview.trend}
      caption={t.overview.trendCaption(year)}
      tools={
        <>
          <AddRemark about={{ metric: METRIC, member: null, jurisdiction: scope.search.jurisdiction, ...proposedDays(scope) }} />
          <ExportMenu what={{ query, name: t.overview.trend }} small />
          <PictureMenu name={t.overview.trend} scope={scope} picture={picture} />
        </>
      }
      notes={<RemarkList remarks={remarks} />}
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
          {sentences.join(' ')} <SourceLine />
        </>
      }
      chart={<MonthChart points={points} metric={METRIC} unit={unit} total={band} scope={scope} flags={remarks.flags} />}
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
