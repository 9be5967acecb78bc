import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll, writeAs } from '../../server/src/db/snapshot.ts'
import { createTestDatabase } from './database.ts'

let db: Db
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.close())

test('without a role the server may read nothing', async () => {
  await expect(sql`select * from region`.execute(db.reading)).rejects.toThrow('permission denied')
})

test('the reader of all reads and may not write', async () => {
  expect(await readAll(db, (tx) => tx.selectFrom('region').selectAll().execute())).toEqual([])
  await expect(writeAs(db, 'mingjing_reader_all', (tx) => sql`insert into revision_counter values (true, 1)`.execute(tx))).rejects.toThrow(
    'permission denied',
  )
})

test('counts and keys are numbers, dates are strings', async () => {
  const { rows } = await sql`select 9007199254740991::int8 as n, date '2025-01-31' as d`.execute(db.reading)
  expect(rows).toEqual([{ n: 9007199254740991, d: '2025-01-31' }])
  await expect(sql`select 9007199254740993::int8`.execute(db.reading)).rejects.toThrow(RangeError)
})
