import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** The published files to check against lie beside the repository, not in it. */
export const sharedFolder = resolve(import.meta.dirname, '../../../shared')

/** Path of a shared file, or null where this machine has none; a test then skips and says so. */
export function sharedFile(path: string): string | null {
  const file = resolve(sharedFolder, path)
  return existsSync(file) ? file : null
}
