import { columnsOf, type ImportColumn, type ImportKind } from './columns.ts'
import type { Headings, How } from './headings.ts'
import { maskText } from './masking.ts'
import { dice, pairsOf } from './names.ts'
import { looksPersonal } from './sheet-row.ts'
import { likeness } from './written.ts'

/** One column of a sheet that was read, mapped or not. `samples`: first values, masked. */
export type FoundTableColumn = {
  index: number
  heading: string
  /** What is drawn above it over several columns. */
  upper: string | null
  field: string | null
  /** ASIDE: known, and nothing of it is kept. */
  how: How | 'ASIDE' | null
  personal: boolean
  /** Fields that the heading may mean, the likeliest first; they decide nothing. */
  proposals: string[]
  samples: string[]
}

/** One sheet of a file: where its headings were found, or its first rows where none were. */
export type FoundTable = {
  sheet: string | null
  read: boolean
  headingRows: number[]
  rows: number
  columns: FoundTableColumn[]
  preview: { row: number; cells: string[] }[]
}

/** The columns of headings that were found, those without a field with what they may mean. */
export function tableColumns(kind: ImportKind, headings: Headings): FoundTableColumn[] {
  const byIndex = new Map(headings.columns.map((column) => [column.index, column]))
  const taken = new Set(headings.columns.map((column) => column.field))
  const columns = columnsOf(kind)
  return headings.cells.map(({ index, heading, upper }) => {
    const found = byIndex.get(index)
    const aside = headings.aside.find((column) => column.index === index)
    const field = found?.field ?? aside?.field ?? null
    return {
      index,
      heading: maskText(heading),
      upper: upper === null ? null : maskText(upper),
      field,
      how: found?.how ?? (aside ? 'ASIDE' : null),
      personal: field === null ? looksPersonal(heading) : Boolean(columns[field]?.personal),
      proposals: field !== null ? [] : proposedFields(columns, heading, taken),
      samples: [],
    }
  })
}

const PROPOSALS = 3
const LIKE_ENOUGH = 0.5

function proposedFields(columns: Record<string, ImportColumn>, heading: string, taken: ReadonlySet<string>): string[] {
  const written = pairsOf(likeness(heading))
  if (written.size === 0) return []
  return Object.entries(columns)
    .filter(([field]) => !taken.has(field))
    .map(([field, column]) => {
      const names = [column.label.zh, column.label.en, ...column.synonyms, ...(column.weakSynonyms ?? [])]
      return { field, alike: Math.max(...names.map((name) => dice(written, pairsOf(likeness(name))))) }
    })
    .filter((one) => one.alike >= LIKE_ENOUGH)
    .sort((a, b) => b.alike - a.alike)
    .slice(0, PROPOSALS)
    .map((one) => one.field)
}
