import { randomBytes } from 'node:crypto'

/** A UUID version 7: milliseconds first, so that keys of later records sort later; made here because PostgreSQL 16 cannot. */
export function uuid7(now: Date): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now.getTime(), 0, 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** A complaint's key outside: the database's origin and the id in one opaque string that is not stored. */
export function complaintKey(origin: string, id: number): string {
  const bytes = Buffer.alloc(24)
  Buffer.from(origin.replaceAll('-', ''), 'hex').copy(bytes)
  bytes.writeBigUInt64BE(BigInt(id), 16)
  return bytes.toString('base64url')
}

/** The id in a complaint's key; null for a key of another database or none at all. */
export function complaintId(origin: string, key: string): number | null {
  const bytes = Buffer.from(key, 'base64url')
  if (bytes.length !== 24 || bytes.subarray(0, 16).toString('hex') !== origin.replaceAll('-', '')) return null
  const id = Number(bytes.readBigUInt64BE(16))
  return Number.isSafeInteger(id) ? id : null
}
