import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import { writeCsv } from './csv.ts'
import type { ExportFormatKey } from './exports.types.ts'
import type { Sheet } from './sheet.ts'
import { writeXlsx, type BookFacts } from './xlsx.ts'

export const contentTypes: Record<ExportFormatKey, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
}

/** Writes a file through a function that is given the stream; the file is whole when this returns. */
export async function writeFileWith(path: string, write: (out: Writable) => Promise<void>): Promise<void> {
  const out = createWriteStream(path, { mode: 0o600 })
  try {
    await write(out)
    out.end()
    await finished(out)
  } catch (error) {
    out.destroy()
    throw error
  }
}

/** The sheets in a format: a workbook with the sheet that explains them, or the tables alone, because programs read a CSV. */
export function writeSheets(
  format: ExportFormatKey,
  { tables, about }: { tables: readonly Sheet[]; about: Sheet },
  facts: BookFacts,
  out: Writable,
): Promise<void> {
  if (format === 'xlsx') return writeXlsx([...tables, about], out, facts)
  const [only] = tables
  // Of several tables each keeps its title, or nobody could tell them apart.
  return writeCsv(only && tables.length === 1 ? [{ ...only, titles: [] }] : tables, out)
}

/** A file name that every system takes. */
export function safeName(text: string): string {
  return text.replaceAll(/[\p{Cc}/\\:*?"<>|]/gu, '_').slice(0, 120)
}
