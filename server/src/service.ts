import { openDatabase, type Db } from './db/connect.ts'
import { ensureInstallation } from './db/installation.ts'
import { demoCounty } from './demo/county.ts'
import type { Config } from './config.ts'
import type { Service } from './context.ts'
import { openFileStore } from './platform/files.ts'
import { addDemoUsers } from './users/demo-users.ts'
import { invite } from './users/invitations.ts'
import { ensureCliUser, officeRegion } from './users/users.commands.ts'

/** Opens the database and what goes with it, fills an empty one, and can switch from the demo to formal use. */
export async function openService(config: Config, tell: (line: string) => void): Promise<Service> {
  const db = await openFilled(config, tell)
  const service: Service = { config, db, files: await openFileStore(config.dataDir), startReal: null }
  if (db.installation === 'DEMO') service.startReal = () => startReal(service, tell)
  return service
}

/** An open database with origin, region tree and the users that every installation has; the demo with its county. */
export async function openFilled(config: Config, tell: (line: string) => void): Promise<Db> {
  const db = await openDatabase(config)
  try {
    const demo = db.installation === 'DEMO'
    await ensureInstallation(db, demo ? 'DEMO' : 'REAL', demo ? demoCounty : null)
    await ensureCliUser(db)
    if (demo) await addDemoUsers(db)
    for (const name of db.migrated) tell(`迁移 / migrated: ${name}`)
    return db
  } catch (error) {
    await db.close()
    throw error
  }
}

/**
 * 开始正式使用: opens the office's own database beside the demo and serves it from now on. Returns the secret of the
 * one-time link. `start --demo` opens the demo again.
 */
async function startReal(service: Service, tell: (line: string) => void): Promise<string> {
  const demo = service.db
  const real = await openFilled({ ...service.config, installation: 'REAL' }, tell)
  service.db = real
  service.startReal = null
  // Requests that began on the demo end there.
  setTimeout(() => void demo.close(), 10_000).unref()
  return invite(real, 'admin', await officeRegion(real))
}

