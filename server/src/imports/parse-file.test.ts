import { afterAll, describe, expect, it } from 'vitest'
import { testFolder, workbookOf } from '../../../test/support/workbook.ts'
import type { ImportKind } from './columns.ts'
import { PLAIN_FIELDS, WORD_FIELDS } from './complaint-fields.ts'
import { NameIndex } from './names.ts'
import { checkMap } from './map.ts'
import { parseBook } from './parse-file.ts'
import { openBook } from './readers/open.ts'
import { keyedDigests } from './tokens.ts'

const folder = testFolder()
afterAll(() => folder.drop())

const world = {
  names: new NameIndex([
    { id: 7, name: '甲银行', aliases: [], code: null },
    { id: 8, name: '乙银行', aliases: [], code: null },
  ]),
  closed: new Map([[8, [{ from: '2025-07-01', to: '9999-12-31' }]]]),
  today: '2025-12-31',
  digests: keyedDigests(Buffer.from('test')),
  sourceOf: () => 'LOCAL',
  keepsPersons: true,
  keepsAgeBands: false,
  seal: null,
}
const complaintFields = [
  'seq',
  'sheet',
  'row',
  'source',
  'number',
  'rowDigest',
  'ordinal',
  'content',
  'kind',
  'receivedOn',
  'receivedTime',
  'institution',
  ...WORD_FIELDS,
  ...PLAIN_FIELDS,
  'fen',
  'closedOn',
  'dueOn',
  'text',
  'textDigest',
  'match',
  'person',
]

/** Parses a file; rows come back by field, rejections as `row column reason value`. */
async function parse(content: string | Buffer, map: unknown = null, kind: ImportKind = 'complaints') {
  const book = await openBook(folder.file('t', content))
  let complaints = ''
  let rows = ''
  let rejections = ''
  try {
    const parsed = await parseBook(book, { kind, map: checkMap(kind, map), importId: 1, world }, async (table, lines) => {
      if (table === 'complaint') complaints += lines
      else if (table === 'row') rows += lines
      else if (table === 'rejection') rejections += lines
    })
    const cells = (text: string) =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split('\t').map((cell) => (cell === '\\N' ? null : cell)))
    return {
      ...parsed,
      complaints: cells(complaints).map((line) => Object.fromEntries(complaintFields.map((field, index) => [field, line[index + 1]]))),
      written: cells(rows).map((line) => JSON.parse((line[4] ?? '').replaceAll('\\\\', '\\')) as Record<string, unknown>),
      rejected: cells(rejections).map((line) => [line[3], line[5], line[7], line[6]].join(' ')),
    }
  } finally {
    book.close()
  }
}
const lines = (...rows: string[]): string => rows.join('\n')
const refusal = (content: string, map: unknown = null) =>
  parse(content, map).then(
    () => 'read',
    (error: { reason?: string; message: string }) => error.reason ?? error.message,
  )

