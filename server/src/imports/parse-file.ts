import { columnsOf, type ImportKind } from './columns.ts'
import { readComplaint, type StagedComplaint, type World } from './complaint-row.ts'
import { complaintLine, copyLine, type Place } from './copy-text.ts'
import { readDate } from './dates.ts'
import type { FoundColumn, Headings } from './headings.ts'
import { readyMap, type ImportMap } from './map.ts'
import { maskText } from './masking.ts'
import { namesSheets, textCell, type Book, type Row } from './readers/cells.ts'
import { readTables, type TableSink } from './read-tables.ts'
import { parseReturns } from './returns/parse-returns.ts'
import type { Fault } from './reasons.ts'
import { personNames, type ReadingContext } from './row-reader.ts'
import { nothingSkipped, type Skipped } from './rows.ts'
import type { FoundTable } from './found-tables.ts'
import { headingsDigest } from './remembered.ts'
import { SheetCells, splitCells, type BesideKind, type KnownCell, type SheetRowKind } from './sheet-row.ts'
import { fingerprint, fingerprintOf, SeenFingerprints, type Fingerprint } from './seen.ts'
import { readAssessment, readExposure, readInstitution, type ReadRow } from './small-rows.ts'
import { StatedSums, differs, type Stated } from './stated.ts'

/** Where parsed rows go, as lines of COPY: complaints, rows of the small kinds, rejections, the sheet as it is shown. */
export type StagingTable = 'complaint' | 'row' | 'rejection' | 'sheetRow'
export type Outlet = (table: StagingTable, lines: string, rowsRead: number) => Promise<void>

export type ParseOptions = { kind: ImportKind; map: ImportMap; importId: number; world: World }

/** What reading a whole file found, rows aside. */
export type Parsed = {
  /** Data rows: accepted + repeats + rejectedRows. */
  rows: number
  accepted: number
  /** Rows that say again what a row of the same number said. */
  repeats: number
  rejectedRows: number
  skipped: Skipped
  stated: Stated[]
  statedDiffers: Stated[]
  /** Import columns that the file or the mapping's defaults give. */
  fields: string[]
  /** Whether any accepted row has a time of receipt. */
  hasTimes: boolean
  /** Institution names that mean none, masked, with their rows. */
  unknownInstitutions: { value: string; rows: number }[]
  encoding: string | null
  sheets: string[]
  /** Whether places name their sheet. */
  namesSheets: boolean
  /** Columns that are known and not kept, with their headings; persons' columns among them. */
  notKept: { heading: string; field: string }[]
  /** What titles above the headings stated, by field and as written in the product's way; of several sheets each value once. */
  titles: { field: string; value: string }[]
  /** Columns found, with their headings: for the page. */
  columns: { heading: string; field: string }[]
  /** All headings of the first table, mapped or not. */
  headings: string[]
  /** What those headings are known by among others. */
  headingsDigest: Buffer | null
  /** Every sheet of the file. */
  tables: FoundTable[]
}

const FLUSH_CHARACTERS = 256 * 1024
const DISTINCT_NAMES = 10_000
const SAMPLED_ROWS = 200
const SAMPLES = 3

/** Reads a whole file of one kind and hands its rows, parsed and masked, to the outlet. Throws `Refusal`. */
export async function parseBook(book: Book, options: ParseOptions, outlet: Outlet): Promise<Parsed> {
  if (options.kind === 'returns') return parseReturns(book, options, outlet)
  const run = new FileRun(book, options, outlet)
  const { rows, tables } = await readTables(book, options.kind, readyMap(options.map), run.skipped, run)
  await run.flush()
  return { ...run.parsed(rows), tables }
}

class FileRun implements TableSink {
  readonly skipped: Skipped = nothingSkipped()
  private readonly sums = new StatedSums()
  private readonly numbers = new SeenFingerprints()
  private readonly unnumbered = new SeenFingerprints()
  private readonly names = new Map<string, number>()
  private readonly fields = new Set<string>()
  private readonly sheets: string[] = []
  private columns: { heading: string; field: string }[] = []
  private readonly notKept = new Map<string, string>()
  private readonly titles = new Map<string, { field: string; value: string }>()
  private headings: string[] = []
  private headingsDigest: Buffer | null = null
  private found!: FoundTable
  private cells!: SheetCells
  private dataRows = 0
  private readonly lines: Record<StagingTable, string> = { complaint: '', row: '', rejection: '', sheetRow: '' }
  private context!: ReadingContext
  private byField!: ReadonlyMap<string, FoundColumn>
  private sheet: string | undefined
  private seq = 0
  private accepted = 0
  private repeats = 0
  private rejectedRows = 0
  private hasTimes = false

