import { Fragment, useMemo } from 'react'
import { Arrow } from '../catalog/ChangeWords.tsx'
import { printed } from '../catalog/format.ts'
import { MetricName } from '../catalog/MetricName.tsx'
import type { Table } from '../catalog/table.ts'
import { colourOf } from '../charts/series.ts'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import { usePreviousWords } from '../filters/CompareMenu.tsx'
import { periodWords } from '../filters/period.ts'
import type { Scope } from '../filters/scope.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import { BucketTable, Change, Value } from './BucketTable.tsx'
import { membersQuery, stretchOf, totalQuery } from './choice.ts'
import { rowsOf, type TrendModel } from './drawn.ts'
import { Source } from './MainChart.tsx'
import { TOTAL } from './model.ts'

/** So many buckets of the period stand beside its total; more would hide it. */
const MOST_BUCKETS = 6

type TableProps = { model: TrendModel; scope: Scope }

/** The figures behind the charts: every one opens its rows. */
export function TrendTable({ model, scope }: TableProps) {
  const { t } = useWords()
  const { choice } = model
  const query = useMemo(() => membersQuery(scope, choice) ?? totalQuery(scope, choice, stretchOf(choice, false)), [scope, choice])
  return (
    <section className="card chart-card" aria-label={t.trends.table}>
      <header className="card-head">
        <h2>{t.trends.table}</h2>
        <span className="caption">
          <MetricName metric={choice.metric.key} /> {t.trends.tableCaption}
        </span>
        <span className="card-tools">
          <ExportMenu what={{ query, name: model.name }} small />
        </span>
      </header>
      <Scroll label={t.trends.table}>
        {model.membersTable && model.whole ? (
          <Members model={model} scope={scope} table={model.membersTable} whole={model.whole} />
        ) : (
          <BucketTable model={model} series={[model.total]} scope={scope} />
        )}
      </Scroll>
      <footer className="caption chart-source">
        {model.choice.metric.additive && model.membersTable && t.trends.rounded}
        {model.total.points.some((point) => point.unfinished) && t.trends.sameDays} <Source model={model} />
      </footer>
    </section>
  )
}

type MembersProps = TableProps & { table: Table; whole: Table }

function Members({ model, scope, table, whole }: MembersProps) {
  const { t } = useWords()
  const { dimension, metric } = model.choice
  if (!dimension) return null
  const places = model.buckets.flatMap((_, place) => (model.total.points[place]?.inPeriod ? [place] : []))
  const shown = places.length > 1 && places.length <= MOST_BUCKETS ? places : []
  return (
    <table className="rows trend-rows">
      <Head model={model} scope={scope} places={shown} table={table} />
      <tbody>
        {table.rows.map((row) => {
          const id = table.id(dimension.key, row)
          const series = model.members.find((each) => each.id === id)
          return (
            <tr key={id}>
              <th scope="row">
                {series && <span className="trend-tone" style={{ background: colourOf(series.tone) }} aria-hidden="true" />}
                {series?.name}
              </th>
              {shown.map((place) => (
                <td key={place} className={series?.points[place]?.unfinished ? 'num trend-unfinished' : 'num'}>
                  <Value
                    value={series?.points[place]?.value ?? null}
                    decimals={model.decimals}
                    search={rowsOf(model, scope, id, model.buckets[place])}
                  />
                </td>
              ))}
              <Figures model={model} scope={scope} table={table} row={row} id={id} />
            </tr>
          )
        })}
        <tr className="trend-total">
          <th scope="row">{metric.additive ? t.trends.sum : t.trends.overall}</th>
          {shown.map((place) => (
            <td key={place} className="num">
              <Value
                value={model.total.points[place]?.value ?? null}
                decimals={model.decimals}
                search={rowsOf(model, scope, TOTAL, model.buckets[place])}
              />
            </td>
          ))}
          <Figures model={model} scope={scope} table={whole} row={0} id={TOTAL} />
        </tr>
      </tbody>
    </table>
  )
}

const AGAINST = [
  ['PREVIOUS', 'CHANGE'],
  ['LAST_YEAR', 'CHANGE_LAST_YEAR'],
] as const

function Head({ model, scope, places, table }: TableProps & { places: number[]; table: Table }) {
  const { t, say, language } = useWords()
  const { metric, dimension } = model.choice
  const previous = usePreviousWords(scope.period, table.answer.period.unfinished)
  const names = { PREVIOUS: previous, LAST_YEAR: t.filters.lastYear }
  return (
    <thead>
      <tr>
        <th scope="col">{say(dimension?.label)}</th>
        {places.map((place) => (
          <th key={place} scope="col" className="num">
            {model.words.tick(model.buckets[place] ?? '')} {model.unit}
          </th>
        ))}
        <th scope="col" className="num trend-edge">
          {periodWords(scope.period, language)} {model.unit}
        </th>
        {metric.additive && (
          <th scope="col" className="num">
            {t.rankings.share}
          </th>
        )}
        {AGAINST.filter(([kind]) => table.column(metric.key, kind)).map(([kind, changeKind]) => (
          <Fragment key={kind}>
            <th scope="col" className="num trend-edge">
              {names[kind]} {model.unit}
            </th>
            <th scope="col" className="num">
              {kind === 'PREVIOUS' ? t.rankings.changePlain : t.trends.changeLastYear} {say(table.column(metric.key, changeKind)?.unit)}
            </th>
          </Fragment>
        ))}
      </tr>
    </thead>
  )
}

type FiguresProps = { model: TrendModel; scope: Scope; table: Table; row: number; id: string }

function Figures({ model, scope, table, row, id }: FiguresProps) {
  const { t } = useWords()
  const { metric } = model.choice
  const share = table.figure(metric.key, 'SHARE', row)
  return (
    <>
      <td className="num trend-edge">
        <b>
          <Value value={table.figure(metric.key, 'VALUE', row)} decimals={model.decimals} search={rowsOf(model, scope, id)} />
        </b>
      </td>
      {metric.additive && (
        <td className="num">{share === null ? t.figures.none : printed(share, table.column(metric.key, 'SHARE')?.decimals)}</td>
      )}
      {AGAINST.filter(([kind]) => table.column(metric.key, kind)).map(([kind, changeKind]) => (
        <Fragment key={kind}>
          <td className="num trend-edge">
            <Value
              value={table.figure(metric.key, kind, row)}
              decimals={model.decimals}
              search={rowsOf(model, scope, id, undefined, kind)}
            />
          </td>
          <td className="num">
            <span className="trend-change">
              <Arrow change={table.figure(metric.key, changeKind, row) ?? 0} />
              <Change table={table} model={model} kind={changeKind} row={row} />
            </span>
          </td>
        </Fragment>
      ))}
    </>
  )
}
