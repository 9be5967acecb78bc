import { IMPORT_KINDS, type ImportKind } from './columns.ts'
import type { FoundTable } from './found-tables.ts'
import { HeadingFinder } from './headings.ts'
import { readyMap } from './map.ts'

/** The other kind (rarely several) that knows most of the headings among a file's first rows: what it more likely holds. */
export function otherKinds(asked: ImportKind, tables: readonly FoundTable[]): ImportKind[] {
  const unread = tables.filter((table) => !table.read)
  const fits = IMPORT_KINDS.filter((kind) => kind !== asked).map((kind) => ({
    kind,
    known: Math.max(0, ...unread.map((table) => knownHeadings(kind, table))),
  }))
  const most = Math.max(0, ...fits.map((fit) => fit.known))
  return fits.flatMap(({ kind, known }) => (known > 0 && known === most ? [kind] : []))
}

/** How many headings name a field of the kind; 0 where one that it needs is missing. */
function knownHeadings(kind: ImportKind, { preview }: FoundTable): number {
  const finder = new HeadingFinder(kind, readyMap({}), [])
  for (const { row, cells } of preview) {
    const found = finder.take({ row, cells: cells.map((text) => (text === '' ? undefined : { text, kind: 'text' })) })
    if (found) return found.headings.columns.length
  }
  return finder.end()?.columns.length ?? 0
}
