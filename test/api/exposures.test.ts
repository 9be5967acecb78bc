import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../server/src/access/viewer.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { setExposures, turnExposures, type SetAsked } from '../../server/src/exposures/exposures.commands.ts'
import { currentRevision } from '../../server/src/ledger/revision.ts'
import { verifyAudit, verifyLedger } from '../../server/src/ledger/verify.ts'
import { UserError } from '../../server/src/platform/errors.ts'
import { askField, askTable } from '../support/ask.ts'
import { createDemoDatabase } from '../support/demo.ts'
import { officer } from '../support/ledger.ts'

let db: Db
beforeAll(async () => {
  db = await createDemoDatabase()
}, 240_000)
afterAll(() => db?.close())

const revision = () => readAll(db, currentRevision)
const set = async (cells: SetAsked['cells'], more: Partial<SetAsked> = {}) =>
  setExposures(db, officer, {
    on: '2026-09-30',
    source: '三季报',
    reason: '季报',
    jurisdiction: null,
    since: await revision(),
    cells,
    ...more,
  })
const turn = (at: number, restore: boolean) => turnExposures(db, officer, { revision: at, restore, reason: '录错了', jurisdiction: null })

const refusal = async (work: Promise<unknown>): Promise<unknown> => {
  const settled = work.then(
    () => 'done',
    (error: unknown) => (error instanceof UserError ? error.fields.map((one) => `${one.path} ${one.reason}`) : error),
  )
  const before = await revision()
  const found = await settled
  expect(await revision()).toBe(before)
  return found
}

type Cell = {
  base: string
  value: number | null
  asOf: string | null
  source: string | null
  age: number | null
  stale: boolean
  reason: string | null
}
type Grid = {
  maxAgeDays: number
  groups: { key: string; missing: number; bases: { key: string }[]; rows: { key: string; cells: Cell[] }[] }[]
}
const grid = (on: string | null = '2026-09-30', viewer: Viewer = officer) =>
  askField(db, viewer, 'query ($value: String) { answer: exposureGrid(on: $value) * }', 'ExposureGrid', on) as Promise<Grid>
const cellOf = async (key: string, base: string, on: string | null = '2026-09-30') => {
  const { groups } = await grid(on)
  return groups
    .flatMap((group) => group.rows)
    .find((row) => row.key === key)
    ?.cells.find((cell) => cell.base === base)
}
const history = async (institution: string, base = 'outlets') => {
  const source = `query ($value: String!) { answer: exposureHistory(institution: "${institution}", base: $value) * }`
  return ((await askField(db, officer, source, 'ExposureHistory', base)) as { rows: Record<string, unknown>[] }).rows
}
const rates = async () => {
  const { revision: _, ...table } = await askTable(db, officer, {
    metrics: ['COMPLAINTS_PER_OUTLET', 'COMPLAINTS_PER_CUSTOMER'],
    by: ['INSTITUTION'],
    period: '2026Q3',
  })
  return table
}

