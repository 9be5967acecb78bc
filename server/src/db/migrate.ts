import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { ConflictError } from '../platform/errors.ts'

export type Migration = { name: string; text: string; digest: string }

const folder = join(dirname(fileURLToPath(import.meta.url)), 'migrations')

/** The migrations of this program, in the order in which they apply: `NNNN_name.sql`. */
export async function readMigrations(from: string = folder): Promise<Migration[]> {
  const names = (await readdir(from)).filter((name) => /^\d{4}_[\w-]+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(from, name), 'utf8')
      return { name, text, digest: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

export type MigrateOptions = {
  migrations?: Migration[]
  /** Called once before the first change of a database that already holds migrations: the place for a backup. */
  before?: (applied: string[], pending: string[]) => Promise<void>
}

/**
 * Applies what is pending, each in its own transaction, as the owner. Returns the names applied. Refuses a database
 * whose applied migrations differ from this program's (changed text, or unknown to it).
 */
export async function migrate(client: pg.ClientBase, options: MigrateOptions = {}): Promise<string[]> {
  const migrations = options.migrations ?? (await readMigrations())
  await client.query("select pg_advisory_lock(hashtext('mingjing migration'))")
  try {
    await client.query(`create table if not exists migration (
      name text primary key, digest text not null, applied_at timestamptz not null default now())`)
    const { rows } = await client.query<{ name: string; digest: string }>('select name, digest from migration order by name')
    for (const row of rows) checkApplied(row, migrations)
    const pending = migrations.filter((one) => !rows.some((row) => row.name === one.name))
    if (pending.length > 0 && rows.length > 0) {
      await options.before?.(
        rows.map((row) => row.name),
        pending.map((one) => one.name),
      )
    }
    for (const one of pending) await apply(client, one)
    return pending.map((one) => one.name)
  } finally {
    await client.query("select pg_advisory_unlock(hashtext('mingjing migration'))")
  }
}

async function apply(client: pg.ClientBase, one: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(one.text)
    await client.query('insert into migration (name, digest) values ($1, $2)', [one.name, one.digest])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${one.name}: ${(error as Error).message}${at(one.text, error)}`, { cause: error })
  }
}

/** The line of the file where PostgreSQL stopped. */
function at(text: string, error: unknown): string {
  const position = Number((error as { position?: string }).position)
  return position ? ` (line ${text.slice(0, position).split('\n').length})` : ''
}

function checkApplied(row: { name: string; digest: string }, migrations: Migration[]): void {
  const own = migrations.find((one) => one.name === row.name)
  if (own?.digest === row.digest) return
  throw new ConflictError(
    own
      ? {
          zh: `迁移 ${row.name} 已执行，但程序里的文本与当时不同，因此不启动。`,
          en: `Migration ${row.name} was applied with another text than this program holds, so nothing is started.`,
        }
      : {
          zh: `数据库由更新的程序迁移过（${row.name}），请用新程序启动。`,
          en: `The database was migrated by a newer program (${row.name}); start that one.`,
        },
  )
}