  constructor(
    private readonly book: Book,
    private readonly options: ParseOptions,
    private readonly outlet: Outlet,
  ) {
    for (const field of Object.keys(options.map.defaults ?? {})) this.fields.add(field)
  }

  table(found: FoundTable, context: ReadingContext, byField: ReadonlyMap<string, FoundColumn>): void {
    const name = namesSheets(this.book) ? (found.sheet ?? undefined) : undefined
    this.found = found
    this.sheet = name
    this.context = context
    this.byField = byField
    this.cells = new SheetCells(new Set(found.columns.flatMap((column) => (column.personal ? [column.index] : []))))
    if (name !== undefined) this.sheets.push(name)
    for (const field of byField.keys()) this.fields.add(field)
    for (const [field, value] of context.titles ?? []) {
      this.fields.add(field)
      this.titles.set(`${field} ${value}`, { field, value })
    }
    if (byField.has('birthYear') && this.options.world.keepsAgeBands) this.fields.add('ageBand')
    const registry = columnsOf(this.options.kind)
    for (const { heading, field } of [...context.headings.aside, ...byField.values()])
      if (registry[field]?.aside || registry[field]?.personal) this.notKept.set(maskText(heading), field)
    if (this.columns.length > 0) return
    this.columns = [...byField.values()].map(({ heading, field }) => ({ heading, field }))
    this.headings = context.headings.all.map((heading) => maskText(heading))
    this.headingsDigest = headingsDigest(context.headings.all)
  }

  beside(row: Row, kind: BesideKind): void {
    this.sheetLine(row, this.seq++, kind)
  }

  row(row: Row): void {
    const place: Place = { importId: this.options.importId, seq: this.seq++, sheet: this.sheet, row: row.row }
    if (this.options.kind === 'complaints') this.complaint(row, place)
    else this.small(row, place)
    this.dataRows++
  }

  sum(row: Row, kind: 'subtotal' | 'total', headings: Headings): void {
    if (this.options.kind === 'complaints') this.sums.close(row, kind, headings, this.sheet)
  }

  async batch(): Promise<void> {
    if (this.lines.complaint.length + this.lines.row.length + this.lines.rejection.length + this.lines.sheetRow.length > FLUSH_CHARACTERS)
      await this.flush()
  }

  async flush(): Promise<void> {
    for (const table of Object.keys(this.lines) as StagingTable[]) {
      if (this.lines[table] === '') continue
      const lines = this.lines[table]
      this.lines[table] = ''
      await this.outlet(table, lines, this.seq)
    }
  }

  parsed(rows: number): Omit<Parsed, 'tables'> {
    return {
      rows,
      accepted: this.accepted,
      repeats: this.repeats,
      rejectedRows: this.rejectedRows,
      skipped: this.skipped,
      stated: this.sums.found,
      statedDiffers: this.sums.found.filter(differs),
      fields: [...this.fields],
      hasTimes: this.hasTimes,
      unknownInstitutions: [...this.names].map(([value, count]) => ({ value, rows: count })),
      encoding: this.book.encoding,
      sheets: this.sheets,
      namesSheets: namesSheets(this.book),
      columns: this.columns,
      notKept: [...this.notKept].map(([heading, field]) => ({ heading, field })),
      titles: [...this.titles.values()],
      headings: this.headings,
      headingsDigest: this.headingsDigest,
    }
  }

  private complaint(row: Row, place: Place): void {
    const read = readComplaint(row, this.byField, this.context, this.options.world)
    const key = read.number === null ? null : fingerprint(`${read.source}\u001f${read.number}`)
    if (key === null || this.numbers.count(key) === 0) this.sums.add(read.fen)
    if (read.unknownInstitution !== null) this.noteName(read.unknownInstitution)
    if (!read.complaint) this.reject(row, place, read.faults)
    else if (key === null) this.acceptUnnumbered(row, place, read.complaint)
    else this.acceptNumbered(row, place, read.complaint, key)
  }