describe('the grid of exposures', () => {
  it('holds the members of each group on the day with its two bases, and what is too old or was never given', async () => {
    const { groups, maxAgeDays } = await grid()
    expect(maxAgeDays).toBe(400)
    const large = groups.find((group) => group.key === 'STATE_OWNED_LARGE')
    expect(large?.bases.map((base) => base.key)).toEqual(['outlets', 'personalCustomers'])
    expect(large?.rows.map((row) => row.key)).toEqual(['hefeng', 'jianghai', 'guoheng', 'huaken', 'yifeng', 'anlan', 'qinglu'])
    expect(await cellOf('hefeng', 'outlets')).toEqual({
      base: 'outlets',
      value: 9,
      asOf: '2026-06-30',
      source: '机构半年报',
      age: 92,
      stale: false,
      reason: null,
    })
    expect(await cellOf('yezhou', 'outlets')).toMatchObject({ value: null, age: null, reason: 'NO_BASE' })
    // 400 days after the last half-year they still serve, one day later they do not.
    expect(await cellOf('hefeng', 'outlets', '2027-08-04')).toMatchObject({ age: 400, stale: false, reason: null })
    expect(await cellOf('hefeng', 'outlets', '2027-08-05')).toMatchObject({ age: 401, stale: true, reason: 'NO_BASE' })
    // It closed on 30 June 2025.
    expect(await cellOf('jiguang', 'outlets', '2025-06-30')).toMatchObject({ value: expect.any(Number) })
    expect(await cellOf('jiguang', 'outlets', '2025-07-01')).toBeUndefined()
  })

  it('enters what changed as one batch, which moves the rates, and is taken back and restored whole', async () => {
    const before = await rates()
    const { value, change } = await set([
      { institution: 'hefeng', base: 'outlets', value: '1,010' },
      { institution: 'hefeng', base: 'personalCustomers', value: '２００' },
      { institution: 'jianghai', base: '营业网点', value: '7' },
    ])
    expect(value).toEqual({ new: 3, changed: 0, identical: 0 })
    expect(await cellOf('hefeng', 'outlets')).toMatchObject({ value: 1010, asOf: '2026-09-30', source: '三季报', age: 0 })
    const moved = await rates()
    const perOutlet = (table: typeof before) => table.columns[0]?.figures[table.keys[0]?.ids.indexOf('hefeng') ?? -1] ?? 0
    expect(perOutlet(moved)).toBeLessThan(perOutlet(before))
    expect((await history('hefeng'))[0]).toMatchObject({
      asOf: '2026-09-30',
      value: 1010,
      inForce: true,
      actor: 'officer',
      reason: '季报',
      act: 'SET_EXPOSURE',
      together: 3,
      file: null,
    })

    const again = await set([
      { institution: 'hefeng', base: 'outlets', value: '9' },
      { institution: 'jianghai', base: 'outlets', value: '7' },
    ])
    expect(again.value).toEqual({ new: 0, changed: 1, identical: 1 })
    expect((await history('hefeng')).slice(0, 2).map((row) => [row['value'], row['inForce']])).toEqual([
      [9, true],
      [1010, false],
    ])
    await turn(again.change.revision, false)
    expect(await rates()).toEqual(moved)
    await turn(change.revision, false)
    expect(await rates()).toEqual(before)
    expect((await history('hefeng'))[0]).toMatchObject({ voided: true, inForce: false })
    await turn(change.revision, true)
    expect(await rates()).toEqual(moved)
    await turn(change.revision, false)
  })

  it('refuses the whole with every cell that cannot be, by name and value', async () => {
    const good = { institution: 'hefeng', base: 'outlets', value: '9' }
    const work = set([
      good,
      { ...good, institution: 'jianghai', value: '约3万' },
      { ...good, institution: 'guoheng', value: '-1' },
      { ...good, base: 'branches' },
    ])
    const error = (await work.catch((one: unknown) => one)) as UserError
    expect(error.fields.map((one) => `${one.path} ${one.reason}`)).toEqual([
      'cells[1].value NOT_A_NUMBER',
      'cells[2].value NOT_A_NUMBER',
      'cells[3].base UNKNOWN_BASE',
    ])
    expect(error.label.zh).toContain('什么也没有保存：江海银行示范县支行“约3万”不是数')
    expect(error.label.en).toContain('Nothing was saved')
    expect(await refusal(set([good, { ...good, institution: 'nobody' }]))).toEqual(['cells[1].institution UNKNOWN_INSTITUTION'])
    expect(await refusal(set([good, { ...good, value: '10' }]))).toEqual(['cells[1].value CONFLICTING_REPEAT'])
    expect(await refusal(set([{ ...good, value: '' }]))).toEqual(['cells[0].value MISSING_VALUE'])
    expect(await refusal(set([]))).toEqual(['cells TOO_MANY'])
    expect(await refusal(set([good], { on: '2026-06-31' }))).toEqual(['on NOT_A_DAY'])
    expect(await refusal(set([good], { on: '2026-12-31' }))).toEqual(['on FUTURE_DATE'])
    expect(await refusal(set([good], { reason: ' ' }))).toEqual(['reason EMPTY'])
    expect(await refusal(set([good], { on: '2026-06-30', source: null }))).toEqual(['cells UNCHANGED'])
    expect(await refusal(turn(1, false))).toEqual(['revision NO_SUCH_CHANGE'])
  })

  it('refuses values that somebody gave since the grid was opened', async () => {
    const since = await revision()
    const { change } = await set([{ institution: 'anlan', base: 'outlets', value: '2' }])
    expect(await refusal(set([{ institution: 'anlan', base: 'outlets', value: '3' }], { since }))).toEqual(['since MOVED'])
    // Another cell is nobody's conflict.
    const other = await set([{ institution: 'anlan', base: 'personalCustomers', value: '31500' }], { since })
    await turn(change.revision, false)
    await turn(other.change.revision, false)
    expect(await refusal(turn(change.revision, false))).toEqual([])
  })

  it('is an institution’s viewer’s neither to read nor to write, and no file among the imports', async () => {
    const bank: Viewer = { ...officer, scope: { kind: 'SCOPE', regions: [], institutions: [] } }
    const asked = {
      on: '2026-09-30',
      source: null,
      reason: '季报',
      jurisdiction: null,
      since: await revision(),
      cells: [{ institution: 'hefeng', base: 'outlets', value: '8' }],
    }
    expect(await refusal(setExposures(db, bank, asked))).toEqual(['cells[0].institution UNKNOWN_INSTITUTION'])
    const files = (await askField(db, officer, 'query ($value: Int!) { answer: batches(first: $value) * }', 'BatchPage', 200)) as {
      rows: { file: string }[]
    }
    expect(files.rows.filter((row) => row.file === '')).toEqual([])
  })

  it('leaves ledger and audit whole, a line for each act', async () => {
    const { rows } = await readAll(db, (tx) =>
      sql<{ kind: string }>`select distinct kind from audit_line where kind like '%EXPOSURE' order by kind`.execute(tx),
    )
    expect(rows.map((row) => row.kind)).toEqual(['RESTORE_EXPOSURE', 'SET_EXPOSURE', 'UNDO_EXPOSURE'])
    const checks = [...(await verifyLedger(db)), ...(await verifyAudit(db))]
    expect(checks.flatMap((check) => check.problems)).toEqual([])
  }, 60_000)
})
