import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCalendarFile, previewCalendar, undoCalendar } from '../../server/src/calendar/calendar.commands.ts'
import { readWorkingYear } from '../../server/src/calendar/calendar.queries.ts'
import { calendarExport } from '../../server/src/calendar/calendar.export.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { WorkingCalendar } from '../../server/src/ledger/calendar.ts'
import { dueByRule } from '../../server/src/ledger/deadline.ts'
import { rootRegionId } from '../../server/src/ledger/install.ts'
import { verifyAudit, verifyLedger } from '../../server/src/ledger/verify.ts'
import { UserError } from '../../server/src/platform/errors.ts'
import { changeSetting, previewSetting } from '../../server/src/settings/settings.commands.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, importRows, installTest, officer, putInstitution } from '../support/ledger.ts'
import { startTestServer } from '../support/server.ts'
import { sheetsOf } from '../support/workbook.ts'

let db: Db
const folder = mkdtempSync(join(tmpdir(), 'mingjing-calendar-'))
const reason = '国务院办公厅通知'
const written = (content: string | Buffer, fileName = '放假.csv') => {
  const path = join(folder, `${Math.trunc(performance.now() * 1000)}`)
  writeFileSync(path, content)
  return { path, fileName }
}
const load = (content: string | Buffer, jurisdiction: string | null = null) =>
  loadCalendarFile(db, officer, written(content), { reason, jurisdiction })
const preview = (content: string | Buffer) => previewCalendar(db, officer, written(content), null)
const year = (asked = 2025, revision: number | null = null) => readWorkingYear(db, officer, { year: asked, jurisdiction: null, revision })
const ask = async <T>(text: string): Promise<T[]> => (await readAll(db, (tx) => sql.raw<T>(text).execute(tx))).rows
const due = async () =>
  (
    await ask<{ on: string }>(
      'select v.due_on as on from complaint_version v join complaint c on c.id = v.complaint_id where to_revision is null order by c.number',
    )
  ).map((row) => row.on)
const keyOf = async (revision: number) =>
  (await ask<{ key: string }>(`select key::text from change where revision = ${revision}`))[0]?.key ?? ''
const undo = async (revision: number) => undoCalendar(db, officer, { change: await keyOf(revision), reason: '撤回', jurisdiction: null })

/** The National Day holiday of 2025: eight days off, two Saturdays and Sundays worked instead. */
const holiday = [
  '日期,是否工作日,名称',
  '2025-09-28,是,国庆节调休',
  ...['01', '02', '03', '04', '05', '06', '07', '08'].map((day) => `2025-10-${day},否,国庆节`),
  '2025-10-11,是,国庆节调休',
].join('\n')

describe('working days', () => {
  it('are Monday to Friday but for the days that a calendar names, the first day not counted', () => {
    const plain = new WorkingCalendar([])
    expect(plain.after('2025-09-26', 1)).toBe('2025-09-29')
    const named = new WorkingCalendar([
      { day: '2025-09-28', working: true, name: null },
      { day: '2025-10-01', working: false, name: null },
    ])
    expect([named.after('2025-09-26', 1), named.after('2025-09-30', 1)]).toEqual(['2025-09-28', '2025-10-02'])
  })
})

