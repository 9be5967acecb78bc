import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './config.ts'
import type { Service } from './context.ts'
import { openDatabase, type Db } from './db/connect.ts'
import { demoCounty } from './demo/county.ts'
import { loadDemo } from './demo/load.ts'
import type { Viewer } from './access/viewer.ts'
import { digestSecret } from './imports/secret.ts'
import { keyedDigests } from './imports/tokens.ts'
import { install, isInstalled, rootRegionId } from './ledger/install.ts'
import { openFileStore } from './platform/files.ts'
import { addDemoUsers } from './users/demo-users.ts'
import { invite } from './users/invitations.ts'
import { ensureCliUser } from './users/users.commands.ts'

type Tell = (line: string) => void

/** Opens the database and what goes with it, fills an empty one, and can switch from the demo to formal use. */
export async function openService(config: Config, tell: Tell): Promise<Service> {
  const db = await openFilled(config, tell)
  const service: Service = { config, db, files: await openFileStore(config.dataDir), startReal: null, close: () => db.close() }
  if (db.installation === 'DEMO') service.startReal = () => startReal(service, tell)
  return service
}

/** An open database with origin, region tree, dictionary and the user `cli`; the demo with its county and its users. */
export async function openFilled(config: Config, tell: Tell): Promise<Db> {
  const loading = demoMark(config)
  const db = await openDatabase(config, { discard: (installation) => installation === 'DEMO' && existsSync(loading) })
  try {
    for (const name of db.migrated) tell(`迁移 / migrated: ${name}`)
    if (db.installation === 'DEMO') await fillDemo(db, config, tell)
    else await installReal(db)
    await ensureCliUser(db)
    return db
  } catch (error) {
    await db.close()
    throw error
  }
}

/** Makes a migrated, empty database the office's own; leaves one that is installed as it is. */
export async function installReal(db: Db): Promise<void> {
  if (!(await isInstalled(db))) await install(db, installer, { kind: 'REAL', demoToday: null, root: null })
}

/** While this file is there the demo is incomplete: a start that was killed meanwhile makes it anew. */
function demoMark(config: Config): string {
  return join(config.dataDir, 'demo-loading')
}

async function fillDemo(db: Db, config: Config, tell: Tell): Promise<void> {
  if (await isInstalled(db)) return
  tell('正在装入演示县…… / Loading the demo county …')
  await writeFile(demoMark(config), '')
  const { today, region } = demoCounty()
  const root = { key: region.code, level: 'COUNTY' as const, zh: region.zh, en: region.en }
  await install(db, installer, { kind: 'DEMO', demoToday: today, root })
  await addDemoUsers(db)
  await loadDemo(db, keyedDigests(digestSecret(config.dataDir)))
  // Liaison and board belong to a bank, which is there only now.
  await addDemoUsers(db)
  await rm(demoMark(config))
}

/**
 * 开始正式使用: opens the office's own database beside the demo and serves it from now on. Returns the secret of the
 * one-time link. `start --demo` opens the demo again.
 */
async function startReal(service: Service, tell: Tell): Promise<string> {
  const demo = service.db
  const real = await openFilled({ ...service.config, installation: 'REAL' }, tell)
  service.db = real
  service.startReal = null
  service.close = async () => {
    await Promise.all([demo.close(), real.close()])
  }
  // Requests that began on the demo end there.
  setTimeout(() => void demo.close(), 10_000).unref()
  return invite(real, 'admin', rootRegionId)
}

/** Who makes an installation before there is any user. */
const installer: Viewer = {
  userId: 0,
  name: 'installation',
  displayName: '安装',
  roles: [],
  permissions: new Set(),
  scope: { kind: 'ALL' },
  rootRegionId,
  language: 'zh',
}
