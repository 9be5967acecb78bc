import type { Group } from './documents.ts'

/** Typed values by institution and base, as they were typed. */
export type Entries = ReadonlyMap<string, string>
export const cellKey = (institution: string, base: string): string => `${institution} ${base}`

export type Pasted = { entries: Map<string, string>; unmatched: string[]; over: number }

const plain = (name: string): string => name.normalize('NFKC').replaceAll(/\s+/g, '').toLowerCase()

/**
 * A block of cells from a spreadsheet, from the cell on in which it was pasted. Where its first column holds names, each row goes
 * to the institution that it names and the rest to the bases in their order; a first row that names nobody is its heading.
 */
export function pasteInto(group: Group, at: { row: number; base: number }, text: string): Pasted {
  const lines = text
    .replaceAll('\r', '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t').map((cell) => cell.trim()))
  const byName = new Map(group.rows.flatMap((row, place) => [[plain(row.label.zh), place] as const, [plain(row.key), place] as const]))
  const named = lines.some(([first = ''], _, all) => all[0] !== undefined && all[0].length > 1 && byName.has(plain(first)))
  const pasted: Pasted = { entries: new Map(), unmatched: [], over: 0 }
  lines.forEach((cells, line) => {
    const [first = '', ...rest] = cells
    const row = named ? byName.get(plain(first)) : at.row + line
    if (row === undefined) {
      if (line > 0 && first !== '') pasted.unmatched.push(first)
      return
    }
    ;(named ? rest : cells).forEach((value, column) => {
      const base = group.bases[(named ? 0 : at.base) + column]
      const institution = group.rows[row]
      if (value === '') return
      if (base && institution) pasted.entries.set(cellKey(institution.key, base.key), value)
      else pasted.over++
    })
  })
  return pasted
}

/** Whether a value is more than ten times another, or less than a tenth: mostly a unit that was mistaken. */
export function isJump(typed: string, held: number | null | undefined): boolean {
  const value = Number(typed.normalize('NFKC').replaceAll(/[,，\s]/g, ''))
  if (!Number.isFinite(value) || typed.trim() === '' || !held) return false
  return value === 0 || value / held > 10 || held / value > 10
}
