/**
 * The entries that every new ledger begins with, as data: an office adds, renames and maps its own. Names of business
 * categories, causes and service channels: JR/T 0169-2018, first level; peer groups: the published circulars.
 */
export type StandardEntry = {
  kind: string
  key: string
  zh: string
  en: string
  aliases?: string[]
  bases?: string[]
  satisfied?: boolean
  major?: boolean
  outcome?: string
  /** Key of the rights domain that a business category belongs to where nobody wrote one. */
  rightsDomain?: string
  /** Key of the department that answers for a rights domain. */
  department?: string
}

const of = (kind: string, rows: readonly (readonly [key: string, zh: string, en: string, aliases?: string[]])[]): StandardEntry[] =>
  rows.map(([key, zh, en, aliases]) => ({ kind, key, zh, en, aliases }))

const bankBases = ['outlets', 'personalCustomers']
const insurerBases = ['premium', 'policies']

const peerGroups: StandardEntry[] = [
  ...of('peerGroup', [
    ['STATE_OWNED_LARGE', '国有大型商业银行', 'Large state-owned commercial banks', ['国有大型银行', '大型商业银行']],
    ['JOINT_STOCK', '股份制商业银行', 'Joint-stock commercial banks', ['股份制银行']],
    ['FOREIGN', '外资法人银行', 'Locally incorporated foreign banks', ['外资银行']],
    ['CITY', '城市商业银行(含民营银行)', 'City commercial banks (private banks included)', ['城市商业银行', '城商行']],
    ['RURAL', '农村中小金融机构', 'Small rural institutions', ['农村中小银行', '农村中小银行机构']],
    ['OTHER_BANKING', '其他银行业金融机构', 'Other banking institutions'],
    ['NON_BANK_PAYMENT', '非银行支付机构', 'Non-bank payment institutions', ['支付机构']],
  ]).map((entry) => ({ ...entry, bases: bankBases })),
  ...of('peerGroup', [
    ['PROPERTY_INSURER', '财产保险公司', 'Property insurers', ['财险公司']],
    ['LIFE_INSURER', '人身保险公司', 'Life insurers', ['寿险公司', '人身险公司']],
  ]).map((entry) => ({ ...entry, bases: insurerBases })),
]

const satisfaction: StandardEntry[] = [
  { kind: 'satisfaction', key: 'VERY_SATISFIED', zh: '非常满意', en: 'Very satisfied', satisfied: true },
  { kind: 'satisfaction', key: 'SATISFIED', zh: '满意', en: 'Satisfied', satisfied: true },
  { kind: 'satisfaction', key: 'FAIRLY_SATISFIED', zh: '基本满意', en: 'Fairly satisfied', satisfied: true },
  { kind: 'satisfaction', key: 'DISSATISFIED', zh: '不满意', en: 'Dissatisfied', satisfied: false },
]

/** From a sub-branch's plan; what is left over goes by the nature of the case, so that no department answers for it. */
const rightsDomains: StandardEntry[] = [
  ...of('rightsDomain', [['CREDIT_REPORTING', '征信', 'Credit reporting', ['征信管理', '个人征信']]]).map((entry) => ({
    ...entry,
    department: 'GENERAL_SECTION',
  })),
  ...of('rightsDomain', [
    ['BANK_CARDS', '银行卡', 'Bank cards', ['银行卡业务']],
    ['BILLS', '票券', 'Bills and vouchers', ['票据', '国债']],
    ['CASH', '人民币流通', 'Cash in circulation', ['人民币', '人民币管理']],
    ['ANTI_MONEY_LAUNDERING', '反洗钱', 'Anti-money laundering'],
  ]).map((entry) => ({ ...entry, department: 'BUSINESS_SECTION' })),
  ...of('rightsDomain', [['OTHER', '其他', 'Other']]),
]

/** Business categories that belong to one rights domain whatever the cause. */
const domainOfCategory: Partial<Record<string, string>> = { BANK_CARD: 'BANK_CARDS', RMB_MANAGEMENT: 'CASH', TREASURY: 'BILLS' }

