import { columnsOf, type ImportKind } from './columns.ts'
import { isSlashed, styleEvidence, type SlashStyle } from './dates.ts'
import { HeadingFinder, type FoundColumn, type Headings } from './headings.ts'
import { LIMITS } from './limits.ts'
import type { ReadyMap } from './map.ts'
import { maskText } from './masking.ts'
import { isBlank, type Book, type Cell, type Range, type Row, type Sheet } from './readers/cells.ts'
import { Refusal } from './refusal.ts'
import { rowKind, type Skipped } from './rows.ts'
import type { ReadingContext } from './row-reader.ts'
import { previewCells, type BesideKind } from './sheet-row.ts'
import { titlesIn } from './titles.ts'
import { tableColumns, type FoundTable } from './found-tables.ts'

/** What a table hands on: each data row with what it is read with, and each row that states a sum. */
export type TableSink = {
  table(found: FoundTable, context: ReadingContext, byField: ReadonlyMap<string, FoundColumn>): void
  row(row: Row): void
  /** A row beside the data, in its place among the others. */
  beside(row: Row, kind: BesideKind): void
  sum(row: Row, kind: 'subtotal' | 'total', headings: Headings): void
  /** After each batch of rows: where a sink may wait for its reader. */
  batch(): Promise<void>
}

/**
 * Reads every sheet that has the headings of a kind, in order. `skipped` is filled as rows are passed over.
 * Returns how many data rows there were, and what was found in each sheet. Throws `Refusal` NO_HEADINGS, NO_ROWS,
 * TOO_MANY_ROWS.
 */
export async function readTables(
  book: Book,
  kind: ImportKind,
  map: ReadyMap,
  skipped: Skipped,
  sink: TableSink,
): Promise<{ rows: number; tables: FoundTable[] }> {
  let rows = 0
  const tables: FoundTable[] = []
  let lacking: string[] | null = null
  let fullest: string[] = []
  for (const sheet of book.sheets) {
    const name = sheet.name === null ? null : repaired(sheet.name)
    const wanted = map.sheets === null || map.sheets.has(name ?? '')
    const reader = new TableReader(sheet, name, book, kind, map, skipped, sink)
    rows += await (wanted ? reader.read(rows) : reader.look())
    if (tables.length < LISTED_SHEETS) tables.push(reader.table)
    if (!wanted) continue
    if (lacking === null || reader.lacking.length < lacking.length) lacking = reader.lacking
    if (reader.fullest.length > fullest.length) fullest = reader.fullest
  }
  const refusal = tables.some((table) => table.read)
    ? rows === 0
      ? new Refusal('NO_ROWS')
      : null
    : noHeadings(kind, lacking ?? [], fullest)
  if (!refusal) return { rows, tables }
  refusal.tables = tables
  throw refusal
}

const LISTED_SHEETS = 50
const PREVIEW_ROWS = 20
/** Blank rows that a reader leaves out are shown as far as a person would scroll past them. */
const SHOWN_BLANKS = 200

function noHeadings(kind: ImportKind, lacking: string[], fullest: string[]): Refusal {
  const columns = lacking.map((field) => columnsOf(kind)[field]?.label)
  const detail = {
    zh: `缺少:${columns.map((label) => label?.zh).join('、')}。`,
    en: `Missing: ${columns.map((label) => label?.en).join(', ')}.`,
  }
  const refusal = columns.length === 0 ? new Refusal('NO_HEADINGS') : new Refusal('NO_HEADINGS', detail)
  refusal.headings = fullest.map((heading) => maskText(heading))
  return refusal
}

/** One sheet: its headings, then its rows by kind. */
class TableReader {
  readonly table: FoundTable
  lacking: string[]
  fullest: string[] = []
  /** The first rows, as long as no headings are found. */
  private head: Row[] = []
  private readonly headingRows: readonly number[] | null
  private headings: Headings | null = null
  private context: ReadingContext | null = null
  private required: number[] = []
  private dateColumns: FoundColumn[] = []
  private readonly styles = new Map<number, SlashStyle>()
  private unproved = new Set<number>()
  private blanks = 0
  private lastRow = 0
  private readonly finder: HeadingFinder
  private readonly fill: (row: Row) => void

