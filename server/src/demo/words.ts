import type { Word } from './demo.types.ts'

/** Names of the peer groups follow the published circulars. */
export const PEER_GROUPS = [
  { code: 'STATE_OWNED_LARGE', zh: '国有大型商业银行', en: 'Large state-owned commercial banks' },
  { code: 'JOINT_STOCK', zh: '股份制商业银行', en: 'Joint-stock commercial banks' },
  { code: 'CITY', zh: '城市商业银行(含民营银行)', en: 'City commercial banks (private banks included)' },
  { code: 'RURAL', zh: '农村中小金融机构', en: 'Small rural institutions' },
  { code: 'NON_BANK_PAYMENT', zh: '非银行支付机构', en: 'Non-bank payment institutions' },
] as const satisfies readonly Word[]

/** Business categories: the classes of JR/T 0169-2018, first level. */
export const CATEGORIES = [
  { code: 'RMB_SAVINGS', zh: '人民币储蓄', en: 'RMB savings' },
  { code: 'BANK_CARD', zh: '银行卡', en: 'Bank cards' },
  { code: 'LOAN', zh: '贷款', en: 'Loans' },
  { code: 'PROPRIETARY_WEALTH', zh: '自营理财', en: 'Proprietary wealth management' },
  { code: 'PAYMENT_SETTLEMENT', zh: '支付结算', en: 'Payment and settlement' },
  { code: 'AGENCY_BUSINESS', zh: '银行代理业务', en: 'Agency business' },
  { code: 'OTHER_INTERMEDIARY', zh: '其他中间业务', en: 'Other intermediary business' },
  { code: 'FOREIGN_EXCHANGE', zh: '外汇', en: 'Foreign exchange' },
  { code: 'PRECIOUS_METAL', zh: '贵金属', en: 'Precious metals' },
  { code: 'PERSONAL_FINANCIAL_INFO', zh: '个人金融信息', en: 'Personal financial information' },
  { code: 'DEBT_COLLECTION', zh: '债务催收', en: 'Debt collection' },
  { code: 'TREASURY', zh: '国库', en: 'Treasury' },
  { code: 'RMB_MANAGEMENT', zh: '人民币管理', en: 'RMB cash management' },
  { code: 'BUSINESS_OTHER', zh: '其他', en: 'Other' },
] as const satisfies readonly Word[]

/** Causes: the classes of JR/T 0169-2018, without the words 因…引起的投诉. */
export const CAUSES = [
  { code: 'SERVICE_QUALITY', zh: '服务态度及服务质量', en: 'Service attitude and quality' },
  { code: 'FACILITY_SYSTEM', zh: '服务设施、设备、业务系统', en: 'Facilities, equipment, systems' },
  { code: 'POLICY_PROCESS', zh: '管理制度、业务规则与流程', en: 'Policies, rules and processes' },
  { code: 'MARKETING', zh: '营销方式和手段', en: 'Marketing methods' },
  { code: 'DISCLOSURE', zh: '信息披露', en: 'Disclosure' },
  { code: 'FREE_CHOICE', zh: '自主选择权', en: 'Free choice' },
  { code: 'PRICING_FEES', zh: '定价收费', en: 'Pricing and fees' },
  { code: 'PRODUCT_RETURN', zh: '产品收益', en: 'Product returns' },
  { code: 'CONTRACT_TERMS', zh: '合同条款', en: 'Contract terms' },
  { code: 'FUND_SAFETY', zh: '消费者资金安全', en: 'Safety of funds' },
  { code: 'INFO_SECURITY', zh: '消费者信息安全', en: 'Security of information' },
  { code: 'COLLECTION_METHODS', zh: '债务催收方式和手段', en: 'Debt collection methods' },
  { code: 'CAUSE_OTHER', zh: '其他', en: 'Other' },
] as const satisfies readonly Word[]

export const LODGING_CHANNELS = [
  { code: 'HOTLINE_12363', zh: '12363', en: '12363 hotline' },
  { code: 'HOTLINE_12345', zh: '12345转办', en: 'Passed on by 12345' },
  { code: 'INSTITUTION', zh: '机构直报', en: 'Reported by the institution' },
  { code: 'VISIT', zh: '来访', en: 'Visit' },
  { code: 'LETTER', zh: '来信', en: 'Letter' },
  { code: 'SUPERIOR', zh: '上级转办', en: 'Passed on from above' },
  { code: 'OWN_HOTLINE', zh: '本行热线', en: "The institution's own hotline" },
  { code: 'OWN_OUTLET', zh: '网点', en: 'At an outlet' },
  { code: 'OWN_OFFICE', zh: '消保办', en: "The institution's consumer office" },
] as const satisfies readonly Word[]

/** Where the business was done: names of JR/T 0169-2018, axis A. */
export const SERVICE_CHANNELS = [
  { code: 'BRANCH_ONSITE', zh: '营业现场', en: 'At the branch' },
  { code: 'SELF_SERVICE_TERMINAL', zh: '自助机具', en: 'Self-service terminal' },
  { code: 'ONLINE_BANKING', zh: '网银渠道', en: 'Online banking' },
  { code: 'TELEPHONE', zh: '电话渠道', en: 'Telephone' },
  { code: 'MOBILE_APP', zh: '移动客户端', en: 'Mobile app' },
  { code: 'PUBLIC_PLATFORM', zh: '网络公众平台', en: 'Public online platform' },
  { code: 'SMS', zh: '短信渠道', en: 'Text message' },
  { code: 'THIRD_PARTY', zh: '第三方渠道', en: 'Third party' },
  { code: 'MIDDLE_BACK_OFFICE', zh: '中、后台业务渠道', en: 'Middle and back office' },
] as const satisfies readonly Word[]

export const SATISFACTIONS = [
  { code: 'SATISFIED', zh: '满意', en: 'Satisfied', satisfied: true },
  { code: 'FAIRLY_SATISFIED', zh: '基本满意', en: 'Fairly satisfied', satisfied: true },
  { code: 'DISSATISFIED', zh: '不满意', en: 'Dissatisfied', satisfied: false },
] as const satisfies readonly (Word & { satisfied: boolean })[]

export type PeerGroup = (typeof PEER_GROUPS)[number]['code']
export type Category = (typeof CATEGORIES)[number]['code']
export type Cause = (typeof CAUSES)[number]['code']
export type LodgingChannel = (typeof LODGING_CHANNELS)[number]['code']
export type ServiceChannel = (typeof SERVICE_CHANNELS)[number]['code']
export type Satisfaction = (typeof SATISFACTIONS)[number]['code']
