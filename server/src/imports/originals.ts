import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { InvalidError } from '../platform/errors.ts'

/** Shuts a text away and opens it again. The key lies beside the data or in the environment, never in the database. */
export type Sealing = { seal(text: string): string; open(sealed: string): string }

const NONCE = 12
const TAG = 16

/** AES-256-GCM under a key of its own, derived from the secret of keyed digests: base64 of nonce, tag and text. */
export function sealing(secret: Buffer): Sealing {
  const key = createHmac('sha256', secret).update('original').digest()
  return {
    seal(text) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const shut = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), shut]).toString('base64')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64')
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE))
        decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
        return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8')
      } catch {
        throw new InvalidError({
          zh: '原文打不开：现在的密钥不是入库时的密钥。',
          en: 'The original cannot be opened: the key is not the one that it was kept under.',
        })
      }
    },
  }
}
