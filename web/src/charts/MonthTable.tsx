import { printed, signed } from '../catalog/format.ts'
import { periodWords } from '../filters/period.ts'
import { RowsLink } from '../filters/RowsLink.tsx'
import type { Scope } from '../filters/scope.ts'
import type { Metric } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import type { MonthPoint } from './months.ts'

type MonthTableProps = { points: MonthPoint[]; metric: Metric; unit: string; changeUnit: string; scope: Scope }

/** The chart's figures, the same answer read as rows. */
export function MonthTable({ points, metric, unit, changeUnit, scope }: MonthTableProps) {
  const { t, language } = useWords()
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">{t.charts.month}</th>
          <th scope="col" className="num">
            {unit}
          </th>
          <th scope="col" className="num">
            {t.filters.lastYear}
          </th>
          <th scope="col" className="num">
            {t.rankings.changePlain} {changeUnit}
          </th>
        </tr>
      </thead>
      <tbody>
        {points
          .filter((point) => point.value !== null)
          .map((point) => (
            <tr key={point.key}>
              <th scope="row">
                {periodWords(point.key, language)} {point.unfinished && <span className="tag">{t.charts.unfinishedMonth}</span>}
              </th>
              <td className="num">
                <RowsLink scope={scope} metric={metric} period={point.key}>
                  {printed(point.value ?? 0)}
                </RowsLink>
              </td>
              <td className="num">
                {point.lastYear === null ? (
                  t.figures.none
                ) : (
                  <RowsLink scope={scope} metric={metric} period={aYearBefore(point.key)}>
                    {printed(point.lastYear)}
                  </RowsLink>
                )}
              </td>
              <td className="num">{point.old ? t.charts.old : point.change === null ? t.figures.none : signed(point.change, 1)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}

/** The whole month of the year before, which is what stands in the column, also beside a month that is not over. */
function aYearBefore(month: string): string {
  return `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`
}
