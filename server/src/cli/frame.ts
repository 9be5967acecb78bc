import { Command } from 'commander'
import { loadViewer } from '../access/grants.ts'
import { demand } from '../access/guard.ts'
import type { Permission } from '../access/permissions.ts'
import type { Viewer } from '../access/viewer.ts'
import { readConfig, type Config, type Installation } from '../config.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import { NotFoundError } from '../platform/errors.ts'
import { openFilled } from '../service.ts'

/** What a command works with. `exit` sets the exit code and lets the command go on. */
export type Run = { db: Db; viewer: Viewer; config: Config; exit(code: number): void }

export const exitCodes = `
退出码 / exit codes:
  0  完成 / done as asked
  1  未完成或发现问题 / not done, or something was found
  2  用法错误 / wrong usage`

/** A command whose help is complete: two languages, exit codes, an example. */
export function command(signature: string, description: string, after = ''): Command {
  return new Command(signature.split(' ')[0])
    .arguments(signature.split(' ').slice(1).join(' '))
    .description(description)
    .addHelpText('after', `${after ? `\n${after}\n` : ''}${exitCodes}`)
}

/** Options that every command on a database takes. */
export function onDatabase(made: Command): Command {
  return made
    .option('--as <user>', '以此用户执行（默认 cli） / act as this user (default cli)', 'cli')
    .option('--demo', '用演示库 / use the demo')
    .option('--real', '用本单位的库 / use the office’s own database')
}

/**
 * Opens the database (joining a server that runs, else starting and ending one), acts as the user named, closes. An
 * empty data folder becomes an empty installation, never the demo.
 */
export async function withDatabase(options: { as?: string; demo?: boolean; real?: boolean }, work: (run: Run) => Promise<void>): Promise<void> {
  const installation: Installation | null = options.demo ? 'DEMO' : options.real ? 'REAL' : null
  const config = readConfig(process.env, { installation, fresh: 'REAL' })
  const db = await openFilled(config, (line) => void process.stderr.write(`${line}\n`))
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

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

export function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** The viewer must hold the permission: the command line asks the same registry as the API. */
export async function demandPermission(viewer: Viewer, permission: Permission): Promise<void> {
  await demand({ viewer, refused: async () => undefined }, permission)
}
