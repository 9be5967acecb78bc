import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { restoreBatch, voidBatch } from '../../server/src/imports/batches.commands.ts'
import { correctComplaint } from '../../server/src/ledger/correct.ts'
import { mergeComplaints } from '../../server/src/ledger/matter.ts'
import { recordAct, takeBack } from '../../server/src/ledger/steps.ts'
import { verifyAudit, verifyLedger } from '../../server/src/ledger/verify.ts'
import { redact } from '../../server/src/complaints/redact.commands.ts'
import { keyedDigests } from '../../server/src/imports/tokens.ts'
import { act, importRows, installTest, officer, putInstitution } from '../support/ledger.ts'
import { createTestDatabase } from '../support/database.ts'

let db: Db
beforeAll(async () => {
  db = await createTestDatabase()
  await installTest(db)
  const bank = (await act(db, 'INSTITUTION', (w) => putInstitution(w, { name: '甲银行', peerGroupId: 1 }))).value
  const row = (number: string) => ({
    number,
    receivedOn: '2025-01-02',
    institutionId: bank,
    category: '贷款',
    closedOn: '2025-01-10',
    text: `内容${number}`,
  })
  await importRows(db, ['number', 'receivedOn', 'institution', 'category', 'closedOn', 'text'], ['1', '2', '3'].map(row))
  await act(db, 'CORRECT', (w) => correctComplaint(w, 1, { closedOn: '2025-01-12' }))
  await act(db, 'MERGE', (w) => mergeComplaints(w, [2, 3]))
  const { change } = await act(db, 'CORRECT', (w) => correctComplaint(w, 3, { amount: 100 }))
  await act(db, 'UNDO', (w) => takeBack(w, 3, change.revision))
  await act(db, 'CLOSED', (w) => recordAct(w, 3, [{ step: 'CLOSED', on: '2025-01-10' }], {}))
  // One batch is void and restored, one void for good.
  const again = await importRows(db, ['number', 'receivedOn', 'institution', 'closedOn'], ['4', '5'].map(row))
  await voidBatch(db, officer, again.batchKey, false, 'test')
  await restoreBatch(db, officer, again.batchKey, 'test')
  const gone = await importRows(db, ['number', 'receivedOn', 'institution', 'closedOn'], ['6'].map(row))
  await voidBatch(db, officer, gone.batchKey, false, 'test')
})
afterAll(() => db?.close())

const problems = async () => (await verifyLedger(db)).flatMap((check) => check.problems)

/** Alters a row by hand as the owner, past row security, asks, and puts it back. */
async function altered(statement: string, back: string): Promise<string[]> {
  await sql.raw(statement).execute(db.owner!)
  const found = [...(await problems()), ...(await verifyAudit(db)).flatMap((check) => check.problems)]
  await sql.raw(back).execute(db.owner!)
  return found
}

