import { col, type ImportColumn } from './column.ts'

/** A return in its long form: a line states one value, or several measures side by side. */
export const returns = {
  subject: col(
    '报送主体',
    'subject',
    '机构、机构类别或地区,名称或别名',
    'an institution, a peer group or a region by name or alias',
    ['报送主体', '报送机构', '填报机构', 'reporting institution'],
    { identity: true },
  ),
  jurisdiction: col('辖区', 'jurisdiction', '机构类别所在辖区', 'the jurisdiction of a peer group', ['辖区', '所属辖区'], {
    identity: true,
  }),
  period: col(
    '报送期间',
    'period',
    '2025Q3、2025年第三季度、2025-09 等',
    '2025Q3, 2025-09, 2025 …',
    ['报送期间', '期间', '报告期', '统计期间'],
    {
      identity: true,
    },
  ),
  form: col('报表', 'form', '报表名称', 'name of the form', ['报表', '报表名称', '表名'], { identity: true }),
  register: col('登记口径', 'register', 'REGULATOR 监管转办、INSTITUTION 机构自有', 'REGULATOR or INSTITUTION', ['登记口径'], {
    identity: true,
  }),
  breakdown: col('分组', 'breakdown', '渠道、分支机构、业务类别等', 'channel, branch, category …', [
    '分组',
    '分组方式',
    '维度',
    'dimension',
  ]),
  place: col('填报项', 'place', '所填的项,上下级以 > 分隔', 'the place, its path separated by >', ['填报项', '填报项目'], {
    required: true,
  }),
  across: col('交叉分组', 'across', '交叉表的另一分组', 'the other breakdown of a table of two', ['交叉分组']),
  acrossPlace: col('交叉填报项', 'place across', '交叉表的另一项', 'the place in the other breakdown', ['交叉填报项']),
  role: col('项目性质', 'role', 'LEAF 明细、SUBTOTAL 小计、TOTAL 合计、其中', 'LEAF, SUBTOTAL, TOTAL or of which', ['项目性质', '性质']),
  measure: col(
    '填报指标',
    'measure',
    '件数、占比、环比、同比、位次、中位数、比率',
    'count, share, change, changeLastYear, rank, median, rate',
    ['填报指标', '指标', 'metric'],
  ),
  value: col('填报值', 'value', '所填的值', 'the stated value', ['填报值', '数值', '值']),
  count: col('件数', 'count', '件数', 'count', ['件数', '投诉量', '投诉件数']),
  share: col('占比', 'share', '占比(%)', 'share in per cent', ['占比', '占比(%)']),
  changeKind: col('变动类型', 'kind of change', '环比或同比', '环比 (previous period) or 同比 (last year)', ['变动类型', 'change type']),
  change: col('变动', 'change', '环比或同比(%)', 'change in per cent', ['变动', '变动(%)', '环比', '环比(%)']),
  changeLastYear: col('同比', 'change on last year', '同比(%)', 'change on last year in per cent', ['同比', '同比(%)']),
  rank: col('位次', 'rank', '位次', 'rank', ['位次', '排名', '名次']),
  median: col('中位数', 'median', '中位数', 'median', ['中位数']),
  source: col('来源', 'source', '数据来源', 'where it comes from', ['来源', '数据来源'], { identity: true }),
} satisfies Record<string, ImportColumn>

/** Assessment results as they were given. */
export const assessments = {
  institution: col(
    '机构名称',
    'institution',
    '机构名称或别名',
    'institution by name or alias',
    ['机构名称', '机构', '被评机构', '参评机构', '机构全称', 'institution name', 'name'],
    {
      required: true,
    },
  ),
  period: col(
    '评价期间',
    'period',
    '2025、2025Q3 等;没有这一列时取表头上方标题所写的期间',
    '2025, 2025Q3 …; without such a column, the period in a title above the headings',
    ['评价期间', '考评期间', '评价年度', '考评年度', '年度', '期间', 'year'],
    { identity: true, titled: 'PERIOD' },
  ),
  score: col('得分', 'score', '考评得分', 'the score', ['得分', '考评得分', '评价得分', '总分', '最终得分', '分数', '综合得分'], {
    unsaid: [],
  }),
  grade: col('等级', 'grade', '考评等级', 'the grade', ['等级', '考评等级', '评价等级', '评级', '档次', '评价结果', '考评结果']),
  scale: col(
    '等级序列',
    'scale',
    '等级由好到差,以 > 分隔,如 优秀>良好>合格>不合格',
    'grades from best to worst, separated by >',
    ['等级序列', '等级标准'],
    {
      identity: true,
    },
  ),
  scheme: col('考评办法', 'scheme', '考评办法或实施细则', 'the scheme of assessment', ['考评办法', '评价办法', '实施细则', '考评方案'], {
    identity: true,
  }),
  source: col('来源', 'source', '数据来源', 'where it comes from', ['来源', '数据来源'], { identity: true }),
} satisfies Record<string, ImportColumn>
