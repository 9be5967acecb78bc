import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportMap } from '../../server/src/imports/map.ts'
import { parseReturns } from '../../server/src/imports/returns/parse-returns.ts'
import { planReturns, type ReturnFacts } from '../../server/src/imports/returns/plan-returns.ts'
import type { WrittenReturnRow } from '../../server/src/imports/returns/written-return.ts'
import { openBook } from '../../server/src/imports/readers/open.ts'
import { standardDictionary } from '../../server/src/ledger/standard-dictionary.ts'
import { sheetsOf } from '../support/workbook.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-layouts-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const names = new Set(standardDictionary.flatMap((entry) => [entry.zh, ...(entry.aliases ?? [])]))
const facts = (fileName: string): ReturnFacts => ({
  fileName,
  register: 1,
  held: [],
  heldCells: new Map(),
  knows: (_, word) => names.has(word),
  named: [
    { id: 1, name: '江海银行示范县支行', aliases: ['江海银行'], code: null },
    { id: 2, name: '禾丰银行示范县支行', aliases: ['禾丰银行'], code: null },
  ],
  regionOfInstitution: new Map(),
  peerGroups: [{ id: 9, label: { zh: '国有大型商业银行', en: 'Large' }, names: ['国有大型商业银行'] }],
  regions: [{ id: 1, label: { zh: '示范县', en: 'County' }, names: ['示范县'] }],
  rootRegionId: 1,
})

type Sheets = Parameters<typeof sheetsOf>[0]
let files = 0
/** Reads sheets, or text as CSV, and puts them together as the import does. */
async function read(content: Sheets | string, fileName = 'x.xlsx', map: ImportMap = {}) {
  const path = join(folder, `file-${++files}`)
  await writeFile(path, typeof content === 'string' ? content : sheetsOf(content))
  const book = await openBook(path)
  const lines: string[] = []
  const world = {} as Parameters<typeof parseReturns>[1]['world'] // a return is read without it
  const parsed = await parseReturns(book, { kind: 'returns', map, importId: 1, world }, async (table, text) => {
    lines.push(
      ...text
        .split('\n')
        .slice(0, -1)
        .map((line) => `${table}\t${line}`),
    )
  })
  book.close()
  const rows = lines
    .filter((line) => line.startsWith('row'))
    .map((line) => line.split('\t'))
    .map(([, , seq, sheet, row, cells]) => ({
      seq: Number(seq),
      sheet: sheet ?? null,
      row: Number(row),
      value: JSON.parse((cells ?? '').replaceAll('\\\\', '\\')) as WrittenReturnRow,
    }))
  const plan = planReturns(rows, facts(fileName))
  return {
    parsed,
    plan,
    found: plan.discrepancies.map((one) => `${one.cell ?? ''} ${one.row}/${one.column} ${one.kind} ${one.stated}≠${one.computed}`),
    returns: plan.returns.map((one) => `${one.subject} ${one.period} ${one.total}${one.computed ? ' computed' : ''}`),
    faults: plan.faults.map((one) => one.reason),
    forms: plan.returns.map((one) => one.form),
    breakdowns: [
      ...new Set(plan.written.flatMap((one) => one.cells.map((cell) => `${cell.breakdown}${cell.across ? ` × ${cell.across}` : ''}`))),
    ],
    paths: [...new Set(plan.written.flatMap((one) => one.cells.map((cell) => cell.path.join('>'))))],
  }
}
const good = { faults: [], found: [] as string[] }

