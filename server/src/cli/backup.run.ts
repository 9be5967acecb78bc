import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readConfig, type Installation } from '../config.ts'
import { backup } from '../db/backup.ts'
import { openDatabase, type Db } from '../db/connect.ts'
import { migrationsOf, readFormat, restore } from '../db/restore.ts'
import { readAll } from '../db/snapshot.ts'
import { actorOf, auditAlone } from '../ledger/audit.ts'
import { ConflictError, ForbiddenError, InvalidError } from '../platform/errors.ts'
import { product } from '../platform/product.ts'
import type { BackupOptions, RestoreOptions } from './backup.ts'
import { print, tell } from './frame.ts'
import { withDatabase } from './with-database.ts'
import { currentRevision } from '../ledger/revision.ts'

export function runBackup(file: string, options: BackupOptions): Promise<void> {
  return withDatabase(options, async ({ db, viewer, config }) => {
    const keys = options.withKeys ? await keyFiles(join(config.dataDir, 'keys')) : []
    // The line is in the archive too: it tells of itself.
    await auditAlone(db, { kind: 'BACKUP', actor: actorOf(viewer), detail: { withKeys: options.withKeys ?? false } })
    const client = await ownerOf(db).connect()
    try {
      const manifest = await backup(client, resolve(file), { product: `${product.name} ${product.version}`, keys })
      for (const { name, rows, sha256 } of manifest.tables) print(`${name.padEnd(24)} ${String(rows).padStart(10)}  ${sha256}`)
      print(`${file}: ${manifest.tables.length} 张表 / tables, ${manifest.tables.reduce((sum, one) => sum + one.rows, 0)} 行 / rows`)
    } finally {
      client.release()
    }
  })
}

export async function runRestore(file: string, options: RestoreOptions): Promise<void> {
  if (!existsSync(file)) throw new InvalidError({ zh: `文件不存在：${file}`, en: `There is no file ${file}.` })
  const format = await readFormat(file)
  const installation: Installation = format.kind === 'DEMO' ? 'DEMO' : 'REAL'
  const config = readConfig(process.env, { installation })
  const migrations = await migrationsOf(format)
  await refuseWhatIsInUse(config, options)
  const db = await openDatabase(config, { migrations, discard: () => true })
  try {
    if (await holdsRecords(db)) throw inUse()
    const client = await ownerOf(db).connect()
    try {
      const loaded = await restore(client, file, format, join(config.dataDir, 'keys'))
      print(
        `${loaded.tables.length} 张表 / tables, ${loaded.tables.reduce((sum, one) => sum + one.rows, 0)} 行 / rows：行数与摘要相符 / counts and digests agree`,
      )
    } finally {
      client.release()
    }
  } finally {
    await db.close()
  }
  // Whatever this program adds to the archive's version, and the audit line.
  await withDatabase({ [installation === 'DEMO' ? 'demo' : 'real']: true }, async ({ db: opened, viewer }) => {
    await auditAlone(opened, { kind: 'RESTORE_BACKUP', actor: actorOf(viewer), detail: { createdAt: format.createdAt } })
  })
  tell('可用 cli verify 核验 / cli verify checks it.')
}

/** The embedded database is dropped for a restore: never one with records that nobody gave up. */
async function refuseWhatIsInUse(config: ReturnType<typeof readConfig>, options: RestoreOptions): Promise<void> {
  if (config.databaseUrl || options.replace || !existsSync(join(config.dataDir, 'postgres.json'))) return
  const db = await openDatabase(config)
  const held = await holdsRecords(db).finally(() => db.close())
  if (held) throw inUse()
}

/** Anything after the first change, which made the ledger. */
function holdsRecords(db: Db): Promise<boolean> {
  return readAll(db, async (tx) => (await currentRevision(tx)) > 1)
}

async function keyFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => name !== 'app-password').map((name) => join(folder, name))
}

function ownerOf(db: Db) {
  if (db.pools.owner) return db.pools.owner
  throw new ForbiddenError({ zh: '需要 DATABASE_OWNER_URL。', en: 'DATABASE_OWNER_URL is needed.' })
}

function inUse(): ConflictError {
  return new ConflictError({
    zh: '目标库里已有台账，未恢复。请换一个空库，或对内置库加 --replace。',
    en: 'The database holds a ledger; nothing was restored. Name an empty one, or give --replace for the embedded one.',
  })
}
