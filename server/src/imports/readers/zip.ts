import { crc32 } from 'node:zlib'
import type { Readable } from 'node:stream'
import { open, type Entry, type ZipFile } from 'yauzl'
import { LIMITS } from '../limits.ts'
import { Refusal } from '../refusal.ts'
import type { Range } from './cells.ts'

/** A zip whose parts were all read once: sizes, checksums, no endless element. */
export type CheckedZip = {
  has(name: string): boolean
  names(): string[]
  stream(name: string): Promise<Readable>
  text(name: string): Promise<string>
  /** Merged ranges of a sheet's part, in the order of the file. */
  merged(name: string): Range[]
  close(): void
}

/**
 * Opens a workbook's zip and reads every part once before anything is parsed. Throws `Refusal` for too many
 * entries, for what declares or inflates too much, for an element over 1 MB, for a wrong checksum.
 */
export async function openCheckedZip(path: string, fileBytes: number): Promise<CheckedZip> {
  const zip = await openZip(path)
  try {
    const entries = await listEntries(zip)
    checkDeclared(entries, fileBytes)
    const merged = new Map<string, Range[]>()
    for (const entry of entries.values()) merged.set(entry.fileName, await checkPart(zip, entry))
    return access(zip, entries, merged)
  } catch (error) {
    zip.close()
    throw asRefusal(error)
  }
}

function access(zip: ZipFile, entries: Map<string, Entry>, merged: Map<string, Range[]>): CheckedZip {
  const find = (name: string): Entry => {
    const entry = entries.get(name.toLowerCase())
    if (!entry) throw new Refusal('DAMAGED', { zh: `(缺少 ${plainName(name)})`, en: `(${plainName(name)} is missing)` })
    return entry
  }
  const stream = (name: string) => openStream(zip, find(name))
  return {
    has: (name) => entries.has(name.toLowerCase()),
    names: () => [...entries.keys()],
    stream,
    async text(name) {
      const parts: Buffer[] = []
      for await (const part of (await stream(name)) as AsyncIterable<Buffer>) parts.push(part)
      return new TextDecoder().decode(Buffer.concat(parts))
    },
    merged: (name) => merged.get(find(name).fileName) ?? [],
    close: () => zip.close(),
  }
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) =>
      error ? reject(asRefusal(error)) : resolve(zip),
    )
  })
}

function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > LIMITS.entries) throw new Refusal('TOO_MANY_ENTRIES')
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>()
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName.toLowerCase(), entry)
      zip.readEntry()
    })
    zip.once('end', () => resolve(entries))
    zip.once('error', reject)
    zip.readEntry()
  })
}

function checkDeclared(entries: Map<string, Entry>, fileBytes: number): void {
  let total = 0
  for (const entry of entries.values()) {
    if (entry.isEncrypted()) throw new Refusal('ENCRYPTED')
    total += entry.uncompressedSize
    if (/sharedstrings\.xml$/i.test(entry.fileName) && entry.uncompressedSize > LIMITS.sharedStringBytes)
      throw new Refusal('TOO_MANY_STRINGS')
  }
  // A small file may well inflate more than a hundredfold without harm.
  if (total > LIMITS.inflatedBytes || (total > 16 * 1024 * 1024 && total > LIMITS.inflation * fileBytes))
    throw new Refusal('INFLATES_TOO_MUCH')
}

function openStream(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(asRefusal(error)) : resolve(stream)))
  })
}

/** Reads a part to its end: checksum, distance between tags, and the merged ranges after a sheet's rows. */
async function checkPart(zip: ZipFile, entry: Entry): Promise<Range[]> {
  const isXml = /\.(xml|rels)$/i.test(entry.fileName)
  const tail = /worksheets\//i.test(entry.fileName) ? new MergedScan() : null
  let sum = 0
  let sinceTag = 0
  for await (const chunk of (await openStream(zip, entry)) as AsyncIterable<Buffer>) {
    sum = crc32(chunk, sum)
    if (!isXml) continue
    const first = chunk.indexOf(0x3c)
    if (sinceTag + (first < 0 ? chunk.length : first) > LIMITS.elementBytes) throw new Refusal('TOO_LONG_ELEMENT')
    sinceTag = first < 0 ? sinceTag + chunk.length : chunk.length - chunk.lastIndexOf(0x3c)
    tail?.take(chunk)
  }
  if (sum !== entry.crc32)
    throw new Refusal('WRONG_CHECKSUM', { zh: `(${plainName(entry.fileName)})`, en: `(${plainName(entry.fileName)})` })
  return tail?.ranges ?? []
}

/** A part's name as it may be shown: a damaged one may hold anything. */
function plainName(name: string): string {
  return name.replace(/[^\w./[\]-]/g, '?').slice(0, 80)
}

/** Finds `<mergeCell ref="A1:B2"/>` in the bytes of a sheet; they stand after the rows, which a reader needs first. */
class MergedScan {
  readonly ranges: Range[] = []
  private tail: Buffer = Buffer.alloc(0)

  take(chunk: Buffer): void {
    const bytes = Buffer.concat([this.tail, chunk])
    const end = bytes.includes('mergeCell') ? this.scan(bytes.toString('latin1')) : 0
    // An element may be cut by the end of a chunk.
    this.tail = bytes.subarray(Math.max(end, bytes.length - 200))
  }

  private scan(text: string): number {
    const pattern = /<(?:\w+:)?mergeCell\s[^>]*?ref="\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)"/g
    let end = 0
    for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
      if (this.ranges.length < LIMITS.mergedRanges) this.ranges.push(rangeOf(found))
      end = pattern.lastIndex
    }
    return end
  }
}

function rangeOf(found: RegExpExecArray): Range {
  const [, left = '', top = '', right = '', bottom = ''] = found
  return { left: columnOf(left), top: Number(top), right: columnOf(right), bottom: Number(bottom) }
}

/** 'A' is 1, 'AA' is 27. */
export function columnOf(letters: string): number {
  let column = 0
  for (let i = 0; i < letters.length; i++) column = column * 26 + letters.charCodeAt(i) - 64
  return column
}

function asRefusal(error: unknown): Error {
  if (error instanceof Refusal) return error
  return new Refusal('DAMAGED', { zh: '(压缩包)', en: '(the archive)' })
}