describe('headings', () => {
  it('over two rows are known by their joined form and by a lower part that is unique', async () => {
    const text = lines('台账,,,,', '编号,受理情况,,办理情况,', ',日期,机构,日期,结果', '1,2025-01-02,甲银行,2025-01-05,属实')
    const map = {
      columns: { 编号: 'number', '受理情况/日期': 'receivedOn', 机构: 'institution', 办理情况日期: 'closedOn', 结果: 'upheld' },
    }
    const { complaints, skipped, columns } = await parse(text, map)
    expect(complaints[0]).toMatchObject({ number: '1', receivedOn: '2025-01-02', closedOn: '2025-01-05', upheld: '属实' })
    expect(skipped).toMatchObject({ beforeHeadings: 1, headings: 2 })
    expect(columns.map((column) => column.heading)).toEqual(['编号', '日期', '机构', '日期', '结果'])
  })
  it('受理日期 is the receipt unless the file has one', async () => {
    expect((await parse(lines('编号,受理日期,机构名称', '1,2025-01-02,甲银行'))).complaints[0]).toMatchObject({ receivedOn: '2025-01-02' })
    expect((await parse(lines('编号,受理日期,机构名称,收到日期', '1,2025-01-05,甲银行,2025-01-02'))).complaints[0]).toMatchObject({
      receivedOn: '2025-01-02',
    })
  })
  it('may be an office’s own words, and a line above the table is none', async () => {
    const text = lines('单位：件,日期：2025年1月,,', '流水号,登记时间,被诉银行,反映人', 'A1,2025-01-02,甲银行,王小明')
    const { complaints, columns, skipped } = await parse(text)
    expect(complaints).toMatchObject([{ number: 'A1', receivedOn: '2025-01-02', institution: '7' }])
    expect(columns.map(({ field }) => field)).toEqual(['number', 'receivedOn', 'institution', 'complainantName'])
    expect(skipped).toMatchObject({ beforeHeadings: 1, headings: 1 })
  })
  it('a number that a spreadsheet has shortened is rejected, not kept without its digits', async () => {
    const { complaints, rejected } = await parse(lines('编号,受理日期,机构名称', '2.02501E+11,2025-01-02,甲银行', '2E5,2025-01-02,甲银行'))
    expect(rejected).toEqual(['2 编号 DIGITS_LOST 2.02501E+11'])
    expect(complaints.map((one) => one['number'])).toEqual(['2E5'])
  })
  it('that are missing are named, and a file without rows is refused', async () => {
    const error = await parse(lines('编号,机构名称', '1,甲银行')).catch((thrown: { reason: string; label: { zh: string } }) => thrown)
    expect(error).toMatchObject({ reason: 'NO_HEADINGS', label: { zh: expect.stringContaining('收到日期') } })
    expect(await refusal(lines('编号,受理日期,机构名称', ',,'))).toBe('NO_ROWS')
    expect(await refusal('编号,受理日期,机构名称')).toBe('NO_ROWS')
  })
  it('every sheet that has them is read, in order', async () => {
    const row = (at: number, ...cells: string[]) =>
      `<row r="${at}">${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`
    const head = row(1, '编号', '受理日期', '机构名称')
    const { complaints, sheets } = await parse(
      workbookOf({
        sheets: {
          说明: row(1, '填表说明'),
          一月: head + row(2, '1', '2025-01-02', '甲银行'),
          二月: head + row(5, '2', '2025-02-02', '甲银行'),
        },
      }),
    )
    expect(complaints.map((one) => [one['sheet'], one['row'], one['number']])).toEqual([
      ['一月', '2', '1'],
      ['二月', '5', '2'],
    ])
    expect(sheets).toEqual(['一月', '二月'])
  })
  it('a cell drawn over rows holds for each of them', async () => {
    const row = (at: number, ...cells: string[]) =>
      `<row r="${at}">${cells.map((cell, index) => (cell ? `<c r="${'ABC'[index]}${at}" t="inlineStr"><is><t>${cell}</t></is></c>` : '')).join('')}</row>`
    const data =
      row(1, '编号', '受理日期', '机构名称') + row(2, '1', '2025-01-02', '甲银行') + row(3, '2', '2025-01-03') + row(4, '3', '2025-01-04')
    const { complaints, rejected } = await parse(workbookOf({ sheets: { s: `${data}|<mergeCells><mergeCell ref="C2:C3"/></mergeCells>` } }))
    expect(complaints).toHaveLength(2)
    expect(rejected).toEqual(['4 机构名称 MISSING_INSTITUTION '])
  })
})