export const standardDictionary: readonly StandardEntry[] = [
  ...peerGroups,
  ...of('category', [
    ['RMB_SAVINGS', '人民币储蓄', 'RMB savings', ['储蓄', '人民币储蓄业务']],
    ['BANK_CARD', '银行卡', 'Bank cards', ['银行卡业务']],
    ['LOAN', '贷款', 'Loans', ['贷款业务', '个人贷款']],
    ['PROPRIETARY_WEALTH', '自营理财', 'Proprietary wealth management', ['理财', '理财业务']],
    ['PAYMENT_SETTLEMENT', '支付结算', 'Payment and settlement', ['支付结算业务']],
    ['AGENCY_BUSINESS', '银行代理业务', 'Agency business', ['代理业务']],
    ['OTHER_INTERMEDIARY', '其他中间业务', 'Other intermediary business'],
    ['FOREIGN_EXCHANGE', '外汇', 'Foreign exchange'],
    ['PRECIOUS_METAL', '贵金属', 'Precious metals'],
    ['PERSONAL_FINANCIAL_INFO', '个人金融信息', 'Personal financial information', ['个人信息']],
    ['DEBT_COLLECTION', '债务催收', 'Debt collection'],
    ['TREASURY', '国库', 'Treasury'],
    ['RMB_MANAGEMENT', '人民币管理', 'RMB cash management'],
    ['OTHER', '其他', 'Other'],
  ]).map((entry) => ({ ...entry, ...(domainOfCategory[entry.key] ? { rightsDomain: domainOfCategory[entry.key] } : {}) })),
  ...of('cause', [
    ['SERVICE_QUALITY', '服务态度及服务质量', 'Service attitude and quality', ['服务态度', '服务质量']],
    ['FACILITY_SYSTEM', '服务设施、设备、业务系统', 'Facilities, equipment, systems'],
    ['POLICY_PROCESS', '管理制度、业务规则与流程', 'Policies, rules and processes'],
    ['MARKETING', '营销方式和手段', 'Marketing methods'],
    ['DISCLOSURE', '信息披露', 'Disclosure'],
    ['FREE_CHOICE', '自主选择权', 'Free choice'],
    ['PRICING_FEES', '定价收费', 'Pricing and fees'],
    ['PRODUCT_RETURN', '产品收益', 'Product returns'],
    ['CONTRACT_TERMS', '合同条款', 'Contract terms'],
    ['FUND_SAFETY', '消费者资金安全', 'Safety of funds'],
    ['INFO_SECURITY', '消费者信息安全', 'Security of information'],
    ['COLLECTION_METHODS', '债务催收方式和手段', 'Debt collection methods'],
    ['OTHER', '其他', 'Other'],
  ]),
  ...of('lodgingChannel', [
    ['HOTLINE_12363', '12363', '12363 hotline', ['12363热线', '12363电话']],
    ['HOTLINE_12345', '12345转办', 'Passed on by 12345', ['12345', '12345热线']],
    ['HOTLINE_12378', '12378', '12378 hotline', ['12378热线']],
    ['INSTITUTION', '机构直报', 'Reported by the institution'],
    ['VISIT', '来访', 'Visit', ['现场来访']],
    ['LETTER', '来信', 'Letter', ['信件']],
    ['SUPERIOR', '上级转办', 'Passed on from above'],
    ['PETITION_OFFICE', '信访', 'Petition office'],
    ['OWN_HOTLINE', '本行热线', "The institution's own hotline"],
    ['OWN_OUTLET', '网点', 'At an outlet'],
    ['OWN_OFFICE', '消保办', "The institution's consumer office"],
    ['OTHER', '其他', 'Other'],
  ]),
  ...of('serviceChannel', [
    ['BRANCH_ONSITE', '营业现场', 'At the branch'],
    ['SELF_SERVICE_TERMINAL', '自助机具', 'Self-service terminal'],
    ['ONLINE_BANKING', '网银渠道', 'Online banking', ['网银']],
    ['TELEPHONE', '电话渠道', 'Telephone', ['电话']],
    ['MOBILE_APP', '移动客户端', 'Mobile app', ['手机银行', '手机']],
    ['PUBLIC_PLATFORM', '网络公众平台', 'Public network platform'],
    ['SMS', '短信渠道', 'Text message', ['短信']],
    ['THIRD_PARTY', '第三方渠道', 'Third party'],
    ['MIDDLE_BACK_OFFICE', '中、后台业务渠道', 'Middle and back office'],
    ['OTHER', '其他', 'Other'],
  ]),
  ...satisfaction,
  ...of('upheld', [
    ['UPHELD', '属实', 'Upheld', ['成立', '是', '有责', '全部有责', 'yes']],
    ['PARTLY', '部分属实', 'Partly upheld', ['部分成立', '部分有责']],
    ['NOT_UPHELD', '不属实', 'Not upheld', ['不成立', '否', '无责', 'no']],
  ]),
  ...of('severity', [['GENERAL', '一般投诉', 'General', ['一般', '普通', '普通投诉']]]),
  ...of('severity', [['MAJOR', '重大投诉', 'Major', ['重大', '是']]]).map((entry) => ({ ...entry, major: true })),
  ...rightsDomains,
  ...of('department', [
    ['GENERAL_SECTION', '综合管理股', 'General section'],
    ['BUSINESS_SECTION', '基础业务股', 'Business section'],
  ]),
  ...of('rightInfringed', [
    ['PROPERTY', '财产安全权', 'Safety of property', ['财产安全']],
    ['INFORMATION', '知情权', 'To be informed', ['知情']],
    ['CHOICE', '自主选择权', 'Free choice', ['自主选择']],
    ['FAIR_TRADE', '公平交易权', 'Fair dealing', ['公平交易']],
    ['REDRESS', '依法求偿权', 'Redress', ['依法求偿']],
    ['EDUCATION', '受教育权', 'Education', ['受教育']],
    ['RESPECT', '受尊重权', 'Respect', ['受尊重']],
    ['PRIVACY', '信息安全权', 'Security of information', ['信息安全']],
  ]),
  ...of('meansOfHandling', [
    ['GUIDANCE', '指导咨询', 'Guidance'],
    ['SUASION', '道义劝告', 'Moral suasion'],
    ['MEDIATION', '调解协商', 'Mediation'],
    ['ENFORCEMENT', '执法检查', 'Enforcement'],
  ]),
  ...of('complainantType', [
    ['INDIVIDUAL', '个人', 'Individual', ['自然人', '个人客户']],
    ['ORGANISATION', '单位', 'Organisation', ['企业', '法人', '单位客户', '对公客户']],
  ]),
]
