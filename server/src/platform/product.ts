import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../config.ts'

type Manifest = { version: string }

/** Name and version, as the page, the exports and the backups show them. */
export const product = {
  name: '明镜 Mingjing',
  version: (JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as Manifest).version,
}
