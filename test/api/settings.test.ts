import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../server/src/access/viewer.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { verifyLedger } from '../../server/src/ledger/verify.ts'
import type { UserError } from '../../server/src/platform/errors.ts'
import { changeSetting, previewSetting, undoSetting, type SettingChangeAsked } from '../../server/src/settings/settings.commands.ts'
import { readSettings } from '../../server/src/settings/settings.queries.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, importRows, installTest, officer, putInstitution } from '../support/ledger.ts'

let db: Db
const set = (asked: Partial<SettingChangeAsked>) =>
  changeSetting(db, officer, { name: '', value: null, validFrom: null, reason: '规定变动', ...asked })
const refusal = async (asked: Partial<SettingChangeAsked>) => {
  const error = (await set(asked).catch((thrown: unknown) => thrown)) as UserError
  return { code: error.code, path: error.fields[0]?.path, reason: error.fields[0]?.reason, zh: error.label.zh, en: error.label.en }
}
const setting = async (name: string, on: string | null = null, revision: number | null = null) => {
  const { groups } = await readSettings(db, officer, { jurisdiction: null, on, revision })
  return groups.flatMap((group) => group.settings).find((one) => one.name === name)
}
const ask = async <T>(text: string): Promise<T[]> => (await readAll(db, (tx) => sql.raw<T>(text).execute(tx))).rows
const due = async () =>
  (
    await ask<{ on: string }>(
      'select v.due_on as on from complaint_version v join complaint c on c.id = v.complaint_id where to_revision is null order by c.number',
    )
  ).map((row) => row.on)

