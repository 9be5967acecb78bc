import { randomBytes } from 'node:crypto'
import ExcelJS from 'exceljs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { columnsOf, IMPORT_KINDS, type ImportKind } from '../../server/src/imports/columns.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import { templateFields } from '../../server/src/imports/template-fields.ts'
import { readTemplateWords } from '../../server/src/imports/template-lists.ts'
import { templateOf } from '../../server/src/imports/template.ts'
import { installReal } from '../../server/src/service.ts'
import type { Language } from '../../server/src/platform/label.ts'
import { createTestDatabase } from '../support/database.ts'
import { officer } from '../support/ledger.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { testFolder } from '../support/workbook.ts'

let db: Db
let server: TestServer
let folder: ReturnType<typeof testFolder>
const secret = randomBytes(32)
const languages: Language[] = ['zh', 'en']
const cases = IMPORT_KINDS.flatMap((kind) => languages.map((language): [ImportKind, Language] => [kind, language]))

/** What a person writes into a template, by field, in either language. */
const filled: Record<ImportKind, (language: Language) => Record<string, string | number | Date>[]> = {
  institutions: (language) => [
    {
      name: `甲银行${language}`,
      code: `00123-${language}`,
      peerGroup: language === 'zh' ? '城市商业银行(含民营银行)' : 'City commercial banks (private banks included)',
      ranked: language === 'zh' ? '是' : 'yes',
      openedOn: new Date('2020-01-02T00:00:00Z'),
      displayOrder: 3,
    },
  ],
  exposures: (language) => [
    {
      institution: `甲银行${language}`,
      base: language === 'zh' ? '个人客户' : 'personalCustomers',
      asOf: '2024-12-31',
      value: 1200,
      source: '年报',
    },
  ],
  returns: (language) => [
    { subject: `甲银行${language}`, period: '2025Q1', form: '渠道表', breakdown: '渠道', place: '来访', role: 'LEAF', count: 7 },
  ],
  assessments: (language) => [{ institution: `甲银行${language}`, period: '2024', score: 91.5, scheme: '考评办法' }],
  complaints: (language) => [
    {
      number: `00${language}1`,
      receivedOn: new Date('2025-03-01T00:00:00Z'),
      institution: `甲银行${language}`,
      category: '银行卡',
      cause: '定价收费',
      lodgingChannel: '来访',
      text: '褚疏影反映被扣款，回电15412345678',
      amountYuan: 12.5,
      kind: language === 'zh' ? '投诉' : 'Complaint',
      onSite: language === 'zh' ? '是' : 'yes',
      rightInfringed: '知情权',
      complainantName: '褚疏影',
      sourceNumber: '20250101000000123',
      complainantCount: 2,
    },
  ],
}

const make = async (kind: ImportKind, language: Language) =>
  templateOf(kind, language, await readTemplateWords(db, officer, kind, language))
const load = async (content: Buffer) => {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(content as never)
  return book
}
const take = (kind: ImportKind, name: string, content: Buffer) =>
  importFile(db, officer, { path: folder.file(name, content), fileName: name, kind, map: {}, register: 'REGULATOR' }, secret, {
    strict: false,
    take: false,
    tryDemo: false,
  })

describe('templates', () => {
  beforeAll(async () => {
    db = await createTestDatabase()
    await installReal(db)
    server = await startTestServer(db)
    folder = testFolder()
  })
  afterAll(async () => {
    await server?.close()
    await db?.close()
    folder?.drop()
  })

  it.each(cases)('%s in %s: nothing but its own headings is taken for headings', async (kind, language) => {
    const report = await take(kind, `empty-${kind}-${language}.xlsx`, await make(kind, language))
    expect(report.refused?.reason).toBe('NO_ROWS')
  })

  it.each(cases)('%s in %s: filled in, it is imported without a mapping', async (kind, language) => {
    const book = await load(await make(kind, language))
    const fields = templateFields(kind)
    const [sheet] = book.worksheets
    expect(sheet?.getRow(1).values).toEqual([undefined, ...fields.map((field) => columnsOf(kind)[field]?.label[language])])
    filled[kind](language).forEach((row, index) => {
      for (const [field, value] of Object.entries(row)) {
        const cell = sheet?.getCell(index + 2, fields.indexOf(field) + 1)
        if (cell) cell.value = value
      }
    })
    const report = await take(kind, `${kind}-${language}.xlsx`, Buffer.from(await book.xlsx.writeBuffer()))
    expect(report).toMatchObject({ new: 1, rejected: [], unresolved: [], committed: true })
  })

  it('keep what was written in either', async () => {
    const { rows } = await readAll(db, (tx) =>
      sql`select c.number, v.amount_fen as fen, v.on_site as "onSite", v.complainant_count as persons, v.source_number as source, v.kind,
                 (select word from dictionary_word w where w.id = v.right_infringed_word_id) as "right", n.name
            from complaint_version v join complaint c on c.id = v.complaint_id join institution_version n on n.institution_id = v.institution_id
           where v.to_revision is null order by c.number desc`.execute(tx),
    )
    const one = { fen: 1250, onSite: true, persons: 2, source: '20250101000000123', kind: 1, right: '知情权' }
    expect(rows).toEqual([
      { ...one, number: '00zh1', name: '甲银行zh' },
      { ...one, number: '00en1', name: '甲银行en' },
    ])
  })

  it('offer the words of dictionaries and the institutions there are, and explain every column', async () => {
    const book = await load(await make('complaints', 'zh'))
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(['投诉台账', '可用的词', '填写说明'])
    const [sheet, lists, explained] = book.worksheets
    const validations = (sheet as unknown as { dataValidations: { model: Record<string, { formulae: string[] }> } }).dataValidations.model
    const column = sheet?.getColumn(templateFields('complaints').indexOf('institution') + 1).letter
    const [, formula] = Object.entries(validations).find(([range]) => range.startsWith(`${column}2`)) ?? []
    const letter = /\$([A-Z]+)\$2/.exec(formula?.formulae[0] ?? '')?.[1] ?? ''
    expect(lists?.getColumn(letter).values).toEqual(expect.arrayContaining(['「被投诉机构」', '甲银行zh', '甲银行en']))
    expect(explained?.rowCount).toBe(templateFields('complaints').length + 1)
    expect(explained?.getColumn(3).values.every((cell, index) => index === 0 || String(cell).length > 5)).toBe(true)
    const number = sheet?.getColumn(templateFields('complaints').indexOf('number') + 1)
    expect([number?.numFmt, sheet?.getColumn(templateFields('complaints').indexOf('receivedOn') + 1).numFmt]).toEqual(['@', 'yyyy-mm-dd'])
  })

  it('are fetched by who may import, in the language asked for', async () => {
    const headers = { authorization: `Bearer ${await server.tokenFor('clerk')}` }
    const response = await fetch(`${server.url}/templates/exposures?language=en`, { headers })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('Outlets and customers template.xlsx'))
    const book = await load(Buffer.from(await response.arrayBuffer()))
    expect(book.worksheets[0]?.getRow(1).values).toContain('as of')
    for (const name of ['nothing', 'constructor', '..%2Fcomplaints'])
      expect((await fetch(`${server.url}/templates/${name}`, { headers })).status).toBe(404)
  })
})
