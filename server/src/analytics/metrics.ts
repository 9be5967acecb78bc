import type { FullLabel } from '../platform/label.ts'
import { measures, type DateRole, type MeasureKey } from './measures.ts'

/** What a rate is taken per: an exposure, dated and reported by institutions. */
export const bases = {
  outlets: { zh: '营业网点', en: 'outlets' },
  personalCustomers: { zh: '个人客户', en: 'personal customers' },
  premium: { zh: '保费', en: 'premium' },
  policies: { zh: '保单', en: 'policies' },
} as const satisfies Record<string, FullLabel>

export type BaseKey = keyof typeof bases

/** Names of the settings that hold a rate's multiplier. */
export type MultiplierKey = 'outletBase' | 'customerBase' | 'premiumBase' | 'policyBase'

export type Metric = {
  label: FullLabel
  definition: FullLabel
  unit: FullLabel
  /** The measure counted; alone, it is the metric. */
  of: MeasureKey
  /** Told by a return or an assessment instead of counted … */
  given?: 'return' | 'assessment'
  /** … taken per this exposure, times the setting below; where no count was told, the rate that was stated. */
  toldPer?: BaseKey
  /** … less what the ledger counts of this measure. */
  less?: MeasureKey
  /** Its figures make no whole: it has no shares. */
  addsUp?: false
  /** Decimals where no setting says. */
  decimals?: number
  /** ÷ an exposure at the period's end … */
  per?: BaseKey
  /** … × this setting (`{base}` in the words above), … */
  times?: MultiplierKey
  /** … or ÷ another measure, in per cent, … */
  over?: MeasureKey
  /** … which is known of some cases alone: of all these the rest is unknown, and leaves a range open. */
  outOf?: MeasureKey
  /** A sum of money: `of` and so many times `high`, in fen, of as many cases as `counts` says. */
  money?: { high: MeasureKey; counts: MeasureKey }
  /** … or the nearest-rank quantile of a measure by days. */
  quantile?: { of: number; outOf: number }
  goodWhen: 'low' | 'high' | 'none'
  rankFrom: 'high' | 'low'
  /** Changes are per cent of the earlier figure, or the plain difference (percentage points, days). */
  change: 'relative' | 'difference'
  /** Formula in force; changing it adds an entry beside this one. */
  method: number
}

