import { screaming } from '../analytics/analytics.enums.ts'
import { membersOf } from '../analytics/members.ts'
import { dimensionRegistry, isTime } from '../analytics/dimensions.ts'
import type { Ground } from '../analytics/ground.ts'
import type { Filter, MetricQuery } from '../analytics/metric-query.types.ts'
import type { MetricTable } from '../analytics/metric-table.types.ts'
import { metricRegistry, withBase, type MetricKey } from '../analytics/metrics.ts'
import { inLanguage, type FullLabel, type Label, type Language } from '../platform/label.ts'
import type { Sheet } from './sheet.ts'

/** What a line of the sheet is about, and what it says. */
export type Fact = [FullLabel, Label | string]

export type Origin = { revision: number | null; rows?: number | null; author: string; at: Date }

/** The sheet that says what the figures are: what was asked, definitions, notes, source, revision, time. */
export function aboutSheet(facts: readonly Fact[], origin: Origin, language: Language): Sheet {
  const say = (label: Label) => inLanguage(label, language)
  const all: Fact[] = [...facts, ...originFacts(origin)]
  return {
    name: say({ zh: '说明', en: 'About' }),
    titles: [say({ zh: '说明', en: 'About these figures' })],
    columns: [
      { heading: say({ zh: '项目', en: 'Item' }), kind: 'TEXT', decimals: 0, width: 24 },
      { heading: say({ zh: '内容', en: 'Content' }), kind: 'TEXT', decimals: 0, width: 90 },
    ],
    rows: all.map(([name, words]) => [say(name), typeof words === 'string' ? words : say(words)]),
    upright: true,
  }
}

function originFacts({ revision, rows, author, at }: Origin): Fact[] {
  return [
    ...(rows === null || rows === undefined ? [] : [[{ zh: '行数', en: 'Rows' }, rows.toLocaleString('en-US')] as Fact]),
    ...(revision === null
      ? []
      : [
          [
            { zh: '数据来源', en: 'Source' },
            { zh: `明镜台账，修订号 ${revision}`, en: `Mingjing ledger, revision ${revision}` },
          ] as Fact,
        ]),
    [{ zh: '导出时间', en: 'Exported at' }, at.toISOString()],
    [{ zh: '导出人', en: 'Exported by' }, author],
  ]
}

export type TableAbout = { query: MetricQuery; table: MetricTable; ground: Ground; multiplierOf: (metric: MetricKey) => number | null }

/** What a metric table says of itself. */
export function tableFacts({ query, table, ground, multiplierOf }: TableAbout): Fact[] {
  return [
    [{ zh: '辖区', en: 'Jurisdiction' }, ground.jurisdiction.label],
    [{ zh: '期间', en: 'Period' }, withDays(table.period.label, table.period)],
    ...comparedFacts(table),
    ...filterFacts(query.filters ?? [], ground),
    [{ zh: '登记口径', en: 'Register' }, registerWords(query.register ?? 'regulator')],
    ...definitionFacts(query.metrics, multiplierOf),
    ...table.notes.map((note): Fact => [{ zh: '说明', en: 'Note' }, note.text]),
  ]
}

export function registerWords(register: 'regulator' | 'institution'): FullLabel {
  return register === 'institution'
    ? { zh: '机构登记', en: 'registered by institutions' }
    : { zh: '监管部门登记', en: 'registered by the regulator' }
}

function comparedFacts({ period: { previous, lastYear } }: MetricTable): Fact[] {
  return [
    ...(previous ? [[{ zh: '环比对照期', en: 'Previous period' }, withDays(previous.label, previous)] as Fact] : []),
    ...(lastYear ? [[{ zh: '同比对照期', en: 'Same period last year' }, withDays(lastYear.label, lastYear)] as Fact] : []),
  ]
}

function withDays(label: FullLabel, { from, through }: { from: string; through: string }): FullLabel {
  return { zh: `${label.zh}（${from} 至 ${through}）`, en: `${label.en} (${from} to ${through})` }
}

/** What narrows the figures, in words; one line that says so where nothing does. */
export function filterFacts(filters: readonly Filter[], ground: Ground): Fact[] {
  const facts = filters.flatMap((filter): Fact[] => {
    const { label } = dimensionRegistry[filter.dimension]
    const name = { zh: `筛选：${label.zh}`, en: `Filter: ${label.en}` }
    const words = (values: readonly string[]) => wordsOf(filter, values, ground)
    const excluded = words(filter.exclude ?? [])
    return [
      ...(filter.include?.length ? [[name, words(filter.include)] as Fact] : []),
      ...(filter.exclude?.length ? [[name, { zh: `不含 ${excluded.zh}`, en: `except ${excluded.en}` }] as Fact] : []),
    ]
  })
  return facts.length > 0
    ? facts
    : [
        [
          { zh: '筛选', en: 'Filters' },
          { zh: '无', en: 'none' },
        ],
      ]
}

/** Keys in the words of their dimension; what it does not know stands as it was asked for. */
function wordsOf({ dimension }: Filter, values: readonly string[], ground: Ground): FullLabel {
  const members = isTime(dimension) ? [] : membersOf(dimension, ground)
  const labels = values.map((value) => members.find((member) => member.key === value)?.label ?? { zh: value, en: value })
  return { zh: labels.map((label) => label.zh).join('、'), en: labels.map((label) => label.en ?? label.zh).join(', ') }
}

/** What each metric is, with the number of its formula. */
export function definitionFacts(metrics: readonly MetricKey[], multiplierOf: (metric: MetricKey) => number | null): Fact[] {
  return metrics.map((metric): Fact => {
    const definition = metricRegistry[metric]
    const multiplier = multiplierOf(metric)
    const words = withBase(definition.definition, multiplier)
    const { method } = definition
    return [
      withBase(definition.label, multiplier),
      { zh: `${words.zh} [${screaming(metric)}, 方法 ${method}]`, en: `${words.en} [${screaming(metric)}, method ${method}]` },
    ]
  })
}
