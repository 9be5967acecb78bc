import { useMemo } from 'react'
import { useTable } from '../catalog/table.ts'
import { sixUpTo } from '../filters/period.ts'
import type { Scope } from '../filters/scope.ts'
import type { Metric } from '../gql/graphql.ts'
import { Await, Blank } from '../ui/states.tsx'
import { Tile } from './Tile.tsx'

/** The four figures of the page; the catalog says everything else about them. */
export const TILES = ['COMPLAINTS', 'ON_TIME_RATE', 'MEDIAN_HANDLING_DAYS', 'OVERDUE'] as const satisfies readonly Metric[]

export function Tiles({ scope }: { scope: Scope | null }) {
  const query = useMemo(() => scope?.query({ metrics: [...TILES], comparison: scope.comparison }) ?? null, [scope])
  const six = useMemo(() => {
    if (!scope) return null
    const { period, by } = sixUpTo(scope.period)
    return scope.query({ metrics: [...TILES], period, by: [by], comparison: ['PREVIOUS_PERIOD'] })
  }, [scope])
  const now = useTable(query)
  const past = useTable(six)
  return (
    <Await
      reading={now}
      blank={
        <div className="tiles">
          {TILES.map((metric) => (
            <div key={metric} className="card tile">
              <Blank height={106} />
            </div>
          ))}
        </div>
      }
    >
      {(table) => (
        <div className="tiles">
          {scope && TILES.map((metric) => <Tile key={metric} metric={metric} table={table} past={past.value} scope={scope} />)}
        </div>
      )}
    </Await>
  )
}
