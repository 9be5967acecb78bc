import { printed, signed } from '../catalog/format.ts'
import type { Table } from '../catalog/table.ts'
import { periodWords } from '../filters/period.ts'
import type { Scope } from '../filters/scope.ts'
import type { PlotSeries } from '../charts/series.ts'
import { useWords } from '../text/text.tsx'
import { rowsOf, type TrendModel } from './drawn.ts'
import { MaybeRows } from './MaybeRows.tsx'
import { OTHERS, TOTAL } from './model.ts'

type BucketProps = { model: TrendModel; series: readonly PlotSeries[]; scope: Scope }

/** The chart's figures, the same answer read as rows: buckets down, and for one series what they are compared with. */
export function BucketTable({ model, series, scope }: BucketProps) {
  const { t, say, language } = useWords()
  const [only] = series
  const alone = series.length === 1 && only
  const table = tableOf(model, only?.id ?? TOTAL)
  const metric = model.choice.metric.key
  const changeUnit = say(table?.column(metric, 'CHANGE')?.unit ?? model.choice.metric.changeUnit)
  return (
    <table className="rows trend-rows">
      <thead>
        <tr>
          <th scope="col">{t.trends.units[model.choice.unit]}</th>
          {series.map((each) => (
            <th key={each.id} scope="col" className="num">
              {series.length === 1 && each.id === TOTAL ? model.unit : `${each.name} ${model.unit}`}
            </th>
          ))}
          {alone && (
            <>
              <th scope="col" className="num">
                {t.trends.bucketBefore} {changeUnit}
              </th>
              <th scope="col" className="num">
                {t.filters.lastYear} {model.unit}
              </th>
              <th scope="col" className="num">
                {t.trends.changeLastYear} {changeUnit}
              </th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {model.buckets.map((key, place) => {
          const point = only?.points[place]
          if (!point || series.every((each) => each.points[place]?.value === null)) return null
          return (
            <tr key={key} className={point.unfinished ? 'trend-unfinished' : undefined}>
              <th scope="row">
                {periodWords(key, language)} {point.unfinished && <span className="tag">{t.trends.unfinished[model.choice.unit]}</span>}
              </th>
              {series.map((each) => (
                <td key={each.id} className="num">
                  <Value value={each.points[place]?.value ?? null} decimals={model.decimals} search={rowsOf(model, scope, each.id, key)} />
                </td>
              ))}
              {alone && table && (
                <Compared model={model} table={table} row={rowOf(model, table, only.id, key)} id={only.id} bucket={key} scope={scope} />
              )}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function tableOf(model: TrendModel, id: string): Table | null {
  return id === TOTAL ? model.answers.total : id === OTHERS ? model.answers.rest : model.answers.lines
}

function rowOf({ choice }: TrendModel, table: Table, id: string, bucket: string): number | undefined {
  const member = id !== TOTAL && id !== OTHERS ? choice.dimension?.key : undefined
  return table.rows.find((row) => table.id(choice.grain, row) === bucket && (!member || table.id(member, row) === id))
}

type ComparedProps = { model: TrendModel; table: Table; row: number | undefined; id: string; bucket: string; scope: Scope }

function Compared({ model, table, row, id, bucket, scope }: ComparedProps) {
  const metric = model.choice.metric.key
  if (row === undefined) return <td colSpan={3} />
  return (
    <>
      <td className="num">
        <Change table={table} model={model} kind="CHANGE" row={row} />
      </td>
      <td className="num">
        <Value
          value={table.figure(metric, 'LAST_YEAR', row)}
          decimals={model.decimals}
          search={rowsOf(model, scope, id, bucket, 'LAST_YEAR')}
        />
      </td>
      <td className="num">
        <Change table={table} model={model} kind="CHANGE_LAST_YEAR" row={row} />
      </td>
    </>
  )
}

type ValueProps = { value: number | null; decimals: number; search: ReturnType<typeof rowsOf> }

export function Value({ value, decimals, search }: ValueProps) {
  const { t } = useWords()
  if (value === null) return <>{t.figures.none}</>
  return <MaybeRows search={search}>{printed(value, decimals)}</MaybeRows>
}

type ChangeProps = { table: Table; model: TrendModel; kind: 'CHANGE' | 'CHANGE_LAST_YEAR'; row: number }

/** A change, or why there is none. */
export function Change({ table, model, kind, row }: ChangeProps) {
  const { t } = useWords()
  const metric = model.choice.metric.key
  const change = table.figure(metric, kind, row)
  const column = table.column(metric, kind)
  if (change !== null) return <>{change === 0 ? t.figures.flat : signed(change, column?.decimals)}</>
  const reason = table.reason(metric, kind, row)
  return <span className="trend-reason">{reason ? t.figures.reasons[reason] : t.figures.none}</span>
}
