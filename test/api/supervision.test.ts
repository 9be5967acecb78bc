import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { restoreBatch, voidBatch } from '../../server/src/imports/batches.commands.ts'
import { setToday } from '../../server/src/ledger/clock.ts'
import { setSetting } from '../../server/src/ledger/dated.ts'
import type { Decision } from '../../server/src/ledger/supervision-decisions.ts'
import { verifyAudit, verifyLedger } from '../../server/src/ledger/verify.ts'
import type { UserError } from '../../server/src/platform/errors.ts'
import { decide, undoDecision, type DecisionAsked } from '../../server/src/supervision/supervision.commands.ts'
import { readList, readProposals } from '../../server/src/supervision/supervision.queries.ts'
import { verifySupervision } from '../../server/src/supervision/verify-evidence.ts'
import { act, importRows, officer } from '../support/ledger.ts'
import { createTestDatabase } from '../support/database.ts'
import { openTestCounty, rowsOf, type TestCounty } from '../support/supervision.ts'

let db: Db
let county: TestCounty
const now = { period: '2025Q4', jurisdiction: null, revision: null }
const revision = async () => (await readProposals(db, officer, now)).revision
const measures = [{ kind: 'INTERVIEW', text: '', dueOn: '2025-11-30' }]
const make = async (asked: Partial<DecisionAsked> & { institution: string; decision: Decision }) => {
  const seen = { ...now, reason: '依数据', measures: [], revision: await revision() }
  const { value } = await decide(db, officer, { ...seen, ...asked })
  return value.key
}
const refusal = async (work: Promise<unknown>) => {
  const error = (await work.catch((thrown: unknown) => thrown)) as UserError
  return { code: error.code, reason: error.fields?.[0]?.reason, zh: error.label?.zh }
}
const listed = async (period: string) => {
  const { rows } = await readList(db, officer, { ...now, period })
  return rows.map((one) => [one.label.zh, one.state])
}
const proposed = async (period = '2025Q4') => {
  const { rows } = await readProposals(db, officer, { ...now, period })
  return rows.map((one) => [
    one.label.zh,
    one.proposed,
    one.judgements.map(({ criterion }) => criterion).join('+'),
    one.decision?.decision ?? null,
  ])
}

beforeAll(async () => {
  setToday('2025-10-12')
  db = await createTestDatabase()
  county = await openTestCounty(db)
})
afterAll(async () => {
  setToday(null)
  await db?.close()
})

describe('proposals', () => {
  it('are for the list after the latest complete period, unless another is asked for', async () => {
    const { period, basis, basisComplete, unfinished } = await readProposals(db, officer, { ...now, period: null })
    expect([period.key, basis.key, basisComplete, unfinished]).toEqual(['2025Q4', '2025Q3', true, null])
  })

  it('come from both criteria, the strongest first, with reason and figures', async () => {
    const { rows, open } = await readProposals(db, officer, now)
    expect(open).toBe(2)
    expect(rows.map((one) => [one.label.zh, one.proposed, one.advised])).toEqual([
      ['甲银行', 'ENTRY', 'CONFIRMED'],
      ['乙银行', 'ENTRY', 'CONFIRMED'],
    ])
    expect(rows[0]?.judgements[0]?.sentence.zh).toBe(
      '2025年第三季度受理 12 件，每万个人客户投诉量 1.20 件，同类 0.50 件，为同类的 2.40 倍，高于界线 1.5 倍；同类 3 家中居第 1 位。',
    )
    expect(rows[0]?.judgements[0]?.figures.find(({ name }) => name === 'COUNT')?.opens).toMatchObject({
      page: 'ROWS',
      metric: 'complaintsPerCustomer',
      period: '2025Q3',
      institution: '甲银行',
    })
    expect(rows[1]?.reason.zh).toBe('2024年考评等级为 三级，达到界线（三级及以下），得分 73.50，同类 3 家中居第 3 位，中位数 86.00。')
  })

  it('follow the settings in force on the list’s first day', async () => {
    const { change } = await act(db, 'SET', (writing) => setSetting(writing, 'supervisionRatePercent', 240, '2025-10-02'))
    expect(await proposed()).toEqual([
      ['甲银行', 'ENTRY', 'highRate', null],
      ['乙银行', 'ENTRY', 'lowGrade', null],
    ])
    await act(db, 'SET', (writing) => setSetting(writing, 'supervisionRatePercent', 240, '2025-10-01'))
    expect(await proposed()).toEqual([['乙银行', 'ENTRY', 'lowGrade', null]])
    expect((await readProposals(db, officer, { ...now, revision: change.revision })).rows).toHaveLength(2)
    await act(db, 'SET', (writing) => setSetting(writing, 'supervisionRatePercent', 150, '2025-10-01'))
  })

  it('tell of every institution up to which line it would be proposed', async () => {
    const [line] = (await readProposals(db, officer, now)).lines
    expect([line?.value, line?.least, line?.most, line?.outOf]).toEqual([150, 100, 1000, 100])
    // 乙银行 has 2 complaints and is judged by none; 丙银行 with 0.3 per 10,000 against 0.5 up to 59 %.
    expect(line?.rows.map((one) => [one.label.zh, one.holdsUpTo])).toEqual([
      ['甲银行', 239],
      ['丙银行', 59],
    ])
  })

  it('wait for the end of the period whose figures they rest on', async () => {
    const { rows, unfinished } = await readProposals(db, officer, { ...now, period: '2026Q1' })
    expect(rows).toEqual([])
    expect(unfinished?.zh).toContain('2025年第四季度尚未结束')
  })

  it.each(['2025', '2025-10', '2025Q3..2025Q4', '2025Q4-ytd', '去年'])('refuse the list period %s', async (period) => {
    expect(await refusal(readProposals(db, officer, { ...now, period }))).toMatchObject({ code: 'BAD_USER_INPUT' })
  })
})

