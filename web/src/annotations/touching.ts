import type { PlotFlag } from '../charts/series.ts'
import type { Dimension, Filter, Metric } from '../gql/graphql.ts'
import { daysOfBucket } from '../trends/span.ts'
import type { Annotation } from './documents.ts'

/** What a chart counts: its metric under the view's filters, narrowed to one member where it shows one. */
export type Counted = { metric: Metric; filters: readonly Filter[]; member: { dimension: Dimension; key: string } | null }

type Touching = Pick<Annotation, 'metrics' | 'dimension' | 'members'>

/** Whether a remark is about something that the chart counts. */
export function touches({ metrics, dimension, members }: Touching, { metric, filters, member }: Counted): boolean {
  if (metrics.length > 0 && !metrics.includes(metric)) return false
  if (!dimension || members.length === 0) return true
  const keys = members.map((each) => each.key)
  if (member?.dimension === dimension) return keys.includes(member.key)
  const filter = filters.find((each) => each.dimension === dimension)
  if (filter?.include && !filter.include.some((key) => keys.includes(key))) return false
  return !keys.every((key) => filter?.exclude?.includes(key))
}

/** Where the remarks stand among the buckets of a chart, numbered as in the list below it. */
export function flagsOf(annotations: readonly Pick<Annotation, 'from' | 'through'>[], buckets: readonly string[]): PlotFlag[] {
  const days = buckets.map((key) => ({ key, ...daysOfBucket(key) }))
  return annotations.flatMap(({ from, through }, place) => {
    const inside = days.filter((bucket) => bucket.from <= through && bucket.to >= from)
    const [first, last] = [inside[0], inside.at(-1)]
    return first && last ? [{ number: place + 1, from: first.key, to: last.key }] : []
  })
}
