import { Fragment } from 'react'
import { Arrow } from '../catalog/ChangeWords.tsx'
import { printed, signed } from '../catalog/format.ts'
import type { Table } from '../catalog/table.ts'
import { RowsLink } from '../filters/RowsLink.tsx'
import type { Scope } from '../filters/scope.ts'
import type { Metric } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Bases } from './Bases.tsx'
import { scaleOf, type RankedRow, type Ranking } from './ranking.ts'
import { BESIDE, FIRST } from './search.ts'
import { Strip } from './Strip.tsx'

type MemberRowProps = { member: RankedRow; ranking: Ranking; scope: Scope; view: Metric; median: boolean }

export function MemberRow({ member, ranking, scope, view, median }: MemberRowProps) {
  const { t, say } = useWords()
  const { table } = ranking
  const { row, id } = member
  const narrow = { institution: [id] }
  const first = FIRST
  return (
    <>
      {median && <MedianRow ranking={ranking} view={view} />}
      <tr>
        <td className="ranking-rank">
          {member.rank === null || ranking.small ? t.figures.none : <b>{member.rank}</b>}{' '}
          {member.tied && !ranking.small && <span className="tag">{t.rankings.tie}</span>}
        </td>
        <th scope="row" className="ranking-name">
          <RowsLink scope={scope} metric={first} narrow={narrow}>
            {say(table.label('INSTITUTION', row))}
          </RowsLink>
          {member.newlyOpened && <span className="tag">{t.rankings.newlyOpened}</span>}
          {member.closed && <span className="tag">{t.rankings.closed}</span>}
          <Bases table={table} row={row} views={ranking.views} />
        </th>
        {ranking.views.map((metric) => (
          <Fragment key={metric}>
            <td className="ranking-edge ranking-strip">
              <Strip table={table} metric={metric} row={row} group={ranking.group} scale={scaleOf(table, metric, ranking.group)} />
            </td>
            <td className="num">
              <Value table={table} metric={metric} row={row} scope={scope} narrow={narrow} />
            </td>
            {metric === first ? (
              <>
                <td className="num">
                  <Share table={table} metric={metric} row={row} />
                </td>
                <td className="num">
                  <Change table={table} metric={metric} row={row} scope={scope} narrow={narrow} />
                </td>
              </>
            ) : (
              <td>{rankWords(ranking.small ? null : table.figure(metric, 'RANK', row), t.rankings.nth, t.figures.none)}</td>
            )}
          </Fragment>
        ))}
        <td className="num ranking-edge">
          <Parts table={table} row={row} scope={scope} narrow={narrow} />
        </td>
      </tr>
    </>
  )
}

const rankWords = (rank: number | null, nth: (rank: number) => string, none: string): string => (rank === null ? none : nth(rank))

type CellProps = { table: Table; metric: Metric; row: number; scope: Scope; narrow: { institution?: string[]; group?: string[] } }

/** The figure opens its rows; without one its reason stands there. */
function Value({ table, metric, row, scope, narrow }: CellProps) {
  const { t } = useWords()
  const value = table.figure(metric, 'VALUE', row)
  if (value === null) return <span className="second">{t.figures.reasons[table.reason(metric, 'VALUE', row) ?? 'NO_DATA']}</span>
  return (
    <RowsLink scope={scope} metric={metric} part={metric === FIRST ? 'VALUE' : 'NUMERATOR'} narrow={narrow}>
      <b>{printed(value, table.column(metric)?.decimals)}</b>
    </RowsLink>
  )
}

function Share({ table, metric, row }: { table: Table; metric: Metric; row: number }) {
  const { t } = useWords()
  const share = table.column(metric, 'SHARE')
  const value = share?.figures[row] ?? null
  return <>{value === null ? t.figures.none : printed(value, share?.decimals)}</>
}