describe('settings', () => {
  beforeAll(async () => {
    db = await createTestDatabase()
    await installTest(db)
    await act(db, 'PREPARE', (writing) => putInstitution(writing, { name: '甲银行', ranked: true }))
    const row = (number: string, receivedOn: string) => ({ number, receivedOn, institutionId: 1 })
    await importRows(db, ['number', 'receivedOn', 'institution'], [row('1', '2025-03-01'), row('2', '2025-07-01')])
  })
  afterAll(() => db?.close())

  it('are listed in groups, each with what holds where nobody set it', async () => {
    const { groups, jurisdiction } = await readSettings(db, officer, { jurisdiction: null, on: null, revision: null })
    expect(jurisdiction.label.zh).toBe('测试县')
    expect(groups.map((group) => [group.key, group.settings.length > 0])).toEqual(
      ['AUTHORITY', 'FIGURES', 'DEADLINES', 'REPEATS', 'SUPERVISION', 'PERSONAL'].map((key) => [key, true]),
    )
    expect(await setting('deadlineDays')).toMatchObject({ value: 15, inherited: true, from: null, validFrom: null, least: 1, most: 365 })
    expect(groups.at(-1)?.settings.map((one) => one.name)).toEqual(['keepPersonToken', 'keepAgeBand', 'keepOriginals', 'originalDays'])
  })

  it('change from a day on, and what hangs on them is derived again in the same change', async () => {
    expect(await due()).toEqual(['2025-03-16', '2025-07-16'])
    const { value, change } = await set({ name: 'deadlineDays', value: '30', validFrom: '2025年6月1日' })
    expect(value.complaints).toBe(1)
    expect(await due()).toEqual(['2025-03-16', '2025-07-31'])
    expect((await setting('deadlineDays', '2025-05-31'))?.value).toBe(15)
    expect(await setting('deadlineDays', '2025-06-01')).toMatchObject({
      value: 30,
      inherited: false,
      from: { zh: '测试县' },
      validFrom: '2025-06-01',
    })
    expect((await setting('deadlineDays', '2025-06-01', change.revision - 1))?.value).toBe(15)
  })

  it('tell who set what, when and why', async () => {
    const [latest] = (await setting('deadlineDays'))?.history ?? []
    expect(latest).toMatchObject({ actor: 'officer', reason: '规定变动', validFrom: '2025-06-01', current: true, value: { zh: '30' } })
    const [line] = await ask<{ kind: string; detail: string }>(`select kind, detail from change order by revision desc limit 1`)
    expect([line?.kind, JSON.parse(line?.detail ?? '')]).toEqual(['SET', { setting: 'deadlineDays', validFrom: '2025-06-01', value: 30 }])
  })

  it('are undone by setting them back, or by inheriting again', async () => {
    expect((await set({ name: 'deadlineDays', value: 15, validFrom: '2025-06-01' })).value.complaints).toBe(1)
    expect(await due()).toEqual(['2025-03-16', '2025-07-16'])
    await set({ name: 'deadlineDays', value: 20, validFrom: '2025-06-01' })
    expect((await set({ name: 'deadlineDays', inherit: true, validFrom: '2025-06-01', reason: '取消' })).value.complaints).toBe(1)
    expect(await due()).toEqual(['2025-03-16', '2025-07-16'])
    expect(await setting('deadlineDays', '2025-08-01')).toMatchObject({ value: 15, inherited: true })
    expect((await setting('deadlineDays'))?.history.map((one) => [one.value?.zh ?? null, one.current])).toEqual([
      [null, false],
      ['20', false],
      ['15', false],
      ['30', false],
    ])
    expect(await refusal({ name: 'deadlineDays', inherit: true, validFrom: '2025-06-01' })).toMatchObject({
      code: 'CONFLICT',
      reason: 'INHERITED',
    })
  })

  it.each([
    ['deadlineDays', '三十天'],
    ['deadlineDays', 0],
    ['deadlineDays', 366],
    ['deadlineDays', 15.5],
    ['deadlineDays', true],
    ['deadlineDays', null],
    ['shareDecimals', -1],
    ['smallGroupMinimum', 4],
    ['rounding', 'BANKERS'],
    ['keepOriginals', '也许'],
    ['keepOriginals', 1],
    ['mergedFrom', '2025-02-30'],
    ['mergedFrom', 20250101],
    ['authorityName', '甲'.repeat(101)],
    ['authorityName', '两\n行'],
    ['authorityName', { name: 'x' }],
  ])('%s is never %j', async (name, value) => {
    const [before] = await ask(`select revision from revision_counter`)
    const refused = await refusal({ name, value })
    expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', path: 'value', reason: 'NOT_A_VALUE' })
    expect(refused.zh).toMatch(/应为/)
    expect(refused.en).toMatch(/must be/)
    expect(await ask(`select revision from revision_counter`)).toEqual([before])
  })

  it('refuse an unknown name, an impossible day, a missing reason and what holds already', async () => {
    expect(await refusal({ name: 'constructor', value: 1 })).toMatchObject({ path: 'name', reason: 'UNKNOWN_SETTING' })
    expect(await refusal({ name: 'deadlineDays', value: 20, validFrom: '2025-02-30' })).toMatchObject({
      path: 'validFrom',
      reason: 'IMPOSSIBLE_DATE',
    })
    expect(await refusal({ name: 'deadlineDays', value: 20, validFrom: '1066-10-14' })).toMatchObject({ reason: 'IMPOSSIBLE_DATE' })
    expect(await refusal({ name: 'deadlineDays', value: 20, reason: '  ' })).toMatchObject({ path: 'reason', reason: 'EMPTY' })
    await set({ name: 'keepOriginals', value: '是' })
    expect(await refusal({ name: 'keepOriginals', value: true })).toMatchObject({ code: 'CONFLICT', reason: 'UNCHANGED' })
  })

  it('take words of both languages, and never for a day', async () => {
    await set({ name: 'rounding', value: '截断' })
    expect(await setting('rounding')).toMatchObject({ value: 'TRUNCATE', shown: { zh: '截断', en: 'truncate' } })
    await set({ name: 'mergedFrom', value: '2025/1/1' })
    expect((await setting('mergedFrom'))?.value).toBe('2025-01-01')
    await set({ name: 'mergedFrom', value: null })
    expect(await setting('mergedFrom')).toMatchObject({ value: null, inherited: false, shown: { zh: '从不', en: 'never' } })
  })

  it('are previewed exactly, without a trace, and refused as the change would be', async () => {
    const before = await due()
    const [at] = await ask(`select revision from revision_counter`)
    const asked = { name: 'deadlineDays', value: 40, validFrom: '2025-06-01' }
    expect(await previewSetting(db, officer, asked)).toEqual({ complaints: 1 })
    expect(await previewSetting(db, officer, { ...asked, validFrom: null })).toEqual({ complaints: 2 })
    expect(await previewSetting(db, officer, { name: 'shareDecimals', value: 2, validFrom: null })).toEqual({ complaints: 0 })
    await expect(previewSetting(db, officer, { ...asked, value: 0 })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' })
    expect([await due(), await ask(`select revision from revision_counter`)]).toEqual([before, [at]])
    expect((await set(asked)).value.complaints).toBe(1)
  })

  it('are taken back one act at a time, the latest first', async () => {
    const undo = (revision: number) => undoSetting(db, officer, { name: 'deadlineDays', revision, reason: '撤回', jurisdiction: null })
    const first = (await setting('deadlineDays'))?.history[0]
    expect(first).toMatchObject({ value: { zh: '40' }, undoable: true })
    const second = await set({ name: 'deadlineDays', value: 50, validFrom: '2025-06-01' })
    expect((await setting('deadlineDays'))?.history.filter((one) => one.undoable).map((one) => one.value?.zh)).toEqual(['50'])
    await expect(undo(first?.revision ?? 0)).rejects.toMatchObject({ code: 'CONFLICT', fields: [{ reason: 'CHANGED_SINCE' }] })
    await undo(second.change.revision)
    expect(await setting('deadlineDays')).toMatchObject({ value: 40, inherited: false })
    expect((await undo(first?.revision ?? 0)).value.complaints).toBe(1)
    expect(await setting('deadlineDays')).toMatchObject({ value: 15, inherited: true })
    expect(await due()).toEqual(['2025-03-16', '2025-07-16'])
    await expect(undo(1)).rejects.toMatchObject({ code: 'NOT_FOUND', fields: [{ reason: 'UNKNOWN_CHANGE' }] })
  })

  it('of a node below inherit from the nearest above that sets them, until it sets them itself', async () => {
    await act(db, 'PREPARE', ({ tx, revision }) =>
      sql`insert into region (key, parent_id, level, zh, en, revision) values ('TOWN', 1, 'COUNTY', '东乡', 'East', ${revision})`.execute(
        tx,
      ),
    )
    const at = async (jurisdiction: string) => {
      const { groups } = await readSettings(db, officer, { jurisdiction, on: null, revision: null })
      return groups.flatMap((group) => group.settings).find((one) => one.name === 'candidateDays')
    }
    await set({ name: 'candidateDays', value: 60 })
    expect(await at('TOWN')).toMatchObject({ value: 60, inherited: true, from: { zh: '测试县' } })
    const own = await set({ name: 'candidateDays', value: 30, validFrom: '2025-01-01', jurisdiction: 'TOWN' })
    expect(await at('TOWN')).toMatchObject({ value: 30, inherited: false, from: { zh: '东乡' }, validFrom: '2025-01-01' })
    expect(await at('TEST')).toMatchObject({ value: 60 })
    expect((await at('TOWN'))?.history.map((one) => [one.region.zh, one.undoable])).toEqual([
      ['东乡', true],
      ['测试县', false],
    ])
    const asked = { name: 'candidateDays', revision: own.change.revision, reason: '撤回' }
    await expect(undoSetting(db, officer, { ...asked, jurisdiction: 'TEST' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await undoSetting(db, officer, { ...asked, jurisdiction: 'TOWN' })
    expect(await at('TOWN')).toMatchObject({ value: 60, inherited: true })
    const below: Viewer = { ...officer, scope: { kind: 'SCOPE', regions: [2], institutions: [] }, rootRegionId: 2 }
    await expect(changeSetting(db, below, { ...asked, value: 10, validFrom: null, jurisdiction: 'TEST' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('leave a ledger that verifies', async () => {
    expect((await verifyLedger(db)).filter((check) => check.problems.length > 0)).toEqual([])
  })
})
