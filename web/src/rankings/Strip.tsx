import { printed } from '../catalog/format.ts'
import type { Table } from '../catalog/table.ts'
import type { Metric } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'

type StripProps = { table: Table; metric: Metric; row: number; group: string; scale: number }

const WIDTH = 88
const EDGE = 5

/** A pale bar from zero, a dot on the value, a dotted tick on the group's median; one scale for the column. */
export function Strip({ table, metric, row, group, scale }: StripProps) {
  const { t } = useWords()
  const value = table.figure(metric, 'VALUE', row)
  const median = table.group(group, metric)?.median ?? null
  if (value === null) return null
  const decimals = table.column(metric)?.decimals
  const x = (figure: number): number => EDGE + (figure / scale) * (WIDTH - 2 * EDGE)
  return (
    <svg
      className="strip"
      width={WIDTH}
      height="18"
      viewBox={`0 0 ${WIDTH} 18`}
      role="img"
      aria-label={t.rankings.strip(printed(value, decimals), median === null ? t.figures.none : printed(median, decimals))}
    >
      <line x1={EDGE} x2={EDGE} y1="3" y2="15" stroke="var(--line)" />
      <rect x={EDGE} y="6" width={Math.max(0, x(value) - EDGE)} height="6" fill="var(--bar-pale)" />
      {median !== null && (
        <line x1={x(median)} x2={x(median)} y1="1" y2="17" stroke="var(--ink)" strokeDasharray="1.500 2" strokeWidth="1.500" />
      )}
      <circle cx={x(value)} cy="9" r="3.500" fill="var(--bar)" stroke="var(--card)" />
    </svg>
  )
}
