import { copyLine } from '../copy-text.ts'
import { HeadingFinder, type FoundColumn, type Headings } from '../headings.ts'
import { readyMap, type ReadyMap } from '../map.ts'
import { maskText } from '../masking.ts'
import type { Outlet, Parsed, ParseOptions } from '../parse-file.ts'
import type { Book, Sheet } from '../readers/cells.ts'
import type { Fault } from '../reasons.ts'
import { Refusal } from '../refusal.ts'
import type { ReadingContext } from '../row-reader.ts'
import { nothingSkipped } from '../rows.ts'
import { blocksOf } from './blocks.ts'
import { readCross } from './cross-table.ts'
import { Grid } from './grid.ts'
import { readLong } from './long-table.ts'
import type { WrittenReturnRow } from './written-return.ts'

/** Reads a file of returns: on each sheet the long form where its headings say so, else tables as they stand. Throws `Refusal`. */
export async function parseReturns(book: Book, options: ParseOptions, outlet: Outlet): Promise<Parsed> {
  const run = new ReturnRun(book, options)
  for (const sheet of book.sheets) await run.read(sheet)
  if (run.parsed.rows === 0) throw run.parsed.headings.length === 0 ? new Refusal('NO_HEADINGS') : new Refusal('NO_ROWS')
  if (run.rows !== '') await outlet('row', run.rows, run.parsed.rows)
  if (run.rejections !== '') await outlet('rejection', run.rejections, run.parsed.rows)
  return run.parsed
}

class ReturnRun {
  readonly parsed: Parsed
  rows = ''
  rejections = ''
  private readonly map: ReadyMap
  private seq = 0

  constructor(
    private readonly book: Book,
    private readonly options: ParseOptions,
  ) {
    this.map = readyMap(options.map)
    this.parsed = {
      rows: 0,
      accepted: 0,
      repeats: 0,
      rejectedRows: 0,
      skipped: nothingSkipped(),
      stated: [],
      statedDiffers: [],
      fields: Object.keys(options.map.defaults ?? {}),
      hasTimes: false,
      unknownInstitutions: [],
      encoding: book.encoding,
      sheets: [],
      // Where a cell of a return stands is told by its sheet, also of a workbook of one.
      namesSheets: book.format !== 'csv',
      columns: [],
      notKept: [],
      titles: [],
      headingsDigest: null,
      tables: [],
      headings: [],
    }
  }

  async read(sheet: Sheet): Promise<void> {
    const grid = await Grid.of(sheet)
    const name = sheet.name === null ? null : maskText(sheet.name)
    const found = findHeadings(grid, sheet, this.map)
    if (found) this.long(grid, found, name)
    else if (!this.map.fieldByHeading) this.cross(grid, name)
  }

  private cross(grid: Grid, sheet: string | null): void {
    const { blocks, titles, blank, notes } = blocksOf(grid)
    if (blocks.length === 0) return
    const { skipped } = this.parsed
    if (sheet !== null) this.parsed.sheets.push(sheet)
    skipped.beforeHeadings += titles
    skipped.blank += blank
    skipped.note += notes
    const given = (field: string) => this.map.defaults.get(field) ?? null
    // What stands above the first table holds for those below it too, unless they say otherwise.
    const top = (blocks[0]?.titles ?? []).map((title) => maskText(title))
    for (const block of blocks) {
      skipped.headings += block.headings.length
      const own = block === blocks[0] ? [] : block.titles.map((title) => maskText(title))
      this.noteHeadings(block.headings.flatMap((row) => Array.from({ length: grid.width }, (_, column) => grid.text(row, column))))
      for (const { row, cells, faults } of readCross(grid, block, sheet)) {
        if (cells.length === 0 && faults.length === 0) {
          skipped.blank++
          continue
        }
        const written: WrittenReturnRow = {
          subject: given('subject'),
          jurisdiction: given('jurisdiction'),
          period: given('period'),
          form: given('form'),
          register: given('register'),
          source: given('source'),
          titles: [...top, ...own, ...(sheet === null ? [] : [sheet])],
          cells,
        }
        this.take(row, sheet, faults.length > 0 ? null : written, faults)
      }
    }
  }

  private long(grid: Grid, headings: Headings, sheet: string | null): void {
    const byField = new Map<string, FoundColumn>(headings.columns.map((column) => [column.field, column]))
    const context: ReadingContext = {
      kind: 'returns',
      map: this.map,
      headings,
      from1904: this.book.from1904,
      styles: new Map(),
      personal: [],
      words: new Map(),
    }
    if (sheet !== null) this.parsed.sheets.push(sheet)
    const last = headings.rows.at(-1) ?? 0
    this.parsed.skipped.beforeHeadings += (headings.rows[0] ?? 1) - 1
    this.parsed.skipped.headings += headings.rows.length
    this.parsed.fields.push(...byField.keys())
    this.parsed.columns.push(...headings.columns.map(({ heading, field }) => ({ heading, field })))
    this.noteHeadings(headings.all)
    for (const row of [...grid.rows.keys()].sort((a, b) => a - b)) {
      if (row < last) continue
      const { value, faults } = readLong({ row: row + 1, cells: grid.rows.get(row) ?? [] }, byField, context, sheet)
      this.take(row + 1, sheet, value, faults)
    }
  }

  private noteHeadings(texts: readonly string[]): void {
    if (this.parsed.headings.length === 0)
      this.parsed.headings = [...new Set(texts.filter((text) => text !== ''))].map((text) => maskText(text))
  }

  private take(row: number, sheet: string | null, value: WrittenReturnRow | null, faults: readonly Fault[]): void {
    const { importId } = this.options
    const seq = this.seq++
    this.parsed.rows++
    if (value === null) {
      this.parsed.rejectedRows++
      for (const fault of faults)
        this.rejections += copyLine([importId, seq, sheet, row, fault.field, fault.column, fault.value, fault.reason])
      return
    }
    this.parsed.accepted++
    this.rows += copyLine([importId, seq, sheet, row, JSON.stringify(value)])
  }
}

/** The long form's headings; null where the sheet has none. */
function findHeadings(grid: Grid, sheet: Sheet, map: ReadyMap): Headings | null {
  const finder = new HeadingFinder('returns', map, sheet.merged)
  const numbers = [...grid.rows.keys()].sort((a, b) => a - b)
  for (const row of numbers.slice(0, 40)) {
    const answer = finder.take({ row: row + 1, cells: grid.rows.get(row) ?? [] })
    if (answer) return states(answer.headings) ? answer.headings : null
  }
  const last = finder.end()
  return last && states(last) ? last : null
}

/** A default place alone makes no long form: some column has to state something. */
function states(headings: Headings): boolean {
  const fields = headings.columns.map((column) => column.field)
  const values = ['value', 'count', 'share', 'change', 'changeLastYear', 'rank', 'median']
  return fields.some((field) => values.includes(field)) && fields.some((field) => ['place', 'subject', 'period'].includes(field))
}
