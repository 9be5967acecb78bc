import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { createDeflateRaw, crc32, type DeflateRaw } from 'node:zlib'

type Entry = { name: Buffer; crc: number; packed: number; size: number; at: number; time: number }

const SIGNATURES = { local: 0x04034b50, descriptor: 0x08074b50, central: 0x02014b50, end: 0x06054b50 }
/** Deflated, sizes in a descriptor behind the data, names in UTF-8. */
const FLAGS = 0x0808
const VERSION = 20
/** Text is handed on in pieces of about this size. */
const PIECE = 1 << 16
/** Without 64-bit records an archive holds no more. */
const MOST_BYTES = 0xffff_ffff

/**
 * Writes a zip archive as it is made: one entry after the other, nothing kept but the list of entries, and never faster
 * than the stream behind it takes the bytes.
 */
export class ZipWriter {
  private readonly entries: Entry[] = []
  private at = 0
  private open: { entry: Entry; deflate: DeflateRaw; packing: Promise<void>; waiting: string } | null = null

  constructor(
    private readonly out: Writable,
    private readonly when: Date,
  ) {}

  async begin(name: string): Promise<void> {
    await this.finish()
    const entry: Entry = { name: Buffer.from(name), crc: 0, packed: 0, size: 0, at: this.at, time: dosTime(this.when) }
    const head = Buffer.alloc(30)
    head.writeUInt32LE(SIGNATURES.local, 0)
    head.writeUInt16LE(VERSION, 4)
    head.writeUInt16LE(FLAGS, 6)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(entry.time, 10)
    head.writeUInt16LE(entry.name.length, 26)
    await this.put(Buffer.concat([head, entry.name]))
    const deflate = createDeflateRaw({ level: 6 })
    this.open = { entry, deflate, packing: this.pack(entry, deflate), waiting: '' }
  }

  /** Adds text to the entry that is open. */
  async write(text: string): Promise<void> {
    const { open } = this
    if (!open) throw new Error('no entry is open')
    open.waiting += text
    if (open.waiting.length >= PIECE) await this.flush()
  }

  async whole(name: string, text: string): Promise<void> {
    await this.begin(name)
    await this.write(text)
  }

  /** Ends the archive; the stream stays open. */
  async end(): Promise<void> {
    await this.finish()
    const begun = this.at
    for (const entry of this.entries) await this.put(centralRecord(entry))
    const end = Buffer.alloc(22)
    end.writeUInt32LE(SIGNATURES.end, 0)
    end.writeUInt16LE(this.entries.length, 8)
    end.writeUInt16LE(this.entries.length, 10)
    end.writeUInt32LE(this.at - begun, 12)
    end.writeUInt32LE(begun, 16)
    await this.put(end)
  }

  private async flush(): Promise<void> {
    const { open } = this
    if (!open || open.waiting === '') return
    const bytes = Buffer.from(open.waiting)
    open.waiting = ''
    open.entry.crc = crc32(bytes, open.entry.crc)
    open.entry.size += bytes.length
    // A failure of the stream behind ends the wait as well.
    if (!open.deflate.write(bytes)) await Promise.race([once(open.deflate, 'drain'), open.packing])
  }

  private async finish(): Promise<void> {
    const { open } = this
    if (!open) return
    await this.flush()
    open.deflate.end()
    await open.packing
    this.open = null
    const { entry } = open
    const tail = Buffer.alloc(16)
    tail.writeUInt32LE(SIGNATURES.descriptor, 0)
    tail.writeUInt32LE(entry.crc, 4)
    tail.writeUInt32LE(entry.packed, 8)
    tail.writeUInt32LE(entry.size, 12)
    await this.put(tail)
    this.entries.push(entry)
  }

  private async pack(entry: Entry, deflate: DeflateRaw): Promise<void> {
    for await (const chunk of deflate) {
      const bytes = chunk as Buffer
      entry.packed += bytes.length
      await this.put(bytes)
    }
  }

  private async put(bytes: Buffer): Promise<void> {
    this.at += bytes.length
    if (this.at > MOST_BYTES) throw new Error('The archive is larger than 4 GB.')
    if (this.out.destroyed) throw new Error('The stream behind the archive is closed.')
    if (!this.out.write(bytes)) await once(this.out, 'drain')
  }
}

function centralRecord(entry: Entry): Buffer {
  const record = Buffer.alloc(46)
  record.writeUInt32LE(SIGNATURES.central, 0)
  record.writeUInt16LE(VERSION, 4)
  record.writeUInt16LE(VERSION, 6)
  record.writeUInt16LE(FLAGS, 8)
  record.writeUInt16LE(8, 10)
  record.writeUInt32LE(entry.time, 12)
  record.writeUInt32LE(entry.crc, 16)
  record.writeUInt32LE(entry.packed, 20)
  record.writeUInt32LE(entry.size, 24)
  record.writeUInt16LE(entry.name.length, 28)
  record.writeUInt32LE(entry.at, 42)
  return Buffer.concat([record, entry.name])
}

/** Time and date as DOS has them: two seconds, from 1980 on. */
function dosTime(at: Date): number {
  const day = ((Math.max(at.getUTCFullYear(), 1980) - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)
  return ((day << 16) | time) >>> 0
}
