import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MetricQuery } from '../../server/src/analytics/metric-query.types.ts'
import { runMetricQuery } from '../../server/src/analytics/run.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { prepareExport } from '../../server/src/exports/exports.commands.ts'
import { line } from '../../server/src/exports/csv.ts'
import { createDemoDatabase } from '../support/demo.ts'
import { officer } from '../support/ledger.ts'

const ranking: MetricQuery = {
  metrics: ['complaints', 'complaintsPerOutlet', 'onTimeRate'],
  by: ['institution'],
  period: '2026Q3',
  comparison: ['previousPeriod', 'samePeriodLastYear'],
}

let db: Db
beforeAll(async () => {
  db = await createDemoDatabase()
}, 240_000)
afterAll(() => db?.close())

describe('a ranking as XLSX', () => {
  let book: ExcelJS.Workbook
  beforeAll(async () => {
    const prepared = await prepareExport(db, officer, { query: ranking, format: 'xlsx', title: '2026年第三季度排名', language: 'zh' })
    const out = new PassThrough()
    const [, content] = await Promise.all([prepared.write(out).then(() => out.end()), buffer(out)])
    book = new ExcelJS.Workbook()
    await book.xlsx.load(content as never)
  })

  it('has one sheet a peer group, one for what is outside, and one that says what it is', () => {
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual([
      '国有大型商业银行',
      '股份制商业银行',
      '城市商业银行(含民营银行)',
      '农村中小金融机构',
      '非银行支付机构',
      '未参与排名',
      '说明',
    ])
  })
  it('holds the figures of the table as numbers, with formats, a frozen heading and titles to print', async () => {
    const table = await runMetricQuery(db, officer, ranking)
    const sheet = book.worksheets[0]!
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 3 })
    expect(sheet.pageSetup.printTitlesRow).toBe('1:3')
    const headings = (sheet.getRow(3).values as string[]).slice(1)
    expect(headings.slice(0, 4)).toEqual(['机构', '投诉量（件）', '投诉量 位次', '投诉量 占比（%）'])
    const first = sheet.getRow(4)
    expect(first.getCell(1).value).toBe(table.keys[0]!.labels[0]!.zh)
    const printed = table.columns.filter((column) => column.kind !== 'share' || column.metric === 'complaints')
    printed.forEach((column, index) => {
      const cell = first.getCell(index + 2)
      const figure = column.figures[0]
      if (figure === null) expect(typeof cell.value).toBe('string')
      else expect(cell.value).toBe(figure)
      if (figure !== null && column.decimals === 1) expect(cell.numFmt).toBe('#,##0.0')
    })
    const last = sheet.getRow(sheet.rowCount)
    expect(last.getCell(1).value).toBe('中位数')
    expect(last.getCell(2).value).toBe(table.groups[0]!.median)
  })
  it('says period, definitions, source and revision', () => {
    const about = book.getWorksheet('说明')!
    const text = about.getSheetValues().flat().join('\n')
    for (const wanted of ['2026年第三季度', '2026年第二季度', '期内收到的投诉件数', '修订号', 'COMPLAINTS']) expect(text).toContain(wanted)
  })
})

describe('a table as CSV', () => {
  it('has a byte-order mark, headings and rows', async () => {
    const prepared = await prepareExport(db, officer, {
      query: { metrics: ['complaints'], by: ['month'], period: '2026Q3' },
      format: 'csv',
      title: null,
      language: 'en',
    })
    const out = new PassThrough()
    const [, content] = await Promise.all([prepared.write(out).then(() => out.end()), buffer(out)])
    const lines = content.toString('utf8').split('\r\n')
    expect(lines[0]).toBe('\u{FEFF}Month,Complaints (complaints)')
    expect(lines).toHaveLength(5)
  })
  it('keeps a text from being taken for a formula', () => {
    expect(line(['=1+1', '＝A1', 'a"b,c', -3, null])).toBe(`'=1+1,'＝A1,"a""b,c",-3,\r\n`)
  })
})
