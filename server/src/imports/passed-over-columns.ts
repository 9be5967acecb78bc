import { col, type ImportColumn, type StandIn } from './column.ts'

/**
 * Columns of a bank's ledger that are known and of which nothing is kept, each with its reason; some take the place of
 * a field that the file does not name. In the order in which they take it.
 */
const aside = (zh: string, en: string, whyZh: string, whyEn: string, headings: readonly string[], standsInFor?: StandIn): ImportColumn =>
  col(zh, en, whyZh, whyEn, [zh, ...headings], { aside: true, ...(standsInFor ? { standsInFor } : {}) })

const personal = (zh: string, en: string, whyZh: string, whyEn: string, headings: readonly string[]): ImportColumn =>
  col(zh, en, whyZh, whyEn, [zh, ...headings], { personal: 'NO_NAME' })

const least = { zh: '个人特征,不为任何指标所需,按最少收集不保存', en: 'about the person; no figure needs it, and the least is kept' }
const directory = {
  zh: '机构的层级、隶属和地区以机构名录为准,不由台账写入',
  en: 'level, parent and place of an institution come from its own register',
}
const freeText = { zh: '自由文字,可能含个人信息,不为指标所需', en: 'free text that may hold personal data; no figure needs it' }
const handler = { zh: '处理机构的情况,不为指标所需', en: 'about the handling unit; no figure needs it' }
const ownProcess = { zh: '机构内部流程,监管台账不保存', en: "the institution's own process; the regulator's ledger does not keep it" }