/** THE REGISTRY of metrics: everything the product knows about a figure, said once. */
export const metrics = {
  complaints: {
    label: { zh: '投诉量', en: 'Complaints' },
    definition: { zh: '期内收到的投诉件数', en: 'complaints received in the period' },
    unit: { zh: '件', en: 'complaints' },
    of: 'received',
    goodWhen: 'low',
    rankFrom: 'high',
    change: 'relative',
    method: 1,
  },
  complaintsPerOutlet: {
    label: { zh: '每{base}营业网点投诉量', en: 'Complaints per {base} outlets' },
    definition: { zh: '期内投诉件数 ÷ 期末营业网点数 × {base}', en: 'complaints received ÷ outlets at period end × {base}' },
    unit: { zh: '件/{base}网点', en: 'per {base} outlets' },
    of: 'received',
    per: 'outlets',
    times: 'outletBase',
    goodWhen: 'low',
    rankFrom: 'high',
    change: 'relative',
    method: 1,
  },
  complaintsPerCustomer: {
    label: { zh: '每{base}个人客户投诉量', en: 'Complaints per {base} personal customers' },
    definition: {
      zh: '期内投诉件数 ÷ 期末个人客户数 × {base}',
      en: 'complaints received ÷ personal customers at period end × {base}',
    },
    unit: { zh: '件/{base}客户', en: 'per {base} customers' },
    of: 'received',
    per: 'personalCustomers',
    times: 'customerBase',
    goodWhen: 'low',
    rankFrom: 'high',
    change: 'relative',
    method: 1,
  },
  complaintsPerPremium: {
    label: { zh: '每{base}元保费投诉量', en: 'Complaints per {base} yuan of premium' },
    definition: { zh: '期内投诉件数 ÷ 期末保费(元) × {base}', en: 'complaints received ÷ premium in yuan at period end × {base}' },
    unit: { zh: '件/{base}元保费', en: 'per {base} yuan of premium' },
    of: 'received',
    per: 'premium',
    times: 'premiumBase',
    goodWhen: 'low',
    rankFrom: 'high',
    change: 'relative',
    method: 1,
  },
  complaintsPerPolicy: {
    label: { zh: '每{base}张保单投诉量', en: 'Complaints per {base} policies' },
    definition: { zh: '期内投诉件数 ÷ 期末保单件数 × {base}', en: 'complaints received ÷ policies at period end × {base}' },
    unit: { zh: '件/{base}张保单', en: 'per {base} policies' },
    of: 'received',
    per: 'policies',
    times: 'policyBase',
    goodWhen: 'low',
    rankFrom: 'high',
    change: 'relative',
    method: 1,
  },
  lateEntries: {
    label: { zh: '结账后补录', en: 'Late entries' },
    definition: {
      zh: '期内收到、所属月份结账之后才入账的投诉件数',
      en: 'complaints received in the period that were entered after its month had been closed',
    },
    unit: { zh: '件', en: 'complaints' },
    of: 'late',
    goodWhen: 'low',
    rankFrom: 'high',
    change: 'relative',
    method: 1,
  },
  majorComplaints: {
    label: { zh: '重大投诉', en: 'Major complaints' },
    definition: {
      zh: '期内收到的投诉中，等级为重大，或达到规定人数同时来访的件数(未注明是否现场的按现场计)',
      en: 'received in the period and either of a severity marked major or brought in person by as many people as the setting says (in person where nothing is said)',
    },
    unit: { zh: '件', en: 'complaints' },
    of: 'major',
    goodWhen: 'low',
    rankFrom: 'high',
    change: 'relative',
    method: 1,
  },
  amount: {
    label: { zh: '涉及金额', en: 'Amount involved' },
    definition: {
      zh: '期内收到的投诉所涉金额之和；未填金额的投诉不在其中，基数为填有金额的件数',
      en: 'sum of the amounts of complaints received in the period; the base is how many of them state one',
    },
    unit: { zh: '元', en: 'yuan' },
    of: 'amountLow',
    money: { high: 'amountHigh', counts: 'priced' },
    decimals: 2,
    goodWhen: 'low',
    rankFrom: 'high',
    change: 'relative',
    method: 1,
  },
  upheldRate: {
    label: { zh: '属实率', en: 'Upheld rate' },
    definition: {
      zh: '期内收到的投诉中，(属实 + 部分属实) ÷ 已认定件数；未认定的为不明，不计为不属实',
      en: 'of complaints received in the period, upheld and partly upheld ÷ decided; those not decided are unknown, not unfounded',
    },
    unit: { zh: '%', en: '%' },
    of: 'upheld',
    over: 'decided',
    outOf: 'received',
    goodWhen: 'low',
    rankFrom: 'high',
    change: 'difference',
    method: 1,
  },
  repeatRate: {
    label: { zh: '重复投诉率', en: 'Repeat rate' },
    definition: {
      zh: '期内收到的投诉中，已并入他件所代表的同一件事的占比：1 − 合并后件数 ÷ 逐件件数',
      en: 'of complaints received in the period, those that another one of the same matter represents: 1 − merged ÷ all',
    },
    unit: { zh: '%', en: '%' },
    of: 'repeated',
    over: 'receivedAll',
    goodWhen: 'low',
    rankFrom: 'high',
    change: 'difference',
    method: 1,
  },
  closed: {
    label: { zh: '办结量', en: 'Closed' },
    definition: { zh: '期内办结的投诉件数(撤回的不计)', en: 'complaints closed in the period (withdrawn left out)' },
    unit: { zh: '件', en: 'complaints' },
    of: 'closed',
    goodWhen: 'none',
    rankFrom: 'high',
    change: 'relative',
    method: 1,
  },
  onTimeRate: {
    label: { zh: '按期办结率', en: 'On-time rate' },
    definition: {
      zh: '期内按期办结件数 ÷ 期内办结件数(撤回的不计)',
      en: 'closed by the due date ÷ closed in the period (withdrawn left out)',
    },
    unit: { zh: '%', en: '%' },
    of: 'onTime',
    over: 'closed',
    goodWhen: 'high',
    rankFrom: 'high',
    change: 'difference',
    method: 1,
  },
  medianHandlingDays: {
    label: { zh: '办理天数中位数', en: 'Median handling days' },
    definition: {
      zh: '期内办结投诉自收到至办结日历天数的中位数(最近秩法)',
      en: 'median of calendar days from receipt to close, of those closed in the period (nearest rank)',
    },
    unit: { zh: '天', en: 'days' },
    of: 'handlingDays',
    quantile: { of: 1, outOf: 2 },
    goodWhen: 'low',
    rankFrom: 'high',
    change: 'difference',
    method: 1,
  },
  p90HandlingDays: {
    label: { zh: '办理天数第90百分位', en: '90th percentile of handling days' },
    definition: {
      zh: '期内办结投诉自收到至办结日历天数的第90百分位(最近秩法)',
      en: '90th percentile of calendar days from receipt to close, of those closed in the period (nearest rank)',
    },
    unit: { zh: '天', en: 'days' },
    of: 'handlingDays',
    quantile: { of: 9, outOf: 10 },
    goodWhen: 'low',
    rankFrom: 'high',
    change: 'difference',
    method: 1,
  },
  satisfactionRate: {
    label: { zh: '满意率', en: 'Satisfaction rate' },
    definition: {
      zh: '期内办结的投诉中，满意件数 ÷ 作出评价的件数；未评价的为不明，不计为满意',
      en: 'of complaints closed in the period, satisfied ÷ answered; those who did not answer are unknown, not satisfied',
    },
    unit: { zh: '%', en: '%' },
    of: 'satisfied',
    over: 'answered',
    outOf: 'closed',
    goodWhen: 'high',
    rankFrom: 'high',
    change: 'difference',
    method: 1,
  },
  open: {
    label: { zh: '期末未结', en: 'Open' },
    definition: { zh: '期末已收到而尚未办结或撤回的件数', en: 'received and neither closed nor withdrawn at period end' },
    unit: { zh: '件', en: 'complaints' },
    of: 'open',
    goodWhen: 'low',
    rankFrom: 'high',
    change: 'relative',
    method: 1,
  },
  overdue: {
    label: { zh: '超期未结', en: 'Overdue' },
    definition: { zh: '期末已过办结期限而仍未结的件数', en: 'open at period end and past the due date' },
    unit: { zh: '件', en: 'complaints' },
    of: 'overdue',
    goodWhen: 'low',
    rankFrom: 'high',
    change: 'relative',
    method: 1,
  },
  reported: {
    label: { zh: '报送投诉量', en: 'Reported complaints' },
    definition: {
      zh: '同期报送表所报的投诉总量;未报合计的由明细相加并注明;没有该期报送的不计',
      en: 'total stated by the return of exactly this period; computed from its leaves, and marked, where it states none',
    },
    unit: { zh: '件', en: 'complaints' },
    of: 'reported',
    given: 'return',
    goodWhen: 'none',
    rankFrom: 'high',
    change: 'relative',
    method: 1,
  },
  reportedPerOutlet: {
    label: { zh: '报送每{base}营业网点投诉量', en: 'Reported complaints per {base} outlets' },
    definition: {
      zh: '报送投诉总量 ÷ 期末营业网点数 × {base};没有报送件数或网点数的,用报送所列的比率并注明',
      en: 'total stated by the return ÷ outlets at period end × {base}; the rate that it states, marked, where one of them is not known',
    },
    unit: { zh: '件/{base}网点', en: 'per {base} outlets' },
    of: 'reported',
    given: 'return',
    toldPer: 'outlets',
    times: 'outletBase',
    addsUp: false,
    goodWhen: 'none',
    rankFrom: 'high',
    change: 'relative',
    method: 1,
  },
  reportedPerCustomer: {
    label: { zh: '报送每{base}个人客户投诉量', en: 'Reported complaints per {base} personal customers' },
    definition: {
      zh: '报送投诉总量 ÷ 期末个人客户数 × {base};没有报送件数或客户数的,用报送所列的比率并注明',
      en: 'total stated by the return ÷ personal customers at period end × {base}; the rate that it states, marked, where one of them is not known',
    },
    unit: { zh: '件/{base}客户', en: 'per {base} customers' },
    of: 'reported',
    given: 'return',
    toldPer: 'personalCustomers',
    times: 'customerBase',
    addsUp: false,
    goodWhen: 'none',
    rankFrom: 'high',
    change: 'relative',
    method: 1,
  },
  gap: {
    label: { zh: '报送差异', en: 'Reporting gap' },
    definition: {
      zh: '报送投诉总量 − 同一登记口径台账内期内收到的件数',
      en: 'total stated by the return − complaints received in the period in the same register',
    },
    unit: { zh: '件', en: 'complaints' },
    of: 'reported',
    given: 'return',
    less: 'received',
    addsUp: false,
    goodWhen: 'none',
    rankFrom: 'high',
    change: 'difference',
    method: 1,
  },
  assessmentScore: {
    label: { zh: '考评得分', en: 'Assessment score' },
    definition: { zh: '该期考评得分,按所给分数', en: 'score of the assessment of exactly this period, as it was given' },
    unit: { zh: '分', en: 'points' },
    of: 'score',
    given: 'assessment',
    addsUp: false,
    decimals: 2,
    goodWhen: 'high',
    rankFrom: 'high',
    change: 'difference',
    method: 1,
  },
} as const satisfies Record<string, Metric>

