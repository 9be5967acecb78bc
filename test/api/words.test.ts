import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { runMetricQuery } from '../../server/src/analytics/run.ts'
import { verifyLedger } from '../../server/src/ledger/verify.ts'
import { classifyWords } from '../../server/src/words/words.commands.ts'
import { readUnclassifiedWords } from '../../server/src/words/words.queries.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, importRows, installTest, officer, putInstitution } from '../support/ledger.ts'

let db: Db
const row = (number: string, category: string, cause: string) => ({ number, receivedOn: '2025-03-04', institutionId: 1, category, cause })

async function byCategory(revision: number): Promise<Record<string, number | null>> {
  const query = { metrics: ['complaints'], by: ['category'], period: '2025', filters: [], comparison: [], register: 'regulator', revision }
  const { keys, columns } = await runMetricQuery(db, officer, query as unknown as Parameters<typeof runMetricQuery>[2])
  return Object.fromEntries((keys[0]?.labels ?? []).map(({ zh }, index) => [zh, columns[0]?.figures[index] ?? null]))
}

describe('words that a dictionary lacks', () => {
  beforeAll(async () => {
    db = await createTestDatabase()
    await installTest(db)
    await act(db, 'PREPARE', (writing) => putInstitution(writing, { name: '甲银行', ranked: true }))
    await importRows(
      db,
      ['number', 'receivedOn', 'institution', 'category', 'cause'],
      [row('1', '银行卡', '催收'), row('2', '卡类业务', '催收'), row('3', '卡类业务', '说不清'), row('4', '户名张*', '催收')],
      { create: [] },
    )
  })
  afterAll(() => db?.close())
  let before = 0

  it('are listed with the complaints that hold them, most first', async () => {
    const { words } = await readUnclassifiedWords(db, officer)
    const told = words.map(({ field, word, complaints }) => [field, word, complaints])
    expect(told).toContainEqual(['category', '卡类业务', 2])
    expect(told).toContainEqual(['cause', '说不清', 1])
    expect(told[0]?.[2]).toBeGreaterThanOrEqual(told.at(-1)?.[2] as number)
  })

  it('refuse what is not there, each named, and then nothing is written', async () => {
    const { rows } = await readAll(db, (tx) => sql<{ revision: number }>`select revision from revision_counter`.execute(tx))
    before = rows[0]?.revision ?? 0
    const wrong = [
      { field: 'category', word: '卡类业务', entry: '没有这一项' },
      { field: 'nonsense', word: '卡类业务', entry: null },
      { field: 'cause', word: '没写过', entry: null },
      { field: 'category', word: '户名张*', entry: null },
    ]
    const refused = await classifyWords(db, officer, wrong, null).catch((error: unknown) => error)
    expect((refused as { fields: { path: string; reason: string }[] }).fields.map(({ path, reason }) => [path, reason])).toEqual([
      ['words[0].entry', 'UNKNOWN_ENTRY'],
      ['words[1].field', 'UNKNOWN_FIELD'],
      ['words[2].word', 'UNKNOWN_WORD'],
      ['words[3].word', 'HOLDS_PERSONAL_DATA'],
    ])
    const after = await readAll(db, (tx) => sql<{ revision: number }>`select revision from revision_counter`.execute(tx))
    expect(after.rows[0]?.revision).toBe(before)
  })

  it('are classified without a new import, and the past keeps what it said', async () => {
    const earlier = await byCategory(before)
    expect(earlier['未归类']).toBe(3)
    const { value, change } = await classifyWords(
      db,
      officer,
      [
        { field: 'category', word: '卡类业务', entry: '银行卡' },
        { field: 'cause', word: '说不清', entry: null },
      ],
      '并入银行卡',
    )
    expect(value.complaints).toBe(2)
    expect(await byCategory(change.revision)).toEqual({ ...earlier, 银行卡: 3, 未归类: 1 })
    expect(await byCategory(before)).toEqual(earlier)
    const { words } = await readUnclassifiedWords(db, officer)
    expect(words.map(({ word }) => word)).toEqual(['催收', '户名张*'])
  })

  it('change their meaning again, and verification finds nothing wrong', async () => {
    const { change } = await classifyWords(db, officer, [{ field: 'category', word: '卡类业务', entry: '贷款' }], '更正')
    const now = await byCategory(change.revision)
    expect([now['银行卡'], now['贷款']]).toEqual([1, 2])
    const checks = await verifyLedger(db)
    expect(checks.filter((check) => check.problems.length > 0)).toEqual([])
  })
})
