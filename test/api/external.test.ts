import { chmodSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../server/src/config.ts'
import { openDatabase } from '../../server/src/db/connect.ts'
import { startEmbedded, superuserClient, type Cluster } from '../../server/src/db/embedded.ts'
import { roleStatements } from '../../server/src/db/roles.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { isInstalled } from '../../server/src/ledger/install.ts'
import { installReal } from '../../server/src/service.ts'
import { needsSetup } from '../../server/src/users/invitations.ts'

/** Another PostgreSQL, as an office may run one: nothing of ours is in it. */
let folder: string
let cluster: Cluster
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-external-'))
  chmodSync(folder, 0o755)
  cluster = await startEmbedded(folder, { fast: true })
  await asSuperuser('postgres', [
    "create role office login createrole password 'office'",
    'create database office owner office',
    'create database prepared',
  ])
})
afterAll(async () => {
  await cluster.stop()
  await rm(folder, { recursive: true, force: true })
})

async function asSuperuser(database: string, statements: string[]): Promise<void> {
  const client = superuserClient(cluster.secrets, database)
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

const url = (user: string, password: string, database: string) =>
  `postgresql://${user}:${password}@127.0.0.1:${cluster.secrets.port}/${database}`

test('with one URL that may create roles, start-up makes them and serves as one that owns nothing', async () => {
  const config = readConfig({ MINGJING_DATA: join(folder, 'one'), DATABASE_URL: url('office', 'office', 'office') })
  const db = await openDatabase(config)
  expect([db.installation, db.name]).toEqual(['EXTERNAL', 'office'])
  await installReal(db)
  expect(await isInstalled(db)).toBe(true)
  expect(await needsSetup(db)).toBe(true)
  const { rows } = await sql<{ who: string }>`select session_user as who`.execute(db.writing)
  expect(rows).toEqual([{ who: 'mingjing_app' }])
  await expect(sql`select * from complaint`.execute(db.writing)).rejects.toThrow('permission denied')
  await db.close()
  const again = await openDatabase(config)
  expect(again.migrated).toEqual([])
  await again.close()
})

test('with two URLs the roles are made beforehand by the printed statements', async () => {
  await asSuperuser('prepared', roleStatements('prepared', { app: 'a', owner: 'o' }))
  const db = await openDatabase(
    readConfig({
      MINGJING_DATA: join(folder, 'two'),
      DATABASE_URL: url('mingjing_app', 'a', 'prepared'),
      DATABASE_OWNER_URL: url('mingjing_owner', 'o', 'prepared'),
    }),
  )
  expect(db.migrated.length).toBeGreaterThan(0)
  await installReal(db)
  expect(await readAll(db, (tx) => tx.selectFrom('region').select('key').execute())).toHaveLength(1)
  await db.close()
})
