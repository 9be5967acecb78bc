import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useLedger } from '../app/ledger.tsx'
import { printed } from '../catalog/format.ts'
import { useTable, type Table } from '../catalog/table.ts'
import { ChartCard } from '../charts/ChartCard.tsx'
import { PLOT } from '../charts/plot.ts'
import { SourceLine } from '../charts/SourceLine.tsx'
import { periodWords } from '../filters/period.ts'
import { RowsLink } from '../filters/RowsLink.tsx'
import type { Scope } from '../filters/scope.ts'
import type { Metric } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Await, Blank } from '../ui/states.tsx'
import { coursePoints, courseUpTo, type CoursePoint, type Grain } from './course.ts'
import { CourseChart } from './CourseChart.tsx'
import type { Profile } from './documents.ts'
import { decimalsOf } from './ProfileTiles.tsx'
import { PROFILE_TILES, type ProfileSearch } from './search.ts'

type TrendProps = { profile: Profile; scope: Scope; metric: Metric }

/** The institution's course with the group's median and the middle half of the group behind it. */
export function GroupTrend({ profile, scope, metric }: TrendProps) {
  const { t } = useWords()
  const { period, grain } = useMemo(() => courseUpTo(scope.period), [scope.period])
  const query = useMemo(
    () => scope.query({ metrics: [metric], period, by: ['INSTITUTION', grain], filters: scope.filters, comparison: ['PREVIOUS_PERIOD'] }),
    [scope, metric, period, grain],
  )
  const reading = useTable(query)
  // While another metric's answer is on its way, the one before is not drawn under its name.
  const value = reading.value?.column(metric) ? reading.value : null
  return (
    <Await
      reading={{ ...reading, value }}
      blank={
        <section className="card chart-card">
          <h2>{t.institutions.course}</h2>
          <Blank height={PLOT.height + 40} />
        </section>
      }
    >
      {(table) => <TrendCard profile={profile} scope={scope} metric={metric} table={table} grain={grain} span={period} />}
    </Await>
  )
}

function TrendCard({ profile, scope, metric, table, grain, span }: TrendProps & { table: Table; grain: Grain; span: string }) {
  const { t, say, language } = useWords()
  const { metrics } = useLedger()
  const info = metrics.get(metric)
  const points = coursePoints(table, metric, grain, scope.today)
  const unit = say(table.column(metric)?.unit ?? info?.unit)
  const hidden = points.find((point) => point.groupReason !== null && point.groupReason !== 'NO_DATA')?.groupReason ?? undefined
  const sentences = [...new Set(table.notes('SERIES_BREAK').map((note) => say(note.text)))]
  return (
    <ChartCard
      title={t.institutions.courseOf(say(info?.label))}
      caption={t.institutions.courseCaption(unit, periodWords(span, language))}
      legend={<Legend metric={metric} hidden={hidden} />}
      source={
        <>
          {hidden && `${t.institutions.groupHidden(t.figures.reasons[hidden] ?? '')} `}
          {sentences.join(' ')} <SourceLine />
        </>
      }
      chart={
        points.length === 0 ? (
          <p className="caption">{t.charts.empty}</p>
        ) : (
          <CourseChart
            points={points}
            metric={metric}
            scope={scope}
            unit={unit}
            decimals={table.column(metric)?.decimals ?? 0}
            name={say(profile.label)}
            fromZero={info?.unit.en !== '%'}
          />
        )
      }
      table={<CourseTable points={points} metric={metric} scope={scope} unit={unit} decimals={table.column(metric)?.decimals ?? 0} />}
    />
  )
}

/** Which figure is drawn stands in the address; every metric of the catalog may be. */
function Legend({ metric, hidden }: { metric: Metric; hidden: string | undefined }) {
  const { t, say } = useWords()
  const { metrics } = useLedger()
  const navigate = useNavigate()
  const choose = (chosen: string): void =>
    void navigate({
      to: '.',
      search: (before: ProfileSearch) => ({ ...before, metric: chosen === PROFILE_TILES[0] ? undefined : (chosen as Metric) }),
      replace: true,
      resetScroll: false,
    })
  return (
    <>
      {!hidden && (
        <>
          <span className="legend">
            <span className="legend-half" />
            {t.institutions.middleHalf}
          </span>
          <span className="legend">
            <span className="legend-line legend-old" />
            {t.rankings.median}
          </span>
        </>
      )}
      <label className="card-tools">
        <span className="hidden-text">{t.institutions.drawn}</span>
        <select className="input course-metric" value={metric} onChange={(event) => choose(event.target.value)}>
          {[...metrics.values()].map((each) => (
            <option key={each.key} value={each.key}>
              {say(each.label)}
            </option>
          ))}
        </select>
      </label>
    </>
  )
}

type TableProps = { points: CoursePoint[]; metric: Metric; scope: Scope; unit: string; decimals: number }

function CourseTable({ points, metric, scope, unit, decimals }: TableProps) {
  const { t, language } = useWords()
  const reasonOf = (reason: string | null): string => (reason ? (t.figures.reasons[reason] ?? '') : t.figures.none)
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">{t.filters.period}</th>
          <th scope="col" className="num">
            {t.institutions.own} {unit}
          </th>
          <th scope="col" className="num">
            {t.institutions.rank}
          </th>
          <th scope="col" className="num">
            {t.rankings.median}
          </th>
          <th scope="col" className="num">
            {t.institutions.middleHalf}
          </th>
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.key}>
            <th scope="row">
              {periodWords(point.key, language)} {point.unfinished && <span className="tag">{t.institutions.unfinished}</span>}
              {point.cut && <span className="tag">{t.charts.break}</span>}
            </th>
            <td className="num">
              {point.value === null ? (
                reasonOf(point.reason)
              ) : (
                <RowsLink scope={scope} metric={metric} period={point.key}>
                  {printed(point.value, decimals)}
                </RowsLink>
              )}
            </td>
            <td className="num">{point.rank === null ? t.figures.none : t.institutions.rankOf(point.rank, point.members)}</td>
            <td className="num">
              {point.median === null ? reasonOf(point.groupReason) : printed(point.median, decimalsOf(point.median, decimals))}
            </td>
            <td className="num">
              {point.lower === null || point.upper === null
                ? reasonOf(point.groupReason)
                : t.institutions.fromTo(
                    printed(point.lower, decimalsOf(point.lower, decimals)),
                    printed(point.upper, decimalsOf(point.upper, decimals)),
                  )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
