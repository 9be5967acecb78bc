import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, link, mkdir, readFile, readdir, readlink, realpath, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { InvalidError } from '../platform/errors.ts'
import { isRunning } from '../platform/processes.ts'
import { log } from '../platform/log.ts'
import {
  checkPassable,
  findBinaries,
  majorVersion,
  makeFolder,
  randomPassword,
  readSecrets,
  runAs,
  writeSecrets,
  type Binaries,
  type ClusterSecrets,
  type RunAs,
} from './embedded-files.ts'

/** The embedded server, running. `stop` ends it when no other process of ours uses it. */
export type Cluster = { secrets: ClusterSecrets; started: boolean; stop(): Promise<void> }

type Place = { data: string; secretsFile: string; users: string; logFile: string; binaries: Binaries; owner: RunAs }

const initdbFlags = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
const serverFlags = [
  'jit=off',
  'shared_buffers=256MB',
  'max_connections=80',
  'max_wal_size=2GB',
  'timezone=Asia/Shanghai',
  'log_min_messages=warning',
]

/**
 * Starts PostgreSQL on the data folder, or joins the one that already runs there (left by a killed process, or another
 * command's). `fast` gives up crash safety for speed: for tests only.
 */
export async function startEmbedded(dataDir: string, options: { fast?: boolean } = {}): Promise<Cluster> {
  const place = await preparePlace(dataDir)
  const release = await takeTurn(join(dataDir, 'starting.lock'))
  try {
    let secrets = await readSecrets(place.secretsFile)
    if (!existsSync(join(place.data, 'PG_VERSION'))) secrets = await initialise(place, options.fast ?? false)
    if (!secrets) throw missingSecrets(place.secretsFile)
    const running = await answers(secrets)
    const inUse = running ? secrets : await startServer(place, secrets, options.fast ?? false)
    const mark = join(place.users, String(process.pid))
    await writeFile(mark, '')
    usesHere.set(mark, (usesHere.get(mark) ?? 0) + 1)
    return { secrets: inUse, started: !running, stop: () => leave(place, dataDir, mark) }
  } finally {
    await release()
  }
}

async function preparePlace(dataDir: string): Promise<Place> {
  const owner = runAs()
  await mkdir(dataDir, { recursive: true, mode: owner ? 0o755 : 0o700 })
  if (owner) await checkPassable(dataDir)
  const other = (await readdir(dataDir)).find((name) => /^postgres-\d+$/.test(name) && name !== `postgres-${majorVersion}`)
  if (other) throw otherVersion(other)
  const users = join(dataDir, 'users')
  await mkdir(users, { recursive: true, mode: 0o700 })
  return {
    data: join(dataDir, `postgres-${majorVersion}`),
    secretsFile: join(dataDir, 'postgres.json'),
    users,
    logFile: join(dataDir, 'postgres.log'),
    binaries: await findBinaries(),
    owner,
  }
}

async function initialise(place: Place, fast: boolean): Promise<ClusterSecrets> {
  const secrets = { port: 0, superuser: randomPassword(), owner: randomPassword(), app: randomPassword() }
  // Into a folder beside it: an initdb that is killed half way leaves nothing that looks like a cluster.
  const fresh = `${place.data}.new`
  const passwordFile = `${place.secretsFile}.password`
  await rm(fresh, { recursive: true, force: true })
  await makeFolder(fresh, place.owner)
  await writeFile(passwordFile, secrets.superuser, { mode: 0o600 })
  if (place.owner) await chown(passwordFile, place.owner.uid, place.owner.gid)
  try {
    const flags = ['-D', fresh, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, ...(fast ? ['--no-sync'] : [])]
    await run(place.binaries.initdb, [...flags, ...initdbFlags], place.owner)
  } finally {
    await unlink(passwordFile)
  }
  await writeSecrets(place.secretsFile, secrets)
  await rename(fresh, place.data)
  return secrets
}

async function startServer(place: Place, secrets: ClusterSecrets, fast: boolean): Promise<ClusterSecrets> {
  await dropForeignPidFile(place)
  const port = secrets.port && (await isFree(secrets.port)) ? secrets.port : await freePort()
  const started = { ...secrets, port }
  const flags = [...serverFlags, ...(fast ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : [])]
  const settings = [...flags, 'listen_addresses=127.0.0.1', 'unix_socket_directories='].map((flag) => `-c ${flag}`)
  await writeFile(place.logFile, '', { mode: 0o600 })
  if (place.owner) await chown(place.logFile, place.owner.uid, place.owner.gid)
  try {
    const command = ['start', '-w', '-t', '120', '-s', '-D', place.data, '-l', place.logFile]
    await run(place.binaries.pgCtl, [...command, '-o', `-p ${port} ${settings.join(' ')}`], place.owner)
  } catch (error) {
    throw await couldNotStart(place, error as Error)
  }
  await writeSecrets(place.secretsFile, started)
  return started
}

/** True while a live process of ours uses the server of that folder, or makes one there. */
export async function isUsed(dataDir: string): Promise<boolean> {
  const marks = await readdir(join(dataDir, 'users')).catch(() => [])
  const maker = await readFile(join(dataDir, 'starting.lock'), 'utf8').catch(() => '0')
  return [...marks, maker].some((pid) => isRunning(Number(pid)))
}

/** How often this process uses each server: two databases of one server may be open at once. */
const usesHere = new Map<string, number>()

