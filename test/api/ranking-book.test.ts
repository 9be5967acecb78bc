import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { askTable, type AskedTable } from '../support/ask.ts'
import { createDemoDatabase } from '../support/demo.ts'
import { officer } from '../support/ledger.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const views = ['COMPLAINTS', 'COMPLAINTS_PER_OUTLET', 'COMPLAINTS_PER_CUSTOMER', 'ON_TIME_RATE']
/** What the page asks for one tab, with a filter that chooses rows: a circular shows every member all the same. */
const pageQuery = {
  metrics: views,
  by: ['INSTITUTION'],
  period: '2026Q3',
  comparison: ['PREVIOUS_PERIOD'],
  filters: [{ dimension: 'PEER_GROUP', include: ['RURAL'] }],
}

let db: Db
let server: TestServer
let book: ExcelJS.Workbook
let groups: AskedTable

beforeAll(async () => {
  db = await createDemoDatabase()
  server = await startTestServer(db)
  const token = await server.tokenFor('supervisor')
  const { data, errors } = await server.ask(
    'mutation ($query: MetricQuery!) { exportRanking(query: $query, language: ZH) { url fileName } }',
    { query: pageQuery },
    token,
  )
  expect(errors).toEqual([])
  const ticket = (data ?? {})['exportRanking'] as { url: string; fileName: string }
  expect(ticket.fileName).toBe('消费投诉排名 2026Q3.xlsx')
  const answer = await fetch(server.url + ticket.url, { headers: { authorization: `Bearer ${token}` } })
  book = new ExcelJS.Workbook()
  await book.xlsx.load((await answer.arrayBuffer()) as never)
  groups = await askTable(db, officer, { ...pageQuery, metrics: ['COMPLAINTS'], by: ['PEER_GROUP'], filters: [] })
}, 240_000)
afterAll(async () => {
  await server?.close()
  await db?.close()
})

const figure = (table: AskedTable, metric: string, kind: string, row: number) =>
  table.columns.find((column) => column.metric === metric && column.kind === kind)?.figures[row] ?? null
const cells = (sheet: ExcelJS.Worksheet, row: number) => (sheet.getRow(row).values as (string | number | undefined)[]).slice(1)

describe('the ranking for the circular', () => {
  it('has a cover, the groups side by side, and one sheet a group', () => {
    const names = groups.keys[0]!.labels.map((label) => label.zh).filter((name) => name !== '未参与排名')
    const [cover, side, ...sheets] = book.worksheets.map((sheet) => sheet.name)
    expect([cover, side]).toEqual(['封面', '各类别'])
    expect([...sheets].sort()).toEqual([...names].sort())
    expect(cells(book.worksheets[1]!, 4).slice(0, 1)).toEqual(sheets.slice(0, 1))
  })

  it('says on its cover where, when, as of when, what is counted and how it is ranked', () => {
    const text = book.worksheets[0]!.getSheetValues().flat().join('\n')
    for (const wanted of [
      '示范县',
      '2026年第三季度',
      '2026年第二季度',
      '期内收到的投诉件数',
      '修订号',
      '中位数取中间一家',
      '重复投诉已合并',
    ])
      expect(text).toContain(wanted)
  })

  it('counts in its groups and in the line outside the ranking what the ledger counts in all', async () => {
    const sheet = book.worksheets[1]!
    const rows = groups.keys[0]!.ids.map((_, at) => cells(sheet, 4 + at))
    const counts = new Map(rows.map((row) => [row[0], row[2]]))
    expect(groups.keys[0]!.labels.map((label) => counts.get(label.zh))).toEqual(
      groups.columns.find((column) => column.kind === 'VALUE')!.figures,
    )
    const whole = await askTable(db, officer, { metrics: ['COMPLAINTS'], period: '2026Q3' })
    expect(rows.reduce((sum, row) => sum + Number(row[2]), 0)).toBe(whole.columns[0]!.figures[0])
  })

  it('holds in each group’s sheet, cell by cell, what the page shows of the group', async () => {
    const members: string[] = []
    for (const [at, key] of groups.keys[0]!.ids.entries()) {
      if (key === 'OUTSIDE_RANKING') continue
      const sheet = book.getWorksheet(groups.keys[0]!.labels[at]!.zh)!
      const page = await askTable(db, officer, { ...pageQuery, filters: [{ dimension: 'PEER_GROUP', include: [key] }] })
      const names = page.keys[0]!.labels.map((label) => label.zh)
      const small = names.length < 3
      for (const [row, name] of names.entries()) {
        const printed = cells(sheet, 4 + row)
        const now = (metric: string, kind: string) => figure(page, metric, kind, row)
        const rate = (metric: string) => [now(metric, 'VALUE') ?? printed[printed.length], small ? null : now(metric, 'RANK')]
        expect(printed[1]).toBe(name)
        expect([name, printed[0] ?? null]).toEqual([name, small ? null : now('COMPLAINTS', 'RANK')])
        expect([printed[2], printed[3]]).toEqual([now('COMPLAINTS', 'VALUE'), now('COMPLAINTS', 'SHARE')])
        if (now('COMPLAINTS', 'CHANGE') === null) expect(typeof printed[4]).toBe('string')
        else expect(printed[4]).toBe(now('COMPLAINTS', 'CHANGE'))
        if (now('COMPLAINTS_PER_OUTLET', 'VALUE') !== null)
          expect([printed[5], printed[6] ?? null, printed[7], printed[8] ?? null]).toEqual([
            ...rate('COMPLAINTS_PER_OUTLET'),
            ...rate('COMPLAINTS_PER_CUSTOMER'),
          ])
        members.push(name)
      }
      const total = cells(sheet, 4 + names.length)
      const median = cells(sheet, 5 + names.length)
      const whole = (metric: string) => page.groups.find((one) => one.metric === metric)!
      expect([total[1], total[2], total[5], total[7]]).toEqual([
        '合计',
        whole('COMPLAINTS').total,
        whole('COMPLAINTS_PER_OUTLET').total ?? undefined,
        whole('COMPLAINTS_PER_CUSTOMER').total ?? undefined,
      ])
      expect([median[1], median[2]]).toEqual(['中位数', whole('COMPLAINTS').median])
      expect(sheet.pageSetup).toMatchObject({ paperSize: 9, fitToWidth: 1, printTitlesRow: '1:3' })
    }
    // The member without a complaint is a member.
    expect(members).toContain('青庐银行示范县支行')
  })
})
