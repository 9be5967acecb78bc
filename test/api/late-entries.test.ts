import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { restoreBatch, voidBatch } from '../../server/src/imports/batches.commands.ts'
import { correctComplaint } from '../../server/src/ledger/correct.ts'
import { closeMonth, reopenMonth } from '../../server/src/ledger/dated.ts'
import { verifyLedger } from '../../server/src/ledger/verify.ts'
import { askRows, askTable } from '../support/ask.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, importRows, installTest, officer, putInstitution } from '../support/ledger.ts'

const fields = ['number', 'receivedOn', 'institution']

let db: Db
let bank: number
let other: number
beforeAll(async () => {
  db = await createTestDatabase()
  await installTest(db)
  bank = (await act(db, 'INSTITUTION', (w) => putInstitution(w, { name: '甲银行', peerGroupId: 1 }))).value
  other = (await act(db, 'INSTITUTION', (w) => putInstitution(w, { name: '乙银行', peerGroupId: 1 }))).value
  await enter({ 1: '2025-01-10', 2: '2025-02-03' })
  await act(db, 'CLOSE', (w) => closeMonth(w, '2025-01-01'))
})
afterAll(() => db?.close())

const enter = (days: Record<string, string>, institutionId = bank) =>
  importRows(
    db,
    fields,
    Object.entries(days).map(([number, receivedOn]) => ({ number, receivedOn, institutionId })),
  )
/** The same question three ways: the metric, the filter on complaints, and the list; with the note's words. */
async function late(period: string, more: object = {}) {
  const filters = [{ dimension: 'ENTRY', include: ['LATE'] }]
  const told = await askTable(db, officer, { metrics: ['COMPLAINTS', 'LATE_ENTRIES'], period, ...more })
  const filtered = await askTable(db, officer, { metrics: ['COMPLAINTS'], period, filters, ...more })
  const list = await askRows(db, officer, { metric: 'LATE_ENTRIES', period, ...more })
  const marked = (await askRows(db, officer, { metric: 'COMPLAINTS', period, ...more })) as unknown as {
    rows: { number: string; late: boolean }[]
  }
  const figure = (table: typeof told, metric: string) =>
    table.columns.find((one) => one.metric === metric && one.kind === 'VALUE')?.figures[0]
  const counts = [
    figure(told, 'LATE_ENTRIES'),
    figure(filtered, 'COMPLAINTS'),
    list.totalCount,
    marked.rows.filter((row) => row.late).length,
  ]
  expect(new Set(counts).size, counts.join()).toBe(1)
  expect(list.rows.map((row) => row.number).sort()).toEqual(
    marked.rows
      .filter((row) => row.late)
      .map((row) => row.number)
      .sort(),
  )
  return {
    numbers: list.rows.map((row) => row.number).sort(),
    all: figure(told, 'COMPLAINTS'),
    note: told.notes.find((one) => one.kind === 'LATE_ENTRIES')?.text.zh ?? null,
  }
}
const problems = async () => (await verifyLedger(db)).flatMap((check) => check.problems)

describe('an entry for a closed month', () => {
  it('is accepted and counted, and marked late in figure, filter, list, row and note', async () => {
    expect(await late('2025Q1')).toEqual({ numbers: [], all: 2, note: null })
    await enter({ 3: '2025-01-20', 4: '2025-02-20' })
    await enter({ 5: '2025-01-31' }, other)
    expect(await late('2025Q1')).toEqual({ numbers: ['3', '5'], all: 5, note: '含结账后补录2件。' })
    expect(await late('2025-02')).toEqual({ numbers: [], all: 2, note: null })
    expect(await problems()).toEqual([])
  })

  it('is told under the filters of the table, and by the rows of a split', async () => {
    const filters = [{ dimension: 'INSTITUTION', include: ['乙银行'] }]
    expect(await late('2025-01', { filters })).toEqual({ numbers: ['5'], all: 1, note: '含结账后补录1件。' })
    const split = await askTable(db, officer, { metrics: ['COMPLAINTS'], by: ['ENTRY'], period: '2025-01' })
    expect(split.keys[0]?.ids.map((id, row) => [id, split.columns[0]?.figures[row]]).sort()).toEqual([
      ['IN_TIME', 1],
      ['LATE', 2],
    ])
  })

  it('is told of its month alone where a table is split by time', async () => {
    const { notes } = await askTable(db, officer, { metrics: ['COMPLAINTS'], grain: 'MONTH', period: '2024-12..2025-02' })
    expect(notes.find((one) => one.kind === 'LATE_ENTRIES')).toMatchObject({ text: { zh: '含结账后补录2件。' }, rows: [1] })
  })

  it('stays what it was as of the revision before', async () => {
    const revision = (await readAll(db, (tx) => tx.selectFrom('revision_counter').select('revision').executeTakeFirstOrThrow())).revision
    expect(await late('2025Q1', { revision: revision - 2 })).toEqual({ numbers: [], all: 2, note: null })
    expect((await late('2025Q1', { revision: revision - 1 })).numbers).toEqual(['3'])
  })

  it('is none where the month was open again, where a batch is restored, or where something else is corrected', async () => {
    await act(db, 'REOPEN', (w) => reopenMonth(w, '2025-01-01'))
    const open = await enter({ 6: '2025-01-05' })
    await act(db, 'CLOSE', (w) => closeMonth(w, '2025-01-01'))
    expect((await late('2025-01')).numbers).toEqual(['3', '5'])
    await voidBatch(db, officer, open.batchKey, false, 'test')
    await restoreBatch(db, officer, open.batchKey, 'test')
    await act(db, 'CORRECT', (w) => correctComplaint(w, 1, { amount: 100 }))
    expect((await late('2025-01')).numbers).toEqual(['3', '5'])
    expect(await problems()).toEqual([])
  })

  it('is one whose day of receipt a correction moves into the closed month, and no longer one that is moved out of it', async () => {
    const ids = await readAll(
      db,
      async (tx) => (await sql<{ id: number; number: string }>`select id, number from complaint`.execute(tx)).rows,
    )
    const id = (number: string) => ids.find((one) => one.number === number)?.id ?? 0
    await act(db, 'CORRECT', (w) => correctComplaint(w, id('2'), { receivedOn: '2025-01-30' }))
    await act(db, 'CORRECT', (w) => correctComplaint(w, id('3'), { receivedOn: '2025-02-01' }))
    expect(await late('2025Q1')).toEqual({ numbers: ['2', '5'], all: 6, note: '含结账后补录2件。' })
    expect(await problems()).toEqual([])
  })

  it('is named by verify where its mark was taken away or made up by hand', async () => {
    const [five] = (await readAll(db, (tx) => sql<{ id: number }>`select id from complaint where number = '5'`.execute(tx))).rows
    const owner = db.owner!
    await sql`delete from late_entry where complaint_id = ${five?.id}`.execute(owner)
    expect(await problems()).toEqual([expect.stringMatching(/^late entry 5 2025-01-01/)])
    await sql`insert into late_entry select * from late_entries() where complaint_id = ${five?.id}`.execute(owner)
    expect(await problems()).toEqual([])
  })
})
