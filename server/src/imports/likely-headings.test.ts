import { expect, test } from 'vitest'
import { columnsOf, IMPORT_KINDS } from './columns.ts'
import { likelyField } from './likely-headings.ts'
import { likeness } from './written.ts'

test.each([
  ['金融机构名称', 'institution'],
  ['被诉银行', 'institution'],
  ['涉诉单位全称', 'institution'],
  ['投诉对象', 'institution'],
  ['Bank', 'institution'],
  ['Financial institution', 'institution'],
  ['登记时间', 'receivedOn'],
  ['转办日期', 'receivedOn'],
  ['Date of complaint', 'receivedOn'],
  ['流水号', 'number'],
  ['Complaint No.', 'number'],
  ['投诉类型', 'category'],
  ['涉及业务', 'category'],
  ['主要问题', 'cause'],
  ['反映途径', 'lodgingChannel'],
  ['问题描述', 'text'],
  ['涉案金额（元）', 'amountYuan'],
  ['涉案金额（万元）', 'amountTenThousandYuan'],
  ['处理完毕时间', 'closedOn'],
  ['处理时限', 'dueOn'],
  ['投诉是否成立', 'upheld'],
  ['群众满意度', 'satisfaction'],
  ['反映人', 'complainantName'],
  ['客户手机', 'complainantPhone'],
  ['投诉人证件号码', 'complainantId'],
])('a ledger’s “%s” may be its %s', (heading, field) => expect(likelyField('complaints', likeness(heading))).toBe(field))

// Values, titles and lines beside the table are no headings.
test.each([
  '禾丰银行示范县支行',
  '电话银行',
  '2025年第三季度投诉台账',
  '填报单位：示范县支局',
  '网上银行',
  '信用卡',
  '经办人',
  '发生日期',
  '合计',
])('“%s” is no heading of a ledger', (text) => expect(likelyField('complaints', likeness(text))).toBeNull())

test('every field that a heading may mean is one of the registry', () => {
  const likely = ['机构', '日期', '编号', '指标', '数量', '单位名称', '地区', '类型']
  for (const kind of IMPORT_KINDS)
    for (const heading of likely) {
      const field = likelyField(kind, likeness(heading))
      if (field !== null) expect(Object.keys(columnsOf(kind))).toContain(field)
    }
})
