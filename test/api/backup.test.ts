import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backup, inLoadOrder } from '../../server/src/db/backup.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { migrate, readMigrations } from '../../server/src/db/migrate.ts'
import { readFormat, restore } from '../../server/src/db/restore.ts'
import { verifyAudit } from '../../server/src/ledger/verify.ts'
import { installReal } from '../../server/src/service.ts'
import { ensureCliUser } from '../../server/src/users/users.commands.ts'
import { createTestDatabase } from '../support/database.ts'

let folder: string
let db: Db
let other: Db
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-backup-'))
  db = await createTestDatabase()
  other = await createTestDatabase()
  await installReal(db)
  await ensureCliUser(db)
})
afterAll(async () => {
  await db.close()
  await other.close()
  await rm(folder, { recursive: true, force: true })
})

async function asOwner<T>(of: Db, work: (client: Parameters<typeof backup>[0]) => Promise<T>): Promise<T> {
  const client = await (of.pools.owner as NonNullable<typeof of.pools.owner>).connect()
  return work(client).finally(() => client.release())
}

const write = (file: string) => asOwner(db, (client) => backup(client, file, { product: 'test' }))

test('what a backup holds is what a restore brings back, digest for digest', async () => {
  const file = join(folder, 'a.tar')
  const manifest = await write(file)
  expect(manifest.tables.find((one) => one.name === 'dictionary_entry')?.rows).toBeGreaterThan(10)
  const loaded = await asOwner(other, async (client) => restore(client, file, await readFormat(file), folder))
  expect(loaded).toEqual(manifest)
  const again = await asOwner(other, (client) => backup(client, join(folder, 'b.tar'), { product: 'test' }))
  expect(again).toEqual(manifest)
  expect((await verifyAudit(other)).every((check) => check.problems.length === 0)).toBe(true)
})

test('an archive with one changed byte is refused and leaves the database as it was', async () => {
  const file = join(folder, 'c.tar')
  await write(file)
  const bytes = await readFile(file)
  bytes.write('令', bytes.indexOf(Buffer.from('命令行'), bytes.indexOf('tables/user_account.copy')))
  await writeFile(file, bytes)
  const count = () => asOwner(other, async (client) => (await client.query('select count(*)::int as n from dictionary_entry')).rows[0])
  const before = await count()
  await expect(asOwner(other, async (client) => restore(client, file, await readFormat(file), folder))).rejects.toThrow('damaged')
  expect(await count()).toEqual(before)
})

test('row security that would hide rows from the owner stops a backup', async () => {
  await asOwner(other, async (client) => {
    await client.query('drop policy owner on setting')
    await expect(backup(client, join(folder, 'd.tar'), { product: 'test' })).rejects.toThrow('setting')
  })
})

test('a changed migration that was applied is refused', async () => {
  const migrations = await readMigrations()
  const changed = migrations.map((one, index) => (index === 0 ? { ...one, digest: 'other' } : one))
  await expect(asOwner(db, (client) => migrate(client, { migrations: changed }))).rejects.toThrow('another text')
  await expect(asOwner(db, (client) => migrate(client, { migrations: migrations.slice(0, 1) }))).rejects.toThrow('newer program')
})

test('tables are loaded after those that their foreign keys name', () => {
  const table = (name: string, ...after: string[]) => ({ name, columns: [], after })
  expect(inLoadOrder([table('a', 'b'), table('b', 'c'), table('c')]).map((one) => one.name)).toEqual(['c', 'b', 'a'])
  expect(() => inLoadOrder([table('a', 'b'), table('b', 'a')])).toThrow('circle')
})
