import { maskName, maskText, isPersonName } from './masking.ts'
import type { Cell, Row } from './readers/cells.ts'
import { shortened } from './row-reader.ts'
import { tidy } from './written.ts'

/** What a row of the sheet is: the first three are data rows. */
export type SheetRowKind = 'accepted' | 'repeat' | 'rejected' | BesideKind
export type BesideKind = 'title' | 'headings' | 'blank' | 'subtotal' | 'total' | 'note'

export const SHEET_ROW_COLUMNS = 'import_id, seq, sheet, row_no, kind, data_before, first_seq, cells'

/** Between two cells of a staged row; no reader gives it. */
const CELL_SEPARATOR = '\u001f'
/** A cell of a row that is taken is shown no longer than this; what goes back to its office stays whole. */
const SHOWN_CHARACTERS = 160

/** Headings of columns that hold persons, where the registry knows no better. */
const PERSONAL_HEADING =
  /姓名|名字|户名|电话|手机|座机|联系|身份证|证件|住址|地址|人员?$|者$|phone|mobile|\btel\b|identity|address|contact/i

export const splitCells = (cells: string): string[] => (cells === '' ? [] : cells.split(CELL_SEPARATOR))

/** Whether a heading without a field says that its column holds persons. */
export function looksPersonal(heading: string): boolean {
  return PERSONAL_HEADING.test(heading)
}

/** A cell that was masked already: the text of a complaint costs more than all others. */
export type KnownCell = { index: number; masked: string }

/** Masks the cells of one sheet's rows for staging. Most cells come thousands of times, so that masks are remembered. */
export class SheetCells {
  private readonly masked = new Map<string, string>()

  /** `personal`: columns whose cells are masked as persons whatever they hold. */
  constructor(private readonly personal: ReadonlySet<number>) {}

  /** The row's cells as they are kept; `persons`: names that stand in a person's column of it, null for a row beside the data. */
  text(row: Row, persons: readonly string[] | null, whole: boolean, known: KnownCell | null = null): string {
    let line = ''
    let filled = 0
    for (let index = 0; index < row.cells.length; index++) {
      const written = row.cells[index]
      if (!written || written.text === '') continue
      const cell = shortened(written)
      const shown =
        known?.index === index
          ? known.masked
          : persons && this.personal.has(index)
            ? maskPerson(tidy(cell.text))
            : this.mask(cell, persons ?? [])
      line +=
        CELL_SEPARATOR.repeat(index - filled) + cut(shown.includes(CELL_SEPARATOR) ? shown.replaceAll(CELL_SEPARATOR, ' ') : shown, whole)
      filled = index
    }
    return line
  }

  private mask(cell: Cell, persons: readonly string[]): string {
    const { text } = cell
    if (persons.some((person) => text.includes(person))) return maskText(text, persons)
    if (text.length > 60) return maskText(text)
    let masked = this.masked.get(text)
    if (masked === undefined) {
      masked = maskText(text)
      if (this.masked.size > 20_000) this.masked.clear()
      this.masked.set(text, masked)
    }
    return masked
  }
}

/** The first rows of a sheet that has no headings yet: in rows that look like data a lone name is masked too. */
export function previewCells(row: Row): string[] {
  const dataLike = row.cells.some((cell) => cell && (cell.kind !== 'text' || /\d{4}/.test(cell.text)))
  return Array.from(row.cells.slice(0, PREVIEW_COLUMNS), (cell) => {
    const text = cell ? tidy(cell.text) : ''
    const masked = maskText(text)
    return cut(dataLike && masked === text && text.length <= 4 && isPersonName(text) ? maskName(text) : masked, false)
  })
}
const PREVIEW_COLUMNS = 60

function maskPerson(text: string): string {
  if (text === '' || /[*＊]/.test(text)) return maskText(text)
  if (isPersonName(text)) return maskName(text)
  const masked = maskText(text)
  return masked === text ? '＊＊＊' : masked
}

function cut(text: string, whole: boolean): string {
  return whole || text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS - 1)}…`
}