/** Ends the server, unless this process or another live one of ours still uses it. */
async function leave(place: Place, dataDir: string, mark: string): Promise<void> {
  const left = (usesHere.get(mark) ?? 1) - 1
  usesHere.set(mark, left)
  if (left > 0) return
  const release = await takeTurn(join(dataDir, 'starting.lock'))
  try {
    await rm(mark, { force: true })
    const marks = await readdir(place.users)
    const alive = marks.filter((pid) => isRunning(Number(pid)))
    for (const pid of marks) if (!alive.includes(pid)) await rm(join(place.users, pid), { force: true })
    if (alive.length > 0) return
    await run(place.binaries.pgCtl, ['stop', '-m', 'fast', '-w', '-t', '60', '-s', '-D', place.data], place.owner)
  } catch (error) {
    log.warn('the embedded PostgreSQL did not stop', { error })
  } finally {
    await release()
  }
}

/** True where our server answers at the port of the last start. */
async function answers(secrets: ClusterSecrets): Promise<boolean> {
  if (!secrets.port) return false
  const client = superuserClient(secrets, 'postgres')
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A connection of the cluster's superuser: for roles and databases alone. */
export function superuserClient(secrets: ClusterSecrets, database: string): pg.Client {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: secrets.port,
    user: 'postgres',
    password: secrets.superuser,
    database,
  })
  client.on('error', (error) => log.warn('a connection to PostgreSQL broke', { error }))
  return client
}

/**
 * PostgreSQL refuses to start while the pid in its file is taken. It may be taken by another program since (a restarted
 * container), or by a killed postmaster that nobody has reaped. Linux tells; elsewhere PostgreSQL decides.
 */
async function dropForeignPidFile(place: Place): Promise<void> {
  const file = join(place.data, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number((await readFile(file, 'utf8')).split('\n')[0])
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  const [, name = '', state = ''] = /\((.*)\) (\w)/.exec(status ?? '') ?? []
  if (status === null || (name.startsWith('postgres') && state !== 'Z')) return
  // Without the file PostgreSQL cannot know of a killed postmaster's children, which end within moments.
  for (let attempt = 0; attempt < 100 && (await runsIn(place.data)); attempt++) await new Promise((wait) => setTimeout(wait, 100))
  if (!(await runsIn(place.data))) await unlink(file)
}

/** True while any process works in the folder, as every process of a PostgreSQL server does in its own. */
async function runsIn(folder: string): Promise<boolean> {
  const own = await realpath(folder)
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const places = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')))
  return places.includes(own)
}

function run(program: string, args: string[], owner: RunAs): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      ...owner,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' },
      windowsHide: true,
    })
    const lines: string[] = []
    child.stderr.on('data', (chunk: Buffer) => lines.push(chunk.toString()))
    child.on('error', fail)
    // `exit`, not `close`: the server that pg_ctl leaves behind may hold the pipe open.
    child.on('exit', (code) => {
      child.stderr.destroy()
      if (code === 0) done()
      else fail(new Error(`${program} ended with ${code}: ${lines.join('').trim().slice(-2000)}`))
    })
  })
}

/** One process at a time starts or stops the server; a lock left by a dead one is taken over. */
async function takeTurn(file: string): Promise<() => Promise<void>> {
  // Linked into place with the pid in it: a process killed at any moment leaves no lock without an owner.
  const own = `${file}.${randomUUID()}`
  for (let attempt = 0; attempt < 1200; attempt++) {
    try {
      await writeFile(own, String(process.pid), { mode: 0o600 })
      await link(own, file)
      return () => rm(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = await readFile(file, 'utf8').catch(() => null)
      if (holder !== null && !isRunning(Number(holder))) await rm(file, { force: true })
      else await new Promise((wait) => setTimeout(wait, 100))
    } finally {
      await rm(own, { force: true })
    }
  }
  throw new InvalidError({
    zh: `另一个进程占用着数据文件夹已有两分钟；若它已不在运行，请删除 ${file}。`,
    en: `Another process has held the data folder for two minutes; if it no longer runs, delete ${file}.`,
  })
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => done(true)))
  })
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function couldNotStart(place: Place, error: Error): Promise<Error> {
  const tail = (await readFile(place.logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-5).join('\n')
  const reason = `${error.message}\n${tail}`
  return new InvalidError({
    zh: `内置 PostgreSQL 未能启动（数据：${place.data}，日志：${place.logFile}）。若另一个程序正在使用它，请先结束那个程序。\n${reason}`,
    en: `The embedded PostgreSQL did not start (data: ${place.data}, log: ${place.logFile}). If another program uses it, end that one first.`,
  })
}

function missingSecrets(file: string): Error {
  return new InvalidError({
    zh: `数据文件夹里有数据库，但缺少口令文件 ${file}。请从备份恢复该文件。`,
    en: `The data folder holds a database but its password file ${file} is missing. Bring it back from a backup.`,
  })
}

function otherVersion(folder: string): Error {
  return new InvalidError({
    zh: `数据文件夹属于另一版本的 PostgreSQL（${folder}，本程序用 ${majorVersion}）。请用旧版程序执行 cli backup，再用本程序执行 cli restore。`,
    en: `The data folder belongs to another PostgreSQL (${folder}; this program uses ${majorVersion}). Run cli backup with the old program, then cli restore with this one.`,
  })
}
