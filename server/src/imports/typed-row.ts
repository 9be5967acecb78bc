import { columnsOf, type ImportKind } from './columns.ts'
import type { FoundColumn } from './headings.ts'
import { readyMap } from './map.ts'
import { textCell, type Row } from './readers/cells.ts'
import type { ReadingContext } from './row-reader.ts'

/** What a person typed, by import field. */
export type TypedFields = ReadonlyMap<string, string>
export type TypedRow = { row: Row; byField: ReadonlyMap<string, FoundColumn>; context: ReadingContext }

/** What was typed as the one row of a file whose columns are its fields: the functions that read files read it. */
export function typedRow(kind: ImportKind, typed: TypedFields): TypedRow {
  const columns = columnsOf(kind)
  const fields = [...typed.keys()]
  const found = fields.map((field, index): FoundColumn => ({
    field,
    index,
    heading: columns[field]?.label.zh ?? field,
    likeness: [],
    how: 'EXACT',
  }))
  return {
    row: { row: 1, cells: fields.map((field) => textCell(typed.get(field) ?? '')) },
    byField: new Map(found.map((column) => [column.field, column])),
    context: {
      kind,
      map: readyMap({}),
      headings: { rows: [], columns: found, aside: [], all: found.map((column) => column.heading), cells: [] },
      from1904: false,
      styles: new Map(),
      personal: found.filter((column) => columns[column.field]?.personal === true).map((column) => column.index),
      words: new Map(),
    },
  }
}
