import { Link } from '@tanstack/react-router'
import { keptSearch } from '../app/kept.ts'
import { useLedger } from '../app/ledger.tsx'
import type { Metric } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'

/** A metric's name that opens what the dictionary says of it. */
export function MetricName({ metric }: { metric: Metric }) {
  const { t, say } = useWords()
  const { metrics } = useLedger()
  return (
    <Link to="/dictionary" hash={metric} search={(before) => keptSearch(before)} className="metric-name" title={t.dictionary.whatIs}>
      {say(metrics.get(metric)?.label)}
    </Link>
  )
}
