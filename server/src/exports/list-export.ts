import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { inLanguage, type FullLabel, type Label, type Language } from '../platform/label.ts'
import type { Fact } from './about-sheet.ts'
import type { Cell, Sheet, SheetColumn } from './sheet.ts'

/** What a list is asked with: the arguments of the API's own field, as the schema reads them. */
export type ListAsk = { db: Db; viewer: Viewer; language: Language; args: Readonly<Record<string, unknown>> }

/** A list that is ready to be written: its tables, how many rows there are, what is to be said of it. */
export type OpenList = {
  sheets: Sheet[]
  /** How many rows all tables have; null where nobody knows before they are written. */
  total: number | null
  revision: number | null
  facts: Fact[]
  /** Stands under the title and in the file's name, as the period does. */
  subtitle?: string
}

/**
 * A list of the product as a file. It is the list of a field of the API: of its rows, under its arguments and for whom
 * may ask it. One entry in `lists.ts` and every part of the product can export it.
 */
export type ListExport = { field: string; title: FullLabel; open(ask: ListAsk): Promise<OpenList> }

export type Say = (label: Label | null | undefined) => string

/** A column of a list: its heading, what it holds, and how a row gives it. */
export type ListColumn<Row> = {
  heading: FullLabel
  kind?: SheetColumn['kind']
  decimals?: number
  width?: number
  of: (row: Row, say: Say) => Cell
}

export function sayIn(language: Language): Say {
  return (label) => (label ? inLanguage(label, language) : '')
}

/** A list as a sheet; its rows are laid out page by page. */
export function listSheet<Row>(
  { title, subtitle }: { title: FullLabel; subtitle?: string },
  columns: readonly ListColumn<Row>[],
  pages: AsyncIterable<readonly Row[]>,
  language: Language,
): Sheet {
  const say = sayIn(language)
  return {
    name: say(title),
    titles: subtitle ? [say(title), subtitle] : [say(title)],
    columns: columns.map(({ heading, kind = 'TEXT', decimals = 0, width }) => ({
      heading: say(heading),
      kind,
      decimals,
      width: width ?? (kind === 'TEXT' ? 18 : 12),
    })),
    rows: laidOut(columns, pages, say),
  }
}

async function* laidOut<Row>(columns: readonly ListColumn<Row>[], pages: AsyncIterable<readonly Row[]>, say: Say): AsyncIterable<Cell[][]> {
  for await (const rows of pages) yield rows.map((row) => columns.map((column) => column.of(row, say)))
}

type Page<Row> = { rows: Row[]; endCursor: string | null; hasNextPage: boolean }

/** The rows of a list that the API gives page by page; the next page is asked for once the one before is written. */
export async function* following<Row>(first: Page<Row>, next: (after: string) => Promise<Page<Row>>): AsyncIterable<Row[]> {
  let page = first
  for (;;) {
    yield page.rows
    if (!page.hasNextPage || page.endCursor === null) return
    page = await next(page.endCursor)
  }
}

/** Rows that are there already. */
export async function* atOnce<Row>(rows: Row[]): AsyncIterable<Row[]> {
  yield rows
}
