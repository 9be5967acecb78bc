import { useMemo } from 'react'
import { useSearch } from '@tanstack/react-router'
import { useLedger } from '../app/ledger.tsx'
import type { Comparison, Filter, MetricQuery } from '../gql/graphql.ts'
import { comparisonsOf, filtersOf, type ViewSearch } from './search.ts'

/** The view's filter value, completed by the ledger: what every query of the page starts from. */
export type Scope = {
  search: ViewSearch
  period: string
  filters: Filter[]
  comparison: Comparison[]
  revision: number
  today: string
  /** A metric query of this view; what is given goes before what the view says. */
  query: (own: Pick<MetricQuery, 'metrics'> & Partial<MetricQuery>) => MetricQuery
}

/** Null until the ledger has answered, or while it holds no data at all. */
export function useScope(): Scope | null {
  const search = useSearch({ strict: false }) as ViewSearch
  const { ledger } = useLedger()
  return useMemo(() => {
    const period = search.period ?? ledger?.latestPeriod
    if (!ledger || !period) return null
    const filters = filtersOf(search)
    const comparison = comparisonsOf(search)
    const revision = search.revision ?? ledger.revision
    const base = {
      period,
      filters,
      revision,
      ...(search.jurisdiction ? { jurisdiction: search.jurisdiction } : {}),
      ...(search.register ? { register: search.register } : {}),
      ...(search.repeats ? { repeats: search.repeats } : {}),
    }
    return { search, period, filters, comparison, revision, today: ledger.today, query: (own) => ({ ...base, ...own }) }
  }, [search, ledger])
}