describe('a table of two breakdowns', () => {
  it('turned round: the tree down the side in three columns, branches across', async () => {
    const rows = [
      ['江海银行2025年第三季度投诉渠道统计表'],
      ['渠道', null, null, '营业部', '城东支行', '合计'],
      ['前台业务渠道', '营业现场', null, 6, 10, 16],
      [null, '电子渠道', '网银渠道', 5, 2, 7],
      [null, null, '电话渠道', 4, 5, 9],
      [null, null, '小计', 9, 8, 16],
      [null, '小计', null, 15, 17, 32],
      ['中、后台业务渠道', null, null, 2, 4, 6],
      ['合计', null, null, 17, 21, 38],
    ]
    const merged = ['A1:F1', 'A2:C2', 'A3:A7', 'B3:C3', 'B4:B6', 'B7:C7', 'A8:C8', 'A9:C9']
    expect(await read({ 附表: { rows, merged } })).toMatchObject({
      faults: [],
      found: ['E6 电子渠道小计/城东支行 SUM 8≠7'],
      returns: ['江海银行示范县支行 2025Q3 38'],
      breakdowns: ['channel × branch'],
      forms: ['江海银行投诉渠道统计表'],
    })
  })

  it('as CSV, where merged headings are blanks', async () => {
    const text = [
      '江海银行投诉情况统计表(2025年第三季度),,,,,,',
      '机构,前台业务渠道,,,,中、后台业务渠道,合计',
      ',营业现场,电子渠道,,小计,,',
      ',,网银渠道,小计,,,',
      '营业部,6,5,5,11,2,13',
      '城东支行,10,2,3,12,4,16',
      '合计,16,7,7,23,6,29',
    ].join('\n')
    expect(await read(text, 'x.csv')).toMatchObject({
      faults: [],
      found: ['D6 城东支行/电子渠道小计 SUM 3≠2'],
      returns: ['江海银行示范县支行 2025Q3 29'],
      breakdowns: ['branch × channel'],
    })
  })

  it('with sums first, blank and dashed zeroes, text numbers, a serial number, units and notes', async () => {
    const rows = [
      ['禾丰银行消费投诉统计表'],
      ['2025年9月', null, null, null, null, null, '单位：件'],
      ['序号', '分支机构', '合计', '电子渠道合计', '网银渠道', '电话渠道', '营业现场', '备注'],
      [1, '合计', '1,204', 1, null, 1, '１，２０３', null],
      [2, '营业部', '1,200件', '-', null, '—', 1200, '含跨行'],
      [3, '城东支行', 4, 1, null, 1, 3, null],
      ['注：本表数据截至2025年9月30日。'],
      ['填表人：张三'],
    ]
    expect(await read({ 九月: { rows, merged: ['A1:H1'] } })).toMatchObject({
      ...good,
      returns: ['禾丰银行示范县支行 2025-09 1204'],
      breakdowns: ['branch × channel'],
    })
  })

  it('with flat 小计 columns: each adds up the columns before it, or those behind it, as the figures say', async () => {
    const before = [
      ['机构', '网银渠道', '电话渠道', '小计', '营业现场', '自助机具', '小计', '合计'],
      ['营业部', 1, 2, 3, 4, 5, 9, 12],
      ['城东支行', 2, 2, 4, 1, 1, 3, 7],
      ['合计', 3, 4, 7, 5, 6, 12, 19],
    ]
    const map = { defaults: { subject: '江海银行', period: '2025Q3' } }
    expect(await read({ 表: { rows: before } }, 'x.xlsx', map)).toMatchObject({
      faults: [],
      found: ['G3 城东支行/小计 SUM 3≠2', 'H3 城东支行/合计 SUM 7≠6', 'G4 合计/小计 SUM 12≠11', 'H4 合计/合计 SUM 19≠18'],
    })
    const behind = before.map((row) => [
      row[0] ?? '',
      row[3] ?? '',
      row[1] ?? '',
      row[2] ?? '',
      row[6] ?? '',
      row[4] ?? '',
      row[5] ?? '',
      row[7] ?? '',
    ])
    behind[2] = ['城东支行', 4, 2, 2, 2, 1, 1, 6]
    behind[3] = ['合计', 7, 3, 4, 11, 5, 6, 18]
    expect(await read({ 表: { rows: behind } }, 'x.xlsx', map)).toMatchObject(good)
  })

  it('whose channels are numbers: 12345 is a heading, not a figure', async () => {
    const rows = [
      ['机构', 12345, 96677, 12363],
      ['营业部', 40, 5, 0],
      ['安居支行', 10, 1, 2],
    ]
    const map = { defaults: { subject: '江海银行', period: '2024' } }
    expect(await read({ 表: { rows } }, 'x.xlsx', map)).toMatchObject({ ...good, returns: ['江海银行示范县支行 2024 58 computed'] })
  })

  it('under one heading drawn over all channels, with a row of shares below', async () => {
    const rows = [
      ['机构', '投诉渠道', null, '合计'],
      [null, '12345', '12363', null],
      ['营业部', 40, 5, 45],
      ['安居支行', 10, 45, 55],
      ['合计', 50, 50, 100],
      ['占比', '50.0%', '51.0%', '100%'],
    ]
    const map = { defaults: { subject: '江海银行', period: '2024' } }
    expect(await read({ 表: { rows, merged: ['A1:A2', 'B1:C1', 'D1:D2'] } }, 'x.xlsx', map)).toMatchObject({
      faults: [],
      found: ['C6 占比/12363 SHARE 51≠50'],
      breakdowns: ['branch × channel'],
    })
  })
})

