import type { FigureKind, Metric } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { changeWords, directionOf } from './format.ts'
import type { Table } from './table.ts'

type ChangeProps = { table: Table; metric: Metric; kind: FigureKind; row: number; plain?: boolean }

/** A change with its arrow: the direction of the number, in grey, because no verdict is made from two counts alone. */
export function ChangeWords({ table, metric, kind, row, plain }: ChangeProps) {
  const { t, say } = useWords()
  const column = table.column(metric, kind)
  if (!column) return null
  const change = column.figures[row] ?? null
  if (change === null) {
    const reason = table.reason(metric, kind, row)
    return <p className="change change-none">{reason ? t.figures.reasons[reason] : t.figures.none}</p>
  }
  return (
    <p className="change">
      <Arrow change={change} />
      {changeWords(change, column.decimals, plain ? '' : say(column.unit), t)}
    </p>
  )
}

export function Arrow({ change }: { change: number }) {
  const { t } = useWords()
  const direction = directionOf(change)
  if (direction === 'flat') return null
  return (
    <svg
      className="arrow"
      width="9"
      height="8"
      viewBox="0 0 9 8"
      role="img"
      aria-label={direction === 'up' ? t.figures.up : t.figures.down}
    >
      <path d={direction === 'up' ? 'M4.5 0 9 8H0z' : 'M4.5 8 0 0h9z'} fill="currentColor" />
    </svg>
  )
}
