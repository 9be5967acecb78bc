import { BASES, LARGE_UNITS } from './bases.ts'
import { col, type ImportColumn } from './column.ts'
import { complaintColumns } from './complaint-columns.ts'
import { complaintDetailColumns } from './complaint-detail-columns.ts'
import { passedOverColumns } from './passed-over-columns.ts'
import { assessments, returns } from './return-columns.ts'

export type { ImportColumn } from './column.ts'

export type ImportKind = 'institutions' | 'exposures' | 'complaints' | 'returns' | 'assessments'

const institutions = {
  name: col('机构名称', 'name', '全称', 'full name', ['机构名称', '机构全称', '全称', '银行名称', 'institution', 'institution name'], {
    required: true,
  }),
  code: col('机构编码', 'code', '金融机构编码等唯一代码', 'a unique code', [
    '机构编码',
    '机构代码',
    '金融机构编码',
    '统一社会信用代码',
    'institution code',
  ]),
  peerGroup: col('机构类别', 'peer group', '同类机构组:键或中英文名称', 'peer group by key or either label', [
    '机构类别',
    '机构类型',
    '同类组',
    '类别',
    'peer group',
  ]),
  aliases: col('别名', 'aliases', '简称、曾用名,以 | 分隔', 'short and former names, separated by |', [
    '别名',
    '简称',
    '曾用名',
    '机构简称',
    'alias',
  ]),
  parent: col('上级机构', 'parent', '上级机构名称', 'name of the institution above', [
    '上级机构',
    '上级行',
    '隶属机构',
    '管辖行',
    'parent institution',
  ]),
  region: col('地区', 'region', '所在地区', 'region', ['地区', '所属地区', '所在地区', '辖区', '行政区划']),
  ranked: col('参与排名', 'ranked', '是否参与排名', 'whether it is ranked', ['参与排名', '是否排名', '排名']),
  openedOn: col('开业日期', 'opened on', '开业日期', 'day of opening', ['开业日期', '成立日期', '开业时间', 'opened on', 'opened'], {
    date: true,
  }),
  closedOn: col(
    '终止日期',
    'closed on',
    '终止营业日期',
    'last day of business',
    ['终止日期', '撤销日期', '终止营业日期', '停业日期', 'closed on', 'closed'],
    { date: true },
  ),
  validFrom: col(
    '生效日期',
    'valid from',
    '本行信息自何日起为真;空:一直',
    'from when this row is true; empty: always',
    ['生效日期', '生效时间', 'valid from'],
    { date: true },
  ),
  displayOrder: col('显示顺序', 'display order', '同值时的显示顺序', 'order in which ties are shown', [
    '显示顺序',
    '排序',
    '显示次序',
    'display order',
    'order',
  ]),
  successor: col('承继机构', 'successor', '终止后由哪家机构承继', 'who succeeds it after closing', [
    '承继机构',
    '承接机构',
    '继任机构',
    'successor institution',
  ]),
}

const exposures = {
  institution: col(
    '机构名称',
    'institution',
    '机构名称或别名',
    'institution by name or alias',
    ['机构名称', '机构', '机构全称', 'institution name', 'name'],
    { required: true },
  ),
  base: col(
    '指标',
    'base',
    'outlets 营业网点、personalCustomers 个人客户、premium 保费、policies 保单',
    'outlets, personalCustomers, premium or policies',
    ['指标', '业务量指标', '基数', '口径'],
    { required: true },
  ),
  asOf: col(
    '截至日期',
    'as of',
    '时点;没有这一列时取表头上方标题所写的日期',
    'the day it holds for; without such a column, the day in a title above the headings',
    ['截至日期', '时点', '日期', '截止日期', '数据日期', 'as of'],
    { required: true, date: true, titled: 'DAY' },
  ),
  value: col('数值', 'value', '数量(整数)', 'a whole number', ['数值', '数量', '值', '业务量'], { required: true }),
  source: col('来源', 'source', '数据来源', 'where the number comes from', ['来源', '数据来源'], { identity: true }),
  outlets: ofBase('outlets', '营业网点', 'outlets', ['网点数量', '网点个数', '网点(个)', '网点数(个)', '营业网点(个)']),
  personalCustomers: ofBase('personalCustomers', '个人客户', 'personal customers', [
    '个人客户数量',
    '客户数量',
    '个人客户(户)',
    '个人客户数(户)',
    '个人客户数(人)',
    '客户数(户)',
    'customers',
  ]),
  premium: ofBase('premium', '保费', 'premium', ['保费(元)', '保费收入(元)', '原保险保费收入(元)']),
  policies: ofBase('policies', '保单', 'policies', ['保单数量', '保单(件)', '保单数(件)', '有效保单数']),
}

/** One base as a column of its own: a line for each institution instead of one for each institution and base. */
function ofBase(base: keyof typeof BASES, zh: string, en: string, headings: readonly string[]): ImportColumn {
  return col(
    zh,
    en,
    '每家机构一行时:这项指标的数量(整数;表头写明万户、万元、亿元的按其单位)',
    'with a line for each institution: the number of this base (a heading in 万户, 万元 or 亿元 says its unit)',
    [...BASES[base], ...headings, ...BASES[base].flatMap((name) => LARGE_UNITS.map((unit) => `${name}(${unit})`))],
    { insteadOf: ['base', 'value'], unsaid: [] },
  )
}

const complaints = { ...complaintColumns, ...complaintDetailColumns, ...passedOverColumns }

/** Every column that a file may bring, by kind: what it means and how it is known. Reading it is `rows/`. */
export const REGISTRY = { institutions, exposures, complaints, returns, assessments } satisfies Record<
  ImportKind,
  Record<string, ImportColumn>
>

export const IMPORT_KINDS = Object.keys(REGISTRY) as ImportKind[]

export function columnsOf(kind: ImportKind): Record<string, ImportColumn> {
  return REGISTRY[kind]
}

export function isImportKind(text: string): text is ImportKind {
  return Object.hasOwn(REGISTRY, text)
}
