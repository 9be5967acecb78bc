import type { FullLabel } from '../platform/label.ts'

type Measure = {
  label: FullLabel
  unit: FullLabel
  /** Its leaves make its sums. */
  adds: boolean
  /** Headings and words that mean it; a word ends a heading or is the whole of it. */
  words: readonly string[]
}

/** THE REGISTRY of what a return's cell may state. */
export const returnMeasures = {
  count: {
    label: { zh: '件数', en: 'Count' },
    unit: { zh: '件', en: 'complaints' },
    adds: true,
    words: ['件数', '投诉量', '投诉件数', '投诉数量', '投诉数', '数量', '笔数', '受理量', 'complaint_count', 'complaints', 'cases'],
  },
  share: {
    label: { zh: '占比', en: 'Share' },
    unit: { zh: '%', en: '%' },
    adds: false,
    words: ['占比', '比例', '百分比', '比重', '占比(%)', '占投诉总量', 'percent', 'percentage', '%'],
  },
  change: {
    label: { zh: '环比', en: 'Change on previous period' },
    unit: { zh: '%', en: '%' },
    adds: false,
    words: ['环比', '环比增长', '环比增幅', '环比变动', '较上期'],
  },
  changeLastYear: {
    label: { zh: '同比', en: 'Change on last year' },
    unit: { zh: '%', en: '%' },
    adds: false,
    words: ['同比', '同比增长', '同比增幅', '同比变动', '较上年同期'],
  },
  rank: { label: { zh: '位次', en: 'Rank' }, unit: { zh: '', en: '' }, adds: false, words: ['位次', '排名', '名次', '排序'] },
  median: { label: { zh: '中位数', en: 'Median' }, unit: { zh: '', en: '' }, adds: false, words: ['中位数', '中位值'] },
  rate: {
    label: { zh: '比率', en: 'Rate' },
    unit: { zh: '', en: '' },
    adds: false,
    words: ['比率', 'per_1000_outlets', 'per_10m_personal_customers'],
  },
} as const satisfies Record<string, Measure>

export type ReturnMeasure = keyof typeof returnMeasures
export const returnMeasureKeys = Object.keys(returnMeasures) as ReturnMeasure[]

type Breakdown = {
  label: FullLabel
  words: readonly string[]
  /** Which dictionaries name its places; a place that none of them knows is told. */
  dictionaries: readonly string[]
  /** What its places look like where no heading says so. */
  places: RegExp | null
}

/** THE REGISTRY of breakdowns: by what a return tells its total apart. */
export const returnBreakdowns = {
  total: { label: { zh: '合计', en: 'Total' }, words: ['合计', '总计', 'total'], dictionaries: [], places: null },
  branch: {
    label: { zh: '分支机构', en: 'Branch' },
    words: ['机构', '机构名称', '分支机构', '分行', '支行', '网点', '营业网点', '经办机构', '单位', '部门', 'branches', 'outlet'],
    dictionaries: [],
    places: /支行|分行|营业部|网点|分理处|储蓄所|信用社|营业所|总行|中心$|branch|outlet/i,
  },
  channel: {
    label: { zh: '渠道', en: 'Channel' },
    words: ['渠道', '投诉渠道', '业务渠道', '业务办理渠道', '投诉业务办理渠道', '受理渠道', '来源', '投诉来源', '来源渠道', 'channels'],
    dictionaries: ['lodgingChannel', 'serviceChannel'],
    places:
      /渠道|热线|12363|12345|12378|网银|电话|来信|来访|信访|转办|营业现场|自助机具|客户端|手机银行|短信|channel|hotline|counter|mobile/i,
  },
  category: {
    label: { zh: '业务类别', en: 'Business category' },
    words: ['业务类别', '业务种类', '业务类型', '业务', '投诉业务', 'business_type', 'category', 'business'],
    dictionaries: ['category'],
    places: /业务|贷款|储蓄|银行卡|信用卡|理财|支付结算|外汇|贵金属|代理|国库|loan|card/i,
  },
  cause: {
    label: { zh: '投诉原因', en: 'Cause' },
    words: ['原因', '投诉原因', 'cause', 'reason'],
    dictionaries: ['cause'],
    places: /服务态度|服务质量|收费|信息披露|资金安全|信息安全|催收方式|营销|合同|设施/,
  },
  peerGroup: {
    label: { zh: '机构类别', en: 'Peer group' },
    words: ['机构类别', '机构类型', 'institution_category', 'peer_group'],
    dictionaries: ['peerGroup'],
    places: /国有大型|股份制商业|外资法人|城市商业银行|农村中小|其他银行业|非银行支付|财产保险公司|人身保险公司/,
  },
  institution: {
    label: { zh: '报送机构', en: 'Institution' },
    words: ['报送机构', 'institution', 'institutions'],
    dictionaries: [],
    places: null,
  },
  region: {
    label: { zh: '地区', en: 'Region' },
    words: ['地区', '辖区', '行政区划', 'region'],
    dictionaries: [],
    places: /[省市县区州旗]$/,
  },
  month: {
    label: { zh: '月份', en: 'Month' },
    words: ['月份', '月度', '月', 'month'],
    dictionaries: [],
    places: /^(?:\d{4}年)?(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?$/,
  },
  item: { label: { zh: '项目', en: 'Item' }, words: ['项目', '指标', '类别', '名称', 'item'], dictionaries: [], places: null },
} as const satisfies Record<string, Breakdown>

export type ReturnBreakdown = keyof typeof returnBreakdowns
export const returnBreakdownKeys = Object.keys(returnBreakdowns) as ReturnBreakdown[]
export const breakdownRegistry: Record<ReturnBreakdown, Breakdown> = returnBreakdowns
export const returnMeasureRegistry: Record<ReturnMeasure, Measure> = returnMeasures

/** What a stated rate is taken per, by the unit that it was written with. */
export const rateUnits: Readonly<Record<string, { per: 'outlets' | 'personalCustomers'; times: number }>> = {
  per_1000_outlets: { per: 'outlets', times: 1_000 },
  per_10m_personal_customers: { per: 'personalCustomers', times: 10_000_000 },
}