describe('a list of one breakdown', () => {
  const map = { defaults: { subject: '江海银行', period: '2024' } }

  it('indented, with what is only part of it, and shares as parts of 1', async () => {
    const rows = [
      ['业务类别', '件数', '占比'],
      ['银行卡', 60, 0.6],
      ['  其中：信用卡', 40, 0.4],
      ['贷款', 30, 0.31],
      ['其他', 10, 0.1],
      ['合计', 100, 1],
    ]
    const { found, returns, breakdowns, faults } = await read({ 表: { rows } }, 'x.xlsx', map)
    expect({ found, returns, breakdowns, faults }).toEqual({
      found: ['C4 贷款/占比 SHARE 31≠30'],
      returns: ['江海银行示范县支行 2024 100'],
      breakdowns: ['category'],
      faults: [],
    })
  })

  it('numbered 一、 and 1., sums above what they add up', async () => {
    const rows = [
      ['项目', '件数'],
      ['一、前台业务渠道', 20],
      ['1.营业现场', 12],
      ['2.自助机具', 7],
      ['二、中、后台业务渠道', 5],
      ['合计', 25],
    ]
    expect(await read({ 表: { rows } }, 'x.xlsx', map)).toMatchObject({
      faults: [],
      found: ['B2 前台业务渠道/件数 SUM 20≠19', 'B6 合计/件数 SUM 25≠24'],
      breakdowns: ['channel'],
    })
  })

  it('in one row of figures under the places', async () => {
    const rows = [
      ['渠道', '12345', '96677', '12363', '合计'],
      ['件数', 81, 17, 4, 102],
      ['占比', 79.4, 16.7, 3.9, 100],
    ]
    expect(await read({ 表: { rows } }, 'x.xlsx', map)).toMatchObject({
      ...good,
      returns: ['江海银行示范县支行 2024 102'],
      breakdowns: ['channel'],
    })
  })

  it('with a leaf that is not published: the sum stays open', async () => {
    const rows = [
      ['机构', '件数'],
      ['营业部', 5],
      ['城东支行', '未公布'],
      ['合计', 9],
    ]
    expect(await read({ 表: { rows } }, 'x.xlsx', map)).toMatchObject({ ...good, returns: ['江海银行示范县支行 2024 9'] })
  })
})

