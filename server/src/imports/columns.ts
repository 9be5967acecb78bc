import type { FullLabel } from '../platform/label.ts'

export type ImportKind = 'institutions' | 'exposures' | 'complaints'

export type ImportColumn = {
  label: FullLabel
  meaning: FullLabel
  /** Headings that mean this column without a mapping, in any width and case. */
  synonyms: readonly string[]
  /** Headings that mean it only where no better one is in the file. */
  weakSynonyms?: readonly string[]
  /** Holds a person: used for masking and the person token, never kept. */
  personal?: true
  required?: true
  /** Held apart from what is compared as content (an order number in the file, the source). */
  identity?: true
  /** Words that a dictionary gives a meaning. */
  words?: true
  date?: true
}

const institutions = {
  name: col('机构名称', 'name', '全称', 'full name', ['机构名称', '机构全称', '全称', '银行名称', 'institution', 'institution name'], { required: true }),
  code: col('机构编码', 'code', '金融机构编码等唯一代码', 'a unique code', ['机构编码', '机构代码', '金融机构编码', '统一社会信用代码', 'institution code']),
  peerGroup: col('机构类别', 'peer group', '同类机构组:键或中英文名称', 'peer group by key or either label', ['机构类别', '机构类型', '同类组', '类别', 'peer group']),
  aliases: col('别名', 'aliases', '简称、曾用名,以 | 分隔', 'short and former names, separated by |', ['别名', '简称', '曾用名', '机构简称', 'alias']),
  parent: col('上级机构', 'parent', '上级机构名称', 'name of the institution above', ['上级机构', '上级行', '隶属机构', '管辖行', 'parent institution']),
  region: col('地区', 'region', '所在地区', 'region', ['地区', '所属地区', '所在地区', '辖区', '行政区划']),
  ranked: col('参与排名', 'ranked', '是否参与排名', 'whether it is ranked', ['参与排名', '是否排名', '排名']),
  openedOn: col('开业日期', 'opened on', '开业日期', 'day of opening', ['开业日期', '成立日期', '开业时间', 'opened on', 'opened'], { date: true }),
  closedOn: col('终止日期', 'closed on', '终止营业日期', 'last day of business', ['终止日期', '撤销日期', '终止营业日期', '停业日期', 'closed on', 'closed'], { date: true }),
  validFrom: col('生效日期', 'valid from', '本行信息自何日起为真;空:一直', 'from when this row is true; empty: always', ['生效日期', '生效时间', 'valid from'], { date: true }),
  displayOrder: col('显示顺序', 'display order', '同值时的显示顺序', 'order in which ties are shown', ['显示顺序', '排序', '显示次序', 'display order', 'order']),
  successor: col('承继机构', 'successor', '终止后由哪家机构承继', 'who succeeds it after closing', ['承继机构', '承接机构', '继任机构', 'successor institution']),
}

const exposures = {
  institution: col('机构名称', 'institution', '机构名称或别名', 'institution by name or alias', ['机构名称', '机构', '机构全称', 'institution name', 'name'], { required: true }),
  base: col('指标', 'base', 'outlets 营业网点、personalCustomers 个人客户、premium 保费、policies 保单', 'outlets, personalCustomers, premium or policies', ['指标', '业务量指标', '基数', '口径'], { required: true }),
  asOf: col('截至日期', 'as of', '时点', 'the day it holds for', ['截至日期', '时点', '日期', '截止日期', '数据日期', 'as of'], { required: true, date: true }),
  value: col('数值', 'value', '数量(整数)', 'a whole number', ['数值', '数量', '值', '业务量'], { required: true }),
  source: col('来源', 'source', '数据来源', 'where the number comes from', ['来源', '数据来源'], { identity: true }),
}

