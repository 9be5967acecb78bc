import { afterAll, beforeAll, expect, test } from 'vitest'
import { staleContracts } from '../../server/src/cli/schema.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { createTestDatabase } from '../support/database.ts'

let db: Db
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.close())

test('schema/ and db/tables.ts are what the classes and migrations give (else: pnpm schema)', async () => {
  const client = await db.pools.owner?.connect()
  if (!client) throw new Error('the test database has an owner')
  try {
    expect(await staleContracts(client)).toEqual([])
  } finally {
    client.release()
  }
})

test('row security is enabled and forced wherever a row belongs to a region or an institution', async () => {
  const { rows } = await (db.pools.owner as NonNullable<typeof db.pools.owner>).query<{ name: string }>(`
    select distinct c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and a.attname in ('region_id', 'institution_id')
      and not (c.relrowsecurity and c.relforcerowsecurity)`)
  expect(rows).toEqual([])
})
