import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import pg from 'pg'
import type { Config, Installation } from '../config.ts'
import { InvalidError } from '../platform/errors.ts'
import { product } from '../platform/product.ts'
import { backup } from './backup.ts'
import { startEmbedded, superuserClient, type Cluster } from './embedded.ts'
import { randomPassword, type ClusterSecrets } from './embedded-files.ts'
import { migrate, type MigrateOptions } from './migrate.ts'
import { createKysely, createPool } from './pools.ts'
import { ensureRoles, identifier } from './roles.ts'
import type { SharedSnapshot } from './snapshot.ts'
import type { Tables } from './tables.ts'

/**
 * The database in use. `reading` and `writing` log in as `mingjing_app` and can do nothing until a transaction takes a
 * role (`db/snapshot.ts`); `owner` is for migrations, backup, restore and verification, null where no owner is known.
 */
export type Db = {
  reading: Kysely<Tables>
  writing: Kysely<Tables>
  owner: Kysely<Tables> | null
  pools: { reading: pg.Pool; writing: pg.Pool; owner: pg.Pool | null }
  /** Name of the database, and which one of the embedded server it is; EXTERNAL with DATABASE_URL. */
  name: string
  installation: Installation | 'EXTERNAL'
  /** The request's snapshot, where a request reads in one (`sharing`). */
  shared?: SharedSnapshot
  /** Names of the migrations applied on opening. */
  migrated: string[]
  close(): Promise<void>
}

export type Connections = { reading: pg.PoolConfig; writing: pg.PoolConfig; owner: pg.PoolConfig | null }

const databaseNames: Record<Installation, string> = { DEMO: 'mingjing_demo', REAL: 'mingjing' }

export type OpenOptions = MigrateOptions & {
  /** True for a database that was never completed: it is dropped and made anew. Asked of the embedded server's alone. */
  discard?: (installation: Installation) => boolean
}

/** Opens the database that the configuration names: starts what must run, makes roles and database, migrates, connects. */
export async function openDatabase(config: Config, options: OpenOptions = {}): Promise<Db> {
  if (config.databaseUrl) return openExternal(config, options)
  const cluster = await startEmbedded(config.dataDir)
  try {
    return await openEmbedded(config, cluster, options)
  } catch (error) {
    await cluster.stop()
    throw error
  }
}

async function openEmbedded(config: Config, cluster: Cluster, options: OpenOptions): Promise<Db> {
  const installation = config.installation ?? (await activeInstallation(config.dataDir)) ?? config.fresh
  const name = databaseNames[installation]
  if (options.discard?.(installation)) await dropDatabase(cluster.secrets, name)
  await ensureDatabase(cluster.secrets, name)
  const connections = embeddedConnections(cluster.secrets, name)
  const migrated = await migrateThrough(connections.owner, config, options)
  await recordActive(config.dataDir, installation)
  return connect(connections, { name, installation, migrated, after: () => cluster.stop() })
}

/** Makes roles and database where missing, by the embedded server's superuser. */
export async function ensureDatabase(secrets: ClusterSecrets, name: string, template?: string): Promise<void> {
  const client = superuserClient(secrets, 'postgres')
  await client.connect()
  try {
    await ensureRoles(client, 'postgres', { app: secrets.app, owner: secrets.owner })
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount) return
    const from = template ? ` template ${identifier(template)}` : ''
    await client.query(`create database ${identifier(name)} owner mingjing_owner${from}`)
    await client.query(`revoke connect, temporary on database ${identifier(name)} from public`)
    await client.query(`grant connect on database ${identifier(name)} to mingjing_app`)
    // A commit works through temporary tables.
    await client.query(`grant temporary on database ${identifier(name)} to mingjing_writer`)
  } finally {
    await client.end()
  }
}

export async function dropDatabase(secrets: ClusterSecrets, name: string): Promise<void> {
  const client = superuserClient(secrets, 'postgres')
  await client.connect()
  await client.query(`drop database if exists ${identifier(name)} with (force)`).finally(() => client.end())
}

export function embeddedConnections(secrets: ClusterSecrets, database: string): Connections {
  const at = { host: '127.0.0.1', port: secrets.port, database }
  const app = { ...at, user: 'mingjing_app', password: secrets.app }
  return { reading: app, writing: app, owner: { ...at, user: 'mingjing_owner', password: secrets.owner, max: 3 } }
}

/** Connects without starting, making or migrating anything. */
export function connect(
  connections: Connections,
  facts: { name: string; installation: Db['installation']; migrated?: string[]; after?: () => Promise<void> },
): Db {
  const pools = {
    reading: createPool(connections.reading),
    writing: createPool(connections.writing),
    owner: connections.owner && createPool(connections.owner),
  }
  let closed: Promise<void> | null = null
  const close = async () => {
    await Promise.all([pools.reading.end(), pools.writing.end(), pools.owner?.end()])
    await facts.after?.()
  }
  return {
    reading: createKysely(pools.reading),
    writing: createKysely(pools.writing),
    owner: pools.owner && createKysely(pools.owner),
    pools,
    name: facts.name,
    installation: facts.installation,
    migrated: facts.migrated ?? [],
    close: () => (closed ??= close()),
  }
}

