import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { csvRows } from '../support/csv-rows.ts'
import { createDemoDatabase } from '../support/demo.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let db: Db
let server: TestServer
let clerk: string
beforeAll(async () => {
  db = await createDemoDatabase()
  server = await startTestServer(db)
  clerk = await server.tokenFor('clerk')
}, 240_000)
afterAll(async () => {
  await server?.close()
  await db?.close()
})

type State = { job: { id: string; state: string; error: { zh: string } | null }; ticket: { url: string; fileName: string } | null }
const fields = 'job { id state error { zh } } ticket { url fileName }'

async function exportList(list: string, asked: object, format: 'XLSX' | 'CSV', token = clerk, language = 'ZH') {
  const source = `mutation ($asked: JSON!, $format: ExportFormat!) { exportList(list: ${list}, asked: $asked, format: $format, language: ${language}) { ${fields} } }`
  const { data, errors } = await server.ask(source, { asked, format }, token)
  if (errors.length > 0) return { errors, content: null, fileName: '' }
  let state = data?.['exportList'] as State
  while (state.job.state === 'RUNNING' || state.job.state === 'QUEUED') {
    await new Promise((done) => setTimeout(done, 50))
    state = (await server.ask(`{ listExport(id: "${state.job.id}") { ${fields} } }`, {}, token)).data?.['listExport'] as State
  }
  expect(state.job).toMatchObject({ state: 'DONE', error: null })
  const answer = await fetch(`${server.url}${state.ticket?.url}`, { headers: { authorization: `Bearer ${token}` } })
  expect(answer.status).toBe(200)
  return { errors, content: Buffer.from(await answer.arrayBuffer()), fileName: state.ticket?.fileName ?? '' }
}

async function workbook(content: Buffer | null): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(content as never)
  return book
}

const rows = { metric: 'COMPLAINTS', period: '2026Q3', filters: [{ dimension: 'PEER_GROUP', include: ['RURAL'] }] }

describe('a list as a file', () => {
  it('has every complaint of the list in its order, with days as dates and a masked text for who may read it', async () => {
    const { data } = await server.ask(
      'query ($rows: ComplaintRows!) { complaints(rows: $rows, first: 500) { totalCount rows { number receivedOn handlingDays institution { label { zh } } } } }',
      { rows },
      clerk,
    )
    const list = data?.['complaints'] as {
      totalCount: number
      rows: { number: string; receivedOn: string; handlingDays: number | null; institution: { label: { zh: string } } }[]
    }
    const { content, fileName } = await exportList('COMPLAINTS', { rows }, 'XLSX')
    expect(fileName).toBe('投诉清单 2026年第三季度.xlsx')
    const book = await workbook(content)
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(['投诉清单', '说明'])
    const sheet = book.worksheets[0]!
    const headings = (sheet.getRow(3).values as string[]).slice(1)
    const column = (name: string) => headings.indexOf(name) + 1
    expect(sheet.rowCount - 3).toBe(list.totalCount)
    for (const [at, row] of list.rows.entries()) {
      const cells = sheet.getRow(4 + at)
      expect(cells.getCell(column('投诉编号')).value).toBe(row.number)
      expect((cells.getCell(column('受理日期')).value as Date).toISOString().slice(0, 10)).toBe(row.receivedOn)
      expect(cells.getCell(column('办理天数')).value).toBe(row.handlingDays)
      expect(cells.getCell(column('被投诉机构')).value).toBe(row.institution.label.zh)
    }
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', xSplit: 1, ySplit: 3 })
    expect(sheet.pageSetup.printTitlesRow).toBe('1:3')
    expect(sheet.autoFilter).toBeTruthy()
    expect(headings).toContain('投诉内容（脱敏）')
    const about = book.worksheets[1]!.getSheetValues().flat().join('\n')
    for (const wanted of ['2026年第三季度', '农村中小金融机构', '期内收到的投诉件数', '修订号']) expect(about).toContain(wanted)
  })

  it('as CSV has the same cells under the same headings', async () => {
    const sheet = (await workbook((await exportList('COMPLAINTS', { rows }, 'XLSX')).content)).worksheets[0]!
    const lines = csvRows((await exportList('COMPLAINTS', { rows }, 'CSV')).content)
    expect(lines).toHaveLength(sheet.rowCount - 2)
    for (const [at, line] of lines.entries()) {
      const shown = line.map((_, index) => {
        const { value } = sheet.getRow(3 + at).getCell(index + 1)
        return value instanceof Date ? value.toISOString().slice(0, 10) : String(value ?? '')
      })
      expect(line.map((cell) => cell.replace(/^'(?=[=+\-@＝＋－＠])/, ''))).toEqual(shown)
    }
  })

  it('speaks the language of the page', async () => {
    const book = await workbook((await exportList('RETURNS', { period: '2026Q3' }, 'XLSX', clerk, 'EN')).content)
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(['Returns', 'About'])
  })

  it.each(['REPEAT_CANDIDATES', 'MERGED_MATTERS', 'DISMISSED_REPEATS', 'ASSESSMENTS', 'INSTITUTIONS', 'EXPOSURES', 'BATCHES'])(
    '%s is there too',
    async (list) => {
      const asked = list === 'REPEAT_CANDIDATES' ? { rows: { period: '2026Q3' } } : {}
      const book = await workbook((await exportList(list, asked, 'XLSX')).content)
      expect(book.worksheets.at(-1)?.name).toBe('说明')
    },
  )

  it('leaves out the text for who may not read texts', async () => {
    const board = await server.tokenFor('board')
    const [headings = []] = csvRows((await exportList('COMPLAINTS', { rows }, 'CSV', board)).content)
    expect(headings).not.toContain('投诉内容（脱敏）')
    expect(headings).toContain('投诉编号')
  })

  it('refuses whoever may not read the list, and what the list cannot be asked', async () => {
    const refused = await exportList('AUDIT', {}, 'CSV')
    expect(refused.errors[0]?.extensions['code']).toBe('FORBIDDEN')
    const wrong = await exportList('COMPLAINTS', { rows: { ...rows, register: 'BOTH' }, sort: 1 }, 'CSV')
    expect(wrong.errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'asked.sort' }, { path: 'asked.rows.register' }],
    })
  })

  it('is another viewer’s neither to see nor to stop', async () => {
    const { data } = await server.ask(
      `mutation ($asked: JSON!) { exportList(list: COMPLAINTS, asked: $asked, format: CSV) { ${fields} } }`,
      { asked: { rows } },
      clerk,
    )
    const { job, ticket } = (data ?? {})['exportList'] as State
    const other = await server.tokenFor('auditor')
    expect((await server.ask(`{ listExport(id: "${job.id}") { job { id } } }`, {}, other)).data?.['listExport']).toBeNull()
    const stop = await server.ask(`mutation { cancelListExport(id: "${job.id}") { job { state } } }`, {}, other)
    expect(stop.errors[0]?.extensions['code']).toBe('NOT_FOUND')
    const answer = await fetch(`${server.url}${ticket?.url}`, { headers: { authorization: `Bearer ${other}` } })
    expect(answer.status).toBe(404)
  })
})
