import { createReadStream } from 'node:fs'
import { LIMITS } from '../limits.ts'
import { Refusal } from '../refusal.ts'
import type { Range, Row, Sheet } from './cells.ts'
import { detectEncoding, textHead, type Encoding } from './encoding.ts'

/** A table that was read whole, because what is drawn over several rows is known only at its end. */
export type Table = { name: string | null; rows: Row[]; merged: Range[] }

/** What a text that begins with '<' holds: a web page, a workbook in the XML of Excel 2003, something else. */
export type Markup = 'html' | 'spreadsheetml' | 'mhtml' | 'other' | null

const SNIFFED = 64 * 1024

/** What kind of markup a text file is; null for plain text. */
export function sniffMarkup(path: string): Markup {
  const text = textHead(path, SNIFFED)
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (/^MIME-Version:/i.test(text) && /multipart\/related/i.test(text.slice(0, 4096))) return 'mhtml'
  if (!text.startsWith('<')) return null
  if (/<(?:\w+:)?Workbook\b/.test(text) && text.includes('urn:schemas-microsoft-com:office:spreadsheet')) return 'spreadsheetml'
  if (/<(?:html|table|tr|td|body|frameset|!doctype\s+html)\b/i.test(text)) return 'html'
  return /^<(?:\?xml|!doctype|[a-z]\w*[\s>])/i.test(text) ? 'other' : null
}

/**
 * The decoded pieces of a markup file. Its encoding is that of its byte-order mark, or UTF-8 where all of it is valid,
 * else what it declares where that can be, else a guess: pages often declare what they are not.
 */
export async function openMarkup(path: string, bytes: number): Promise<{ encoding: Encoding; pieces: () => AsyncGenerator<string> }> {
  if (bytes > LIMITS.markupBytes) throw new Refusal('TOO_LARGE_MARKUP')
  const encoding = await detectEncoding(path, declaredIn(textHead(path, SNIFFED)))
  return { encoding, pieces: () => decoded(path, encoding) }
}

async function* decoded(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 16 }) as AsyncIterable<Buffer>)
    yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

function declaredIn(head: string): Encoding | null {
  const name = /<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1]?.toLowerCase() ?? ''
  if (/^gb|^cp936$|^936$/.test(name)) return 'gb18030'
  if (/^big-?5|^cp950$/.test(name)) return 'big5'
  return null
}

/** A table as a sheet; its rows come in batches, as those of a file that is streamed. */
export function sheetOf({ name, rows, merged }: Table): Sheet {
  return {
    name,
    merged,
    async *read() {
      // A row is filled in place by its reader; the next reading sees the file's own cells.
      for (let from = 0; from < rows.length; from += BATCH)
        yield rows.slice(from, from + BATCH).map(({ row, cells }) => ({ row, cells: cells.slice() }))
    },
  }
}
const BATCH = 500