describe('a decision', () => {
  it.each([
    [{ institution: '丙银行', decision: 'CONFIRMED' as const, measures }, 'NO_PROPOSAL'],
    [{ institution: '甲银行', decision: 'KEPT' as const }, 'NO_ANSWER'],
    [{ institution: '甲银行', decision: 'CONFIRMED' as const }, 'EMPTY'],
    [{ institution: '甲银行', decision: 'CONFIRMED' as const, measures, reason: ' ' }, 'EMPTY'],
    [
      { institution: '甲银行', decision: 'CONFIRMED' as const, measures: [{ kind: 'FINE', text: '', dueOn: '2025-11-30' }] },
      'UNKNOWN_MEASURE',
    ],
    [{ institution: '甲银行', decision: 'CONFIRMED' as const, measures: [{ kind: 'OTHER', text: ' ', dueOn: '2025-11-30' }] }, 'EMPTY'],
    [
      { institution: '甲银行', decision: 'CONFIRMED' as const, measures: [{ kind: 'REPORT', text: '', dueOn: '2025-02-30' }] },
      'IMPOSSIBLE_DATE',
    ],
    [
      { institution: '甲银行', decision: 'CONFIRMED' as const, measures: [{ kind: 'REPORT', text: '', dueOn: '2025-10-11' }] },
      'OUT_OF_RANGE',
    ],
  ])('is refused, and nothing is written: %j %s', async (asked, reason) => {
    const before = await revision()
    expect(await refusal(make(asked))).toMatchObject({ code: 'BAD_USER_INPUT', reason })
    expect(await revision()).toBe(before)
  })

  it('lists an institution with reason, measures and evidence, once, and can be taken back', async () => {
    const key = await make({ institution: '甲银行', decision: 'CONFIRMED', measures, reason: '投诉明显高于同类' })
    expect(await listed('2025Q4')).toEqual([['甲银行', 'NEW']])
    expect(await listed('2025Q3')).toEqual([])
    const { rows, history, lists } = await readList(db, officer, now)
    expect(rows[0]).toMatchObject({
      since: { key: '2025Q4' },
      entered: {
        reason: '投诉明显高于同类',
        made: { actor: 'officer', reason: '投诉明显高于同类' },
        criteria: [{ zh: '投诉明显偏高' }],
        differs: false,
      },
      measures: [{ kind: 'INTERVIEW', label: { zh: '约谈谈话' }, dueOn: '2025-11-30', overdue: false }],
    })
    expect(rows[0]?.entered.evidence.map(({ name, shown, now: current }) => [name, shown, current]).slice(0, 3)).toEqual([
      ['COUNT', '12', '12'],
      ['BASE', '100,000', '100,000'],
      ['RATE', '1.20', '1.20'],
    ])
    expect(lists.map((one) => [one.key, one.members])).toEqual([['2025Q4', 1]])
    expect(history).toHaveLength(1)
    expect(await refusal(make({ institution: '甲银行', decision: 'REJECTED' }))).toMatchObject({ code: 'CONFLICT', reason: 'DECIDED' })
    await undoDecision(db, officer, key, '看错了')
    expect(await listed('2025Q4')).toEqual([])
    expect((await proposed())[0]).toEqual(['甲银行', 'ENTRY', 'highRate', null])
    expect((await readList(db, officer, now)).history[0]).toMatchObject({
      decision: 'CONFIRMED',
      undone: { reason: '看错了', actor: 'officer' },
    })
    expect(await refusal(undoDecision(db, officer, key, '再撤'))).toMatchObject({ code: 'CONFLICT' })
    expect(await refusal(undoDecision(db, officer, 'nothing', '再撤'))).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is refused where its figures moved on since they were looked at, not where others did', async () => {
    const seen = await revision()
    const { batchKey } = await importRows(
      db,
      ['number', 'receivedOn', 'institution'],
      rowsOf('甲银行', county.ids['甲银行'] as number, 1, '2025-09'),
    )
    expect(await refusal(make({ institution: '甲银行', decision: 'REJECTED', revision: seen }))).toMatchObject({
      code: 'CONFLICT',
      reason: 'MOVED_ON',
    })
    // The grade of 乙银行 is what it was.
    const key = await make({ institution: '乙银行', decision: 'DEFERRED', revision: seen })
    expect(await proposed()).toContainEqual(['乙银行', 'ENTRY', 'lowGrade', 'DEFERRED'])
    expect(await listed('2025Q4')).toEqual([])
    await undoDecision(db, officer, key, '测试')
    await voidBatch(db, officer, batchKey, false, 'test')
  })

  it('keeps its evidence when the ledger changes, and says what differs now', async () => {
    const key = await make({ institution: '甲银行', decision: 'CONFIRMED', measures })
    const batch = county.batches['甲银行'] as string
    await voidBatch(db, officer, batch, false, 'test')
    const { rows, revision: after } = await readList(db, officer, now)
    const entered = rows[0]?.entered
    expect([entered?.key, entered?.differs]).toEqual([key, true])
    expect(entered?.evidence.find(({ name }) => name === 'COUNT')).toMatchObject({ shown: '12', now: '0', differs: true })
    // As of then nothing differed.
    const then = await readList(db, officer, { ...now, revision: after - 1 })
    expect(then.rows[0]?.entered.differs).toBe(false)
    // Where no criterion holds any more, what is proposed for this list is decided all the same.
    expect((await verifySupervision(db)).flatMap((check) => check.problems)).toEqual([])
    await restoreBatch(db, officer, batch, 'test')
    expect((await readList(db, officer, now)).rows[0]?.entered.differs).toBe(false)
  })

  it('lasts until a later list releases it, which is proposed where no criterion holds any more', async () => {
    setToday('2026-01-08')
    // In 2025Q4 甲银行 has 3 complaints of 13, and a grade of 2024 that is above the line.
    for (const [name, count] of Object.entries({ 甲银行: 3, 乙银行: 2, 丙银行: 8 }))
      await importRows(db, ['number', 'receivedOn', 'institution'], rowsOf(name, county.ids[name] as number, count, '2025-11'))
    expect(await listed('2026Q1')).toEqual([['甲银行', 'PENDING']])
    const { rows } = await readProposals(db, officer, { ...now, period: '2026Q1' })
    const exit = rows.find((one) => one.label.zh === '甲银行')
    expect(exit).toMatchObject({
      proposed: 'EXIT',
      advised: 'RELEASED',
      since: { key: '2025Q4' },
      choices: ['RELEASED', 'DEFERRED', 'KEPT'],
    })
    expect(exit?.reason.zh).toMatch(/^列入条件均不再成立。.*二级.*未高于界线|不足/)
    const key = await make({ period: '2026Q1', institution: '甲银行', decision: 'RELEASED', reason: '已改善' })
    expect(await listed('2026Q1')).toEqual([['甲银行', 'LEFT']])
    expect(await listed('2025Q4')).toEqual([['甲银行', 'NEW']])
    const entry = (await readList(db, officer, now)).rows[0]?.entered.key as string
    expect(await refusal(undoDecision(db, officer, entry, '撤'))).toMatchObject({ code: 'CONFLICT', reason: 'LATER_STANDS' })
    await undoDecision(db, officer, key, '再看一期')
    const kept = await make({ period: '2026Q1', institution: '甲银行', decision: 'DEFERRED' })
    expect(await listed('2026Q1')).toEqual([['甲银行', 'STAYS']])
    await undoDecision(db, officer, kept, '测试')
  })
})

