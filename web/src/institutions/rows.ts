import type { Table } from '../catalog/table.ts'
import type { Label } from '../text/language.ts'
import type { InstitutionRow } from './documents.ts'
import { COUNT, HANDLED, type Sort } from './search.ts'

/** An institution of the list with its row in the table of figures; −1 where it has none. */
export type ListedRow = { institution: InstitutionRow; row: number }
/** A peer group with its members, or (`key` null) those that have no figures of their own. */
export type Section = { key: string | null; label: Label | null; rows: ListedRow[] }

/** Members under their groups in the order of the server; who is not ranked stands in a section of its own, the last. */
export function sectionsOf(institutions: readonly InstitutionRow[], table: Table | null, sort: Sort): Section[] {
  const places = new Map(table?.rows.map((row) => [table.id('INSTITUTION', row), row]))
  const sections = new Map<string | null, Section>()
  for (const institution of institutions) {
    const group = institution.ranked ? institution.peerGroup : null
    const key = group?.key ?? null
    const section = sections.get(key) ?? { key, label: group?.label ?? null, rows: [] }
    section.rows.push({ institution, row: places.get(institution.key) ?? -1 })
    sections.set(key, section)
  }
  const ordered = [...sections.values()].sort((a, b) => Number(a.key === null) - Number(b.key === null))
  return ordered.map((section) => ({ ...section, rows: sorted(section.rows, table, sort) }))
}

function sorted(rows: ListedRow[], table: Table | null, sort: Sort): ListedRow[] {
  if (sort === 'order') return rows
  if (sort === 'name') return [...rows].sort((a, b) => a.institution.label.zh.localeCompare(b.institution.label.zh, 'zh-CN'))
  // The order of the server is kept among those that tie; what has no figure stands last.
  const value = ({ row, institution }: ListedRow): number | null => {
    if (sort === 'assessment') return institution.assessment?.score == null ? null : Number(institution.assessment.score)
    if (!table || row < 0) return null
    if (sort === 'handled') return table.figure(HANDLED, 'VALUE', row)
    return table.figure(COUNT, sort === 'count' ? 'VALUE' : sort === 'change' ? 'CHANGE' : 'RANK', row)
  }
  const sign = sort === 'rank' ? 1 : -1
  return [...rows].sort((a, b) => {
    const [left, right] = [value(a), value(b)]
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    return sign * (left - right)
  })
}
