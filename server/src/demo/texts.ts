import type { Random } from '../statistics/random.ts'
import { drawOne, drawTrue, drawWhole } from './draw.ts'
import type { Category, Cause } from './words.ts'

export type TextOccasion = { category: Category; cause: Cause; amountYuan: number | null; again: boolean }

/**
 * An invented and already masked account of a complaint: who, what about, what went wrong, what is asked for.
 * Three sentence stocks are combined, so that several thousand texts do not repeat one another.
 */
export function drawText(random: Random, occasion: TextOccasion): string {
  const opening = fill(random, drawOne(random, occasion.again ? OPENINGS_AGAIN : OPENINGS), occasion)
  const matter = fill(random, drawOne(random, MATTERS[occasion.category]), occasion)
  const fault = fill(random, drawOne(random, FAULTS[occasion.cause]), occasion)
  const request = fill(random, drawOne(random, REQUESTS), occasion)
  return `${opening}${matter}，${fault}。${request}`
}

function fill(random: Random, pattern: string, occasion: TextOccasion): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, slot: string) => {
    if (slot === 'name') return `${drawOne(random, FAMILY_NAMES)}${drawTrue(random, 0.75) ? '＊' : '＊＊'}`
    if (slot === 'phone') return `154****${String(drawWhole(random, 0, 9999)).padStart(4, '0')}`
    if (slot === 'card') return `622000******${String(drawWhole(random, 0, 9999)).padStart(4, '0')}`
    if (slot === 'days') return String(drawWhole(random, 2, 20))
    if (slot === 'month') return `${drawWhole(random, 1, 12)}月`
    if (slot === 'amount') return occasion.amountYuan === null ? '一笔' : `${occasion.amountYuan}元`
    return whole
  })
}

const FAMILY_NAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗']

const OPENINGS = [
  '投诉人{name}来电反映，',
  '投诉人{name}（电话{phone}）反映，',
  '{name}到办公室当面反映，',
  '来信人{name}称，',
  '市民{name}通过热线反映，',
  '群众{name}反映，',
  '投诉人{name}称{days}日前',
  '{name}代家人反映，',
] as const

const OPENINGS_AGAIN = ['投诉人{name}再次来电，称', '{name}就同一事项再次反映，', '投诉人{name}对此前答复不满，再次提出'] as const

const MATTERS: Readonly<Record<Category, readonly string[]>> = {
  RMB_SAVINGS: [
    '在网点办理定期存款支取',
    '家中老人的存折挂失补办',
    '到期定期存款自动转存',
    '办理已故亲属存款查询与继承',
    '在柜台办理大额取现{amount}',
    '账户长期未用被转为睡眠户',
  ],
  BANK_CARD: [
    '尾号卡{card}被限制非柜面交易',
    '信用卡账单出现{amount}不认识的消费',
    '信用卡年费与减免条件',
    '借记卡被异地扣款{amount}',
    '信用卡分期提前结清',
    '办理社会保障卡激活与换卡',
    '自动柜员机吞卡后取回',
    '信用卡注销后仍产生费用{amount}',
  ],
  LOAN: [
    '个人住房贷款利率调整',
    '提前归还住房贷款{amount}',
    '个人经营性贷款续贷',
    '消费贷款放款后资金用途核查',
    '贷款结清后办理抵押登记注销',
    '助学贷款还款计划变更',
    '汽车贷款被收取{amount}服务费',
  ],
  PROPRIETARY_WEALTH: ['购买理财产品到期后', '赎回理财产品{amount}', '理财产品净值下跌'],
  PAYMENT_SETTLEMENT: [
    '手机银行转账{amount}未到账',
    '扫码付款{amount}重复扣款',
    '支付账户余额提现',
    '商户收款码被停用',
    '对公账户年检期间被止付',
    '跨行汇款{amount}被退回',
    '绑定银行卡后被自动续费{amount}',
  ],
  AGENCY_BUSINESS: ['在网点存款时被推荐购买保险{amount}', '代销基金赎回', '代收水电费重复扣款{amount}', '代发养老金到账时间'],
  OTHER_INTERMEDIARY: ['办理存款证明与资信证明', '保管箱到期续租', '开具账户流水'],
  FOREIGN_EXCHANGE: ['办理个人购汇', '境外汇款{amount}解付', '外币现钞兑换'],
  PRECIOUS_METAL: ['购买贵金属产品后回购', '贵金属账户交易'],
  PERSONAL_FINANCIAL_INFO: ['个人征信报告出现逾期记录', '未经同意被查询征信', '注销后仍收到该机构营销短信', '个人信用报告中贷款状态未更新'],
  DEBT_COLLECTION: ['信用卡逾期{days}天后被催收', '家人接到催收电话', '协商还款方案', '单位同事接到催收电话', '贷款逾期{amount}被上门催收'],
  TREASURY: ['个人税款退库', '凭证式国债到期兑付'],
  RMB_MANAGEMENT: ['兑换残损人民币', '商户拒收现金', '网点兑换零钞{amount}', '自动柜员机取出疑似假币'],
  BUSINESS_OTHER: ['网点排队叫号', '网点停车与无障碍设施', '网点营业时间调整', '开户预约'],
}

const FAULTS: Readonly<Record<Cause, readonly string[]>> = {
  SERVICE_QUALITY: ['工作人员态度生硬、多次推诿', '排队近两小时，窗口只开一个', '客服答复前后不一'],
  FACILITY_SYSTEM: ['机具故障，多次操作不成功', '系统提示异常，至今没有恢复', '手机客户端闪退，无法办理'],
  POLICY_PROCESS: [
    '被要求反复提交证明材料',
    '办理流程长，{days}天没有结果',
    '被告知制度规定不能办理，没有说明依据',
    '往返网点多次仍未办成',
  ],
  MARKETING: ['办理时被搭售其他产品', '经办人承诺的优惠没有兑现', '被误导为普通存款'],
  DISCLOSURE: ['事前没有告知主要条件', '合同中的费用没有提示', '产品风险没有说明清楚'],
  FREE_CHOICE: ['被要求先办理其他业务', '没有取消的选择', '被默认开通附加服务'],
  PRICING_FEES: ['收费标准与公示不一致', '被扣费用没有通知', '认为违约金过高', '减免承诺没有落实'],
  PRODUCT_RETURN: ['实际收益与宣传相差较大', '到期收益少于预期'],
  CONTRACT_TERMS: ['对合同条款的解释有争议', '没有拿到合同原件', '条款变更没有征得同意'],
  FUND_SAFETY: ['资金去向不明', '怀疑账户被盗用', '款项被错误划转'],
  INFO_SECURITY: ['怀疑个人信息被泄露', '信息错误没有更正', '没有得到授权就使用了个人信息'],
  COLLECTION_METHODS: ['每天接到多个电话，影响生活', '催收人员言语不当', '联系了与债务无关的亲友', '没有说明委托机构的身份'],
  CAUSE_OTHER: ['对处理结果不满意', '希望得到进一步说明', '反映的情况需要核实'],
}

const REQUESTS = [
  '要求核实情况并书面答复。',
  '要求退还费用。',
  '请求协调尽快办理。',
  '要求说明依据并改进服务。',
  '要求道歉。',
  '希望{days}日内解决。',
  '要求停止此类行为。',
  '要求更正记录。',
] as const
