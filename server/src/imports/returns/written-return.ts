import type { StatedCell } from '../../ledger/return-check.ts'

/** A row of a file of returns, parsed and masked: whose return it belongs to as written, and what it states. */
export type WrittenReturnRow = {
  /** As written; null where only a title, a sheet's or the file's name may tell. */
  subject: string | null
  jurisdiction: string | null
  period: string | null
  form: string | null
  register: string | null
  source: string | null
  /** What stands above the table, and the sheet's name. */
  titles: string[]
  cells: WrittenCell[]
}
/** Roles follow from all cells of a return. `places`: the words that a dictionary may know. */
export type WrittenCell = Omit<StatedCell, 'role'>
