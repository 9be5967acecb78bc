import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../server/src/access/viewer.ts'
import { readComplaint } from '../../server/src/complaints/complaint-detail.queries.ts'
import { correct } from '../../server/src/complaints/correct.commands.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { handle } from '../../server/src/handling/handling.commands.ts'
import type { ActKey } from '../../server/src/handling/handling.rules.ts'
import type { HandlingDetails } from '../../server/src/handling/handling.types.ts'
import { undoAct } from '../../server/src/handling/undo.commands.ts'
import { keyedDigests } from '../../server/src/imports/tokens.ts'
import { setToday } from '../../server/src/ledger/clock.ts'
import { verifyAudit, verifyLedger } from '../../server/src/ledger/verify.ts'
import { UserError } from '../../server/src/platform/errors.ts'
import { createRandom } from '../../server/src/statistics/random.ts'
import { askRows, askTable } from '../support/ask.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, importRows, installTest, officer, putInstitution } from '../support/ledger.ts'

const digests = keyedDigests(Buffer.alloc(32, 7))
let db: Db
const keys = new Map<string, string>()

const done = (number: string, key: ActKey, details: Partial<HandlingDetails> = {}, viewer: Viewer = officer) =>
  handle(db, viewer, { key: keys.get(number) ?? '', act: key, details: { on: '2025-11-20', ...details } })
const show = (number: string, revision: number | null = null) => readComplaint(db, officer, keys.get(number) ?? '', revision)
const undo = (number: string, revision: number) => undoAct(db, officer, { key: keys.get(number) ?? '', revision, reason: '误记' })
const why = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (found: unknown) => found,
  )
  if (!(error instanceof UserError)) throw error ?? new Error('It was not refused.')
  expect(error.label.en).not.toMatch(/[\u4e00-\u9fff]/)
  expect(error.label.zh).toMatch(/[\u4e00-\u9fff]/)
  return error.fields.map(({ path, reason }) => `${path} ${reason}`)
}

async function file(rows: { number: string; receivedOn: string; closedOn?: string }[]): Promise<void> {
  await importRows(
    db,
    ['number', 'receivedOn', 'institution', 'closedOn'],
    rows.map((row) => ({ ...row, institutionId: 1 })),
  )
  for (const { number } of rows) {
    const page = await askRows(db, officer, { period: '2025', numberSearch: number, repeats: 'ALL' })
    keys.set(number, page.rows.find((row) => row.number === number)?.key ?? '')
  }
}

beforeAll(async () => {
  db = await createTestDatabase()
  setToday('2026-01-20')
  await installTest(db)
  await act(db, 'PREPARE', (writing) => putInstitution(writing, { name: '甲银行', ranked: true, peerGroupId: 1 }))
  await file([
    { number: 'A1', receivedOn: '2025-11-10' },
    { number: 'A2', receivedOn: '2025-11-10' },
    { number: 'A3', receivedOn: '2025-11-10', closedOn: '2025-11-15' },
    { number: 'A4', receivedOn: '2025-11-10' },
  ])
})
afterAll(async () => {
  setToday(null)
  await db?.close()
})

