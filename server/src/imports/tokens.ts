import { createHmac, hash } from 'node:crypto'
import { plainWidth, tidy } from './written.ts'

/** Keyed digests of 16 bytes. The key lies beside the data or in the environment, never in the database. */
export type KeyedDigests = {
  /** By the first of the phones that is one, else by the identity number. */
  person(phones: readonly string[], identity: string | null): Buffer | null
  row(cells: readonly string[]): Buffer
  text(masked: string): Buffer
  /** Equal for texts that differ in punctuation, width, case and line breaks alone; null where nothing is left. */
  match(masked: string): Buffer | null
}

const BYTES = 16

/**
 * Digests by one secret, each for its own purpose, so that one never serves as another: the head of a SHA-256 over the
 * purpose's key and the value. They are compared, never trusted as a signature, so that the plain prefix does.
 */
export function keyedDigests(secret: Buffer): KeyedDigests {
  const keyOf = (purpose: string) => createHmac('sha256', secret).update(purpose).digest('base64')
  const [personKey, rowKey, textKey, matchKey] = [keyOf('person'), keyOf('row'), keyOf('text'), keyOf('match')]
  return {
    person(phones, identity) {
      const phone = phones.map(plainPhone).find((one) => one !== null)
      const value = phone ?? plainIdentity(identity)
      return value === null ? null : digest(personKey, value)
    },
    row: (cells) => digest(rowKey, cells.join('\u001f')),
    text: (masked) => digest(textKey, masked),
    match(masked) {
      const plain = lettersAndDigits(masked)
      return plain === '' ? null : digest(matchKey, plain)
    },
  }
}

/** NFKC without case, punctuation, symbols and white space. */
function lettersAndDigits(text: string): string {
  // The usual marks go at once; what is left is nearly always letters and digits that need no more.
  const bare = text.replace(/[\s!-/:-@[-`{-~\u2010-\u203a\u3000-\u301f，。：；、！？（）＊～—…]+/g, '')
  if (/^[0-9a-z\u4e00-\u9fff]*$/.test(bare)) return bare
  return bare
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

function digest(key: string, value: string): Buffer {
  return hash('sha256', key + value, 'buffer').subarray(0, BYTES)
}

/** Digits of a mobile or landline number without country code, or null where the cell holds none. */
function plainPhone(text: string): string | null {
  const digits = plainWidth(tidy(text))
    .replace(/[^\d]/g, '')
    .replace(/^(?:0086|86)(?=1[3-9]\d{9}$)/, '')
  return /^(?:1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7})$/.test(digits) ? `phone:${digits}` : null
}

function plainIdentity(text: string | null): string | null {
  if (text === null) return null
  const identity = plainWidth(tidy(text)).replace(/[\s-]/g, '').toUpperCase()
  return /^(?:\d{15}|\d{17}[\dX])$/.test(identity) ? `identity:${identity}` : null
}