describe('the seed return of 102 complaints', () => {
  const branches = [
    ...([
      ['总行营业部', 45, '45%'],
      ['安居', 11, null],
      ['射洪', 6, null],
      ['蓬溪', 3, null],
      ['大英', 3, null],
      ['资阳', 2, null],
    ] as const),
    ...([
      ['乐至', 1, null],
      ['绵阳', 1, null],
      ['96677电话中心', 9, null],
      ['其他社保卡', 17, null],
      ['合计', 102, null],
    ] as const),
  ].map((row) => [...row])
  const channels = [
    ['12345', 81],
    ['96677', 17],
    ['12363', 4],
    ['合计', 102],
  ]
  const four = { faults: [], returns: ['江海银行示范县支行 2024 102'] }

  it('two tables below one another on a sheet', async () => {
    const rows = [
      ['江海银行2024年度投诉情况'],
      [],
      ['一、按渠道'],
      ['渠道', '件数'],
      ...channels,
      [],
      ['二、按机构'],
      ['机构', '件数', '占比'],
      ...branches,
    ]
    const { found, plan, ...rest } = await read({ 年报: { rows } })
    expect(rest).toMatchObject(four)
    expect(found).toEqual(['C12 总行营业部/占比 SHARE 45≠44.1', 'B22 合计/件数 SUM 102≠98'])
    expect(plan.discrepancies[0]?.ofPlaced).toBe(55.6)
  })

  it('two sheets, the second without a total', async () => {
    const sheets = { 渠道: { rows: [['渠道', '件数'], ...channels] }, 机构: { rows: [['机构', '件数', '占比'], ...branches.slice(0, -1)] } }
    const { found, ...rest } = await read(sheets, '江海银行2024年报送.xlsx')
    expect(rest).toMatchObject(four)
    expect(found).toEqual(['B5 合计/件数 TOTALS 102≠98', 'C2 总行营业部/占比 SHARE 45≠44.1'])
  })

  it('the long form', async () => {
    const text = [
      '报送主体,报送期间,分组,填报项,件数,占比',
      ...channels.map(([place, count]) => `江海银行,2024年,渠道,${place},${count},`),
      ...branches.map(([place, count, share]) => `江海银行,2024年,分支机构,${place},${count},${share ?? ''}`),
    ].join('\n')
    const { found, ...rest } = await read(text, 'x.csv')
    expect(rest).toMatchObject(four)
    expect(found).toEqual(['F6 总行营业部/占比 SHARE 45≠44.1', 'E16 合计/件数 SUM 102≠98'])
  })
})

describe('whose return, and of which period', () => {
  const table = [
    ['渠道', '件数'],
    ['12345', 3],
    ['合计', 3],
  ]
  it('each sheet may be another bank’s', async () => {
    const sheets = { 江海银行: { rows: [['2025年三季度'], ...table] }, 禾丰银行: { rows: [['2025年三季度'], ...table] } }
    expect(await read(sheets)).toMatchObject({ ...good, returns: ['江海银行示范县支行 2025Q3 3', '禾丰银行示范县支行 2025Q3 3'] })
  })
  it('a list of institutions is the jurisdiction’s', async () => {
    const rows = [
      ['示范县2025年上半年转办投诉统计'],
      ['机构', '12345', '12363', '合计'],
      ['江海银行', 3, 1, 4],
      ['禾丰银行', 2, 2, 4],
      ['合计', 5, 3, 8],
    ]
    expect(await read({ 表: { rows } })).toMatchObject({ ...good, returns: ['示范县 2025H1 8'], breakdowns: ['institution × channel'] })
  })
  it('nobody named: the rows are refused, and what does not add up is told all the same', async () => {
    const rows = [...table.slice(0, 2), ['合计', 4]]
    expect(await read({ 表: { rows } })).toMatchObject({
      faults: ['MISSING_INSTITUTION', 'MISSING_DATE', 'MISSING_INSTITUTION', 'MISSING_DATE'],
      found: ['B3 合计/件数 SUM 4≠3'],
    })
  })
  it('a channel that no dictionary knows is named', async () => {
    const rows = [
      ['渠道', '件数'],
      ['飞鸽', 3],
      ['12345', 1],
    ]
    const { plan } = await read({ 江海银行2024年: { rows } })
    expect(plan.words).toEqual([{ field: 'place', value: '飞鸽', rows: 1 }])
  })
  it('a cell that is no number refuses its row alone', async () => {
    const rows = [
      ['渠道', '件数'],
      ['12345', '约3'],
      ['12363', 1],
    ]
    const { parsed, plan } = await read({ 江海银行2024年: { rows } })
    expect([parsed.rows, parsed.rejectedRows, plan.planned.length]).toEqual([2, 1, 1])
  })
})
