import { readFileSync } from 'node:fs'
import type { CellObject, WorkBook } from '@e965/xlsx'
import { LIMITS } from '../limits.ts'
import { Refusal } from '../refusal.ts'
import { prepareRecords } from './biff-records.ts'
import type { Book, Cell, Range, Row, Sheet } from './cells.ts'
import { fromSerial, writtenMoment } from './serial.ts'
import { isDateFormat } from './styles.ts'

/** What a container of the old kind may hold beside a workbook. */
const OTHERS: [part: RegExp, name: string][] = [
  [/\/WordDocument$/i, 'Word'],
  [/\/PowerPoint Document$/i, 'PowerPoint'],
  [/\/__properties_version1\.0$/i, 'Outlook'],
]

type XlsOptions = { recognised: () => void; bare?: boolean }

/**
 * Opens a workbook of Excel 97 (BIFF8) or 95 (BIFF5), in its container or, `bare`, as the stream alone. Throws
 * `Refusal`; ENCRYPTED and MACROS among them.
 */
export async function openXls(path: string, bytes: number, { recognised, bare = false }: XlsOptions): Promise<Book> {
  if (bytes > LIMITS.xlsBytes) throw new Refusal('TOO_LARGE_XLS')
  const library = await loadLibrary()
  const stream = bare ? readFileSync(path) : workbookStream(library, readFileSync(path))
  prepareRecords(stream)
  recognised()
  let book: WorkBook
  try {
    book = library.read(stream, {
      type: 'buffer',
      dense: true,
      cellNF: true,
      cellText: false,
      cellHTML: false,
      cellFormula: false,
      codepage: 936,
    })
  } catch {
    throw new Refusal('DAMAGED', { zh: '(旧版 .xls)', en: '(old .xls)' })
  }
  const from1904 = book.Workbook?.WBProps?.date1904 === true
  return { format: 'xls', from1904, encoding: null, sheets: sheetsOf(book, from1904), close() {} }
}

type Library = typeof import('@e965/xlsx')

/** It is large and rarely needed; BIFF5 needs its tables of characters. */
async function loadLibrary(): Promise<Library> {
  const [library, tables] = await Promise.all([import('@e965/xlsx'), import('@e965/xlsx/dist/cpexcel.full.mjs')])
  library.set_cptable(tables)
  return library
}

function workbookStream(library: Library, file: Buffer): Buffer {
  const reader = library.CFB as ContainerReader
  const container = readContainer(reader, file)
  const paths = container.FullPaths
  if (paths.some((path) => /\/EncryptedPackage$/i.test(path))) throw new Refusal('ENCRYPTED')
  const stream = reader.find(container, '/Workbook') ?? reader.find(container, '/Book')
  if (!stream?.content) {
    const other = OTHERS.find(([part]) => paths.some((path) => part.test(path)))
    throw other ? new Refusal('UNKNOWN_FORMAT', { zh: `(${other[1]} 文件)`, en: `(${other[1]})` }) : new Refusal('DAMAGED', NO_WORKBOOK)
  }
  if (paths.some((path) => /\/_VBA_PROJECT_CUR\/|\/VBA\/dir$/i.test(path))) throw new Refusal('MACROS')
  return Buffer.from(stream.content)
}

const NO_WORKBOOK = { zh: '(其中没有工作簿)', en: '(it holds no workbook)' }

/** What the library, whose types leave this part open, makes of a container. */
type Container = { FullPaths: string[] }
type ContainerReader = {
  read(file: Buffer, options: object): Container
  find(container: Container, path: string): { content?: Uint8Array } | null
}

function readContainer(reader: ContainerReader, file: Buffer): Container {
  try {
    return reader.read(file, { type: 'buffer' })
  } catch {
    throw new Refusal('DAMAGED', { zh: '(旧版 .xls)', en: '(old .xls)' })
  }
}

type Grid = { '!data'?: (CellObject | undefined)[][]; '!merges'?: { s: Corner; e: Corner }[]; '!type'?: string }
type Corner = { r: number; c: number }

function sheetsOf(book: WorkBook, from1904: boolean): Sheet[] {
  return book.SheetNames.flatMap((name): Sheet[] => {
    const grid = book.Sheets[name] as Grid | undefined
    // A chart has no cells to read.
    if (!grid || grid['!type'] === 'chart') return []
    const dates = new Map<string, boolean>()
    return [{ name, merged: rangesOf(grid), read: () => rowsOf(grid['!data'] ?? [], dates, from1904) }]
  })
}

function rangesOf(grid: Grid): Range[] {
  return (grid['!merges'] ?? [])
    .slice(0, LIMITS.mergedRanges)
    .map(({ s, e }) => ({ top: s.r + 1, left: s.c + 1, bottom: e.r + 1, right: e.c + 1 }))
}

async function* rowsOf(data: (CellObject | undefined)[][], dates: Map<string, boolean>, from1904: boolean): AsyncGenerator<Row[]> {
  let batch: Row[] = []
  for (let at = 0; at < data.length; at++) {
    const cells = data[at]
    if (!cells) continue
    batch.push({ row: at + 1, cells: Array.from(cells, (cell) => readCell(cell, dates, from1904)) })
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
const BATCH = 500

const ERRORS: Record<number, string> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
}

function readCell(cell: CellObject | undefined, dates: Map<string, boolean>, from1904: boolean): Cell | undefined {
  switch (cell?.t) {
    case 's':
      return cell.v === '' || cell.v === undefined ? undefined : { text: String(cell.v), kind: 'text' }
    case 'b':
      return { text: cell.v ? 'TRUE' : 'FALSE', kind: 'boolean' }
    case 'e':
      return { text: ERRORS[Number(cell.v)] ?? '#N/A', kind: 'error' }
    case 'n':
      return readNumber(Number(cell.v), showsDate(cell.z, dates), from1904)
    default:
      return undefined
  }
}

function readNumber(value: number, isDate: boolean, from1904: boolean): Cell {
  const date = isDate ? fromSerial(value, from1904) : null
  return date ? { text: writtenMoment(date), kind: 'date', date } : { text: String(value), kind: 'number' }
}

function showsDate(format: CellObject['z'], known: Map<string, boolean>): boolean {
  if (typeof format !== 'string') return false
  let shows = known.get(format)
  if (shows === undefined) known.set(format, (shows = isDateFormat(format)))
  return shows
}