describe('acts on one complaint', () => {
  it('write steps, from which status and dates come', async () => {
    await done('A1', 'accept', { on: '2025-11-11', unit: '综合管理股', person: '李经办' })
    await done('A1', 'assign', { on: '2025-11-12', unit: '甲银行' })
    await done('A1', 'urge', { on: '2025年11月18日' })
    await done('A1', 'extend', { on: '2025-11-19', until: '2025-12-25', reason: '情况复杂，请回电13912345678' })
    const open = await show('A1')
    expect(open).toMatchObject({ status: 'open', dueOn: '2025-12-25', closedOn: null })
    expect(open.steps.map(({ step, on }) => `${on} ${step}`)).toEqual([
      '2025-11-10 RECEIVED',
      '2025-11-11 ACCEPTED',
      '2025-11-12 ASSIGNED',
      '2025-11-18 URGED',
      '2025-11-19 EXTENDED',
    ])
    expect(open.history.at(-1)).toMatchObject({ kind: 'EXTENDED', reason: '情况复杂，请回电139****5678', undoable: true })
    await done('A1', 'close', { on: '2025-12-20', note: '退还年费', upheld: '部分属实', satisfaction: '满意' })
    await done('A1', 'reply', { on: '2025-12-21' })
    await done('A1', 'visit', { on: '2025-12-28', satisfaction: '不满意' })
    expect(await show('A1')).toMatchObject({
      status: 'closed',
      closedOn: '2025-12-20',
      onTime: true,
      handlingDays: 40,
      upheld: { key: 'PARTLY' },
      satisfaction: { key: 'DISSATISFIED' },
    })
  })

  it('are refused in a wrong order, in both languages, and then leave nothing', async () => {
    const before = (await show('A1')).revision
    expect(await why(done('A1', 'close'))).toEqual(['on STEP_IN_THE_WAY'])
    expect(await why(done('A1', 'close', { on: '2026-01-02' }))).toEqual(['on WRONG_STANDING'])
    expect(await why(done('A1', 'extend', { on: '2026-01-02', until: '2026-02-01', reason: '再延' }))).toEqual(['on WRONG_STANDING'])
    expect(await why(done('A1', 'withdraw', { on: '2026-01-02' }))).toEqual(['on WRONG_STANDING'])
    expect(await why(done('A2', 'close', { on: '2025-11-09' }))).toEqual(['on CLOSED_BEFORE_RECEIVED'])
    expect(await why(done('A2', 'urge', { on: '2025-11-09' }))).toEqual(['on BEFORE_RECEIPT'])
    expect(await why(done('A2', 'close', { on: '2026-01-21' }))).toEqual(['on FUTURE_DATE'])
    expect(await why(done('A2', 'close', { on: '昨天' }))).toEqual(['on IMPOSSIBLE_DATE'])
    expect(await why(done('A2', 'close', { on: '' }))).toEqual(['on MISSING_DATE'])
    expect(await why(done('A2', 'visit'))).toEqual(['on WRONG_STANDING'])
    expect(await why(done('A2', 'reopen', { reason: '无' }))).toEqual(['on WRONG_STANDING'])
    expect(await why(done('A2', 'extend', { reason: '延', until: '2025-11-25' }))).toEqual(['until NOT_LATER'])
    expect(await why(done('A2', 'extend', { reason: '延' }))).toEqual(['until MISSING_DATE'])
    expect(await why(done('A2', 'assign'))).toEqual(['unit MISSING_VALUE'])
    expect(await why(done('A2', 'reject'))).toEqual(['reason EMPTY'])
    expect(await why(done('A3', 'close'))).toEqual(['on WRONG_STANDING'])
    await done('A4', 'accept')
    expect(await why(done('A4', 'reject', { reason: '不归本单位' }))).toEqual(['on ACCEPTED_ALREADY'])
    expect(await why(done('A4', 'accept', { on: '2025-11-21' }))).toEqual(['on ACCEPTED_ALREADY'])
    expect((await show('A1')).revision).toBe(before + 1)
  })

  it('say what fits where a complaint stands', async () => {
    const possible = async (number: string) => (await show(number)).acts.map((one) => one.act)
    expect(await possible('A1')).toEqual(['reply', 'visit', 'reopen'])
    expect(await possible('A2')).toEqual(['accept', 'reject', 'assign', 'urge', 'extend', 'close', 'reply', 'withdraw'])
    expect(await possible('A3')).toEqual(['reply', 'visit', 'reopen'])
    expect(await possible('A4')).toEqual(['assign', 'urge', 'extend', 'close', 'reply', 'withdraw'])
  })

  it('keep what a file said about the end of a complaint', async () => {
    const change = (await done('A3', 'visit', { on: '2025-11-18', satisfaction: '满意' })).change
    expect(await show('A3')).toMatchObject({
      status: 'closed',
      closedOn: '2025-11-15',
      handlingDays: 5,
      satisfaction: { key: 'SATISFIED' },
    })
    expect(
      await why(correct(db, officer, { key: keys.get('A3') ?? '', changes: { closedOn: '2025-11-16' }, reason: '记错' }, digests)),
    ).toEqual(['closedOn CLOSED_BY_STEP'])
    await undo('A3', change.revision)
    expect(await show('A3')).toMatchObject({ status: 'closed', closedOn: '2025-11-15', satisfaction: { key: 'UNCLASSIFIED' }, steps: [] })
  })

  it('are taken back by dated rows that the history shows; a step that others rest on is not', async () => {
    const closed = (await show('A1')).history.find(({ kind }) => kind === 'CLOSED')?.revision ?? 0
    expect(await why(undo('A1', closed))).toEqual(['on STEP_IN_THE_WAY'])
    const reopened = (await done('A1', 'reopen', { on: '2025-12-28', reason: '回访不满意' })).change.revision
    expect(await show('A1')).toMatchObject({ status: 'open', closedOn: null, onTime: null, dueOn: '2025-12-25' })
    // The same day again: the order of entry decides.
    await done('A1', 'close', { on: '2025-12-28', upheld: '属实' })
    expect(await show('A1')).toMatchObject({ status: 'closed', closedOn: '2025-12-28', onTime: false, upheld: { key: 'UPHELD' } })
    const again = (await show('A1')).history.at(-1)?.revision ?? 0
    await undo('A1', again)
    expect(await why(undo('A1', again))).toEqual([])
    expect(await show('A1')).toMatchObject({ status: 'open', upheld: { key: 'PARTLY' } })
    await undo('A1', reopened)
    expect(await show('A1')).toMatchObject({ status: 'closed', closedOn: '2025-12-20', handlingDays: 40 })
    expect((await show('A1')).history.at(-1)?.changes.find(({ field }) => field.zh === '状态')).toMatchObject({
      before: { zh: '办理中' },
      after: { zh: '已办结' },
    })
    expect((await show('A1')).history.slice(-4).map(({ kind, undoes, undoable }) => [kind, undoes, undoable])).toEqual([
      ['REOPENED', null, false],
      ['CLOSED', null, false],
      ['UNDO', again, false],
      ['UNDO', reopened, false],
    ])
    expect(await show('A1', again)).toMatchObject({ status: 'closed', closedOn: '2025-12-28' })
  })

  it('let a correction be taken back, so that files count again', async () => {
    const asked = { key: keys.get('A2') ?? '', changes: { category: '贷款', amountYuan: '12' }, reason: '归错类' }
    const first = (await correct(db, officer, asked, digests)).change.revision
    const second = (await correct(db, officer, { ...asked, changes: { category: '外汇' } }, digests)).change.revision
    expect(await show('A2')).toMatchObject({ category: { key: 'FOREIGN_EXCHANGE' }, amountYuan: 12 })
    await undo('A2', second)
    expect(await show('A2')).toMatchObject({ category: { key: 'LOAN' } })
    await undo('A2', first)
    expect(await show('A2')).toMatchObject({ category: { key: 'UNCLASSIFIED' }, amountYuan: null })
    expect(await why(undo('A2', first))).toEqual([])
    await expect(undo('A2', 1)).rejects.toThrow('没有可以撤销')
  })

  it('belong to complaints that the viewer sees', async () => {
    const elsewhere: Viewer = { ...officer, scope: { kind: 'SCOPE', regions: [99], institutions: [99] } }
    await expect(done('A2', 'close', {}, elsewhere)).rejects.toThrow('无权查看')
    await expect(undoAct(db, elsewhere, { key: keys.get('A1') ?? '', revision: 1, reason: 'x' })).rejects.toThrow('无权查看')
  })
})