  constructor(
    private readonly sheet: Sheet,
    name: string | null,
    private readonly book: Book,
    private readonly kind: ImportKind,
    private readonly map: ReadyMap,
    private readonly skipped: Skipped,
    private readonly sink: TableSink,
  ) {
    this.finder = new HeadingFinder(kind, map, sheet.merged)
    this.lacking = this.finder.lacking
    this.fill = verticalFill(sheet.merged)
    this.headingRows = map.headingRows.get(name ?? '') ?? null
    this.table = { sheet: name, read: false, headingRows: [], rows: 0, columns: [], preview: [] }
  }

  async read(before: number): Promise<number> {
    for await (const batch of this.sheet.read()) {
      for (const row of batch) {
        if (row.row > LIMITS.rows + 1000 || before + this.table.rows > LIMITS.rows) throw new Refusal('TOO_MANY_ROWS')
        repair(row)
        if (this.context) await this.take(row)
        else await this.seek(row)
      }
      await this.sink.batch()
    }
    const last = this.finder.end()
    if (!this.context && last) this.begin(last)
    this.lacking = this.finder.lacking
    this.fullest = this.finder.fullest
    this.keepPreview()
    return this.table.rows
  }

  /** The first rows of a sheet that is not read. */
  async look(): Promise<number> {
    for await (const batch of this.sheet.read()) {
      for (const row of batch.slice(0, PREVIEW_ROWS - this.head.length)) {
        repair(row)
        this.head.push(row)
      }
      if (this.head.length >= PREVIEW_ROWS) break
    }
    this.keepPreview()
    return 0
  }

  private keepPreview(): void {
    if (!this.table.read) this.table.preview = this.head.slice(0, PREVIEW_ROWS).map((row) => ({ row: row.row, cells: previewCells(row) }))
  }

  private async seek(row: Row): Promise<void> {
    if (this.head.length < SHOWN_BLANKS) this.head.push(row)
    if (this.headingRows) return this.seekNamed(row, this.headingRows)
    const answer = this.finder.take(row)
    if (!answer) return
    this.begin(answer.headings)
    if (answer.pending) await this.take(answer.pending)
  }

  /** Headings where a person says that they are: they may lack what the kind demands, which is then said. */
  private seekNamed(row: Row, rows: readonly number[]): void {
    if (row.row !== rows.at(-1)) return
    const found = this.finder.forced(this.head.filter((one) => rows.includes(one.row)))
    if (found.missing.length === 0) this.begin(found)
  }

  private begin(headings: Headings): void {
    this.headings = headings
    const first = headings.rows[0] as number
    this.skipped.beforeHeadings += first - 1
    this.skipped.headings += headings.rows.length
    this.lastRow = headings.rows.at(-1) as number
    const byField = new Map(headings.columns.map((column) => [column.field, column]))
    const columns = columnsOf(this.kind)
    this.required = headings.columns.filter((column) => columns[column.field]?.required).map((column) => column.index)
    this.dateColumns = headings.columns.filter((column) => columns[column.field]?.date)
    for (const column of this.dateColumns) {
      const fixed = column.likeness.map((key) => this.map.dates.get(key)).find((style) => style !== undefined)
      if (fixed) this.styles.set(column.index, fixed)
      else this.unproved.add(column.index)
    }
    const personal = [...headings.columns, ...headings.aside]
      .filter((column) => columns[column.field]?.personal === true)
      .map((column) => column.index)
    this.context = {
      kind: this.kind,
      map: this.map,
      headings,
      from1904: this.book.from1904,
      styles: this.styles,
      personal,
      words: new Map(),
      titles: this.titles(headings),
    }
    Object.assign(this.table, { read: true, headingRows: headings.rows, columns: tableColumns(this.kind, headings) })
    this.sink.table(this.table, this.context, byField)
    for (const row of this.head)
      if (row.row <= this.lastRow)
        this.sink.beside(row, headings.rows.includes(row.row) ? 'headings' : row.cells.every(isBlank) ? 'blank' : 'title')
    this.head = []
  }