describe('verify', () => {
  const altered = async (statement: string, back: string) => {
    await sql.raw(statement).execute(db.owner!)
    const found = [...(await verifyLedger(db)), ...(await verifySupervision(db))].flatMap((check) => check.problems)
    await sql.raw(back).execute(db.owner!)
    return found.join('\n')
  }

  it('finds nothing in what was decided', async () => {
    const checks = [...(await verifyLedger(db)), ...(await verifyAudit(db)), ...(await verifySupervision(db))]
    expect(checks.flatMap((check) => check.problems)).toEqual([])
  })

  it('names a decision whose reason was altered by hand', async () => {
    expect(
      await altered(
        `update supervision_decision set reason = reason || 'x' where to_revision is null`,
        `update supervision_decision set reason = left(reason, -1) where to_revision is null`,
      ),
    ).toMatch(/change \d+ \(SUPERVISION\)/)
  })

  it('names a decision whose figures were altered by hand', async () => {
    expect(
      await altered(
        `update supervision_decision set figures = jsonb_set(figures, '{0,figures,0,value}', '13') where to_revision is null`,
        `update supervision_decision set figures = jsonb_set(figures, '{0,figures,0,value}', '12') where to_revision is null`,
      ),
    ).toMatch(/supervision decision .*甲银行.*2025Q4.*: digest/)
  })

  it('names figures that do not follow from query and revision, digest and all', async () => {
    const { rows } = await readAll(db, (tx) =>
      sql<{
        id: number
        revision: number
      }>`select id, evidence_revision as revision from supervision_decision where to_revision is null`.execute(tx),
    )
    const found = await altered(
      `update supervision_decision set evidence_revision = 3 where id = ${rows[0]?.id}`,
      `update supervision_decision set evidence_revision = ${rows[0]?.revision} where id = ${rows[0]?.id}`,
    )
    expect(found).toMatch(/supervision decision .*: figures/)
  })
})