describe('verify', () => {
  it('finds nothing in an untouched ledger', async () => {
    expect(await problems()).toEqual([])
    expect((await verifyAudit(db)).flatMap((check) => check.problems)).toEqual([])
  })

  it.each([
    [
      'a handling step',
      `update handling_step set note = 'x' where complaint_id = 3`,
      `update handling_step set note = null where complaint_id = 3`,
      /change \d+ \(CLOSED\)/,
    ],
    [
      'the day of a handling step',
      `update handling_step set step_on = '2025-01-11' where complaint_id = 3`,
      `update handling_step set step_on = '2025-01-10' where complaint_id = 3`,
      /complaint 3 @.*finished_on/,
    ],
    [
      'a correction taken back',
      `update correction_undo set revision = revision + 1 where complaint_id = 3`,
      `update correction_undo set revision = revision - 1 where complaint_id = 3`,
      /change \d+ \(UNDO\)/,
    ],
    [
      'a version’s value',
      `update complaint_version set closed_on = '2025-01-11' where complaint_id = 2`,
      `update complaint_version set closed_on = '2025-01-10' where complaint_id = 2`,
      /complaint 2 @|assertion 2 @/,
    ],
    [
      'a version’s derived value',
      `update complaint_version set on_time = false where complaint_id = 1 and to_revision is null`,
      `update complaint_version set on_time = true where complaint_id = 1 and to_revision is null`,
      /complaint 1 @.*on_time/,
    ],
    [
      'an earlier version',
      `update complaint_version set handling_days = 9 where complaint_id = 1 and to_revision is not null`,
      `update complaint_version set handling_days = 8 where complaint_id = 1 and to_revision is not null`,
      /complaint 1 @.*handling_days/,
    ],
    [
      'a restored version',
      `update complaint_version set closed_on = '2025-01-11' where complaint_id = 4 and to_revision is null`,
      `update complaint_version set closed_on = '2025-01-10' where complaint_id = 4 and to_revision is null`,
      /complaint 4 @\d+: .*closed_on/,
    ],
    [
      'the end of a version that is void',
      `update complaint_version set to_revision = null where complaint_id = 6`,
      `update complaint_version v set to_revision = b.from_revision from batch_void b where v.complaint_id = 6 and b.to_revision is null`,
      /complaint 6 @\d+: surplus/,
    ],
    [
      'a void',
      `update batch_void set to_revision = from_revision where to_revision is null`,
      `update batch_void set to_revision = null where to_revision = from_revision`,
      /complaint 6 @\d+: missing/,
    ],
    [
      'a correction',
      `update assertion_value set closed_on = '2025-01-13' where complaint_id = 1`,
      `update assertion_value set closed_on = '2025-01-12' where complaint_id = 1`,
      /assertion 1 @/,
    ],
    ['a number', `update complaint set number = '9' where id = 3`, `update complaint set number = '3' where id = 3`, /assertion 9 @/],
    [
      'an institution',
      `update institution_version set name = '乙银行'`,
      `update institution_version set name = '甲银行'`,
      /change 2 \(INSTITUTION\)/,
    ],
    [
      'a rollup cell',
      `update rollup_month set received_all = received_all + 1`,
      `update rollup_month set received_all = received_all - 1`,
      /rollup_month .*month=2025-01-01/,
    ],
    [
      'a delta',
      `update delta_day set closed_all = closed_all + 1 where revision = 4 and closed_all <> 0`,
      `update delta_day set closed_all = closed_all - 1 where revision = 4 and closed_all <> -1`,
      /delta_day .*revision=4/,
    ],
    [
      'a merge',
      `update matter_member set to_revision = 5 where complaint_id = 3`,
      `update matter_member set to_revision = null where complaint_id = 3`,
      /change 5|complaint 3/,
    ],
    [
      'a reason',
      `update change set reason = 'other' where revision = 3`,
      `update change set reason = 'test' where revision = 3`,
      /change 3 \(IMPORT\)/,
    ],
    ['an audit line', `update audit_line set detail = '{}' where id = 2`, '', /audit line 2 /],
  ])('names %s altered by hand', async (_, statement, back, expected) => {
    const found = await altered(statement, back || 'select 1')
    expect(found.join('\n')).toMatch(expected)
  })
})

describe('redaction', () => {
  it('overwrites a text and is the one act that verify accepts', async () => {
    const digests = keyedDigests(Buffer.alloc(32, 1))
    await redact(db, officer, { number: '2', source: null, reason: '漏脱敏', text: null }, digests)
    const { rows } = await sql<{ masked: string }>`select masked from complaint_text where complaint_id = 2`.execute(db.owner!)
    expect(rows).toEqual([{ masked: '（内容已删除）' }])
    expect(await problems()).toEqual([])
    expect(await altered(`update complaint_text set digest = '\\x01' where complaint_id = 1`, 'select 1')).toContainEqual(
      expect.stringMatching(/assertion 1 @/),
    )
  })
})
