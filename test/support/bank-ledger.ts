import { readFileSync } from 'node:fs'
import ExcelJS from 'exceljs'
import { drawOne, drawWhole } from '../../server/src/demo/draw.ts'
import { createRandom } from '../../server/src/statistics/random.ts'

/** One of the 68 columns of a bank's own ledger, as the standard lists them. */
export type LedgerColumn = { identifier: string; label: string; personal: boolean }

export function ledgerColumnsOf(path: string): LedgerColumn[] {
  const [, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  return lines.map((line) => {
    const [, identifier = '', label = '', , personal] = line.split(',')
    return { identifier, label, personal: personal === 'yes' }
  })
}

export const institutions = ['甲银行示范县支行', '乙银行示范县支行', '丙农村商业银行'] as const

export type BankRow = Record<string, string | number | null>
export type BankLedger = { rows: BankRow[]; personal: string[] }

/** Invented rows of a bank's ledger, always the same, and every personal text that stands somewhere in them. */
export function bankLedger(count: number): BankLedger {
  const random = createRandom(68)
  const one = <T>(list: readonly T[]): T => drawOne(random, list)
  const digits = (length: number) => Array.from({ length }, () => drawWhole(random, 0, 9)).join('')
  const day = (from: number) => new Date(Date.UTC(2025, 0, from)).toISOString().slice(0, 10)
  const personal: string[] = []
  const rows = Array.from({ length: count }, (_, index): BankRow => {
    const name = `${one(['褚', '卫', '欧阳', '闵', '佟'])}${one(['疏影', '砚秋', '拾禾', '叙白'])}`
    const phone = `154${digits(8)}`
    const reserved = `194${digits(8)}`
    const identity = `329901${1950 + (index % 55)}0615${digits(3)}X`
    const card = `629999${digits(13)}`
    const mail = `invented${index}@example.cn`
    personal.push(name, phone, reserved, identity, card, mail)
    const received = drawWhole(random, 1, 300)
    const institution = one(institutions)
    const open = index % 9 === 0
    return {
      branchName: one(['城东分理处', '河口储蓄所']),
      branchCode: `B${digits(6)}`,
      workOrderNo: `GD${String(index + 1).padStart(6, '0')}`,
      sourceWorkOrderNo: `2025${digits(12)}`,
      pbocWorkOrderNo: `RH-${digits(8)}`,
      workOrderStatus: open ? '处理中' : '已办结',
      acceptanceChannel: '网点',
      acceptedAt: day(received),
      closedAt: open ? null : day(received + 3 + (index % 20)),
      workOrderSource: one(['12363转办', '总行转办']),
      complainantName: name,
      complainantSex: one(['男', '女']),
      complainantCountry: '中国',
      complainantProvince: '示范省',
      complainantCity: '示范市',
      complainantDistrict: '示范县',
      idNumber: identity,
      birthYear: 1950 + (index % 55),
      contactPhoneOrEmail: index % 7 === 0 ? mail : phone,
      reservedPhone: reserved,
      replyPhone: phone,
      complaintContent: `${name}来电(${phone})反映卡号${card}被扣款3000元,证件${identity},邮箱${mail}。`,
      respondentOrg: institution,
      respondentOrgLevel: '县级',
      respondentParentOrg: '总行',
      respondentProvince: '示范省',
      respondentCity: '示范市',
      respondentDistrict: '示范县',
      complaintLevel: one(['一般投诉', '重大投诉']),
      serviceChannel: one(['营业现场', '移动客户端']),
      businessCategory: one(['银行卡', '贷款']),
      cause: one(['定价收费', '信息披露']),
      lodgingChannel: one(['12363', '来访']),
      businessLine: '零售条线',
      productClass: '银行卡类',
      productSubclass: '借记卡',
      amountTenThousandYuan: index % 5 === 0 ? null : (1 + (index % 400)) / 100,
      complainantCount: 1 + (index % 3),
      request: `退还费用,联系${phone}`,
      investigation: `经查,${name}于当日开户`,
      handlingProcess: '已电话沟通',
      handlingResult: '双方和解',
      handlingOrg: '示范县支行运营部',
      handlingOrgLevel: '县级',
      handlingOrgParent: '示范市分行',
      handlingOrgType: '分支机构',
      handlingProvince: '示范省',
      handlingCity: '示范市',
      handlingDistrict: '示范县',
      handlingDurationDays: 999,
      replyRequired: '是',
      replied: '是',
      repliedAt: open ? null : day(received + 2 + (index % 20)),
      visited: '是',
      visitedAt: open ? null : day(received + 25),
      visitOrg: '示范县支行',
      visitResult: one(['满意', '不满意', '已回访', '无人接听']),
      visitDetail: `回访${name}无异议`,
      atFault: one(['是', '否']),
      accountability: '无',
      smallCompensation: '否',
      smallCompensationAmount: 0,
      pbocReportStatus: '已报送',
      escalated: '否',
      deadline: index % 4 === 0 ? '15日' : day(received + 15),
      overdueReason: null,
      improvement: '已加强培训',
      remark: `客户预留${reserved}`,
    }
  })
  return { rows, personal }
}

export async function bankWorkbook(
  columns: readonly LedgerColumn[],
  rows: readonly BankRow[],
  headings: 'identifier' | 'label',
): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('ledger')
  sheet.addRow(columns.map((column) => column[headings]))
  for (const row of rows) sheet.addRow(columns.map(({ identifier }) => row[identifier] ?? null))
  return Buffer.from(await book.xlsx.writeBuffer())
}