export type MetricKey = keyof typeof metrics
export const metricRegistry: Record<MetricKey, Metric> = metrics
export const metricKeys: MetricKey[] = Object.keys(metrics) as MetricKey[]

export function dateRole(metric: MetricKey): DateRole {
  return measures[metricRegistry[metric].of].role
}

/** A count: its figures add up, so it has shares. */
export function isAdditive(metric: Metric): boolean {
  return metric.per === undefined && metric.over === undefined && metric.quantile === undefined && metric.addsUp !== false
}

/** Which measures of the ledger a metric is made of. */
export function measuresOf(metric: Metric): MeasureKey[] {
  if (metric.given !== undefined) return metric.less === undefined ? [] : [metric.less]
  const { of, over, outOf, money } = metric
  return [of, ...(over ? [over] : []), ...(outOf ? [outOf] : []), ...(money ? [money.high, money.counts] : [])]
}

/** The columns beside a metric's value: what it was made of, and what it leaves open. */
export function partsOfMetric({ per, over, outOf, quantile, money }: Metric): FigurePart[] {
  const parts: FigurePart[] = per || over ? ['numerator', 'base'] : quantile || money ? ['base'] : []
  return outOf ? [...parts, 'unknown', 'lowest', 'highest'] : parts
}
export type FigurePart = 'numerator' | 'base' | 'unknown' | 'lowest' | 'highest'

