import { columnsOf, type ImportKind } from './columns.ts'
import { readDate, type SlashStyle } from './dates.ts'
import type { FoundColumn, Headings } from './headings.ts'
import { LIMITS } from './limits.ts'
import { meantWord, type ReadyMap } from './map.ts'
import { isPersonName, maskReference, maskText } from './masking.ts'
import { isBlank, textCell, type Cell, type Moment, type Row } from './readers/cells.ts'
import type { Fault, Reason } from './reasons.ts'
import { isStruck, likeWord, saysNothing, tidy } from './written.ts'

/** What a row is read with: the columns found, the mapping, the workbook's day 0, proved date styles by column. */
export type ReadingContext = {
  kind: ImportKind
  map: ReadyMap
  headings: Headings
  from1904: boolean
  styles: ReadonlyMap<number, SlashStyle>
  /** Indexes of the columns that hold persons. */
  personal: readonly number[]
  /** Words already mapped and masked, by field and writing: most of them come thousands of times. */
  words: Map<string, string>
  /** What lines above the headings state for every row, by field. */
  titles?: ReadonlyMap<string, string>
}

/** Reads the cells of one row by field, masks them, and collects what is wrong with it. */
export class RowReader {
  readonly faults: Fault[] = []
  private readonly persons: string[]

  constructor(
    private readonly row: Row,
    private readonly byField: ReadonlyMap<string, FoundColumn>,
    private readonly context: ReadingContext,
  ) {
    this.persons = personNames(row, context.personal)
    this.checkCells()
  }

  /** The cell of a field: the file's, or the mapping's default where the file has none or an empty one. */
  cell(field: string): Cell | null {
    const column = this.byField.get(field)
    const cell = column && this.row.cells[column.index]
    const says =
      cell &&
      !isBlank(cell) &&
      cell.kind !== 'formulaWithoutValue' &&
      (!column.where || column.where.test(cell.text)) &&
      !this.isUnsaid(field, cell)
    if (says) return shortened(cell)
    const given = this.context.map.defaults.get(field) ?? this.context.titles?.get(field)
    return given === undefined ? null : textCell(given)
  }

  /** A dash or a slash where a day, a number or a word belongs is an empty cell, and so is what the column's registry names. */
  private isUnsaid(field: string, cell: Cell): boolean {
    if (cell.kind !== 'text') return false
    const { unsaid, words, date } = columnsOf(this.context.kind)[field] ?? {}
    if (!unsaid && !words && !date) return false
    // 无 and 不详 may be words of a dictionary.
    if (words) return isStruck(cell.text)
    return saysNothing(tidy(cell.text)) || (unsaid?.includes(likeWord(cell.text)) ?? false)
  }

  /** A tidied text, not masked; '' where there is none. */
  text(field: string): string {
    const cell = this.cell(field)
    return cell ? tidy(cell.text) : ''
  }

  /** A word after the mapping's values, masked; null where there is none. */
  word(field: string, longest = 200): string | null {
    const written = this.text(field)
    if (written === '') return null
    if (written.length > longest) {
      this.fault(field, 'TOO_LONG')
      return null
    }
    return this.keepWord(field, written)
  }

  private keepWord(field: string, written: string): string {
    const { words, map } = this.context
    const key = `${field} ${written}`
    let masked = words.get(key)
    if (masked === undefined) {
      masked = maskText(meantWord(map, field, written))
      if (words.size > 20_000) words.clear()
      words.set(key, masked)
    }
    return this.persons.some((person) => written.includes(person)) ? this.mask(masked) : masked
  }

  /** A longer text, masked, its line breaks made one kind; null where there is none. */
  masked(field: string): string | null {
    const written = this.text(field)
    return written === '' ? null : this.mask(written.replace(/\r\n?/g, '\n'))
  }

  date(field: string): Moment | null {
    const cell = this.cell(field)
    if (!cell) return null
    const column = this.byField.get(field)
    const style = column ? (this.context.styles.get(column.index) ?? null) : null
    const moment = readDate(cell, { from1904: this.context.from1904, style })
    if (!moment) this.fault(field, 'IMPOSSIBLE_DATE')
    return moment
  }

  fault(field: string, reason: Reason): void {
    const column = this.byField.get(field)
    const cell = column && this.row.cells[column.index]
    // What is cut off may be a megabyte; what is cut through lies beyond what is shown.
    const value = cell ? this.mask(cell.text.slice(0, 400)).slice(0, 200) : ''
    this.faults.push({ field, column: column?.heading ?? columnsOf(this.context.kind)[field]?.label.zh ?? field, value, reason })
  }

  maskReference(text: string): string {
    return maskReference(text, this.persons)
  }

  mask(text: string): string {
    return maskText(text, this.persons)
  }

  private checkCells(): void {
    for (const column of this.byField.values()) {
      const cell = this.row.cells[column.index]
      if (!cell) continue
      if (cell.kind === 'formulaWithoutValue') this.fault(column.field, 'FORMULA_WITHOUT_VALUE')
      else if (cell.text.length > LIMITS.cellCharacters) this.fault(column.field, 'TOO_LONG')
    }
  }
}

/** A cell that is too long is a fault of its row already: what is read of it must not take a minute. */
export function shortened(cell: Cell): Cell {
  return cell.text.length > LIMITS.cellCharacters ? { text: cell.text.slice(0, LIMITS.cellCharacters), kind: cell.kind } : cell
}

/** Names that stand in the columns of persons: looked for in the row's other cells, the longest first. */
export function personNames(row: Row, personal: readonly number[]): string[] {
  const names: string[] = []
  for (const index of personal) {
    const cell = row.cells[index]
    const text = cell ? tidy(cell.text) : ''
    if (isPersonName(text)) names.push(text)
  }
  return names.length > 1 ? names.sort((a, b) => b.length - a.length) : names
}

/** The row's cells as text, trimmed, before masking: what a row without a number is known by. */
export function writtenCells(row: Row): string[] {
  const cells = Array.from(row.cells, (cell) => (cell ? cell.text.trim() : ''))
  while (cells.length > 0 && cells.at(-1) === '') cells.pop()
  return cells
}
