import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { Refusal } from '../refusal.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5'

const SAMPLE_BYTES = 64 * 1024

/**
 * What a text file is written in: its byte-order mark; else UTF-8 where all of it is valid; else GB18030 or Big5,
 * whichever decodes the first part, and where both do the one with the larger share of frequent pairs
 * (GB18030 accepts nearly every Big5 file). Throws `Refusal` UNKNOWN_ENCODING.
 */
export async function detectEncoding(path: string): Promise<Encoding> {
  const head = readHead(path, SAMPLE_BYTES)
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const foreign = await firstForeignPart(path)
  if (foreign === null) return 'utf-8'
  const gb = decodes('gb18030', foreign)
  const big5 = decodes('big5', foreign)
  if (gb && big5) return frequentPairs(foreign).big5 > frequentPairs(foreign).gb ? 'big5' : 'gb18030'
  if (gb) return 'gb18030'
  if (big5) return 'big5'
  throw new Refusal('UNKNOWN_ENCODING')
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

function decodes(encoding: Encoding, bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
    return !text.includes('\0')
  } catch {
    return false
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