describe('the working-day calendar of an office', () => {
  beforeAll(async () => {
    db = await createTestDatabase()
    await installTest(db)
    await act(db, 'PREPARE', (writing) => putInstitution(writing, { name: '甲银行', ranked: true }))
    const row = (number: string, receivedOn: string) => ({ number, receivedOn, institutionId: 1 })
    await importRows(db, ['number', 'receivedOn', 'institution'], [row('1', '2025-03-03'), row('2', '2025-09-26'), row('3', '2025-12-01')])
  })
  afterAll(async () => {
    await db?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  let loaded = 0

  it('moves no due day while deadlines count calendar days', async () => {
    expect(await due()).toEqual(['2025-03-18', '2025-10-11', '2025-12-16'])
    expect((await preview(holiday)).complaints).toBe(0)
    const { value, change } = await load(holiday)
    expect([value.years, value.differences.length, value.complaints]).toEqual([[2025], 10, 0])
    expect(await due()).toEqual(['2025-03-18', '2025-10-11', '2025-12-16'])
    loaded = change.revision
  })

  it('shows a year with its holidays and make-up workdays, and what it was before', async () => {
    const { days, workingDays, years, acts } = await year()
    expect(days.map((one) => [one.day.slice(5), one.working, one.exception, one.name])).toEqual([
      ['09-28', true, true, '国庆节调休'],
      ['10-01', false, true, '国庆节'],
      ['10-02', false, true, '国庆节'],
      ['10-03', false, true, '国庆节'],
      ['10-04', false, false, '国庆节'],
      ['10-05', false, false, '国庆节'],
      ['10-06', false, true, '国庆节'],
      ['10-07', false, true, '国庆节'],
      ['10-08', false, true, '国庆节'],
      ['10-11', true, true, '国庆节调休'],
    ])
    // 261 weekdays, six of them off, two days of weekends worked.
    expect([workingDays, years]).toEqual([257, [2025]])
    expect(acts[0]).toMatchObject({ file: '放假.csv', days: 10, years: [2025], reason, actor: 'officer' })
    expect((await year(2025, loaded - 1)).days).toEqual([])
    expect((await year(2024)).days).toEqual([])
  })

  it('decides the due days of a deadline that counts working days', async () => {
    const asked = { name: 'deadlineUnit', value: '工作日', validFrom: '2025-09-01' }
    expect(await previewSetting(db, officer, asked)).toEqual({ complaints: 2 })
    expect((await changeSetting(db, officer, { ...asked, reason })).value.complaints).toBe(2)
    // 15 working days after 26 September: 28, 29, 30 September, 9 to 11, 13 to 17, 20 to 23 October.
    expect(await due()).toEqual(['2025-03-18', '2025-10-23', '2025-12-22'])
    const rule = (on: string) => readAll(db, (tx) => dueByRule(tx, rootRegionId, 2_000_000, on))
    expect([await rule('2025-09-26'), await rule('2025-08-31')]).toEqual(['2025-10-23', '2025-09-15'])
  })

  it('previews what a file changes and how many due days follow, replaces the year, and is undone', async () => {
    const shorter = holiday.replace('2025-10-08,否,国庆节\n', '2025-10-08,是,\n').replace('2025-10-11,是,国庆节调休', '2025-10-11,否,周末')
    const seen = await preview(shorter)
    expect(seen.differences.map(({ day, before, after }) => [day, before?.working, after?.working])).toEqual([
      ['2025-10-08', false, true],
      ['2025-10-11', true, false],
    ])
    expect(seen.complaints).toBe(0)
    const before = await due()
    const fewer = '日期,是否工作日\n2025-10-01,放假\n'
    expect(await preview(fewer)).toMatchObject({ complaints: 1, years: [2025] })
    expect(await due()).toEqual(before)
    const { value, change } = await load(fewer)
    expect(value.complaints).toBe(1)
    expect(await due()).toEqual(['2025-03-18', '2025-10-20', '2025-12-22'])
    expect((await year()).days.map((one) => one.day)).toEqual(['2025-10-01'])
    const back = await undo(change.revision)
    expect([back.value.complaints, await due()]).toEqual([1, before])
    expect((await year()).days.length).toBe(10)
    await undo(back.change.revision)
    expect((await year()).days.map((one) => [one.day, one.name])).toEqual([['2025-10-01', null]])
    await undo(change.revision + 2)
    expect(await due()).toEqual(before)
  })

  it('replaces the years of a file alone, of any kind of table', async () => {
    const other = sheetsOf({
      安排: { rows: [['2026年放假安排'], ['date', 'working', 'name'], ['2026-01-01', 'no', 'New Year'], ['2026/1/4', 'yes', '']] },
    })
    expect((await load(other)).value.years).toEqual([2026])
    expect([(await year(2026)).days.length, (await year()).days.length]).toEqual([2, 10])
    expect((await year()).years).toEqual([2025, 2026])
  })

  it.each<[string, string, string[]]>([
    ['no headings', '2025-10-01,否\n', ['file NO_HEADINGS']],
    ['no row', '日期,是否工作日\n', ['file NO_ROWS']],
    ['impossible days', '日期,是否工作日\n2025-02-30,否\n明天,否\n', ['rows[2].day IMPOSSIBLE_DATE', 'rows[3].day IMPOSSIBLE_DATE']],
    ['no yes or no', '日期,是否工作日\n2025-10-01,也许\n', ['rows[2].working NOT_A_VALUE']],
    ['a long name', `日期,是否工作日,名称\n2025-10-01,否,${'长'.repeat(41)}\n`, ['rows[2].name TOO_LONG']],
    ['one day twice', '日期,是否工作日\n2025-10-01,否\n2025/10/1,是\n', ['rows[3].day CONFLICTING_REPEAT']],
    ['nothing at all', '', ['file EMPTY_FILE']],
    ['another kind of file', '%PDF-1.7 \u0000', ['file UNKNOWN_FORMAT']],
    ['too much', `日期,是否工作日\n${'2025-10-01,否\n'.repeat(80_000)}`, ['file TOO_LARGE']],
    ['too many rows', `日期,是否工作日\n${'2025-10-01,否\n'.repeat(4_001)}`, ['file TOO_MANY_ROWS']],
  ])('refuses %s by row, column and value, and changes nothing', async (_, content, why) => {
    const before = await ask('select revision from revision_counter')
    for (const work of [preview, load]) {
      const error = (await work(content).catch((thrown: unknown) => thrown)) as UserError
      expect([error.code, error.fields.map((one) => `${one.path} ${one.reason}`)]).toEqual(['BAD_USER_INPUT', why])
    }
    expect(await ask('select revision from revision_counter')).toEqual(before)
  })

  it('words a refusal in both languages, and refuses what is so already and what changed since', async () => {
    const error = (await load('日期,是否工作日\n2025-02-30,否\n').catch((thrown: unknown) => thrown)) as UserError
    expect(error.label.zh).toBe('“放假.csv”未采用：第 2 行“日期”为“2025-02-30”，应为 1990 年至 2100 年间的日期，如 2026-10-01。')
    expect(error.label.en).toMatch(/row 2, date “2025-02-30”: expected a day between 1990 and 2100/)
    await expect(load(holiday)).rejects.toMatchObject({ code: 'CONFLICT', fields: [{ reason: 'UNCHANGED' }] })
    await load('日期,是否工作日\n2025-10-01,否\n')
    await expect(undo(loaded)).rejects.toMatchObject({ code: 'CONFLICT', fields: [{ reason: 'CHANGED_SINCE' }] })
    await expect(undo(1)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(readWorkingYear(db, officer, { year: 3000, jurisdiction: null, revision: null })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    })
  })

  it('is inherited by a node below, day by day', async () => {
    await act(db, 'PREPARE', ({ tx, revision }) =>
      sql`insert into region (key, parent_id, level, zh, en, revision) values ('TOWN', 1, 'COUNTY', '东乡', 'East', ${revision})`.execute(
        tx,
      ),
    )
    await load('日期,是否工作日,名称\n2025-07-01,否,庙会\n', 'TOWN')
    const { days } = await readWorkingYear(db, officer, { year: 2025, jurisdiction: 'TOWN', revision: null })
    expect(days.map((one) => [one.day, one.inherited, one.from.zh])).toEqual([
      ['2025-07-01', false, '东乡'],
      ['2025-10-01', true, '测试县'],
    ])
    expect((await year()).days.map((one) => one.day)).toEqual(['2025-10-01'])
  })

  it('leaves as a file that can be entered again, over the API too, where roles decide', async () => {
    const { total } = await calendarExport.open({ db, viewer: officer, language: 'zh', args: { year: 2026 } })
    expect(total).toBe(2)
    const server = await startTestServer(db)
    const admin = await server.tokenFor('admin')
    const headers = { authorization: `Bearer ${admin}`, 'x-mingjing-csrf': '1', 'x-file-name': encodeURIComponent('2027.csv') }
    const { id } = (await (
      await fetch(`${server.url}/files`, { method: 'POST', headers, body: '日期,是否工作日,名称\n2027-01-01,否,元旦\n' })
    ).json()) as { id: string }
    const mutation = `mutation ($file: ID!) { loadCalendar(file: $file, reason: "通知") { years days complaints } }`
    const auditor = await server.tokenFor('auditor')
    expect((await server.ask(mutation, { file: id }, auditor)).errors[0]?.extensions['code']).toBe('FORBIDDEN')
    expect((await server.ask(mutation, { file: id }, admin)).data).toEqual({ loadCalendar: { years: [2027], days: 1, complaints: 0 } })
    expect((await server.ask('{ workingYear(year: 2027) { days { name } } }', {}, auditor)).data).toEqual({
      workingYear: { days: [{ name: '元旦' }] },
    })
    await server.close()
  })

  it('leaves a ledger that verifies', async () => {
    for (const verify of [verifyLedger, verifyAudit]) expect((await verify(db)).filter((check) => check.problems.length > 0)).toEqual([])
  })
})
