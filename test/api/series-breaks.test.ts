import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { verifyAudit, verifyLedger } from '../../server/src/ledger/verify.ts'
import { UserError } from '../../server/src/platform/errors.ts'
import { registerSeriesBreak, withdrawSeriesBreak } from '../../server/src/series-breaks/series-breaks.commands.ts'
import { readSeriesBreaks } from '../../server/src/series-breaks/series-breaks.queries.ts'
import { askTable } from '../support/ask.ts'
import { createDemoDatabase } from '../support/demo.ts'
import { officer } from '../support/ledger.ts'

const sentence = { zh: '自2026年8月起口径调整，不可比。', en: 'Counted otherwise since August 2026: not comparable.' }
const asked = { on: '2026-08-01', metrics: ['complaints' as const], sentence, reason: '规定变动', jurisdiction: null }

let db: Db
beforeAll(async () => {
  db = await createDemoDatabase()
}, 240_000)
afterAll(() => db?.close())

const listed = (revision: number | null = null, ended = false) => readSeriesBreaks(db, officer, { jurisdiction: null, revision, ended })
const table = (query: object) =>
  askTable(db, officer, {
    metrics: ['COMPLAINTS', 'ON_TIME_RATE'],
    period: '2026-09',
    comparison: ['PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_YEAR'],
    ...query,
  })
const changes = async (query: object) => {
  const { columns } = await table(query)
  return columns.filter((one) => one.kind.startsWith('CHANGE')).map((one) => [one.metric, one.kind, one.reasons.map((each) => each.reason)])
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof UserError ? [error.code, error.fields[0]?.path, error.fields[0]?.reason] : error),
  )

describe('a series break', () => {
  let key: string
  let registered: number

  it('is refused without a day, a sentence in both languages and a reason, each by name', async () => {
    expect(await refusal(registerSeriesBreak(db, officer, { ...asked, on: '2026-13-01' }))).toEqual(['BAD_USER_INPUT', 'on', 'NOT_A_DAY'])
    expect(await refusal(registerSeriesBreak(db, officer, { ...asked, sentence: { ...sentence, en: ' ' } }))).toEqual([
      'BAD_USER_INPUT',
      'sentence.en',
      'EMPTY',
    ])
    expect(await refusal(registerSeriesBreak(db, officer, { ...asked, reason: '' }))).toEqual(['BAD_USER_INPUT', 'reason', 'EMPTY'])
  })

  it('is one change, listed with who registered it and why', async () => {
    const before = await listed()
    const { value, change } = await registerSeriesBreak(db, officer, asked)
    key = value
    registered = change.revision
    const after = await listed()
    expect(after.length).toBe(before.length + 1)
    expect(after[0]).toMatchObject({
      key,
      on: '2026-08-01',
      metrics: ['complaints'],
      forms: [],
      sentence,
      revision: registered,
      actor: 'officer',
      reason: '规定变动',
      endedAt: null,
      endable: true,
    })
    expect(await listed(registered - 1)).toEqual(before)
    expect(await refusal(registerSeriesBreak(db, officer, asked))).toEqual(['CONFLICT', 'on', 'REGISTERED'])
  })

  it('refuses the comparisons of its metric that cross it, with its sentence, and no other', async () => {
    // August and September lie after it; September of last year does not.
    expect(await changes({})).toEqual([
      ['COMPLAINTS', 'CHANGE', []],
      ['COMPLAINTS', 'CHANGE_LAST_YEAR', ['SERIES_BREAK']],
      ['ON_TIME_RATE', 'CHANGE', []],
      ['ON_TIME_RATE', 'CHANGE_LAST_YEAR', []],
    ])
    expect((await changes({ period: '2026-08' }))[0]).toEqual(['COMPLAINTS', 'CHANGE', ['SERIES_BREAK']])
    const { notes } = await table({ period: '2026-08' })
    expect(notes.filter((note) => note.kind === 'SERIES_BREAK' && note.metric === 'COMPLAINTS').map((note) => note.text)).toContainEqual(
      sentence,
    )
  })

  it('is decided bucket by bucket where there are buckets', async () => {
    const { columns, keys } = await table({ period: '2026Q3', by: ['MONTH'], comparison: ['PREVIOUS_PERIOD'] })
    const change = columns.find((one) => one.metric === 'COMPLAINTS' && one.kind === 'CHANGE')
    expect(keys[0]?.ids).toEqual(['2026-07', '2026-08', '2026-09'])
    expect(change?.reasons).toEqual([{ row: 1, reason: 'SERIES_BREAK' }])
  })

  it('is taken back by a dated act; figures as of before keep it', async () => {
    const { change } = await withdrawSeriesBreak(db, officer, { key, reason: '登记有误', jurisdiction: null })
    expect((await listed()).map((one) => one.key)).not.toContain(key)
    expect((await listed(null, true)).find((one) => one.key === key)).toMatchObject({ endedAt: change.revision, endable: false })
    expect((await changes({ period: '2026-08' }))[0]).toEqual(['COMPLAINTS', 'CHANGE', []])
    expect((await changes({ period: '2026-08', revision: registered }))[0]).toEqual(['COMPLAINTS', 'CHANGE', ['SERIES_BREAK']])
    expect(await refusal(withdrawSeriesBreak(db, officer, { key, reason: '登记有误', jurisdiction: null }))).toEqual([
      'NOT_FOUND',
      'key',
      'NOT_IN_FORCE',
    ])
  })

  it('leaves a ledger and an audit chain that verify', async () => {
    expect((await verifyLedger(db)).flatMap((check) => check.problems)).toEqual([])
    expect((await verifyAudit(db)).flatMap((check) => check.problems)).toEqual([])
  }, 240_000)
})
