import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The key of keyed digests: MINGJING_SECRET where it is set (a city gives it to its counties, so that their tokens
 * match), else 32 random bytes in `keys/digests` of the data folder, made once.
 */
export function digestSecret(dataDir: string, env: NodeJS.ProcessEnv = process.env): Buffer {
  const given = env['MINGJING_SECRET']
  if (given) {
    if (given.length < 32) throw new Error('MINGJING_SECRET must have at least 32 characters.')
    return Buffer.from(given, 'utf8')
  }
  const folder = join(dataDir, 'keys')
  const file = join(folder, 'digests')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    // Two processes that start at once agree on the one that wrote first.
    writeFileSync(file, randomBytes(32), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file)
}
