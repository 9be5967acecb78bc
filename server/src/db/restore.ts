import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { extract, type Extract } from 'tar-stream'
import { InvalidError } from '../platform/errors.ts'
import type { Format, Manifest } from './backup.ts'
import { readMigrations, type Migration } from './migrate.ts'
import { identifier } from './roles.ts'

/** The first entry of an archive; refuses what is no archive of ours. */
export async function readFormat(file: string): Promise<Format> {
  for await (const entry of entriesOf(file)) {
    if (entry.header.name !== 'format.json') break
    const format = JSON.parse((await buffer(entry)).toString('utf8')) as Format
    if (format.format === 1) return format
    break
  }
  throw notAnArchive()
}

/** The migrations that the archive's database had; refuses one that this program does not know in the same words. */
export async function migrationsOf(format: Format): Promise<Migration[]> {
  const own = await readMigrations()
  return format.migrations.map(({ name, digest }) => {
    const same = own.find((one) => one.name === name && one.digest === digest)
    if (same) return same
    throw new InvalidError({
      zh: `备份由另一版本的程序制作（迁移 ${name}），请用那个版本恢复。`,
      en: `The archive was made by another version of the program (migration ${name}); restore it with that one.`,
    })
  })
}

/**
 * Loads an archive into a database that has its migrations and no rows, as the owner, in one transaction. Digests and
 * counts are compared before COMMIT: a damaged archive leaves the database empty. `keysTo`: where keys go, if the
 * archive has some.
 */
export async function restore(client: pg.ClientBase, file: string, format: Format, keysTo: string): Promise<Manifest> {
  const loaded: Manifest = { tables: [] }
  const keys: { name: string; bytes: Buffer }[] = []
  let manifest: Manifest | null = null
  await client.query('begin')
  try {
    const forced = await liftForce(client)
    // A migrated database is not quite empty: the counter has its row.
    for (const { name } of [...format.tables].reverse()) await client.query(`delete from ${identifier(name)}`)
    for await (const entry of entriesOf(file)) {
      const { name } = entry.header
      const table = format.tables.find((one) => name === `tables/${one.name}.copy`)
      if (table) loaded.tables.push(await load(client, table, entry))
      else if (name === 'manifest.json') manifest = JSON.parse((await buffer(entry)).toString('utf8')) as Manifest
      else if (name.startsWith('keys/')) keys.push({ name: name.slice(5).replaceAll(/[^\w.-]/g, '_'), bytes: await buffer(entry) })
      else entry.resume()
    }
    demandSame(manifest, loaded)
    for (const { name, value } of format.sequences) await client.query('select setval($1::regclass, $2::bigint)', [identifier(name), value])
    for (const name of forced) await client.query(`alter table ${identifier(name)} force row level security`)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
  if (keys.length > 0) await mkdir(keysTo, { recursive: true, mode: 0o700 })
  for (const { name, bytes } of keys) await writeFile(join(keysTo, name), bytes, { mode: 0o600 })
  return loaded
}

/** COPY … FROM is refused under row security; the owner is free of it while it is not forced, inside this transaction. */
async function liftForce(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity order by 1`,
  )
  for (const { name } of rows) await client.query(`alter table ${identifier(name)} no force row level security`)
  return rows.map((row) => row.name)
}

async function load(client: pg.ClientBase, table: { name: string; columns: string[] }, entry: AsyncIterable<unknown>) {
  const digest = createHash('sha256')
  const measured = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk)
      done(null, chunk)
    },
  })
  const columns = table.columns.map(identifier).join(', ')
  await pipeline(entry as AsyncIterable<Buffer>, measured, client.query(copyFrom(`copy ${identifier(table.name)} (${columns}) from stdin`)))
  const { rows } = await client.query<{ n: string }>(`select count(*)::text as n from ${identifier(table.name)}`)
  return { name: table.name, rows: Number(rows[0]?.n), sha256: digest.digest('hex') }
}

function demandSame(manifest: Manifest | null, loaded: Manifest): void {
  const differs = manifest?.tables.filter((one) => {
    const other = loaded.tables.find((table) => table.name === one.name)
    return other?.rows !== one.rows || other.sha256 !== one.sha256
  })
  if (differs?.length === 0) return
  const names = differs?.map((one) => one.name).join(', ') ?? 'manifest.json'
  throw new InvalidError({
    zh: `备份文件不完整或已损坏（${names}），未恢复任何数据。`,
    en: `The archive is incomplete or damaged (${names}); nothing was restored.`,
  })
}

function entriesOf(file: string): Extract {
  const archive = extract()
  createReadStream(file)
    .on('error', (error) => archive.destroy(error))
    .pipe(archive)
  return archive
}

function notAnArchive(): InvalidError {
  return new InvalidError({ zh: '这不是明镜的备份文件。', en: 'This is not an archive made by cli backup.' })
}
