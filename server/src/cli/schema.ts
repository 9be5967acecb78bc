import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { repositoryRoot } from '../config.ts'
import { embeddedConnections } from '../db/connect.ts'
import { emitDatabase } from '../db/emit-database.ts'
import { emitTables } from '../db/emit-tables.ts'
import { startScratch } from '../db/scratch.ts'
import { emitSchema } from '../schema.ts'

/** The emitted files, by their path in the repository: contracts that are checked in. `client`: the owner of a migrated database. */
export async function emitContracts(client: pg.ClientBase): Promise<Record<string, string>> {
  return {
    'schema/schema.graphql': await emitSchema(),
    'server/src/db/tables.ts': await emitTables(client),
    'schema/database.sql': await emitDatabase(client),
  }
}

/** Paths of emitted files that differ from what is checked in. */
export async function staleContracts(client: pg.ClientBase): Promise<string[]> {
  const stale: string[] = []
  for (const [path, text] of Object.entries(await emitContracts(client))) {
    const kept = await readFile(join(repositoryRoot, path), 'utf8').catch(() => null)
    if (kept !== text) stale.push(path)
  }
  return stale
}

/** Lends the owner's connection to a throw-away, migrated database. */
export async function withScratch<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const scratch = await startScratch()
  const client = new pg.Client(embeddedConnections(scratch.secrets, scratch.template).owner ?? {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
    await scratch.stop()
  }
}

if (process.argv[1] === import.meta.filename) {
  for (const [path, text] of Object.entries(await withScratch(emitContracts))) {
    const file = join(repositoryRoot, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
    process.stdout.write(`${path}\n`)
  }
}
