import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { Refusal } from '../refusal.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5'

const SAMPLE_BYTES = 64 * 1024

/**
 * What a text file is written in: its byte-order mark; UTF-16 where only that reads as text; else UTF-8 where all of it
 * is valid; else UTF-8, what it `declared`, GB18030 or Big5, whichever reads the first foreign part with few damaged
 * characters or none; and where GB18030 and Big5 both do (GB18030 accepts nearly every Big5 file) the one with the larger
 * share of frequent pairs. Throws `Refusal` UNKNOWN_ENCODING.
 */
export async function detectEncoding(path: string, declared: Encoding | null = null): Promise<Encoding> {
  const head = readHead(path, SAMPLE_BYTES)
  const marked = markedEncoding(head) ?? unmarkedUtf16(head)
  if (marked) return marked
  const foreign = await firstForeignPart(path)
  if (foreign === null || damagedShare('utf-8', foreign) <= MOST_DAMAGED) return 'utf-8'
  if (declared && damagedShare(declared, foreign) <= MOST_DAMAGED) return declared
  const [gb, big5] = [damagedShare('gb18030', foreign), damagedShare('big5', foreign)]
  if (Math.min(gb, big5) > MOST_DAMAGED) throw new Refusal('UNKNOWN_ENCODING')
  if (Math.max(gb, big5) > MOST_DAMAGED || (gb === 0) !== (big5 === 0)) return big5 < gb ? 'big5' : 'gb18030'
  const pairs = frequentPairs(foreign)
  return pairs.big5 > pairs.gb ? 'big5' : 'gb18030'
}

/** The first part of a file as text, for looking at its beginning: ASCII is right whatever the rest is. */
export function textHead(path: string, bytes: number): string {
  const head = readHead(path, bytes)
  return new TextDecoder(markedEncoding(head) ?? unmarkedUtf16(head) ?? 'utf-8').decode(head, { stream: true })
}

/** Whether a file may be text: no more than a few of its first characters are control characters. */
export function isText(path: string): boolean {
  const head = readHead(path, SAMPLE_BYTES)
  if (markedEncoding(head) || unmarkedUtf16(head)) return true
  let control = 0
  for (const byte of head) if (byte < 0x20 && !isTextControl(byte)) control++
  return control <= Math.max(2, head.length * MOST_CONTROL)
}

/** Tab, line feed, vertical tab, form feed, return, end of file, the separators of files, groups, records and units. */
const isTextControl = (byte: number): boolean => (byte >= 9 && byte <= 13) || byte === 0x1a || (byte >= 0x1c && byte <= 0x1f) || byte === 1
const MOST_CONTROL = 0.03

function markedEncoding(head: Uint8Array): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return null
}

/** UTF-16 without a mark: line ends and separators have a zero byte, and in one of the two orders all of it is text. */
function unmarkedUtf16(head: Uint8Array): Encoding | null {
  if (!head.includes(0)) return null
  for (const encoding of ['utf-16le', 'utf-16be'] as const) if (shareOfText(encoding, head) > 0.95) return encoding
  return null
}

function shareOfText(encoding: Encoding, bytes: Uint8Array): number {
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, bytes.length & ~1), { stream: true })
  const usual = text.match(/[\t\r\n\x20-\x7e\u2010-\u203b\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]/g)
  return text.length === 0 ? 0 : (usual?.length ?? 0) / text.length
}

/** One character in twenty that is not ASCII may be damaged: a wrong encoding damages far more of them. */
const MOST_DAMAGED = 0.05

function damagedShare(encoding: Encoding, part: Uint8Array): number {
  const foreign = new TextDecoder(encoding).decode(part, { stream: true }).match(/[^\0-\x7f]/g) ?? []
  return foreign.length === 0 ? 0 : foreign.filter((character) => character === '\ufffd').length / foreign.length
}

/** The first bytes of a file, fewer where it is shorter. */
export function readHead(path: string, bytes: number): Uint8Array {
  const file = openSync(path, 'r')
  try {
    const buffer = new Uint8Array(bytes)
    return buffer.subarray(0, readSync(file, buffer, 0, bytes, 0))
  } finally {
    closeSync(file)
  }
}

/** Null where the whole file is valid UTF-8; else 64 kB from just before the first byte that is not ASCII. */
async function firstForeignPart(path: string): Promise<Uint8Array | null> {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let valid = true
  let firstForeign = -1
  let offset = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    if (firstForeign < 0) {
      const at = chunk.findIndex((byte) => byte >= 0x80)
      if (at >= 0) firstForeign = offset + at
    }
    try {
      utf8.decode(chunk, { stream: true })
    } catch {
      valid = false
      break
    }
    offset += chunk.length
  }
  if (valid) {
    try {
      utf8.decode()
      return null
    } catch {
      // The last character is cut: not UTF-8 after all.
    }
  }
  return readPart(path, Math.max(0, firstForeign))
}

function readPart(path: string, from: number): Uint8Array {
  const file = openSync(path, 'r')
  try {
    const buffer = new Uint8Array(SAMPLE_BYTES)
    return buffer.subarray(0, readSync(file, buffer, 0, SAMPLE_BYTES, from))
  } finally {
    closeSync(file)
  }
}

/** Shares of pairs that are frequent characters: level 1 of GB 2312 (lead B0-D7, trail from A1), of Big5 (lead A4-C6). */
function frequentPairs(bytes: Uint8Array): { gb: number; big5: number } {
  let pairs = 0
  let gb = 0
  let big5 = 0
  for (let i = 0; i + 1 < bytes.length; i++) {
    const lead = bytes[i] as number
    if (lead < 0x81) continue
    const trail = bytes[++i] as number
    pairs++
    if (lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1) gb++
    if (lead >= 0xa4 && lead <= 0xc6 && (trail < 0x7f || trail >= 0xa1)) big5++
  }
  return pairs === 0 ? { gb: 1, big5: 0 } : { gb: gb / pairs, big5: big5 / pairs }
}