export const passedOverColumns: Record<string, ImportColumn> = {
  // What takes the place of another field comes first.
  acceptedOn: aside(
    '受理日期',
    'accepted on',
    '没有收到日期时即作收到日期;两者都有时以收到日期为准,本列不保存',
    'the day of receipt where the file has no other; beside a day of receipt it is not kept',
    ['投诉受理日期', '受理时间', '投诉受理时间', 'acceptedAt'],
    { field: 'receivedOn' },
  ),
  branchName: aside(
    '网点名称',
    'outlet',
    '没有被投诉机构时即作被投诉机构;两者都有时以被投诉机构为准,本列不保存',
    'the institution where the file names none; beside 被投诉机构 it is not kept',
    ['网点', '所属网点', '营业网点名称', 'branchName'],
    { field: 'institution' },
  ),
  branchCode: aside(
    '网点机构号',
    'outlet code',
    '没有机构名称时以机构编码认机构;否则不保存',
    'the institution by its code where no name is given; else not kept',
    ['网点号', '网点编号', 'branchCode'],
    { field: 'institution' },
  ),
  handlingOrg: aside(
    '投诉处理机构',
    'handling institution',
    '处理机构未必是被投诉机构:只在既无被投诉机构又无网点时作被投诉机构,否则不保存',
    'who handles it is not always who is complained about: taken as the institution only where nothing else names one',
    ['处理机构', '投诉处理机构名称', 'handlingOrg'],
    { field: 'institution' },
  ),
  acceptanceChannel: aside(
    '投诉受理渠道',
    'acceptance channel',
    '没有投诉渠道时即作投诉渠道;两者都有时以投诉渠道为准,本列不保存',
    'the lodging channel where the file has no other; beside 投诉渠道 it is not kept',
    ['受理渠道', 'acceptanceChannel'],
    { field: 'lodgingChannel' },
  ),
  atFault: aside(
    '是否有责',
    'at fault',
    '没有“是否属实”时即作是否属实(有责、是=属实);两者都有时以是否属实为准,本列不保存',
    'whether it was upheld where the file has no column for that; else not kept',
    ['有责情况', '责任认定', 'atFault'],
    { field: 'upheld' },
  ),
  visitResult: aside(
    '回访结果',
    'result of the visit',
    '没有满意度时,写明满意与否的即作满意度;其余(如“已回访”)不保存',
    'the satisfaction where the file has no column for that and the cell says so; the rest is not kept',
    ['回访结论', 'visitResult'],
    { field: 'satisfaction', where: /满意|satisf/i },
  ),
  // Persons.
  birthYear: personal(
    '出生年',
    'year of birth',
    '个人信息,不保存;设置要求时只留年龄段(十年一段)',
    'personal, not kept; where the setting asks for it, the ten years of age alone',
    ['出生年份', '出生年月', '出生日期', '年龄', 'birthYear', 'age'],
  ),
  reservedPhone: personal(
    '预留电话',
    'phone on record',
    '个人信息,不保存;没有联系电话时用于不可还原的标记',
    'personal, not kept; for the keyed token where no other phone is given',
    ['预留手机', '预留手机号', '预留号码', 'reservedPhone'],
  ),
  replyPhone: personal('回复电话', 'phone for the reply', '个人信息,不保存', 'personal, not kept', ['回电号码', '回访电话', 'replyPhone']),
  contactEmail: personal('电子邮箱', 'e-mail', '个人信息,不保存', 'personal, not kept', ['邮箱', '邮箱地址', 'email', 'e-mail address']),
  contactAddress: personal('联系地址', 'address', '个人信息,不保存', 'personal, not kept', [
    '地址',
    '住址',
    '通讯地址',
    '家庭住址',
    'address',
  ]),
  accountNumber: personal('银行卡号', 'account number', '个人信息,不保存', 'personal, not kept', [
    '卡号',
    '账号',
    '银行账号',
    '客户号',
    'card number',
  ]),
  complainantSex: aside('性别', 'sex', least.zh, least.en, ['投诉人性别', 'complainantSex']),
  complainantCountry: aside('投诉人所在国家', 'country of the complainant', least.zh, least.en, ['国籍', 'complainantCountry']),
  complainantProvince: aside('投诉人所在省/自治区/直辖市', 'province of the complainant', least.zh, least.en, [
    '投诉人所在省',
    'complainantProvince',
  ]),
  complainantCity: aside('投诉人所在市/自治州', 'city of the complainant', least.zh, least.en, ['投诉人所在市', 'complainantCity']),
  complainantDistrict: aside('投诉人所在区/市/县', 'district of the complainant', least.zh, least.en, [
    '投诉人所在区/县',
    'complainantDistrict',
  ]),
  // The institution complained about: its register knows.
  respondentOrgLevel: aside('被投诉机构所在层级', 'level of the institution', directory.zh, directory.en, ['respondentOrgLevel']),
  respondentParentOrg: aside('被投诉机构上级机构', 'parent of the institution', directory.zh, directory.en, ['respondentParentOrg']),
  respondentProvince: aside('被投诉机构所在省/自治区/直辖市', 'province of the institution', directory.zh, directory.en, [
    'respondentProvince',
  ]),
  respondentCity: aside('被投诉机构所在市/自治州', 'city of the institution', directory.zh, directory.en, ['respondentCity']),
  respondentDistrict: aside('被投诉机构所在区/县', 'district of the institution', directory.zh, directory.en, ['respondentDistrict']),
  // Classifications of the bank's own.
  businessLine: aside('条线类别', 'business line', '机构内部条线,归类以业务类别为准', "the institution's own line; the category decides", [
    '业务条线',
    'businessLine',
  ]),
  productClass: aside(
    '产品(服务)大类',
    'product class',
    '机构自己的产品分类,归类以业务类别为准',
    "the institution's own classes; the category decides",
    ['产品大类', 'productClass'],
  ),
  productSubclass: aside(
    '产品(服务)小类',
    'product subclass',
    '机构自己的产品分类,归类以业务类别为准',
    "the institution's own classes; the category decides",
    ['产品小类', 'productSubclass'],
  ),
  // Free text and the handling unit.
  request: aside('投诉请求', 'request', freeText.zh, freeText.en, ['诉求', '投诉诉求', 'request']),
  investigation: aside('调查经过', 'investigation', freeText.zh, freeText.en, ['调查情况', 'investigation']),
  handlingProcess: aside('投诉处理情况', 'handling', freeText.zh, freeText.en, ['处理情况', '办理情况', 'handlingProcess']),
  handlingResult: aside('投诉处理结果', 'result of the handling', freeText.zh, freeText.en, ['处理结果', '办理结果', 'handlingResult']),
  handlingOrgLevel: aside('投诉处理机构所在层级', 'level of the handling unit', handler.zh, handler.en, ['handlingOrgLevel']),
  handlingOrgParent: aside('投诉处理机构归属机构', 'parent of the handling unit', handler.zh, handler.en, ['handlingOrgParent']),
  handlingOrgType: aside('投诉处理机构属性', 'type of the handling unit', handler.zh, handler.en, ['handlingOrgType']),
  handlingProvince: aside('投诉处理机构所在省/自治区/直辖市', 'province of the handling unit', handler.zh, handler.en, [
    'handlingProvince',
  ]),
  handlingCity: aside('投诉处理机构所在市/自治州', 'city of the handling unit', handler.zh, handler.en, ['handlingCity']),
  handlingDistrict: aside('投诉处理机构所在区/市/县', 'district of the handling unit', handler.zh, handler.en, ['handlingDistrict']),
  handlingDuration: aside(
    '投诉处理时长',
    'days of handling',
    '办理天数由收到与办结日期算出,不取文件所写',
    'worked out from the days of receipt and closing, never taken as written',
    ['处理时长', '办理天数', 'handlingDurationDays'],
  ),
  // Reply, visit, follow-up.
  replyRequired: aside('客户是否需要回复', 'reply wanted', ownProcess.zh, ownProcess.en, ['是否需要回复', 'replyRequired']),
  replied: aside('是否回复投诉人', 'replied', '有回复日期即为已回复', 'the day of the reply says it', ['是否回复', '是否答复', 'replied']),
  visited: aside('是否回访', 'visited', ownProcess.zh, ownProcess.en, ['visited']),
  visitedOn: aside('回访日期', 'visited on', ownProcess.zh, ownProcess.en, ['回访时间', 'visitedAt']),
  visitOrg: aside('回访机构', 'visiting unit', ownProcess.zh, ownProcess.en, ['visitOrg']),
  visitDetail: aside('回访情况', 'what the visit said', freeText.zh, freeText.en, ['visitDetail']),
  accountability: aside('问责情况', 'accountability', freeText.zh, freeText.en, ['accountability']),
  smallCompensation: aside('是否进行小额补偿', 'small compensation', ownProcess.zh, ownProcess.en, ['smallCompensation']),
  smallCompensationAmount: aside('小额补偿金额', 'amount of the compensation', ownProcess.zh, ownProcess.en, ['smallCompensationAmount']),
  pbocReportStatus: aside('报送人行状态', 'reported to the regulator', ownProcess.zh, ownProcess.en, ['报送状态', 'pbocReportStatus']),
  escalated: aside('是否升级投诉', 'escalated', ownProcess.zh, ownProcess.en, ['escalated']),
  overdueReason: aside('超过15日办结原因', 'why it took longer', freeText.zh, freeText.en, ['超期原因', '逾期原因', 'overdueReason']),
  improvement: aside('产品与服务改进情况', 'improvement', freeText.zh, freeText.en, ['改进情况', '整改情况', 'improvement']),
  remark: aside('备注', 'remark', freeText.zh, freeText.en, ['说明', '其他说明', 'remark', 'remarks']),
  serial: aside('序号', 'serial', '行的序号,不是编号', 'the order of the rows, not a number', ['no.', 'serial no']),
}