/** A complaint as a list of what happened, read from the start for every question. */
type Plain = { receivedOn: string; events: { act: ActKey; on: string; until?: string; revision: number }[] }

function plainly({ receivedOn, events }: Plain) {
  let [standing, due, ended]: [string, string, string | null] = ['OPEN', plus(receivedOn, 15), null]
  for (const { act: key, on, until } of events.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.revision - b.revision))) {
    if (key === 'extend' && until && until > due) due = until
    if (key === 'reopen') [standing, ended] = ['OPEN', null]
    if (key === 'close' || key === 'reject' || key === 'withdraw') [standing, ended] = [key.toUpperCase(), on]
  }
  return { receivedOn, standing, due, ended }
}

const plus = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

describe('figures after many acts', () => {
  it('equal a plain calculation: rejected ones in none, withdrawn ones received and gone', async () => {
    const random = createRandom(11)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random.uniform() * list.length)] as T
    const numbers = Array.from({ length: 20 }, (_, i) => `R${i}`)
    const plain = new Map<string, Plain>()
    for (const [i, number] of numbers.entries()) plain.set(number, { receivedOn: plus('2025-06-01', i * 3), events: [] })
    await file([...plain].map(([number, { receivedOn }]) => ({ number, receivedOn })))
    const kinds = [
      'close',
      'close',
      'close',
      'close',
      'extend',
      'extend',
      'withdraw',
      'reject',
      'reopen',
      'urge',
      'accept',
    ] as const satisfies ActKey[]
    let refused = 0
    for (let step = 0; step < 80; step++) {
      const number = pick(numbers)
      const one = plain.get(number) as Plain
      if (one.events.length > 0 && random.uniform() < 0.15) {
        const event = pick(one.events)
        const ok = await undo(number, event.revision).then(() => true, expected)
        if (ok) one.events = one.events.filter((other) => other !== event)
        else refused++
        continue
      }
      const key = pick(kinds)
      const on = plus(one.receivedOn, Math.floor(random.uniform() * 40))
      const until = key === 'extend' ? plus(one.receivedOn, 16 + Math.floor(random.uniform() * 90)) : undefined
      const revision = await done(number, key, { on, until, reason: '试' }).then(({ change }) => change.revision, expected)
      if (revision) one.events.push({ act: key, on, until, revision })
      else refused++
    }
    expect(refused).toBeGreaterThan(5)
    expect([...plain.values()].flatMap(({ events }) => events).length).toBeGreaterThan(15)
    await compareFigures([...plain.values()].map(plainly))
    for (const check of [...(await verifyLedger(db)), ...(await verifyAudit(db))])
      expect([check.name.en, check.problems]).toEqual([check.name.en, []])
  }, 120_000)
})