const complaints = {
  number: col('投诉编号', 'number', '登记编号,原样保存', 'number as issued', ['投诉编号', '编号', '工单编号', '工单号', '受理编号', '登记编号', '业务编号', '投诉单号', 'complaint number', 'complaint id', 'case number'], { identity: true }),
  receivedOn: col('收到日期', 'received on', '收到投诉的日期', 'day of receipt', ['收到日期', '接收日期', '投诉日期', '来电时间', '来电日期', '登记日期', '收件日期', '投诉时间', '接诉日期', 'date received', 'received on'], { required: true, date: true, weak: ['受理日期', '受理时间', '日期'] }),
  receivedTime: col('收到时间', 'received time', '收到投诉的时刻(任何指标都不用)', 'time of receipt; no figure uses it', ['收到时刻', '接诉时刻', 'time received']),
  institution: col('被投诉机构', 'institution', '被投诉机构的名称或别名', 'institution by name or alias', ['被投诉机构', '机构名称', '被投诉机构名称', '承办单位', '被投诉单位', '金融机构', '银行名称', '涉诉机构', 'company', 'institution name'], { required: true }),
  category: col('业务类别', 'category', '业务类别', 'business category', ['业务类别', '投诉业务类别', '业务类型', '诉求分类', '投诉业务', '业务种类', 'product', 'business category'], { words: true }),
  cause: col('投诉原因', 'cause', '投诉原因', 'cause', ['投诉原因', '原因', '原因分类', 'issue'], { words: true }),
  lodgingChannel: col('投诉渠道', 'lodging channel', '投诉从何渠道提出', 'channel by which it was lodged', ['投诉渠道', '来源渠道', '受理渠道', '投诉方式', 'submitted via', 'lodging channel'], { words: true }),
  serviceChannel: col('业务办理渠道', 'service channel', '业务在何渠道办理', 'channel where the business was done', ['业务办理渠道', '投诉业务办理渠道', '办理渠道', 'service channel'], { words: true }),
  text: col('投诉内容', 'text', '内容摘要,入库前脱敏', 'what it says; masked before anything is kept', ['投诉内容', '内容摘要', '诉求内容', '投诉摘要', '内容', '投诉事项', '主要内容', 'narrative', 'complaint text']),
  amountYuan: col('涉及金额(元)', 'amount in yuan', '涉及金额,元', 'amount in yuan', ['涉及金额(元)', '金额(元)', '涉诉金额(元)', '涉及金额', '金额', 'amount (yuan)']),
  amountTenThousandYuan: col('涉及金额(万元)', 'amount in 10,000 yuan', '涉及金额,万元', 'amount in ten thousand yuan', ['涉及金额(万元)', '金额(万元)', '涉诉金额(万元)', '万元', 'amount (10,000 yuan)']),
  closedOn: col('办结日期', 'closed on', '办结日期', 'day of closing', ['办结日期', '办结时间', '结案日期', '完成日期', '办理完成日期', 'closed on', 'date closed'], { date: true }),
  dueOn: col('办结期限', 'due on', '规定的办结期限', 'stated deadline', ['办结期限', '办理期限', '截止日期', '应办结日期', 'due on'], { date: true }),
  kind: col('件类', 'kind', '投诉、举报、信访、咨询、建议', 'complaint, report, petition, inquiry or suggestion', ['件类', '工单类型', '诉求类型', '事项类型', '来件类型']),
  upheld: col('是否属实', 'upheld', '属实、部分属实、不属实', 'upheld, partly or not', ['是否属实', '属实情况', '调查结果', '核查结果'], { words: true }),
  satisfaction: col('满意度', 'satisfaction', '回访满意度', 'answer of the person asked afterwards', ['满意度', '回访满意度', '是否满意', '满意情况', '满意度评价'], { words: true }),
  complainantName: col('投诉人姓名', 'complainant name', '仅用于脱敏,不入库', 'used for masking, not kept', ['姓名', '投诉人', '投诉人姓名', '来电人', '客户姓名', '联系人'], { personal: true }),
  complainantPhone: col('联系电话', 'complainant phone', '仅存不可还原的标记', 'kept only as a keyed token', ['联系电话', '电话', '手机号', '手机号码', '来电号码', '联系方式', '投诉人电话'], { personal: true }),
  complainantId: col('身份证号', 'complainant id', '仅存不可还原的标记', 'kept only as a keyed token', ['身份证号', '身份证号码', '证件号码', '身份证', '证件号'], { personal: true }),
  source: col('编号来源', 'source', '谁编的号(如“办公室台账”、12345),多为文件的默认值', 'who issues the number; usually a default of the file', ['编号来源', '数据来源'], { identity: true }),
  workOrderSource: col('工单来源', 'work order source', '工单由谁转来', 'who passed the work order on', ['工单来源', '来源单位', '转办单位'], { words: true }),
}

/** Every column that a file may bring, by kind: what it means and how it is known. Reading it is `rows/`. */
export const REGISTRY = { institutions, exposures, complaints } satisfies Record<ImportKind, Record<string, ImportColumn>>

export type ComplaintField = keyof typeof complaints
export type InstitutionField = keyof typeof institutions
export type ExposureField = keyof typeof exposures

export const IMPORT_KINDS = Object.keys(REGISTRY) as ImportKind[]

export function columnsOf(kind: ImportKind): Record<string, ImportColumn> {
  return REGISTRY[kind]
}

export function isImportKind(text: string): text is ImportKind {
  return text in REGISTRY
}

type Marks = { required?: true; personal?: true; identity?: true; words?: true; date?: true; weak?: readonly string[] }

function col(zh: string, en: string, meaningZh: string, meaningEn: string, synonyms: readonly string[], marks: Marks = {}): ImportColumn {
  const { weak, ...rest } = marks
  return { label: { zh, en }, meaning: { zh: meaningZh, en: meaningEn }, synonyms, ...(weak ? { weakSynonyms: weak } : {}), ...rest }
}
