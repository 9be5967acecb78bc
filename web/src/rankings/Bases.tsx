import { useLedger } from '../app/ledger.tsx'
import { compact } from '../catalog/format.ts'
import type { Table } from '../catalog/table.ts'
import { useWords } from '../text/text.tsx'
import type { Metric } from '../gql/graphql.ts'

/** What the rates are taken per, in one line under the name: 9 营业网点，18.6万 个人客户. */
export function Bases({ table, row, views }: { table: Table; row: number; views: readonly Metric[] }) {
  const { t, say, language } = useWords()
  const { metrics } = useLedger()
  const parts = views.flatMap((metric) => {
    const base = metrics.get(metric)?.base
    const value = table.figure(metric, 'BASE', row)
    return base && value !== null ? [t.rankings.baseOf(compact(value, 0, language), say(base))] : []
  })
  return parts.length > 0 ? <span className="second ranking-second">{parts.join(t.overview.comma)}</span> : null
}
