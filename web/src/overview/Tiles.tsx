import { useMemo } from 'react'
import { useTable } from '../catalog/table.ts'
import { sixUpTo } from '../filters/period.ts'
import type { Scope } from '../filters/scope.ts'
import { Await, Blank } from '../ui/states.tsx'
import { Tile } from './Tile.tsx'
import { TILES, tilesQuery } from './tiles.ts'

export function Tiles({ scope }: { scope: Scope | null }) {
  const query = useMemo(() => (scope ? tilesQuery(scope) : null), [scope])
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