async function openExternal(config: Config, options: MigrateOptions): Promise<Db> {
  const ownerUrl = config.ownerUrl ?? config.databaseUrl
  const { owner, app, name } = await prepareExternal(config, ownerUrl as string)
  const migrated = await migrateThrough(owner, config, options)
  const reading = config.readUrl ? { connectionString: config.readUrl } : app
  return connect({ reading, writing: app, owner }, { name, installation: 'EXTERNAL', migrated })
}

/**
 * With one URL the server makes the roles and serves as `mingjing_app` through them; with two, `DATABASE_URL` is taken
 * as it is. The owner's connections act as `mingjing_owner`, whoever logs in.
 */
async function prepareExternal(config: Config, ownerUrl: string) {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect().catch((error: Error) => {
    throw unreachable(ownerUrl, error)
  })
  try {
    const { rows } = await client.query<{ name: string; may: boolean; there: boolean }>(
      `select current_database() as name,
        (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as may,
        exists (select from pg_roles where rolname = 'mingjing_unmask') as there`,
    )
    const { name, may, there } = rows[0] as { name: string; may: boolean; there: boolean }
    const oneUrl = config.databaseUrl === ownerUrl
    const appPassword = oneUrl && may ? await keptPassword(config.dataDir) : null
    if (may) await ensureRoles(client, name, { app: appPassword, owner: null })
    else if (!there) throw rolesMissing()
    const owner = { connectionString: ownerUrl, options: '-c role=mingjing_owner', max: 3 }
    const app =
      appPassword === null
        ? { connectionString: config.databaseUrl as string }
        : { ...urlParts(ownerUrl), user: 'mingjing_app', password: appPassword }
    return { owner, app, name }
  } finally {
    await client.end()
  }
}

/** Says where, without the password. */
function unreachable(url: string, error: Error): Error {
  const at = URL.canParse(url) ? new URL(url).host : 'DATABASE_URL'
  return new InvalidError({ zh: `连不上数据库 ${at}：${error.message}`, en: `The database at ${at} cannot be reached: ${error.message}` })
}

function rolesMissing(): Error {
  return new InvalidError({
    zh: '数据库里没有角色 mingjing_*，而当前用户无权建立。请让有权者执行 cli database prepare 打印的语句。',
    en: 'The roles mingjing_* are missing and this user may not make them. Let somebody who may run what cli database prepare prints.',
  })
}

function urlParts(url: string): pg.PoolConfig {
  const at = new URL(url)
  const host = at.searchParams.get('host') ?? decodeURIComponent(at.hostname)
  return {
    host,
    port: Number(at.port || at.searchParams.get('port') || 5432),
    database: decodeURIComponent(at.pathname.slice(1)),
    ...(at.searchParams.get('sslmode') ? { ssl: at.searchParams.get('sslmode') !== 'disable' } : {}),
  }
}

/** The password of `mingjing_app` at an external server; several servers share it through the environment. */
async function keptPassword(dataDir: string): Promise<string> {
  const given = process.env['DATABASE_APP_PASSWORD']
  if (given) return given
  const file = join(dataDir, 'keys', 'app-password')
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim()
  await mkdir(join(dataDir, 'keys'), { recursive: true, mode: 0o700 })
  const password = randomPassword()
  await writeFile(file, password, { mode: 0o600 })
  return password
}

/** Migrates as the owner; what a database held before goes into `backups/` of the data folder first. */
async function migrateThrough(connection: pg.PoolConfig | null, config: Config, options: MigrateOptions): Promise<string[]> {
  if (!connection) return []
  const client = new pg.Client(connection)
  await client.connect()
  const before = async (_applied: string[], pending: string[]) => {
    const folder = join(config.dataDir, 'backups')
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const time = new Date().toISOString().replaceAll(/[:.]/g, '-')
    await backup(client, join(folder, `before-${pending[0]?.slice(0, 4)}-${time}.tar`), { product: `${product.name} ${product.version}` })
  }
  try {
    return await migrate(client, { before, ...options })
  } finally {
    await client.end()
  }
}

/** Which database of the embedded server `start` and `cli` use; null in a fresh folder. */
export async function activeInstallation(dataDir: string): Promise<Installation | null> {
  try {
    return (await readFile(join(dataDir, 'installation'), 'utf8')).trim() === 'DEMO' ? 'DEMO' : 'REAL'
  } catch {
    return null
  }
}

export async function recordActive(dataDir: string, installation: Installation): Promise<void> {
  await writeFile(join(dataDir, 'installation'), `${installation}\n`)
}
