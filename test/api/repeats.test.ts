import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { correctComplaint } from '../../server/src/ledger/correct.ts'
import { splitComplaints } from '../../server/src/ledger/matter.ts'
import { redactComplaint } from '../../server/src/ledger/redact.ts'
import { verifyAudit, verifyLedger } from '../../server/src/ledger/verify.ts'
import { voidBatch, restoreBatch } from '../../server/src/imports/batches.commands.ts'
import { confirmRepeats, dismissRepeats, takeBackDismissals, undoRepeats } from '../../server/src/matters/matters.commands.ts'
import { readDismissed, readMerged } from '../../server/src/matters/merged.queries.ts'
import { readRepeats } from '../../server/src/matters/repeats.queries.ts'
import type { RepeatRows } from '../../server/src/matters/matters.types.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, importRows, installTest, officer, putInstitution, type TestRow } from '../support/ledger.ts'

let db: Db
const fields = ['number', 'receivedOn', 'institution', 'text', 'complainantPhone']
const ids = new Map<string, number>()

/** A ledger of its own, with two ranked institutions 1 and 2 and an outlet 3 of the first. */
async function begin(rows: TestRow[]): Promise<{ batchKey: string }> {
  await db?.close()
  db = await createTestDatabase()
  await installTest(db)
  await act(db, 'PREPARE', async (writing) => {
    await putInstitution(writing, { name: '甲银行', ranked: true })
    await putInstitution(writing, { name: '乙银行', ranked: true })
    await putInstitution(writing, { name: '甲银行网点', parentId: 1, ranked: false })
  })
  return add(rows)
}

async function add(rows: TestRow[], register = 1): Promise<{ batchKey: string }> {
  const { batchKey } = await importRows(db, fields, rows, { register })
  const { rows: held } = await readAll(db, (tx) => sql<{ number: string; id: number }>`select number, id from complaint`.execute(tx))
  for (const { number, id } of held) ids.set(number, id)
  return { batchKey }
}

const row = (number: string, day: string, more: Partial<TestRow> = {}): TestRow => ({
  number,
  receivedOn: `2025-${day}`,
  institutionId: 1,
  ...more,
})
const page = (rows: RepeatRows = {}, first = 50, after: string | null = null) => readRepeats(db, officer, { rows, first, after })
const numbers = async (rows: RepeatRows = {}) =>
  (await page(rows)).rows.map(({ earlier, later, evidence, daysApart }) => [
    earlier.complaint.number,
    later.complaint.number,
    evidence,
    daysApart,
  ])
async function pairs(...wanted: [string, string][]) {
  const { rows } = await page({}, 200)
  return wanted.map(([one, other]) => {
    const found = rows.find(({ earlier, later }) => earlier.complaint.number === one && later.complaint.number === other)
    if (!found) throw new Error(`${one} ~ ${other} is no candidate`)
    return { one: found.earlier.complaint.key, other: found.later.complaint.key }
  })
}
const confirm = async (...wanted: [string, string][]) => confirmRepeats(db, officer, { pairs: await pairs(...wanted) }, '同一件事')
const dismiss = async (...wanted: [string, string][]) => dismissRepeats(db, officer, { pairs: await pairs(...wanted) }, '两件事')
const asked = { jurisdiction: null, revision: null, first: 50, after: null }
const matters = async () => (await readMerged(db, officer, asked)).rows.map((one) => one.members.map(({ number }) => number))
async function expectSound(): Promise<void> {
  const checks = [...(await verifyLedger(db)), ...(await verifyAudit(db))]
  expect(checks.filter((check) => check.problems.length > 0)).toEqual([])
}

beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db?.close())