/** The change with its arrow, and under it the two counts it comes from, each with its own rows. */
function Change({ table, metric, row, scope, narrow }: CellProps) {
  const { t } = useWords()
  const column = table.column(metric, 'CHANGE')
  const change = column?.figures[row] ?? null
  const before = table.figure(metric, 'PREVIOUS', row)
  const now = table.figure(metric, 'VALUE', row)
  return (
    <>
      <span className="ranking-change">
        {change === null ? (
          t.figures.reasons[table.reason(metric, 'CHANGE', row) ?? 'NO_DATA']
        ) : change === 0 ? (
          t.figures.flat
        ) : (
          <>
            <Arrow change={change} /> {signed(change, column?.decimals)}
          </>
        )}
      </span>
      {before !== null && now !== null && (
        <span className="second ranking-second">
          <RowsLink scope={scope} metric={metric} part="PREVIOUS" narrow={narrow}>
            {printed(before)}
          </RowsLink>
          {' → '}
          <RowsLink scope={scope} metric={metric} narrow={narrow}>
            {printed(now)}
          </RowsLink>
        </span>
      )}
    </>
  )
}

/** The rate beside the ranking with what it is made of. */
function Parts({ table, row, scope, narrow }: Omit<CellProps, 'metric'>) {
  const { t } = useWords()
  const value = table.figure(BESIDE, 'VALUE', row)
  const base = table.figure(BESIDE, 'BASE', row)
  return (
    <>
      {value === null ? t.figures.none : printed(value, table.column(BESIDE)?.decimals)}
      <span className="second ranking-second">
        {base ? (
          <RowsLink scope={scope} metric={BESIDE} part="BASE" narrow={narrow}>
            {printed(table.figure(BESIDE, 'NUMERATOR', row) ?? 0)} / {printed(base)}
          </RowsLink>
        ) : (
          t.rankings.zeroOfZero
        )}
      </span>
    </>
  )
}

/** The medians of all views, in the place that the chosen view gives them. */
export function MedianRow({ ranking, view }: { ranking: Ranking; view: Metric }) {
  const { t } = useWords()
  const { table, group, ranked } = ranking
  // Of a group that is not wholly shown, its size tells where the middle lies.
  const counted = ranking.whole ? ranked.length : ranking.members
  const middle = Math.ceil(counted / 2)
  return (
    <tr className="ranking-median">
      <th scope="row" colSpan={2} className="ranking-name-wide">
        {t.rankings.median}{' '}
        <span className="second">{counted % 2 === 1 ? t.rankings.medianMiddle(middle) : t.rankings.medianPair(middle)}</span>
      </th>
      {ranking.views.map((metric) => {
        const median = table.group(group, metric)?.median ?? null
        const own = table.column(metric)?.decimals ?? 0
        return (
          <Fragment key={metric}>
            <td className="ranking-edge" />
            <td className="num" data-chosen={metric === view}>
              <b>{median === null ? t.figures.none : printed(median, Number.isInteger(median) && own === 0 ? 0 : Math.max(own, 1))}</b>
            </td>
            <td colSpan={metric === FIRST ? 2 : 1} />
          </Fragment>
        )
      })}
      <td className="ranking-edge" />
    </tr>
  )
}

export function TotalRow({ ranking, groups, scope }: { ranking: Ranking; groups: Table; scope: Scope }) {
  const { t } = useWords()
  const { table, group } = ranking
  const first = FIRST
  const narrow = { group: [group], institution: undefined }
  const row = groups.rows.find((each) => groups.id('PEER_GROUP', each) === group) ?? 0
  const beside = table.group(group, BESIDE)?.total ?? null
  return (
    <tr className="ranking-total">
      <td />
      <th scope="row" className="ranking-name">
        {t.rankings.total(ranking.members)}
      </th>
      {ranking.views.map((metric) => {
        const total = table.group(group, metric)?.total ?? null
        const text = total === null ? t.figures.none : <b>{printed(total, table.column(metric)?.decimals)}</b>
        return (
          <Fragment key={metric}>
            <td className="ranking-edge" />
            <td className="num">
              {total === null || !ranking.whole ? (
                text
              ) : (
                <RowsLink scope={scope} metric={metric} part={metric === first ? 'VALUE' : 'NUMERATOR'} narrow={narrow}>
                  {text}
                </RowsLink>
              )}
            </td>
            {metric === first ? (
              <>
                <td className="num">{total ? printed(100, table.column(metric, 'SHARE')?.decimals ?? 1) : t.figures.none}</td>
                <td className="num">
                  <Change table={groups} metric={metric} row={row} scope={scope} narrow={narrow} />
                </td>
              </>
            ) : (
              <td />
            )}
          </Fragment>
        )
      })}
      <td className="num ranking-edge">{beside === null ? t.figures.none : printed(beside, table.column(BESIDE)?.decimals)}</td>
    </tr>
  )
}
