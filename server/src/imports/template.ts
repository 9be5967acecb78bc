import ExcelJS from 'exceljs'
import { inLanguage, type FullLabel, type Language } from '../platform/label.ts'
import type { ImportColumn } from './column.ts'
import { columnsOf, type ImportKind } from './columns.ts'
import { templateFields } from './template-fields.ts'
import { addList, type TemplateWords } from './template-lists.ts'

/** What a file of a kind is called, as a template's name and first sheet. */
export const KIND_NAMES: Record<ImportKind, FullLabel> = {
  institutions: { zh: '机构名录', en: 'Institutions' },
  exposures: { zh: '网点数与客户数', en: 'Outlets and customers' },
  complaints: { zh: '投诉台账', en: 'Complaints' },
  returns: { zh: '报送表', en: 'Returns' },
  assessments: { zh: '考评结果', en: 'Assessment results' },
}

const ROWS = 2000

export function templateName(kind: ImportKind, language: Language): string {
  return language === 'zh' ? `${KIND_NAMES[kind].zh}模板.xlsx` : `${KIND_NAMES[kind].en} template.xlsx`
}

/**
 * An empty workbook that the import takes when it is filled: headings in the reader's language, a sheet that explains
 * each column, lists of the words that there are. Headings on the other sheets stand in 「」, so that no import takes
 * them for its own.
 */
export async function templateOf(kind: ImportKind, language: Language, words: TemplateWords): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  const fields = templateFields(kind)
  const registry = columnsOf(kind)
  const columns = fields.map((field) => ({ field, column: registry[field] as ImportColumn, list: words.get(field) ?? [] }))
  const sheet = book.addWorksheet(inLanguage(KIND_NAMES[kind], language), { views: [{ state: 'frozen', ySplit: 1 }] })
  const lists = book.addWorksheet(language === 'zh' ? '可用的词' : 'Words')
  columns.forEach(({ field, column, list }, index) => {
    writeHeading(sheet, index + 1, column, inLanguage(column.label, language))
    sheet.getColumn(index + 1).numFmt = column.date ? 'yyyy-mm-dd' : NUMBERS.has(field) ? 'General' : '@'
    if (list.length > 0)
      addList(sheet, lists, { at: index + 1, rows: ROWS, heading: `「${inLanguage(column.label, language)}」`, words: list, language })
  })
  explain(book, columns, language)
  if (lists.columnCount === 0) book.removeWorksheet(lists.id)
  return Buffer.from(await book.xlsx.writeBuffer())
}

const NUMBERS = new Set(['amountYuan', 'complainantCount', 'value', 'displayOrder', 'count', 'score'])

function writeHeading(sheet: ExcelJS.Worksheet, at: number, column: ImportColumn, heading: string): void {
  const cell = sheet.getCell(1, at)
  cell.value = heading
  cell.font = { bold: true, ...(column.required ? { color: { argb: 'FFB3261E' } } : {}) }
  cell.border = { bottom: { style: 'thin' } }
  sheet.getColumn(at).width = Math.max(12, heading.length * (/[^\x00-\x7f]/.test(heading) ? 2.4 : 1.2))
}

type Explained = { field: string; column: ImportColumn; list: readonly string[] }

function explain(book: ExcelJS.Workbook, columns: readonly Explained[], language: Language): void {
  const zh = language === 'zh'
  const sheet = book.addWorksheet(zh ? '填写说明' : 'How to fill', { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.addRow(
    zh ? ['「列」', '「是否必填」', '「含义与写法」', '「可用的用词」'] : ['[column]', '[required]', '[meaning and forms]', '[words]'],
  ).font = { bold: true }
  for (const { field, column, list } of columns) {
    const name = inLanguage(column.label, language)
    const shown = list.length > SHOWN ? [...list.slice(0, SHOWN), zh ? `等 ${list.length} 个` : `… ${list.length} in all`] : list
    sheet.addRow([
      `「${name}」`,
      column.required ? (zh ? '必填' : 'required') : '',
      `${inLanguage(column.meaning, language)}${zh ? '；' : '; '}${inLanguage(formOf(field, column, list), language)}`,
      shown.map((word) => `「${word}」`).join(''),
    ])
  }
  const widths = [24, 10, 70, 70]
  widths.forEach((width, index) => {
    sheet.getColumn(index + 1).width = width
    sheet.getColumn(index + 1).alignment = { wrapText: true, vertical: 'top' }
  })
}

const SHOWN = 60

function formOf(field: string, column: ImportColumn, list: readonly string[]): FullLabel {
  if (column.date) return { zh: '日期，如 2025-01-31、2025/1/31、2025年1月31日、20250131', en: 'a day: 2025-01-31, 2025/1/31, 20250131' }
  if (column.personal) return { zh: '个人信息，入库前遮盖，不保存', en: 'personal: masked, not kept' }
  if (column.words && list.length > 0)
    return {
      zh: '从列表选用；列表以外的词照录，暂列“未归类”',
      en: 'a word of the list; another one is kept as written, unclassified for now',
    }
  if (list.length > 0) return { zh: '从列表选用', en: 'one of the list' }
  return NUMBERS.has(field) ? { zh: '数字', en: 'a number' } : { zh: '文字，原样保存', en: 'text, kept as written' }
}
