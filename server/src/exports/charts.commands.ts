import type { Viewer } from '../access/viewer.ts'
import { askedOf } from '../analytics/asked.ts'
import { loadGround } from '../analytics/ground.ts'
import type { MetricQuery } from '../analytics/metric-query.types.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import { actorOf, auditAlone } from '../ledger/audit.ts'
import type { ChartFormatKey } from './charts.types.ts'

/**
 * Leaves the audit line of a chart that is taken as a picture. The page draws it from the query's answer, which it has;
 * here it is looked at that there is such a query.
 * @returns the revision that it is of.
 * @throws InvalidError naming every unknown or impossible part of the query.
 */
export async function exportChart(db: Db, viewer: Viewer, query: MetricQuery, format: ChartFormatKey): Promise<number> {
  const revision = await readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, query)
    askedOf(query, ground, viewer)
    return ground.asOf.revision
  })
  const { metrics, by = [], grain, period } = query
  const detail = { format, metrics, by: [...(grain ? [grain] : []), ...by], period, revision }
  await auditAlone(db, { kind: 'EXPORT', actor: actorOf(viewer), detail })
  return revision
}