  /** What the lines above the headings state of fields that have neither a column nor a default. */
  private titles({ rows, columns }: Headings): Map<string, string> {
    const [first = 0] = rows
    const titles = titlesIn(
      this.kind,
      this.head.filter((row) => row.row < first),
    )
    for (const { field } of columns) titles.delete(field)
    for (const field of this.map.defaults.keys()) titles.delete(field)
    return titles
  }

  private async take(row: Row): Promise<void> {
    const headings = this.headings as Headings
    this.blanks += Math.max(0, row.row - this.lastRow - 1)
    this.lastRow = row.row
    this.fill(row)
    const kind = rowKind(row, headings, this.required)
    if (kind === 'blank') {
      this.blanks++
      return
    }
    // Blank rows at the end of a sheet are formatting, not content.
    for (let blank = this.blanks; blank > 0; blank--)
      if (blank <= SHOWN_BLANKS) this.sink.beside({ row: row.row - blank, cells: [] }, 'blank')
    this.skipped.blank += this.blanks
    this.blanks = 0
    if (kind !== 'data') {
      this.skipped[kind]++
      this.sink.beside(row, kind)
      if (kind === 'subtotal' || kind === 'total') this.sink.sum(row, kind, headings)
      return
    }
    if (this.unproved.size > 0 && this.dateColumns.some((column) => this.unproved.has(column.index) && isSlashed(row.cells[column.index])))
      await this.proveStyles()
    this.table.rows++
    this.sink.row(row)
  }

  /** Reads the sheet once more: a column proves M/D/YYYY where a day above 12 stands second and none stands first. */
  private async proveStyles(): Promise<void> {
    const evidence = new Map<number, Set<SlashStyle>>()
    const first = this.headings?.rows.at(-1) as number
    for await (const batch of this.sheet.read())
      for (const row of batch) {
        if (row.row <= first) continue
        for (const { index } of this.dateColumns) {
          const style = this.unproved.has(index) ? styleEvidence(row.cells[index]) : null
          if (style) evidence.set(index, (evidence.get(index) ?? new Set()).add(style))
        }
      }
    for (const [index, styles] of evidence) if (styles.size === 1 && styles.has('M/D/YYYY')) this.styles.set(index, 'M/D/YYYY')
    this.unproved = new Set()
  }
}

/**
 * Gives the cells below a cell that is drawn over several rows its value, in the range's first column. Ranges do not
 * overlap; where they do, the later one counts.
 */
function verticalFill(merged: readonly Range[]): (row: Row) => void {
  const tall = merged.filter((range) => range.bottom > range.top && range.left <= LIMITS.columns).sort((a, b) => a.top - b.top)
  if (tall.length === 0) return () => {}
  let next = 0
  const open = new Map<number, { bottom: number; cell: Cell | undefined }>()
  return (row) => {
    for (const [at, { bottom, cell }] of open) {
      if (bottom < row.row) open.delete(at)
      else if (cell && isBlank(row.cells[at])) row.cells[at] = cell
    }
    for (; next < tall.length && (tall[next] as Range).top <= row.row; next++) {
      const { top, left, bottom } = tall[next] as Range
      if (top === row.row) open.set(left - 1, { bottom, cell: row.cells[left - 1] })
    }
  }
}

/** Neither NUL nor half a surrogate pair can be kept: the one is dropped, the other shown as a damaged character. */
function repaired(text: string): string {
  return UNKEPT.test(text) ? text.replaceAll('\0', '').replace(/[\ud800-\udfff]/gu, '\ufffd') : text
}
const UNKEPT = /[\0\ud800-\udfff]/u

function repair(row: Row): void {
  for (const cell of row.cells) if (cell && UNKEPT.test(cell.text)) cell.text = repaired(cell.text)
}
