import { createHmac } from 'node:crypto'
import { plainWidth, tidy } from './written.ts'

/** Keyed digests of 16 bytes. The key lies beside the data or in the environment, never in the database. */
export type KeyedDigests = {
  person(phone: string | null, identity: string | null): Buffer | null
  row(cells: readonly string[]): Buffer
  text(masked: string): Buffer
  /** Equal for texts that differ in punctuation, width, case and line breaks alone; null where nothing is left. */
  match(masked: string): Buffer | null
}

const BYTES = 16

/** Digests by one secret, each for its own purpose, so that one never serves as another. */
export function keyedDigests(secret: Buffer): KeyedDigests {
  const keys = Object.fromEntries(['person', 'row', 'text', 'match'].map((purpose) => [purpose, createHmac('sha256', secret).update(purpose).digest()]))
  const digest = (purpose: string, value: string) =>
    createHmac('sha256', keys[purpose] as Buffer).update(value).digest().subarray(0, BYTES)
  return {
    person(phone, identity) {
      const value = plainPhone(phone) ?? plainIdentity(identity)
      return value === null ? null : digest('person', value)
    },
    row: (cells) => digest('row', cells.join('\u001f')),
    text: (masked) => digest('text', masked),
    match(masked) {
      const plain = masked.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
      return plain === '' ? null : digest('match', plain)
    },
  }
}

/** Digits of a mobile or landline number without country code, or null where the cell holds none. */
function plainPhone(text: string | null): string | null {
  if (text === null) return null
  const digits = plainWidth(tidy(text)).replace(/[^\d]/g, '').replace(/^(?:0086|86)(?=1[3-9]\d{9}$)/, '')
  return /^(?:1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7})$/.test(digits) ? `phone:${digits}` : null
}

function plainIdentity(text: string | null): string | null {
  if (text === null) return null
  const identity = plainWidth(tidy(text)).replace(/[\s-]/g, '').toUpperCase()
  return /^(?:\d{15}|\d{17}[\dX])$/.test(identity) ? `identity:${identity}` : null
}
