import { screaming } from '../analytics/analytics.enums.ts'
import { dimensionRegistry } from '../analytics/dimensions.ts'
import type { MetricQuery } from '../analytics/metric-query.types.ts'
import type { MetricTable } from '../analytics/metric-table.types.ts'
import { metricRegistry, withBase, type MetricKey } from '../analytics/metrics.ts'
import { inLanguage, type FullLabel, type Language } from '../platform/label.ts'
import type { Sheet } from './sheet.ts'

export type About = {
  query: MetricQuery
  table: MetricTable
  language: Language
  jurisdiction: FullLabel | { zh: string; en: string | null }
  multiplierOf: (metric: MetricKey) => number | null
  author: string
  at: Date
}

/** The sheet that says what the figures are: period, filters, definitions, notes, source, revision, time. */
export function aboutSheet(about: About): Sheet {
  const { language, table } = about
  const say = (label: { zh: string; en: string | null }) => inLanguage(label, language)
  const rows: [string, string][] = [
    [say({ zh: '辖区', en: 'Jurisdiction' }), say(about.jurisdiction)],
    [say({ zh: '期间', en: 'Period' }), `${say(table.period.label)} (${table.period.from} – ${table.period.through})`],
    ...comparedRows(about),
    ...filterRows(about),
    [
      say({ zh: '登记口径', en: 'Register' }),
      say(
        about.query.register === 'institution'
          ? { zh: '机构登记', en: 'registered by institutions' }
          : { zh: '监管部门登记', en: 'registered by the regulator' },
      ),
    ],
    ...definitionRows(about),
    ...table.notes.map((note): [string, string] => [say({ zh: '说明', en: 'Note' }), say(note.text)]),
    [
      say({ zh: '数据来源', en: 'Source' }),
      say({ zh: `明镜台账，修订号 ${table.revision}`, en: `Mingjing ledger, revision ${table.revision}` }),
    ],
    [say({ zh: '导出时间', en: 'Exported at' }), about.at.toISOString()],
    [say({ zh: '导出人', en: 'Exported by' }), about.author],
  ]
  return {
    name: say({ zh: '说明', en: 'About' }),
    titles: [say({ zh: '说明', en: 'About these figures' })],
    columns: [
      { heading: say({ zh: '项目', en: 'Item' }), kind: 'TEXT', decimals: 0, width: 24 },
      { heading: say({ zh: '内容', en: 'Content' }), kind: 'TEXT', decimals: 0, width: 90 },
    ],
    rows,
  }
}

function comparedRows({ table, language }: About): [string, string][] {
  const say = (label: { zh: string; en: string | null }) => inLanguage(label, language)
  const { previous, lastYear } = table.period
  return [
    ...(previous
      ? [
          [say({ zh: '环比对照期', en: 'Previous period' }), `${say(previous.label)} (${previous.from} – ${previous.through})`] as [
            string,
            string,
          ],
        ]
      : []),
    ...(lastYear
      ? [
          [say({ zh: '同比对照期', en: 'Same period last year' }), `${say(lastYear.label)} (${lastYear.from} – ${lastYear.through})`] as [
            string,
            string,
          ],
        ]
      : []),
  ]
}

function filterRows({ query, language }: About): [string, string][] {
  const say = (label: { zh: string; en: string | null }) => inLanguage(label, language)
  const filters = (query.filters ?? []).flatMap((filter): [string, string][] => {
    const name = `${say({ zh: '筛选', en: 'Filter' })}: ${say(dimensionRegistry[filter.dimension].label)}`
    return [
      ...(filter.include?.length ? [[name, filter.include.join(', ')] as [string, string]] : []),
      ...(filter.exclude?.length ? [[name, `${say({ zh: '不含', en: 'except' })} ${filter.exclude.join(', ')}`] as [string, string]] : []),
    ]
  })
  return filters.length > 0 ? filters : [[say({ zh: '筛选', en: 'Filters' }), say({ zh: '无', en: 'none' })]]
}

function definitionRows({ query, language, multiplierOf }: About): [string, string][] {
  return query.metrics.map((metric) => {
    const definition = metricRegistry[metric]
    const multiplier = multiplierOf(metric)
    const label = inLanguage(withBase(definition.label, multiplier), language)
    const words = inLanguage(withBase(definition.definition, multiplier), language)
    return [label, `${words} [${screaming(metric)}, ${language === 'zh' ? '方法' : 'method'} ${definition.method}]`]
  })
}
