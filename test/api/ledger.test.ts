import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { addBatch, findBatch, markVoid, restoreComplaints, voidComplaints } from '../../server/src/ledger/batch.ts'
import { commitStaged } from '../../server/src/ledger/commit-staged.ts'
import { correctComplaint } from '../../server/src/ledger/correct.ts'
import { verifyLedger } from '../../server/src/ledger/verify.ts'
import { act, importRows, installTest, putInstitution, stageRows } from '../support/ledger.ts'
import { createTestDatabase } from '../support/database.ts'

let db: Db
let bank: number
beforeAll(async () => {
  db = await createTestDatabase()
  await installTest(db)
  bank = (await act(db, 'INSTITUTION', (w) => putInstitution(w, { name: '甲银行', peerGroupId: 1 }))).value
})
afterAll(() => db?.close())

const fields = ['number', 'receivedOn', 'institution', 'category', 'closedOn', 'text']
const rows = () => [
  { number: '1', receivedOn: '2025-01-02', institutionId: bank, category: '贷款', closedOn: '2025-01-10', text: '一' },
  { number: '2', receivedOn: '2025-01-03', institutionId: bank, category: '银行卡', closedOn: null, text: '二' },
]
const current = () =>
  readAll(
    db,
    async (tx) =>
      (
        await sql<{ number: string; closedOn: string | null; days: number | null }>`
    select c.number, v.closed_on as "closedOn", v.handling_days as days from complaint_version v join complaint c on c.id = v.complaint_id
     where v.to_revision is null order by c.number`.execute(tx)
      ).rows,
  )
const cells = () =>
  readAll(
    db,
    async (tx) =>
      (
        await sql<{
          month: string
          sum: number
        }>`select month, sum(received_all)::integer as sum from rollup_month group by month having sum(received_all) <> 0`.execute(tx)
      ).rows,
  )

describe('the ledger', () => {
  it('takes a file, takes it again as nothing new, voids, restores', async () => {
    const first = await importRows(db, fields, rows())
    expect(first).toMatchObject({ new: 2, changed: 0, identical: 0 })
    expect(await importRows(db, fields, rows())).toMatchObject({ new: 0, changed: 0, identical: 2 })
    expect(await current()).toEqual([
      { number: '1', closedOn: '2025-01-10', days: 8 },
      { number: '2', closedOn: null, days: null },
    ])
    expect(await cells()).toEqual([{ month: '2025-01-01', sum: 2 }])

    const id = (await readAll(db, (tx) => sql<{ id: number }>`select id from complaint where number = '2'`.execute(tx))).rows[0]?.id ?? 0
    await act(db, 'CORRECT', (w) => correctComplaint(w, id, { closedOn: '2025-01-20' }))
    expect((await current())[1]).toEqual({ number: '2', closedOn: '2025-01-20', days: 17 })

    const changed = await importRows(db, fields, [{ ...rows()[1]!, closedOn: '2025-01-12' }])
    expect(changed).toMatchObject({ new: 0, changed: 1, identical: 0 })
    expect(changed.conflicts).toMatchObject([{ field: 'closedOn', before: '2025-01-20', after: '2025-01-12' }])
    expect((await current())[1]).toEqual({ number: '2', closedOn: '2025-01-20', days: 17 })

    const batch = await readAll(db, (tx) => findBatch(tx, String(first.batchId)))
    const gone = await act(db, 'VOID', (w) => voidComplaints(w, batch, false))
    expect(gone.value).toMatchObject({ complaints: 1, passedOver: [{ number: '2' }] })
    expect(await current()).toHaveLength(1)
    expect(await cells()).toEqual([{ month: '2025-01-01', sum: 1 }])
    await act(db, 'RESTORE', (w) => restoreComplaints(w, batch))
    expect(await current()).toHaveLength(2)
    expect(await cells()).toEqual([{ month: '2025-01-01', sum: 2 }])
  })

  it('replaces a batch in one change', async () => {
    const first = await importRows(db, fields, [
      { ...rows()[0]!, number: 'R1' },
      { ...rows()[0]!, number: 'R2' },
    ])
    await importRows(db, fields, [{ ...rows()[0]!, number: 'R1', closedOn: '2025-01-05' }])
    const importId = await stageRows(
      db,
      fields,
      [
        { ...rows()[0]!, number: 'R1', closedOn: '2025-01-06' },
        { ...rows()[0]!, number: 'R3' },
      ],
      1,
    )
    const old = await readAll(db, (tx) => findBatch(tx, first.batchKey))
    await act(db, 'REPLACE', async (w) => {
      const marked = await markVoid(w, old, false)
      const batch = await addBatch(w, {
        kind: 'COMPLAINTS',
        register: 1,
        fileName: 'rows',
        fileDigest: null,
        fileSize: null,
        rowCount: 2,
        fields,
        mapping: {},
        report: {},
      })
      return commitStaged(w, importId, { batchId: batch.id, create: [], take: false, replaced: [...marked.alone, ...marked.others] })
    })
    const ours = (await current()).filter((row) => row.number.startsWith('R'))
    expect(ours).toEqual([
      { number: 'R1', closedOn: '2025-01-06', days: 4 },
      { number: 'R3', closedOn: '2025-01-10', days: 8 },
    ])
    expect((await verifyLedger(db)).flatMap((check) => check.problems)).toEqual([])
  })
})
