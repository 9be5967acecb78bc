import { loadViewer } from '../access/grants.ts'
import { permissions, type Permission } from '../access/permissions.ts'
import type { Viewer } from '../access/viewer.ts'
import { readConfig, type Config, type Installation } from '../config.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import { ForbiddenError, NotFoundError } from '../platform/errors.ts'
import { openFilled } from '../service.ts'
import { tell, type DatabaseOptions } from './frame.ts'

/** What a command works with. `exit` sets the exit code and lets the command go on. */
export type Run = { db: Db; viewer: Viewer; config: Config; exit(code: number): void }

/**
 * Opens the database (joining a server that runs, else starting and ending one), acts as the user named, closes. An
 * empty data folder becomes an empty installation, never the demo.
 */
export async function withDatabase(options: DatabaseOptions, work: (run: Run) => Promise<void>): Promise<void> {
  const installation: Installation | null = options.demo ? 'DEMO' : options.real ? 'REAL' : null
  const config = readConfig(process.env, { installation, fresh: 'REAL' })
  const db = await openFilled(config, tell)
  try {
    await work({ db, viewer: await findViewer(db, options.as ?? 'cli'), config, exit: (code) => void (process.exitCode = code) })
  } finally {
    await db.close()
  }
}

async function findViewer(db: Db, name: string): Promise<Viewer> {
  const user = await writeAs(db, 'mingjing_identity', (tx) =>
    tx.selectFrom('user_account').select('id').where('name', '=', name).executeTakeFirst(),
  )
  const viewer = user ? await loadViewer(db, user.id) : null
  if (!viewer) throw new NotFoundError({ zh: `没有用户“${name}”，或其授权已失效。`, en: `There is no user ${name}, or no grant in force.` })
  return viewer
}

/** The viewer must hold the permission: the command line asks the same registry as the API. */
export function demandPermission(viewer: Viewer, permission: Permission): void {
  if (viewer.permissions.has(permission)) return
  const { zh, en } = permissions[permission].label
  throw new ForbiddenError({ zh: `用户“${viewer.name}”没有“${zh}”的权限。`, en: `The user ${viewer.name} may not do this: ${en}.` })
}