/** Words with the jurisdiction's multiplier: 每1万个人客户投诉量 is 每{base}… with 10,000. */
export function withBase(text: FullLabel, multiplier: number | null): FullLabel {
  if (multiplier === null) return text
  return {
    // A multiplier of one is not written: nothing is multiplied.
    zh: (multiplier === 1 ? text.zh.replace(/ × \{base\}$/, '') : text.zh).replaceAll(
      '{base}',
      multiplier === 1 ? '' : chineseNumber(multiplier),
    ),
    // "per outlet", but "per 1,000 outlets".
    en: (multiplier === 1
      ? text.en.replace(/ × \{base\}$/, '').replaceAll(/per \{base\} ([a-z ]+?)(ies|s)(?![a-z])/g, singular)
      : text.en
    ).replaceAll('{base}', multiplier.toLocaleString('en-US')),
  }
}

function singular(_: string, word: string, ending: string): string {
  return `per ${word}${ending === 'ies' ? 'y' : ''}`
}

function chineseNumber(value: number): string {
  for (const [size, word] of [
    [100_000_000, '亿'],
    [10_000_000, '千万'],
    [1_000_000, '百万'],
    [10_000, '万'],
    [1_000, '千'],
    [100, '百'],
  ] as const) {
    if (value % size === 0) return value === size ? word : `${value / size}${word}`
  }
  return String(value)
}
