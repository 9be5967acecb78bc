import { statSync } from 'node:fs'
import { LIMITS } from '../limits.ts'
import { Refusal } from '../refusal.ts'
import type { Book } from './cells.ts'
import { openCsv } from './csv.ts'
import { readHead } from './encoding.ts'
import { openXlsx } from './xlsx.ts'

/**
 * Opens a file by what it holds, never by its name. Throws `Refusal` for what cannot or may not be read.
 * Old .xls and HTML tables are recognised here and get their own readers later.
 */
export async function openBook(path: string): Promise<Book> {
  const bytes = sizeOf(path)
  if (bytes > LIMITS.fileBytes) throw new Refusal('TOO_LARGE')
  if (bytes === 0) throw new Refusal('NO_ROWS')
  const head = readHead(path, 1024)
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return openXlsx(path, bytes)
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0])) throw new Refusal('OLD_XLS')
  const text = Buffer.from(head).toString('latin1').replace(/^\s+/, '').toLowerCase()
  if (/^(ï»¿)?<(!doctype html|html|table|meta|head|\?xml)/.test(text)) throw new Refusal('HTML_TABLE')
  if (startsWith(head, [0x25, 0x50, 0x44, 0x46])) throw new Refusal('UNKNOWN_FORMAT')
  if (head.includes(0) && !startsWith(head, [0xff, 0xfe]) && !startsWith(head, [0xfe, 0xff])) throw new Refusal('UNKNOWN_FORMAT')
  return openCsv(path)
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size
  } catch {
    throw new Refusal('UNREADABLE')
  }
}

function startsWith(bytes: Uint8Array, signature: number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte)
}
