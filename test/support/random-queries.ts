import { InvalidError } from '../../server/src/platform/errors.ts'
import type { Random } from '../../server/src/statistics/random.ts'
import { dimensionKeys, isKnownBy, isTime, type DimensionKey } from '../../server/src/analytics/dimensions.ts'
import type { Filter, MetricQuery } from '../../server/src/analytics/metric-query.types.ts'
import { metricKeys, metricRegistry } from '../../server/src/analytics/metrics.ts'

/** Keys that a random filter may name, by dimension. */
export type Keys = Partial<Record<DimensionKey, string[]>>

// What others tell is no count of the ledger: numbers/returns compares it.
const counted = metricKeys.filter((key) => metricRegistry[key].given === undefined)

/** A valid metric query over the months given, drawn from the generator; everything that a query may say occurs. */
export function randomQuery(random: Random, keys: Keys, revisions: number, years: number[], texts: string[] = []): MetricQuery {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.uniform() * list.length)] as T
  const chance = (p: number) => random.uniform() < p
  const by = drawDimensions(pick, chance, dimensionKeys)
  const allowed = counted.filter((key) => by.every((one) => isKnownBy(metricRegistry[key], one)))
  const metrics = [...new Set([pick(allowed), pick(allowed), pick(allowed)])]
  const filters = chance(0.6) ? drawFilters(pick, chance, keys) : []
  return {
    metrics,
    by,
    filters,
    ...(texts.length > 0 && chance(0.08) ? { text: pick(texts) } : {}),
    period: drawPeriod(pick, years, by),
    comparison: [...(chance(0.5) ? (['previousPeriod'] as const) : []), ...(chance(0.4) ? (['samePeriodLastYear'] as const) : [])],
    register: chance(0.15) ? 'institution' : 'regulator',
    repeats: pick(['merged', 'all', null]),
    revision: chance(0.5) ? null : 1 + Math.floor(random.uniform() * revisions),
  }
}

type Pick = <T>(list: readonly T[]) => T
type Chance = (p: number) => boolean

function drawDimensions(pick: Pick, chance: Chance, among: readonly DimensionKey[]): DimensionKey[] {
  const plain = among.filter((key) => !isTime(key))
  const times = among.filter(isTime)
  const first = chance(0.2) ? [] : [pick(plain)]
  const second = chance(0.4) ? [pick(times)] : chance(0.3) ? [pick(plain)] : []
  return [...new Set([...first, ...second])]
}

function drawFilters(pick: Pick, chance: Chance, keys: Keys): Filter[] {
  const dimensions = (Object.keys(keys) as DimensionKey[]).filter((key) => (keys[key]?.length ?? 0) > 0)
  const count = chance(0.3) ? 2 : 1
  return Array.from({ length: count }, () => {
    const dimension = pick(dimensions)
    const values = () => Array.from({ length: chance(0.4) ? 2 : 1 }, () => pick(keys[dimension] ?? []))
    return chance(0.75) ? { dimension, include: values() } : { dimension, exclude: values() }
  })
}

function drawPeriod(pick: Pick, years: number[], by: DimensionKey[]): string {
  const year = pick(years)
  const month = String(pick([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])).padStart(2, '0')
  const day = String(pick([1, 9, 14, 15, 28])).padStart(2, '0')
  const short = [
    `${year}Q${pick([1, 2, 3, 4])}`,
    `${year}-${month}`,
    `${year}H${pick([1, 2])}`,
    `${year}-${month}-${day}..${year + 1}-01-${day}`,
    `${year}-W${month}`,
    `${year}-${month}-${day}`,
  ]
  const long = [`${year}`, `${year}Q${pick([2, 3, 4])}-ytd`, `${year}-${month}..${year + 1}-02`, `${year}-02-${day}..${year}-11-${day}`]
  // A day or a week of a long period makes many rows: a quarter shows as much.
  if (by.includes('day') || by.includes('week')) return pick([...short, `${year}-${month}-${day}..${year + 1}-01-${day}`])
  return pick(by.some(isTime) ? [...long, ...long, ...short] : [...short, ...short, ...long])
}

/** Whether a query of an earlier revision names what was not known then: it is refused, and rightly. */
export function namesLaterMember(query: MetricQuery, error: unknown): boolean {
  return !!query.revision && error instanceof InvalidError && error.fields.every((field) => field.reason === 'UNKNOWN_MEMBER')
}
