import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { pack, type Pack } from 'tar-stream'
import { identifier } from './roles.ts'

/** First entry of an archive: what must be there before rows can be loaded. */
export type Format = {
  format: 1
  product: string
  createdAt: string
  kind: string | null
  migrations: { name: string; digest: string }[]
  /** Tables in the order in which rows may be loaded, with their columns. */
  tables: { name: string; columns: string[] }[]
  sequences: { name: string; value: string }[]
}
/** Last entry: what each table's entry must come to. */
export type Manifest = { tables: { name: string; rows: number; sha256: string }[] }

/** Visits, links and work in progress are of one server; staging is outside anyway. */
const leftOut = ['migration', 'user_session', 'invitation', 'job']

/**
 * Writes one tar archive of one snapshot, as the owner: every table by COPY, with SHA-256 digests and counts of rows.
 * Throws when row security could hide a row from the owner or a count differs; then no file is left. `keys`: files to
 * take along, by their name.
 */
export async function backup(client: pg.ClientBase, file: string, options: { product: string; keys?: string[] }): Promise<Manifest> {
  const workFolder = await mkdtemp(join(dirname(file), '.backup-'))
  const part = join(workFolder, 'archive.tar')
  try {
    await client.query('begin isolation level repeatable read, read only')
    await demandOpenRows(client)
    const format = await readFormat(client, options.product)
    const archive = pack()
    const written = pipeline(archive, createWriteStream(part, { mode: 0o600 }))
    const manifest: Manifest = { tables: [] }
    await addText(archive, 'format.json', JSON.stringify(format, null, 2))
    for (const { name, columns } of format.tables) {
      manifest.tables.push(await addTable(client, archive, { name, columns }, join(workFolder, 'table')))
    }
    for (const key of options.keys ?? []) await addText(archive, `keys/${key.split(/[\\/]/).pop()}`, await readFile(key))
    await addText(archive, 'manifest.json', JSON.stringify(manifest, null, 2))
    archive.finalize()
    await written
    await chmod(part, 0o600)
    await rename(part, file)
    return manifest
  } finally {
    await client.query('rollback')
    await rm(workFolder, { recursive: true, force: true })
  }
}

/**
 * Under forced row security a COPY by an owner whom no policy lets through writes an empty file without an error, so
 * each forced table must have the owner's policy `true`, and no restrictive one.
 */
async function demandOpenRows(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`
    select c.relname as name from pg_class c
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relforcerowsecurity
      and (exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive)
        or not exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd = '*'
          and pg_get_expr(p.polqual, p.polrelid) = 'true'
          and p.polroles @> array[(select oid from pg_roles where rolname = 'mingjing_owner')]))`)
  if (rows.length > 0) throw new Error(`row security may hide rows of ${rows.map((row) => row.name).join(', ')} from the owner`)
}

async function readFormat(client: pg.ClientBase, product: string): Promise<Format> {
  const migrations = await client.query<{ name: string; digest: string }>('select name, digest from migration order by name')
  const installation = await client.query<{ kind: string }>('select kind from installation')
  const tables = await client.query<Described>(
    `select c.relname as name,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      coalesce((select array_agg(distinct f.relname::text) from pg_constraint k join pg_class f on f.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and f.oid <> c.oid), '{}') as after
     from pg_class c where c.relkind in ('r', 'p') and not c.relispartition
      and c.relnamespace = 'public'::regnamespace and c.relname <> all ($1) order by 1`,
    [leftOut],
  )
  const sequences = await client.query<{ name: string; value: string }>(
    `select sequencename::text as name, last_value::text as value from pg_sequences
     where schemaname = 'public' and last_value is not null order by 1`,
  )
  return {
    format: 1,
    product,
    createdAt: new Date().toISOString(),
    kind: installation.rows[0]?.kind ?? null,
    migrations: migrations.rows,
    tables: inLoadOrder(tables.rows),
    sequences: sequences.rows,
  }
}

type Described = { name: string; columns: string[]; after: string[] }

/** A table stands after those that its foreign keys name. */
export function inLoadOrder(tables: Described[]): { name: string; columns: string[] }[] {
  const ordered: Described[] = []
  let waiting = tables
  while (waiting.length > 0) {
    const ready = waiting.filter((one) => one.after.every((name) => !waiting.some((other) => other.name === name)))
    if (ready.length === 0) throw new Error(`foreign keys in a circle: ${waiting.map((one) => one.name).join(', ')}`)
    ordered.push(...ready)
    waiting = waiting.filter((one) => !ready.includes(one))
  }
  return ordered.map(({ name, columns }) => ({ name, columns }))
}

/** Through a file beside it, because an entry's size stands before its bytes. */
async function addTable(client: pg.ClientBase, archive: Pack, table: { name: string; columns: string[] }, spool: string) {
  const { name } = table
  const columns = table.columns.map(identifier).join(', ')
  const source = client.query(copyTo(`copy ${identifier(name)} (${columns}) to stdout`))
  const digest = createHash('sha256')
  const measured = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(source, measured, createWriteStream(spool, { mode: 0o600 }))
  const { rows } = await client.query<{ n: string }>(`select count(*)::text as n from ${identifier(name)}`)
  const counted = Number(rows[0]?.n)
  if (source.rowCount !== counted) throw new Error(`${name}: ${source.rowCount} rows written, ${counted} counted`)
  const { size } = await stat(spool)
  const entry = archive.entry({ name: `tables/${name}.copy`, size, mode: 0o600 })
  await pipeline(createReadStream(spool), entry)
  return { name, rows: counted, sha256: digest.digest('hex') }
}

async function addText(archive: Pack, name: string, text: string | Buffer): Promise<void> {
  const bytes = Buffer.from(text as string)
  const entry = archive.entry({ name, size: bytes.length, mode: 0o600 })
  entry.end(bytes)
  await finished(entry)
}
