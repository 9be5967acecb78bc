import DataLoader from 'dataloader'
import { viewerOf, type Context } from '../context.ts'
import type { MetricQuery } from './metric-query.types.ts'
import type { MetricTable } from './metric-table.types.ts'
import { runMetricQueries } from './run.ts'

type Tables = DataLoader<MetricQuery, MetricTable>

const loaders = new WeakMap<Context, Tables>()

/** The tables that one request asks for: answered together, so that what they share is read once. */
export function tablesOf(context: Context): Tables {
  const known = loaders.get(context)
  if (known) return known
  const loader: Tables = new DataLoader<MetricQuery, MetricTable>((queries) => runMetricQueries(context.db, viewerOf(context), queries), {
    cache: false,
  })
  loaders.set(context, loader)
  return loader
}