/** What a rule refuses is no failure. */
function expected(error: unknown): false {
  if (error instanceof UserError) return false
  throw error
}

async function compareFigures(told: ReturnType<typeof plainly>[]): Promise<void> {
  const metrics = ['COMPLAINTS', 'ON_TIME_RATE', 'MEDIAN_HANDLING_DAYS', 'OPEN', 'OVERDUE']
  const table = await askTable(db, officer, { metrics, period: '2025-06..2025-08', repeats: 'ALL' })
  const value = (metric: string) => table.columns.find((one) => one.metric === metric && one.kind === 'VALUE')?.figures[0]
  const end = '2025-09-01'
  const counted = told.filter((one) => one.standing !== 'REJECT')
  const closed = counted.filter((one) => one.standing === 'CLOSE' && (one.ended ?? end) < end)
  const open = counted.filter((one) => one.ended === null || one.ended >= end)
  const overdue = open.filter((one) => one.due < end)
  const days = closed.map((one) => (Date.parse(one.ended ?? '') - Date.parse(one.receivedOn)) / 86_400_000).sort((a, b) => a - b)
  const onTime = closed.filter((one) => (one.ended ?? '') <= one.due).length
  expect([closed.length > 4, counted.length < told.length, overdue.length < open.length, overdue.length > 0]).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect([value('COMPLAINTS'), value('OPEN'), value('OVERDUE'), value('MEDIAN_HANDLING_DAYS')]).toEqual([
    counted.length,
    open.length,
    overdue.length,
    days[Math.ceil(days.length / 2) - 1],
  ])
  expect(value('ON_TIME_RATE')).toBeCloseTo((onTime / closed.length) * 100, 0)
}
