import { rollups, type Column, type Flow, type Source } from './facts.ts'
import type { Need } from './read.types.ts'

const registry: Source[] = Object.values(rollups)

/**
 * The smallest rollup that has every flow and column asked for, in whole months or by day; null: the ledger itself.
 * The registry is in order of size, so the first that can answer is the smallest.
 */
export function sourceFor(need: Need, unit: 'MONTH' | 'DAY', path: 'FASTEST' | 'LEDGER'): Source | null {
  if (path === 'LEDGER') return null
  return (
    registry.find(
      (source) =>
        (unit === 'MONTH' || source.unit === 'DAY') &&
        (source.histogram ?? false) === need.histogram &&
        need.flows.every((flow) => hasFlow(source, flow)) &&
        columnsNeeded(need).every((column) => source.columns.includes(column)),
    ) ?? null
  )
}

function columnsNeeded(need: Need): Column[] {
  return [...need.columns, ...(Object.keys(need.narrowing) as Column[])]
}

function hasFlow(source: Source, flow: Flow): boolean {
  return source.flows[flow] !== undefined
}
