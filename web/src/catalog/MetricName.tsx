import { useLedger } from '../app/ledger.tsx'
import type { Metric } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'

/** A metric's name. */
export function MetricName({ metric }: { metric: Metric }) {
  const { say } = useWords()
  const { metrics } = useLedger()
  return <span className="metric-name">{say(metrics.get(metric)?.label)}</span>
}