describe('rows', () => {
  const head = '序号,编号,受理日期,机构名称,涉及金额(元)'
  it('that are none are skipped by kind; stated sums are held against what they close', async () => {
    const text = lines(
      head,
      '1,A,2025-01-02,甲银行,10',
      '2,B,2025-01-03,甲银行,约3',
      ',,,,',
      ',1月小计,,2件,10.00',
      '3,C,2025-02-03,甲银行,5',
      ',小 计：,,2件,5',
      '4,,,,',
      head,
      ',合计,,共3件,15',
      ',累计 3 件,,,',
      '注:以上为截至2月的数,,,,',
      '制表人:李四,,审核人:王五,,',
      ',,,,',
      ',,,,',
    )
    const { rows, skipped, stated, statedDiffers } = await parse(text)
    expect(rows).toBe(3)
    expect(skipped).toEqual({ beforeHeadings: 0, headings: 2, blank: 2, subtotal: 2, total: 2, note: 2 })
    expect(
      stated.map(({ label, statedCount, computedCount, statedAmountFen, computedAmountFen }) => [
        label,
        statedCount,
        computedCount,
        statedAmountFen,
        computedAmountFen,
      ]),
    ).toEqual([
      ['1月小计', 2, 2, 1000, 1000],
      ['小 计：', 2, 1, 500, 500],
      ['合计', 3, 3, 1500, 1500],
      ['累计 3 件', 3, 3, null, 1500],
    ])
    expect(statedDiffers.map((one) => one.row)).toEqual([7])
  })
  it('are rejected with every fault, and counted once', async () => {
    const { rejected, rejectedRows, accepted } = await parse(
      lines(
        head,
        '1,A,2025-02-30,丙银行,约3万',
        '2,B,2026-01-05,甲银行,1',
        '3,C,,甲银行,-1',
        '4,D,2025-08-01,乙银行,',
        '5,E,2025-06-30,乙银行,',
      ),
    )
    expect(rejected).toEqual([
      '2 受理日期 IMPOSSIBLE_DATE 2025-02-30',
      '2 机构名称 UNKNOWN_INSTITUTION 丙银行',
      '2 涉及金额(元) NOT_A_NUMBER 约3万',
      '3 受理日期 FUTURE_DATE 2026-01-05',
      '4 受理日期 MISSING_DATE ',
      '4 涉及金额(元) NEGATIVE_NUMBER -1',
      '5 机构名称 INSTITUTION_CLOSED 乙银行',
    ])
    expect({ rejectedRows, accepted }).toEqual({ rejectedRows: 4, accepted: 1 })
  })
  it('with one number: the first accepted stands, the same again is a repeat, another content conflicts', async () => {
    const { complaints, repeats, rejected } = await parse(
      lines(
        head,
        '1,A,2025-02-30,甲银行,1',
        '2,A,2025-02-03,甲银行,1.0',
        '3,A,2025年2月3日,甲 银行,"1.00"',
        '4,A,2025-02-03,甲银行,2',
        '5,a,2025-02-03,甲银行,1',
        '6,01,2025-02-03,甲银行,',
        '7,1,2025-02-03,甲银行,',
      ),
    )
    expect(complaints.map((one) => [one['row'], one['number']])).toEqual([
      ['3', 'A'],
      ['6', 'a'],
      ['7', '01'],
      ['8', '1'],
    ])
    expect(repeats).toBe(1)
    expect(rejected).toEqual(['2 受理日期 IMPOSSIBLE_DATE 2025-02-30', '5 编号 CONFLICTING_REPEAT A'])
  })
  it('without a number are known by what is written and their order, through any mapping', async () => {
    const text = lines('受理日期,机构名称,类别', '2025-01-02,甲银行,贷款', '2025-01-02,甲银行,贷款', '2025-01-02,甲银行, 卡')
    const first = await parse(text, { columns: { 受理日期: 'receivedOn', 机构名称: 'institution' } })
    const second = await parse(text, {
      columns: { 类别: 'category', 机构名称: 'institution', 受理日期: 'receivedOn' },
      values: { category: { 贷款: '借款' } },
    })
    const identity = (one: Record<string, unknown>) => [one['rowDigest'], one['ordinal']]
    expect(first.complaints.map(identity)).toEqual(second.complaints.map(identity))
    expect(first.complaints.map((one) => one['ordinal'])).toEqual(['1', '2', '1'])
    expect(second.complaints.map((one) => one['category'])).toEqual(['借款', '借款', '卡'])
  })
  it('days are M/D/YYYY only where the column or the mapping proves it', async () => {
    const of = (...days: string[]) => lines('编号,受理日期,机构名称', ...days.map((day, index) => `${index},${day},甲银行`))
    expect((await parse(of('1/2/2025', '3/14/2025'))).complaints.map((one) => one['receivedOn'])).toEqual(['2025-01-02', '2025-03-14'])
    expect((await parse(of('1/2/2025', '3/4/2025'))).rejectedRows).toBe(2)
    expect((await parse(of('1/2/2025', '3/14/2025', '14/3/2025'))).rejectedRows).toBe(3)
    expect(
      (
        await parse(of('1/2/2025'), {
          columns: { 编号: 'number', 受理日期: 'receivedOn', 机构名称: 'institution' },
          dates: { 受理日期: 'D/M/YYYY' },
        })
      ).complaints[0],
    ).toMatchObject({ receivedOn: '2025-02-01' })
  })
  it('a stroke is an empty cell, and so is what says that there is nothing to say', async () => {
    const text = lines(
      '编号,收到日期,机构名称,业务类别,涉及金额(元),办结日期,投诉内容',
      '1,2025-01-02,甲银行,/,—,未办结,-',
      '2,2025-01-02,甲银行,贷款,不涉及,－－,无',
      '3,2025-01-02,甲银行,无,无,办理 中,x',
      '4,—,甲银行,贷款,1,2025-01-03,x',
      '5,2025-01-02,/,贷款,1,2025-01-03,x',
      '6,2025-01-02,甲银行,贷款,约1,快了,x',
    )
    const { complaints, rejected } = await parse(text)
    expect(complaints.map((one) => [one['number'], one['category'], one['fen'], one['closedOn'], one['text']])).toEqual([
      ['1', null, null, null, '-'],
      ['2', '贷款', null, null, '无'],
      ['3', '无', null, null, 'x'],
    ])
    expect(rejected).toEqual([
      '5 收到日期 MISSING_DATE —',
      '6 机构名称 UNKNOWN_INSTITUTION /',
      '7 办结日期 IMPOSSIBLE_DATE 快了',
      '7 涉及金额(元) NOT_A_NUMBER 约1',
    ])
  })
  it('a title above the headings states a day or a period where no column does, and a heading its unit', async () => {
    const exposures = (...rows: string[]) => parse(lines(...rows), null, 'exposures')
    const { written, titles, rejected } = await exposures(
      '截至2025年二季度末业务量,,',
      '填报日期：2025年7月5日,,',
      '机构名称,网点数（个）,个人客户数（万户）',
      '甲银行,9,18.60',
      '乙银行,/,—',
      '乙银行,1,0.12345',
    )
    const more = [{ base: 'personalCustomers', value: 186_000 }]
    expect(written).toMatchObject([{ institution: '甲银行', base: 'outlets', value: 9, asOf: '2025-06-30', more }])
    expect(titles).toEqual([{ field: 'asOf', value: '2025-06-30' }])
    expect(rejected).toEqual(['5 网点数（个） MISSING_VALUE /', '6 个人客户数（万户） NOT_A_NUMBER 0.12345'])
    const named = await exposures('截至2025年6月30日,,', '机构名称,截至日期,网点', '甲银行,2025-03-31,9')
    expect([named.written[0]?.['asOf'], named.titles]).toEqual(['2025-03-31', []])
    expect(await parse('机构名称,网点\n甲银行,9', null, 'exposures').catch((error: { reason: string }) => error.reason)).toBe('NO_HEADINGS')
    const assessed = await parse(
      lines('二〇二四年度消保考评结果,,', '公布日期：2025-03-01,,', '机构名称,得分,等级', '甲银行,—,二级'),
      null,
      'assessments',
    )
    expect(assessed.written).toMatchObject([{ institution: '甲银行', period: '2024', score: null, grade: '二级' }])
  })
  it('formulas without a result, booleans and errors are no values', async () => {
    const text = (cell: string) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`
    const row = (...cells: string[]) => `<row>${cells.join('')}</row>`
    const book = workbookOf({
      sheets: {
        s:
          row(...['编号', '受理日期', '机构名称', '涉及金额(元)'].map(text)) +
          row(text('1'), '<c><f>A1</f></c>', text('甲银行'), '<c><v>1</v></c>') +
          row(text('2'), text('2025-01-02'), text('甲银行'), '<c t="b"><v>1</v></c>') +
          row(text('3'), '<c t="e"><v>#REF!</v></c>', text('甲银行'), '<c><f>B1</f></c>'),
      },
    })
    expect((await parse(book)).rejected).toEqual([
      '2 受理日期 FORMULA_WITHOUT_VALUE ',
      '3 涉及金额(元) NOT_A_NUMBER TRUE',
      '4 涉及金额(元) FORMULA_WITHOUT_VALUE ',
      '4 受理日期 IMPOSSIBLE_DATE #REF!',
    ])
  })
  it('take the mapping’s defaults and values, and mask what names a person before it leaves', async () => {
    const text = lines(
      '编号,日期,单位,内容,姓名,电话,结果',
      '1,2025-01-02,甲行,"投诉人佟疏影,电话154-1234-5678",佟疏影,154 1234 5678,已回复15412345678',
    )
    const { complaints } = await parse(text, {
      columns: {
        编号: 'number',
        日期: 'receivedOn',
        单位: 'institution',
        内容: 'text',
        姓名: 'complainantName',
        电话: 'complainantPhone',
        结果: 'upheld',
      },
      values: { institution: { 甲行: '甲银行' } },
      defaults: { source: '12345', lodgingChannel: '12345转办' },
    })
    expect(complaints[0]).toMatchObject({
      source: '12345',
      institution: '7',
      lodgingChannel: '12345转办',
      text: '投诉人佟＊,电话154****5678',
      upheld: '已回复154****5678',
    })
    expect(complaints[0]?.['person']).toMatch(/^\\\\x[0-9a-f]{32}$/)
  })
})

describe('institutions and exposures', () => {
  it('are read with aliases, yes and no, and whole numbers', async () => {
    const { written } = await parse(
      lines('机构名称,别名,参与排名,开业日期', '丙银行,丙|丙行|丙,是,2020年1月1日', '丁银行,,否,'),
      null,
      'institutions',
    )
    expect(written).toMatchObject([
      { name: '丙银行', aliases: ['丙', '丙行'], ranked: true, openedOn: '2020-01-01' },
      { name: '丁银行', aliases: [], ranked: false, openedOn: null },
    ])
    const exposures = await parse(
      lines('机构名称,指标,截至日期,数值', '甲银行,营业网点,2024-12-31,"1,200"', '甲银行,网点,2024-12-31,12.5', '甲银行,人数,2024-12-31,1'),
      null,
      'exposures',
    )
    expect(exposures.written).toMatchObject([{ institution: '甲银行', base: 'outlets', asOf: '2024-12-31', value: 1200 }])
    expect(exposures.rejected).toEqual(['3 数值 NOT_A_NUMBER 12.5', '4 指标 UNKNOWN_BASE 人数'])
  })
})
