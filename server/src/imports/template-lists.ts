import type ExcelJS from 'exceljs'
import type { Viewer } from '../access/viewer.ts'
import { loadGround } from '../analytics/ground.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { DictionaryEntry } from '../ledger/dictionary.ts'
import { wordsOf, ledgerColumns, type LedgerField } from '../ledger/columns.ts'
import { inLanguage, type FullLabel, type Language } from '../platform/label.ts'
import { columnsOf, type ImportKind } from './columns.ts'
import { templateFields } from './template-fields.ts'

/** The words that may stand in a column, by field. */
export type TemplateWords = ReadonlyMap<string, readonly string[]>

const yesNo: FullLabel[] = [
  { zh: '是', en: 'yes' },
  { zh: '否', en: 'no' },
]
/** Columns whose words the product itself fixes; they are understood in both languages. */
const FIXED: Record<string, readonly FullLabel[]> = {
  ranked: yesNo,
  onSite: yesNo,
  kind: [
    { zh: '投诉', en: 'Complaint' },
    { zh: '举报', en: 'Report' },
    { zh: '信访', en: 'Petition' },
    { zh: '咨询', en: 'Inquiry' },
    { zh: '建议', en: 'Suggestion' },
  ],
  base: [
    { zh: '营业网点', en: 'outlets' },
    { zh: '个人客户', en: 'personalCustomers' },
    { zh: '保费', en: 'premium' },
    { zh: '保单', en: 'policies' },
  ],
}
/** Columns that name institutions; `name` of the institutions' own file makes them. */
const NAMES = new Set(['institution', 'parent', 'successor', 'subject'])
const LONGEST = 5000

/** Which words a template offers: those of the ledger as it stands, as far as the viewer sees it. */
export function readTemplateWords(db: Db, viewer: Viewer, kind: ImportKind, language: Language): Promise<TemplateWords> {
  return readSnapshot(db, viewer, async (tx) => {
    const { dictionary, history, today } = await loadGround(tx, viewer, {})
    const names = history.latest().flatMap(({ name, closedOn }) => (closedOn !== null && closedOn < today ? [] : [name]))
    return new Map(
      templateFields(kind).flatMap((field): [string, readonly string[]][] => {
        const list = NAMES.has(field) ? names.slice(0, LONGEST) : listOf(kind, field, dictionary, language)
        return list.length > 0 ? [[field, list]] : []
      }),
    )
  })
}

function listOf(kind: ImportKind, field: string, dictionary: readonly DictionaryEntry[], language: Language): string[] {
  const fixed = FIXED[field]
  if (fixed) return fixed.map((one) => inLanguage(one, language))
  if (field === 'peerGroup')
    return dictionary.filter((entry) => entry.kind === 'peerGroup').map((entry) => inLanguage(entry.label, language))
  if (!columnsOf(kind)[field]?.words || !(field in ledgerColumns)) return []
  const words = wordsOf(field as LedgerField)
  // A dictionary's words are written as the ledger keeps them, in Chinese.
  return dictionary.filter((entry) => entry.kind === words).map((entry) => entry.label.zh)
}

type List = { at: number; rows: number; heading: string; words: readonly string[]; language: Language }
type Validations = { add(range: string, validation: ExcelJS.DataValidation): void }

/** Writes a list on the sheet of lists and lets a column's cells choose from it; what is not in it is only remarked on. */
export function addList(sheet: ExcelJS.Worksheet, lists: ExcelJS.Worksheet, { at, rows, heading, words, language }: List): void {
  const place = lists.columnCount + 1
  lists.getCell(1, place).value = heading
  lists.getCell(1, place).font = { bold: true }
  words.forEach((word, index) => (lists.getCell(index + 2, place).value = word))
  lists.getColumn(place).width = 24
  const letter = lists.getColumn(place).letter
  const range = `${sheet.getColumn(at).letter}2:${sheet.getColumn(at).letter}${rows}`
  // ExcelJS has it and its types have not.
  const { dataValidations } = sheet as unknown as { dataValidations: Validations }
  dataValidations.add(range, {
    type: 'list',
    allowBlank: true,
    formulae: [`'${lists.name}'!$${letter}$2:$${letter}$${words.length + 1}`],
    showErrorMessage: true,
    errorStyle: 'information',
    errorTitle: language === 'zh' ? '不在列表中' : 'Not in the list',
    error: language === 'zh' ? '可以照填；导入时会提示如何对应。' : 'It may stand; the import will ask what it means.',
  })
}
