import type { NullReasonKey } from '../analytics/analytics.enums.ts'
import { bases, isAdditive, metricRegistry, type Metric, type MetricKey } from '../analytics/metrics.ts'
import { measures } from '../analytics/measures.ts'
import type { SettingName, Settings } from '../ledger/settings.ts'
import type { FullLabel } from '../platform/label.ts'

/** Why a figure is missing, in a sentence. */
export const nullReasonSentences: Record<NullReasonKey, FullLabel> = {
  noBase: {
    zh: '没有可用的分母：期末以前没有报数，或报数已超过有效天数。不参加该项排名和中位数，列在表下。',
    en: 'No base to divide by: none was reported by the period’s end, or it is too old. It takes no part in rank and median and stands below the table.',
  },
  zeroBase: {
    zh: '从零开始的变化没有百分比，也不能除以零。',
    en: 'A change from nothing has no percentage, and nothing is divided by zero.',
  },
  seriesBreak: {
    zh: '两个期间之间口径有调整，不作比较。',
    en: 'The definition changed between the two periods, so they are not compared.',
  },
  unfinished: { zh: '期间还没有开始。', en: 'The period has not begun.' },
  tooFew: { zh: '件数太少，不足以判断。', en: 'Too few cases to judge by.' },
  notAdditive: { zh: '这个指标不能相加，没有占比或合计。', en: 'These figures do not add up to a whole, so there is no share or total.' },
  notAllowed: { zh: '超出您的查看范围。', en: 'It lies outside what you may see.' },
  suppressed: {
    zh: '同组机构太少，给出数字就等于点名，不予显示。',
    en: 'The group is too small: a figure would name a member, so it is not shown.',
  },
  noCases: { zh: '没有可除的件数：期内没有这样的案件。', en: 'A rate or an order over no cases: there were none in the period.' },
  noData: { zh: '台账里没有这么早的数据，或没有人报过。', en: 'The ledger holds nothing so early, or nobody reported it.' },
}

/** How a metric is made, from its entry in the registry alone. */
export function formulaOf(key: MetricKey, settings: Settings): FullLabel {
  const metric: Metric = metricRegistry[key]
  const { per, times, over, quantile, given, less, money } = metric
  if (given === 'assessment') return { zh: '考评结果所给的分数，不重算', en: 'the score as the assessment gives it, not worked out again' }
  if (given === 'return' && less) return { zh: '报送表合计 − 台账件数', en: 'total of the return − count of the ledger' }
  if (given === 'return') return { zh: '报送表所报的合计', en: 'the total that the return states' }
  if (per) {
    const multiplier = times ? settings[times] : 1
    const multiplied = multiplier === 1 ? '' : ` × ${multiplier.toLocaleString('en-US')}`
    return { zh: `件数 ÷ ${bases[per].zh}${multiplied}`, en: `count ÷ ${bases[per].en}${multiplied}` }
  }
  if (over) return { zh: '分子件数 ÷ 分母件数 × 100', en: 'counted cases ÷ cases that they are of × 100' }
  if (quantile) {
    const { of, outOf } = quantile
    const half = of * 2 >= outOf && outOf <= 2
    return half
      ? { zh: '按天数从少到多排列，取第 ⌈n ÷ 2⌉ 件的天数', en: 'of n cases by days, the days of the ⌈n ÷ 2⌉-th' }
      : {
          zh: `按天数从少到多排列，取第 ⌈${of} × n ÷ ${outOf}⌉ 件的天数`,
          en: `of n cases by days, the days of the ⌈${of} × n ÷ ${outOf}⌉-th`,
        }
  }
  if (money) return { zh: '逐件金额相加', en: 'the amounts, added up' }
  return { zh: '逐件相加', en: 'cases, counted one by one' }
}

/** What a click on a metric's figure opens. */
export function opensOf(key: MetricKey): FullLabel {
  const { given, less, over, per, quantile } = metricRegistry[key] as Metric
  if (given === 'assessment') return { zh: '考评结果', en: 'the assessment results' }
  if (given === 'return')
    return less
      ? { zh: '报送表，以及台账中同期的投诉', en: 'the return, and the complaints of the ledger in the same period' }
      : { zh: '报送表的各格', en: 'the cells of the return' }
  if (per)
    return {
      zh: '分子的投诉；分母的截至日期与来源列在旁边',
      en: 'the complaints above the line; day and source of the base stand beside it',
    }
  if (over) return { zh: '分子的投诉，或分母的投诉', en: 'the complaints above the line, or those below it' }
  if (quantile) return { zh: '参加计算的投诉', en: 'the complaints that it is taken over' }
  return { zh: '所计的投诉', en: 'the complaints that it counts' }
}

/** Why it, its share, rank or change may be missing: what its shape allows. */
export function nullReasonsOf(key: MetricKey): NullReasonKey[] {
  const metric = metricRegistry[key] as Metric
  const { per, over, quantile, given, change } = metric
  return [
    ...(per ? (['noBase'] as const) : []),
    ...(over || quantile ? (['noCases'] as const) : []),
    ...(isAdditive(metric) ? [] : (['notAdditive'] as const)),
    ...(change === 'relative' || per ? (['zeroBase'] as const) : []),
    'seriesBreak',
    'unfinished',
    'noData',
    'suppressed',
    ...(given ? (['notAllowed'] as const) : []),
  ]
}

/** The settings that its figures hang on. */
export function settingsOf(key: MetricKey): SettingName[] {
  const metric = metricRegistry[key] as Metric
  const { per, times, over, of } = metric
  const counted = metric.given === undefined
  const names: (SettingName | undefined)[] = [
    times,
    per ? 'exposureMaxAgeDays' : undefined,
    per ? 'rateDecimals' : undefined,
    'shareDecimals',
    'rounding',
    of === 'onTime' || of === 'overdue' ? 'deadlineDays' : undefined,
    counted && measures[of].role !== 'own' && over === undefined ? 'mergedFrom' : undefined,
    'smallGroupMinimum',
  ]
  return [...new Set(names.filter((name) => name !== undefined))]
}