describe('candidates', () => {
  it('are one person’s within the days, or equal texts at most three days apart, against one ranked institution', async () => {
    await begin([
      row('P1', '01-01', { person: 'a' }),
      row('P2', '03-31', { person: 'a' }),
      row('P3', '07-01', { person: 'a' }),
      row('T1', '02-01', { text: '年费，多收了！' }),
      row('T2', '02-04', { text: '年费多收了', source: '12345' }),
      row('T3', '02-08', { text: '年费多收了' }),
      row('B1', '05-01', { person: 'b', text: '催收' }),
      row('B2', '05-03', { person: 'b', text: '催 收', institutionId: 3 }),
      row('O1', '05-01', { person: 'b', text: '催收', institutionId: 2 }),
      row('N1', '06-01'),
      row('N2', '06-01'),
      row('E1', '06-02', { text: '。！' }),
      row('E2', '06-02', { text: '？' }),
      row('K1', '08-01', { person: 'k', kind: 3 }),
      row('K2', '08-02', { person: 'k' }),
    ])
    expect(await numbers()).toEqual([
      ['B1', 'B2', 'both', 2],
      ['P1', 'P2', 'samePerson', 89],
      ['T1', 'T2', 'sameText', 3],
    ])
    expect(await numbers({ evidence: 'both' })).toHaveLength(1)
    expect(await numbers({ period: '2025Q1' })).toHaveLength(2)
    expect(await numbers({ institutions: ['乙银行'] })).toEqual([])
  })

  it('of one register are not those of the other', async () => {
    await begin([row('R1', '01-01', { person: 'a' })])
    await add([row('I1', '01-02', { person: 'a' }), row('I2', '01-03', { person: 'a' })], 2)
    expect(await numbers()).toEqual([])
    expect(await numbers({ register: 'institution' })).toEqual([['I1', 'I2', 'samePerson', 1]])
  })

  it('say which complaint would represent the matter, by day, number and source, whichever came into the ledger first', async () => {
    await begin([row('Z9', '01-05', { person: 'a' })])
    await add([row('A1', '01-05', { person: 'a' }), row('A2', '01-07', { person: 'a' })])
    await confirm(['Z9', 'A1'])
    const [one] = (await page()).rows
    expect([one?.earlier.represents, one?.later.represents, one?.representedBy]).toEqual([true, false, null])
    expect([one?.earlier.complaint.number, one?.earlier.members]).toEqual(['A1', 2])
  })

  it('page by page are all of them once, also while the ledger moves on', async () => {
    await begin(Array.from({ length: 12 }, (_, n) => row(`C${String(n).padStart(2, '0')}`, '01-01', { person: `p${n % 6}` })))
    const first = await page({}, 4)
    expect([first.totalCount, first.hasNextPage]).toEqual([6, true])
    await confirmRepeats(db, officer, { rows: {}, expected: 6 }, '一并确认')
    const second = await page({}, 4, first.endCursor)
    expect([second.rows.length, second.hasNextPage, second.revision]).toEqual([2, false, first.revision])
    const seen = [...first.rows, ...second.rows].map(({ later }) => later.complaint.number)
    expect(new Set(seen).size).toBe(6)
    await expect(page({}, 4, 'x')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' })
  })
})

describe('chains and tokens that many share', () => {
  it('A~B, B~C are two candidates and one matter', async () => {
    await begin([row('A', '01-01', { person: 'x' }), row('B', '01-03', { person: 'x', text: '同文' }), row('C', '01-05', { text: '同文' })])
    expect(await numbers()).toEqual([
      ['B', 'C', 'sameText', 2],
      ['A', 'B', 'samePerson', 2],
    ])
    const { ifConfirmed } = await page()
    expect(ifConfirmed).toEqual({ complaints: 2, matters: 1, mergedBefore: 3, mergedAfter: 1 })
    const { change } = await confirmRepeats(db, officer, { rows: {}, expected: 2 }, '全部')
    expect(await matters()).toEqual([['A', 'B', 'C']])
    expect((await page()).ifConfirmed).toMatchObject({ complaints: 0, mergedBefore: 1 })
    await undoRepeats(db, officer, change.key, '看错')
    expect(await matters()).toEqual([])
    expect((await page()).ifConfirmed.mergedBefore).toBe(3)
    await expectSound()
  })

  it('a token of four hundred makes 399 candidates, not 79,800, and one matter', async () => {
    await begin(Array.from({ length: 400 }, (_, n) => row(`S${n}`, `0${1 + (n % 9)}-01`, { person: 'desk', text: `第${n}件` })))
    const { totalCount, ifConfirmed } = await page()
    expect([totalCount, ifConfirmed.mergedAfter]).toEqual([399, 1])
    await confirmRepeats(db, officer, { rows: { period: '2025-02' }, expected: (await page({ period: '2025-02' })).totalCount }, '二月')
    expect((await page()).totalCount).toBe(399 - 45)
    await expectSound()
  })
})

describe('a dismissal', () => {
  it('is remembered, looks past the one dismissed, and is taken back', async () => {
    await begin([row('A', '01-01', { person: 'x' }), row('B', '01-03', { person: 'x' }), row('C', '01-05', { person: 'x' })])
    const { change } = await dismiss(['B', 'C'])
    expect(await numbers()).toEqual([
      ['A', 'C', 'samePerson', 4],
      ['A', 'B', 'samePerson', 2],
    ])
    await confirm(['A', 'B'])
    // C was judged to be another matter than B's, so it is not proposed for what B is part of now.
    expect(await numbers()).toEqual([])
    const held = await readDismissed(db, officer, asked)
    expect(held.rows.map(({ one, other, act: by }) => [one.number, other.number, by?.reason, by?.standing])).toEqual([
      ['B', 'C', '两件事', 1],
    ])
    expect(held.rows[0]?.act?.key).toBe(change.key)
    await takeBackDismissals(db, officer, [{ one: held.rows[0]!.other.key, other: held.rows[0]!.one.key }], '再看')
    expect(await numbers()).toEqual([['B', 'C', 'samePerson', 2]])
    expect((await readDismissed(db, officer, asked)).totalCount).toBe(0)
    const before = await readDismissed(db, officer, { ...asked, revision: change.revision })
    expect(before.totalCount).toBe(1)
    await expectSound()
  })

  it('of all of a filter is undone as a whole', async () => {
    await begin([
      row('A', '01-01', { person: 'x' }),
      row('B', '01-03', { person: 'x' }),
      row('C', '01-05', { text: '同文' }),
      row('D', '01-05', { text: '同文' }),
    ])
    const { change, value } = await dismissRepeats(db, officer, { rows: {}, expected: 2 }, '都不是')
    expect([value.count, await numbers()]).toEqual([2, []])
    await undoRepeats(db, officer, change.key, '看错')
    expect(await numbers()).toHaveLength(2)
    await expect(undoRepeats(db, officer, change.key, '再来')).rejects.toMatchObject({ code: 'CONFLICT' })
    await expectSound()
  })
})

describe('what was confirmed', () => {
  it('is undone exactly: earlier groups come back, what was altered since stays', async () => {
    await begin([
      row('A', '01-01', { person: 'x' }),
      row('B', '01-02', { person: 'x' }),
      row('C', '01-03', { text: '同文' }),
      row('D', '01-04', { text: '同文', person: 'x' }),
      row('E', '03-01', { person: 'e' }),
      row('F', '03-02', { person: 'e' }),
    ])
    await confirm(['A', 'B'])
    const all = await confirmRepeats(db, officer, { rows: {}, expected: 3 }, '其余')
    expect((await matters()).map((one) => one.join(''))).toEqual(expect.arrayContaining(['ABCD', 'EF']))
    await act(db, 'SPLIT', (writing) => splitComplaints(writing, [ids.get('F') ?? 0]))
    const undone = await undoRepeats(db, officer, all.change.key, '看错')
    expect(undone.value).toEqual({ count: 4, passedOver: 2 })
    expect(await matters()).toEqual([['A', 'B']])
    await expect(undoRepeats(db, officer, all.change.key, '再来')).rejects.toMatchObject({ code: 'CONFLICT' })
    await expectSound()
  })

  it('reads as of any revision', async () => {
    await begin([row('A', '01-01', { person: 'x' }), row('B', '01-03', { person: 'x' })])
    const before = (await page()).revision
    const { change } = await confirm(['A', 'B'])
    expect([await numbers(), await numbers({ revision: before })]).toEqual([[], [['A', 'B', 'samePerson', 2]]])
    await undoRepeats(db, officer, String(change.revision), '拆')
    expect((await readMerged(db, officer, { ...asked, revision: change.revision })).totalCount).toBe(1)
    expect((await readMerged(db, officer, asked)).totalCount).toBe(0)
    expect(await numbers({ revision: change.revision })).toEqual([])
  })

  it('is divided by a correction and joined again by its undoing', async () => {
    await begin([
      row('A', '01-01', { person: 'x' }),
      row('B', '01-03', { person: 'x' }),
      row('C', '01-04', { person: 'x', institutionId: 2 }),
    ])
    await confirm(['A', 'B'])
    await act(db, 'CORRECT', (writing) => correctComplaint(writing, ids.get('B') ?? 0, { institution: 2 }))
    expect((await readMerged(db, officer, asked)).rows[0]?.counts).toBe(2)
    expect(await numbers()).toEqual([['B', 'C', 'samePerson', 1]])
    expect((await page()).ifConfirmed).toMatchObject({ complaints: 1, mergedBefore: 3, mergedAfter: 2 })
    await confirm(['B', 'C'])
    expect((await page()).ifConfirmed.mergedBefore).toBe(2)
    await act(db, 'CORRECT', (writing) => correctComplaint(writing, ids.get('B') ?? 0, { institution: 1 }))
    expect((await page()).ifConfirmed.mergedBefore).toBe(2)
    await expectSound()
  })

  it('loses a voided member and has it back with the batch', async () => {
    await begin([row('A', '01-01', { person: 'x' })])
    const { batchKey } = await add([row('B', '01-03', { person: 'x' })])
    await confirm(['A', 'B'])
    await voidBatch(db, officer, batchKey, false, '作废')
    expect((await page()).ifConfirmed.mergedBefore).toBe(1)
    await restoreBatch(db, officer, batchKey, '恢复')
    expect([await matters(), (await page()).ifConfirmed.mergedBefore]).toEqual([[['A', 'B']], 1])
    await expectSound()
  })
})

describe('what is refused', () => {
  beforeAll(async () => {
    await begin([row('A', '01-01', { person: 'x' }), row('B', '01-03', { person: 'x' }), row('C', '06-01', { person: 'y' })])
  })
  it('a pair that is no candidate any more, and then nothing is written', async () => {
    const [pair] = await pairs(['A', 'B'])
    await confirmRepeats(db, officer, { pairs: [pair!] }, '同一件事')
    const revision = (await page()).revision
    await expect(confirmRepeats(db, officer, { pairs: [pair!] }, '再来')).rejects.toMatchObject({
      fields: [{ path: 'pairs[0]', reason: 'NO_CANDIDATE' }],
    })
    expect((await page()).revision).toBe(revision)
  })
  it('all of a filter that has moved on, an act without a reason, a key of nowhere', async () => {
    await expect(confirmRepeats(db, officer, { rows: {}, expected: 5 }, '全部')).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(confirmRepeats(db, officer, { pairs: [] }, ' ')).rejects.toMatchObject({ fields: [{ path: 'reason', reason: 'EMPTY' }] })
    await expect(confirmRepeats(db, officer, { pairs: [{ one: 'x', other: 'y' }] }, '看')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(undoRepeats(db, officer, 'x', '看')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
  it('what lies outside the viewer’s scope', async () => {
    const elsewhere = { ...officer, scope: { kind: 'SCOPE' as const, regions: [], institutions: [2] } }
    await begin([row('A', '01-01', { person: 'x' }), row('B', '01-03', { person: 'x' })])
    const [pair] = await pairs(['A', 'B'])
    expect((await readRepeats(db, elsewhere, { rows: {}, first: 50, after: null })).totalCount).toBe(0)
    await expect(confirmRepeats(db, elsewhere, { pairs: [pair!] }, '看')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(confirmRepeats(db, elsewhere, { rows: {}, expected: 1 }, '看')).rejects.toMatchObject({ code: 'CONFLICT' })
    const { change } = await confirmRepeats(db, officer, { pairs: [pair!] }, '看')
    await expect(undoRepeats(db, elsewhere, change.key, '看')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await readMerged(db, elsewhere, asked)).totalCount).toBe(0)
  })
})

describe('a redacted complaint', () => {
  it('is evidence of nothing any more', async () => {
    await begin([row('A', '01-01', { person: 'x', text: '同文' }), row('B', '01-03', { person: 'x', text: '同文' })])
    await act(db, 'REDACT', (writing) => redactComplaint(writing, ids.get('B') ?? 0, '【已删除】', Buffer.from('00', 'hex')))
    expect(await numbers()).toEqual([])
  })
})
