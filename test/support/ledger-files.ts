import * as library from '@e965/xlsx'
import * as characters from '@e965/xlsx/dist/cpexcel.full.mjs'
import type { Random } from '../../server/src/statistics/random.ts'
import { damaged, type Damage } from './damage.ts'
import { workbookOf, workbookParts, zipOf } from './workbook.ts'

/** A small ledger in one of the forms in which offices send theirs, whole and damaged. */
export type LedgerForm = { name: string; whole: Buffer; damaged(how: Damage, random: Random): Buffer }

const HEADINGS = ['编号', '收到日期', '机构名称', '业务类别', '内容摘要', '涉及金额(元)', '办结日期']
const ROWS = Array.from({ length: 40 }, (_, index) => {
  const day = String((index % 28) + 1).padStart(2, '0')
  const text = index % 7 === 0 ? `来人称"手续费"不明,\n电话154${String(10_000_000 + index)}` : '反映柜面排队超过2小时'
  return [`N${index + 1}`, `2025-01-${day}`, index % 2 ? '甲社' : '乙社', '贷款', text, String(index * 10.5), `2025-02-${day}`]
})
/** The same columns by their keys: Big5 has no simplified characters. */
const KEYS = ['number', 'receivedOn', 'institution', 'category', 'text', 'amountYuan', 'closedOn']
/** How many rows each form holds. */
export const ROW_COUNT = ROWS.length

type Cfb = {
  utils: { cfb_new(): object; cfb_add(container: object, path: string, content: Buffer): void }
  write(container: object, options: object): Buffer
  read(file: Buffer, options: object): object
  find(container: object, path: string): { content: Uint8Array }
}
const cfb = library.CFB as Cfb
// Its types speak of the older form of this file.
const encoder = (characters as unknown as { utils: { encode(codePage: number, text: string): Uint8Array } }).utils

/** Every form: workbooks new and old, packed and by their parts, pages, XML, and text in each encoding. */
export function ledgerForms(): LedgerForm[] {
  const old = oldWorkbook()
  const stream = Buffer.from(cfb.find(cfb.read(old, { type: 'buffer' }), '/Workbook').content)
  return [
    plainForm('xlsx', workbookOf(sheets())),
    { name: 'parts of xlsx', whole: workbookOf(sheets()), damaged: damagedPart },
    plainForm('xls', old),
    { name: 'stream of xls', whole: old, damaged: (how, random) => containerOf(damaged(stream, how, random)) },
    plainForm('html in UTF-8', Buffer.from(page('utf-8'))),
    plainForm('html in GBK', encoded(page('gb2312'), 936)),
    plainForm('spreadsheetml', Buffer.from(spreadsheetMl())),
    plainForm('csv in UTF-8', Buffer.from(csv(','))),
    plainForm('csv with a mark', Buffer.from(`\ufeff${csv(';')}`)),
    plainForm('csv in UTF-16 LE', Buffer.from(csv('\t'), 'utf16le')),
    plainForm('csv in UTF-16 BE', Buffer.from(`\ufeff${csv('，')}`, 'utf16le').swap16()),
    plainForm('csv in GB18030', encoded(csv(','), 936)),
    plainForm('csv in Big5', encoded(csv('|', KEYS).replace(/[贷来称续费电话映柜队过时]/g, traditional), 950)),
  ]
}

/** A form that is damaged as the bytes of its file. */
export function plainForm(name: string, whole: Buffer): LedgerForm {
  return { name, whole, damaged: (how, random) => damaged(whole, how, random) }
}

/** A part is damaged, or two change places, and the archive around them is whole. */
function damagedPart(how: Damage, random: Random): Buffer {
  const parts: Record<string, string | Buffer> = workbookParts(sheets())
  const names = Object.keys(parts)
  const one = names[random.next() % names.length] as string
  const other = names[random.next() % names.length] as string
  if (how === 'swap') [parts[one], parts[other]] = [parts[other] as string, parts[one] as string]
  else parts[one] = damaged(Buffer.from(parts[one] as string), how, random)
  return zipOf(parts)
}

function sheets(): Parameters<typeof workbookOf>[0] {
  const strings = [...new Set([...HEADINGS, ...ROWS.flat()])]
  const cell = (text: string) => `<c t="s"><v>${strings.indexOf(text)}</v></c>`
  const rows = [HEADINGS, ...ROWS].map((cells, index) => `<row r="${index + 1}">${cells.map(cell).join('')}</row>`)
  return {
    strings: strings.map((text) => `<si><t>${escaped(text)}</t></si>`).join(''),
    styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
    sheets: { 台账: rows.join('') },
  }
}

export function oldWorkbook(): Buffer {
  const sheet = library.utils.aoa_to_sheet([HEADINGS, ...ROWS])
  return library.write({ SheetNames: ['台账'], Sheets: { 台账: sheet } }, { type: 'buffer', bookType: 'biff8' }) as Buffer
}

export function containerOf(stream: Buffer): Buffer {
  const container = cfb.utils.cfb_new()
  cfb.utils.cfb_add(container, '/Workbook', stream)
  return cfb.write(container, { type: 'buffer' })
}

function page(charset: string): string {
  const row = (cells: string[]) => `<tr>${cells.map((cell) => `<td>${escaped(cell).replaceAll('\n', '<br>')}</td>`).join('')}</tr>`
  return `<html><head><meta charset="${charset}"></head><body><table><tr><td colspan=7>某县台账</td></tr>${[HEADINGS, ...ROWS].map(row).join('\n')}</table></body></html>`
}

function spreadsheetMl(): string {
  const row = (cells: string[]) =>
    `<Row>${cells.map((cell) => `<Cell><Data ss:Type="String">${escaped(cell)}</Data></Cell>`).join('')}</Row>`
  return `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="台账"><Table>${[HEADINGS, ...ROWS].map(row).join('\n')}</Table></Worksheet></Workbook>`
}

function csv(separator: string, headings = HEADINGS): string {
  const cell = (text: string) => (/["\n,;|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return [headings, ...ROWS].map((cells) => cells.map(cell).join(separator)).join('\r\n')
}

function encoded(text: string, codePage: number): Buffer {
  return Buffer.from(encoder.encode(codePage, text))
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

function traditional(character: string): string {
  return '貸來稱續費電話映櫃隊過時'['贷来称续费电话映柜队过时'.indexOf(character)] ?? character
}
