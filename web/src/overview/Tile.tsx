import { useLedger } from '../app/ledger.tsx'
import { ChangeWords } from '../catalog/ChangeWords.tsx'
import { MetricName } from '../catalog/MetricName.tsx'
import { compact, printed, withUnit } from '../catalog/format.ts'
import type { Table } from '../catalog/table.ts'
import { usePreviousWords } from '../filters/CompareMenu.tsx'
import { RowsLink } from '../filters/RowsLink.tsx'
import type { Scope } from '../filters/scope.ts'
import type { Metric } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { TileLine } from './TileLine.tsx'

type TileProps = { metric: Metric; table: Table; past: Table | null; scope: Scope }

/** A chart with one number: value, unit, how it moved, what it was. Words, unit and decimals come from the catalog. */
export function Tile({ metric, table, past, scope }: TileProps) {
  const { t, say, language } = useWords()
  const { metrics } = useLedger()
  const info = metrics.get(metric)
  const column = table.column(metric)
  const value = table.figure(metric)
  const name = say(info?.label)
  const unit = say(column?.unit ?? info?.unit)
  return (
    <section className="card tile" aria-label={name}>
      <h2 className="tile-name">
        <MetricName metric={metric} />
      </h2>
      <div className="tile-main">
        {value === null ? (
          <span className="tile-none">{t.figures.reasons[table.reason(metric) ?? 'NO_DATA']}</span>
        ) : (
          <RowsLink scope={scope} metric={metric}>
            <span className="hidden-text">{name} </span>
            <span className="tile-value" title={printed(value, column?.decimals)}>
              {compact(value, column?.decimals ?? 0, language)}
            </span>{' '}
            <span className="tile-unit">{unit}</span>
          </RowsLink>
        )}
        {past && <TileLine metric={metric} past={past} scope={scope} unfinished={table.answer.period.unfinished} />}
      </div>
      <ChangeWords table={table} metric={metric} kind="CHANGE" row={0} />
      <Before metric={metric} table={table} scope={scope} unit={unit} />
    </section>
  )
}

/** The second line: what the rate is made of, the period before, the same period last year. */
function Before({ metric, table, scope, unit }: { metric: Metric; table: Table; scope: Scope; unit: string }) {
  const { t, say } = useWords()
  const previous = usePreviousWords(scope.period, table.answer.period.unfinished)
  const parts: React.ReactNode[] = []
  const base = table.figure(metric, 'BASE')
  const numerator = table.figure(metric, 'NUMERATOR')
  if (unit === '%' && base !== null && numerator !== null) {
    parts.push(
      <RowsLink key="part" scope={scope} metric={metric} part="BASE">
        {t.figures.ofCases(printed(numerator), printed(base))}
      </RowsLink>,
    )
  }
  for (const [kind, changeKind, words] of [
    ['PREVIOUS', null, previous],
    ['LAST_YEAR', 'CHANGE_LAST_YEAR', t.filters.lastYear],
  ] as const) {
    const figure = table.figure(metric, kind)
    const column = table.column(metric, kind)
    if (figure === null || !column) continue
    const change = changeKind ? table.figure(metric, changeKind) : null
    const changeColumn = changeKind ? table.column(metric, changeKind) : undefined
    parts.push(
      <span key={kind}>
        <RowsLink scope={scope} metric={metric} part={kind}>
          {t.overview.tileBefore(words, withUnit(printed(figure, column.decimals), unit === '%' ? unit : ''))}
        </RowsLink>
        {change !== null &&
          changeColumn &&
          `${t.overview.open}${withUnit(signedFigure(change, changeColumn.decimals), say(changeColumn.unit))}${t.overview.shut}`}
      </span>,
    )
  }
  return <p className="second">{parts.flatMap((part, place) => (place > 0 ? [t.overview.comma, part] : [part]))}</p>
}

function signedFigure(value: number, decimals: number): string {
  return value > 0 ? `+${printed(value, decimals)}` : printed(value, decimals)
}
