import { screaming } from '../../server/src/analytics/analytics.enums.ts'
import { dimensionKeys, isTime } from '../../server/src/analytics/dimensions.ts'
import { metricKeys } from '../../server/src/analytics/metrics.ts'
import type { Contestants } from './contestants.ts'
import { contest, markdown, ms, times } from './measure.ts'
import type { BenchQuery } from './queries.ts'

/** Times of the questions in one ledger, by what is asked of what. */
export type CatalogTimes = { rows: number; taken: Map<string, number>; memory: Map<string, number> }

type Asked = NonNullable<Exclude<BenchQuery['ask'], 'ROWS'>>[number]

/** What every metric is asked: a ranking with two earlier periods, and a trend. */
const questionsOfMetric: Record<string, (metric: string) => Asked> = {
  'ranking, a quarter': (metric) => ({
    metrics: [metric],
    by: ['INSTITUTION'],
    period: '2025Q3',
    comparison: ['PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_YEAR'],
  }),
  'by month, three years': (metric) => ({ metrics: [metric], by: ['MONTH'], period: '2023..2025' }),
  'one figure, a year': (metric) => ({ metrics: [metric], by: [], period: '2024' }),
}

/** What every dimension is asked: complaints and, beside them, a rate that no rollup holds. */
const questionsOfDimension: Record<string, (dimension: string) => Asked> = {
  'complaints, a year': (dimension) => ({ metrics: ['COMPLAINTS'], by: [dimension], period: '2024' }),
  'upheld rate, a year': (dimension) => ({ metrics: ['UPHELD_RATE'], by: [dimension], period: '2024' }),
}

/** Rounds of each question, after one that warms up: there are many, and most go over the same tables. */
const catalogRounds = 3

/** Asks every metric and every dimension of the catalog, so that none is left out when one is added; `note` is told each time. */
export async function timeCatalog(contestants: Contestants, rows: number, note: (line: string) => void): Promise<CatalogTimes> {
  const times: CatalogTimes = { rows, taken: new Map(), memory: new Map() }
  const ask = async (name: string, asked: Asked) => {
    const query: BenchQuery = { name, title: name, ask: [asked], rollup: null, raw: '', sums: false }
    const { product } = await contest({ product: () => contestants.product(query) }, catalogRounds, 1)
    times.taken.set(name, product ?? 0)
    note(`${name}: ${ms(product)} ms`)
  }
  for (const key of metricKeys) {
    for (const [title, asked] of Object.entries(questionsOfMetric)) await ask(`${key} ${title}`, asked(screaming(key)))
    times.memory.set(key, process.memoryUsage.rss())
  }
  for (const key of dimensionKeys) {
    for (const [title, asked] of Object.entries(questionsOfDimension)) await ask(`${key} ${title}`, asked(screaming(key)))
    times.memory.set(key, process.memoryUsage.rss())
  }
  return times
}

/** Tables of medians and memory of each size, with how they grow from the first size to the last. */
export function catalogTables(sizes: readonly CatalogTimes[]): string {
  const plain = dimensionKeys.filter((key) => !isTime(key))
  return [
    tableOf('metric', metricKeys, Object.keys(questionsOfMetric), sizes),
    tableOf('dimension', [...plain, ...dimensionKeys.filter(isTime)], Object.keys(questionsOfDimension), sizes),
  ].join('\n\n')
}

function tableOf(what: string, keys: readonly string[], titles: readonly string[], sizes: readonly CatalogTimes[]): string {
  const [first, last] = [sizes[0], sizes.at(-1)]
  const grows = sizes.length > 1
  const head = [
    what,
    ...titles.flatMap((title) => [...sizes.map(({ rows }) => `${title}, ${rows.toLocaleString('en')}`), ...(grows ? ['growth'] : [])]),
    ...sizes.map(({ rows }) => `process after it (MB), ${rows.toLocaleString('en')}`),
  ]
  const lines = keys.map((key) => [
    screaming(key),
    ...titles.flatMap((title) => {
      const name = `${key} ${title}`
      const growth = grows ? [times(last?.taken.get(name), first?.taken.get(name))] : []
      return [...sizes.map(({ taken }) => ms(taken.get(name))), ...growth]
    }),
    ...sizes.map(({ memory }) => ((memory.get(key) ?? 0) / 2 ** 20).toFixed(0)),
  ])
  return markdown(head, lines)
}