  private acceptNumbered(row: Row, place: Place, complaint: StagedComplaint, key: Fingerprint): void {
    switch (this.numbers.holds(key, complaint.content, place.seq)) {
      case 'first':
        this.accept(row, place, complaint)
        break
      case 'same':
        this.repeats++
        this.sheetLine(row, place.seq, 'repeat', this.numbers.placeOf(key))
        break
      case 'other': {
        const column = this.byField.get('number')?.heading ?? columnsOf('complaints')['number']?.label.zh ?? 'number'
        const fault: Fault = { field: 'number', column, value: complaint.number ?? '', reason: 'CONFLICTING_REPEAT' }
        this.reject(row, place, [fault], this.numbers.placeOf(key))
      }
    }
  }

  /** Rows without a number that are alike are as many complaints, told apart by their order. */
  private acceptUnnumbered(row: Row, place: Place, complaint: StagedComplaint): void {
    if (!complaint.rowDigest) return
    complaint.content = fingerprintOf(complaint.rowDigest)
    complaint.rowOrdinal = this.unnumbered.count(complaint.content) + 1
    this.accept(row, place, complaint)
  }

  private accept(row: Row, place: Place, complaint: StagedComplaint): void {
    this.accepted++
    this.hasTimes ||= complaint.receivedTime !== null
    this.lines.complaint += complaintLine(place, complaint)
    const text = this.byField.get('text')
    const known = text && complaint.text !== null ? { index: text.index, masked: complaint.text } : null
    this.sheetLine(row, place.seq, 'accepted', null, known)
  }

  private small(row: Row, place: Place): void {
    const read = readSmall(this.options.kind, row, this.byField, this.context)
    if (!read.value) {
      this.reject(row, place, read.faults)
      return
    }
    this.accepted++
    this.lines.row += copyLine([place.importId, place.seq, place.sheet, place.row, JSON.stringify(read.value)])
    this.sheetLine(row, place.seq, 'accepted')
  }

  private reject(row: Row, place: Place, faults: readonly Fault[], first: number | null = null): void {
    this.rejectedRows++
    for (const { field, column, value, reason } of faults)
      this.lines.rejection += copyLine([place.importId, place.seq, place.sheet, place.row, field, column, value, reason])
    this.sheetLine(row, place.seq, 'rejected', first)
  }

  /** The row as the person knows it. In a rejected one a serial number becomes its day: as a text it would not be read again. */
  private sheetLine(row: Row, seq: number, kind: SheetRowKind, first: number | null = null, known: KnownCell | null = null): void {
    const data = kind === 'accepted' || kind === 'repeat' || kind === 'rejected'
    const shown = kind === 'rejected' ? readableDates(row, this.context) : row
    const persons = data ? personNames(row, this.context.personal) : null
    const cells = this.cells.text(shown, persons, kind === 'rejected' || kind === 'headings', known)
    this.lines.sheetRow += copyLine([this.options.importId, seq, this.sheet, row.row, kind, this.dataRows, first, cells])
    if (data && this.sampled < SAMPLED_ROWS) this.sample(cells)
  }

  private sampled = 0

  private sample(cells: string): void {
    this.sampled++
    const texts = splitCells(cells)
    for (const { index, samples } of this.found.columns) {
      const text = texts[index]?.trim().slice(0, 40)
      if (text && samples.length < SAMPLES && !samples.includes(text)) samples.push(text)
    }
  }

  private noteName(name: string): void {
    const count = this.names.get(name)
    if (count !== undefined || this.names.size < DISTINCT_NAMES) this.names.set(name, (count ?? 0) + 1)
  }
}

function readSmall(kind: ImportKind, row: Row, byField: ReadonlyMap<string, FoundColumn>, context: ReadingContext): ReadRow<unknown> {
  if (kind === 'institutions') return readInstitution(row, byField, context)
  return kind === 'assessments' ? readAssessment(row, byField, context) : readExposure(row, byField, context)
}

function readableDates(row: Row, context: ReadingContext): Row {
  const columns = columnsOf(context.kind)
  const serials = context.headings.columns.filter(
    ({ field, index }) => columns[field]?.date && row.cells[index]?.kind === 'number' && !/^\d{8}$/.test(row.cells[index].text),
  )
  if (serials.length === 0) return row
  const cells = [...row.cells]
  for (const { index } of serials) {
    const cell = cells[index]
    const moment = cell && readDate(cell, { from1904: context.from1904, style: null })
    if (moment) cells[index] = textCell(moment.time ? `${moment.day} ${moment.time}` : moment.day)
  }
  return { row: row.row, cells }
}
