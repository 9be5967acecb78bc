import { printed } from '../catalog/format.ts'
import { MADE_ROWS, type Table } from '../catalog/table.ts'
import { RowsLink } from '../filters/RowsLink.tsx'
import type { Scope } from '../filters/scope.ts'
import { EXCEPT, filterNameOf } from '../filters/search.ts'
import type { Dimension, Metric } from '../gql/graphql.ts'
import { useWords, type Words } from '../text/text.tsx'
import type { PictureBar } from './picture/BarPicture.tsx'
import './charts.css'

type BarListProps = { table: Table; metric: Metric; dimension: Dimension; scope: Scope }

/** Bars from zero with count and share; the tick is the period before. Each line opens its complaints. */
export function BarList({ table, metric, dimension, scope }: BarListProps) {
  const { t, say } = useWords()
  const highest = highestOf(table, metric)
  const name = filterNameOf(dimension)
  const listed = table.rows.map((row) => table.id(dimension, row)).filter((id) => !(MADE_ROWS as readonly string[]).includes(id))
  if (table.rows.length === 0) return <p className="caption">{t.charts.empty}</p>
  return (
    <ul className="bar-list">
      {table.rows.map((row) => {
        const id = table.id(dimension, row)
        const made = id === 'OTHERS'
        const value = table.figure(metric, 'VALUE', row) ?? 0
        const before = table.figure(metric, 'PREVIOUS', row)
        const share = table.column(metric, 'SHARE')
        // "Others" is everything but the bars above it, which is how its address says it too.
        const keys = made ? [...(scope.search[name ?? 'cause'] ?? []), ...listed.map((each) => EXCEPT + each)] : [id]
        return (
          <li key={id}>
            <RowsLink
              scope={scope}
              metric={metric}
              narrow={name ? { [name]: keys } : {}}
              className={made ? 'bar-line bar-rest' : 'bar-line'}
            >
              <span className="bar-name">{made ? t.overview.others : say(table.label(dimension, row))}</span>
              <span className="bar-count">{printed(value)}</span>
              <span className="bar-share">
                {share?.figures[row] == null ? t.figures.none : printed(share.figures[row], share.decimals)}
              </span>
              <span className="bar-track" aria-hidden="true">
                <span className="bar-fill" style={{ width: `${(100 * value) / highest}%` }} />
                {before !== null && <span className="bar-tick" style={{ left: `${(100 * before) / highest}%` }} />}
              </span>
            </RowsLink>
          </li>
        )
      })}
    </ul>
  )
}

function highestOf(table: Table, metric: Metric): number {
  return Math.max(1, ...table.rows.flatMap((row) => [table.figure(metric, 'VALUE', row) ?? 0, table.figure(metric, 'PREVIOUS', row) ?? 0]))
}

/** The same bars for a picture. */
export function pictureBars(table: Table, metric: Metric, dimension: Dimension, { t, say }: Words): PictureBar[] {
  const highest = highestOf(table, metric)
  const share = table.column(metric, 'SHARE')
  return table.rows.map((row) => {
    const rest = table.id(dimension, row) === 'OTHERS'
    const value = table.figure(metric, 'VALUE', row) ?? 0
    const before = table.figure(metric, 'PREVIOUS', row)
    return {
      name: rest ? t.overview.others : say(table.label(dimension, row)),
      value: printed(value),
      share: share?.figures[row] == null ? t.figures.none : printed(share.figures[row], share.decimals),
      length: value / highest,
      tick: before === null ? null : before / highest,
      rest,
    }
  })
}
