import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { correct } from '../../server/src/complaints/correct.commands.ts'
import { readComplaint } from '../../server/src/complaints/complaint-detail.queries.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll, writeAs } from '../../server/src/db/snapshot.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import { dropStaged, stageFile } from '../../server/src/imports/stage.ts'
import { reportLine, type ImportReport } from '../../server/src/imports/report.ts'
import { keyedDigests } from '../../server/src/imports/tokens.ts'
import { setSetting } from '../../server/src/ledger/dated.ts'
import { complaintKey } from '../../server/src/ledger/keys.ts'
import { verifyLedger } from '../../server/src/ledger/verify.ts'
import { bankLedger, bankWorkbook, institutions, ledgerColumnsOf, type BankRow } from '../support/bank-ledger.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, installTest, officer, putInstitution } from '../support/ledger.ts'
import { sharedFile } from '../support/shared.ts'
import { testFolder } from '../support/workbook.ts'

const standard = sharedFile('data/standards/complaint-ledger-fields.csv')
const columns = standard ? ledgerColumnsOf(standard) : []
const { rows: written, personal } = bankLedger(200)
const secret = randomBytes(32)
const all = { strict: false, take: false, tryDemo: false }

let db: Db
let folder: ReturnType<typeof testFolder>
const ask = async <T>(text: string): Promise<T[]> => (await readAll(db, (tx) => sql.raw<T>(text).execute(tx))).rows
const askWriter = async <T>(text: string): Promise<T[]> => (await writeAs(db, 'mingjing_writer', (tx) => sql.raw<T>(text).execute(tx))).rows

const take = (path: string, commit = true): Promise<ImportReport> =>
  importFile(
    db,
    officer,
    { path, fileName: path.split('/').at(-1) ?? '', kind: 'complaints', map: {}, register: 'INSTITUTION' },
    secret,
    commit ? all : null,
  )

async function book(name: string, headings: 'identifier' | 'label', rows = written): Promise<string> {
  return folder.file(name, await bankWorkbook(columns, rows, headings))
}

/** What the ledger holds of a number, words as written. */
const stored = `select c.number, v.received_on as "receivedOn", v.closed_on as "closedOn", v.due_stated_on as "dueOn", v.replied_on as "repliedOn", n.name as institution,
    v.amount_fen as fen, v.complainant_count as persons, v.source_number as "sourceNumber", v.regulator_number as "regulatorNumber", v.age_band as "ageBand",
    v.on_site as "onSite", v.person_token is not null as person, ${[
      'category',
      'cause',
      'lodging_channel',
      'service_channel',
      'satisfaction',
      'upheld',
      'work_order_source',
      'work_order_status',
      'severity',
    ]
      .map((name) => `(select w.word from dictionary_word w where w.id = v.${name}_word_id) as ${name}`)
      .join(', ')}
    from complaint_version v join complaint c on c.region_id = v.region_id and c.id = v.complaint_id
    join institution_version n on n.institution_id = v.institution_id where v.to_revision is null order by c.number`

function expected(row: BankRow) {
  const { acceptedAt, closedAt, deadline, amountTenThousandYuan } = row
  const after = (days: number) => new Date(Date.parse(String(acceptedAt)) + days * 86_400_000).toISOString().slice(0, 10)
  return {
    number: row['workOrderNo'],
    receivedOn: acceptedAt,
    closedOn: closedAt,
    dueOn: deadline === '15日' ? after(15) : deadline,
    repliedOn: row['repliedAt'],
    institution: row['respondentOrg'],
    fen: amountTenThousandYuan === null ? null : Math.round(Number(amountTenThousandYuan) * 1_000_000),
    persons: row['complainantCount'],
    sourceNumber: row['sourceWorkOrderNo'],
    regulatorNumber: row['pbocWorkOrderNo'],
    ageBand: null,
    onSite: null,
    person: true,
    category: row['businessCategory'],
    cause: row['cause'],
    lodging_channel: row['lodgingChannel'],
    service_channel: row['serviceChannel'],
    satisfaction: String(row['visitResult']).includes('满意') ? row['visitResult'] : null,
    upheld: row['atFault'],
    work_order_source: row['workOrderSource'],
    work_order_status: row['workOrderStatus'],
    severity: row['complaintLevel'],
  }
}

describe.skipIf(!standard)('a bank’s ledger of 68 columns (skipped without ../shared)', () => {
  beforeAll(async () => {
    db = await createTestDatabase()
    folder = testFolder()
    await installTest(db)
    for (const name of [...institutions, '城东分理处'])
      await act(db, 'PREPARE', (writing) => putInstitution(writing, { name, ranked: true }))
  })
  afterAll(async () => {
    await db?.close()
    folder?.drop()
  })
  let report: ImportReport

  it('has 68 columns, and each is kept or said to be passed over', async () => {
    expect(columns).toHaveLength(68)
    for (const headings of ['label', 'identifier'] as const) {
      const tried = await take(await book(`try-${headings}.xlsx`, headings), false)
      const passedOver = new Set(tried.notKept.map((one) => one.column))
      const kept = columns.filter((column) => !passedOver.has(column[headings])).map((column) => column.identifier)
      expect(kept).toEqual([
        'workOrderNo',
        'sourceWorkOrderNo',
        'pbocWorkOrderNo',
        'workOrderStatus',
        'acceptedAt',
        'closedAt',
        'workOrderSource',
        'complaintContent',
        'respondentOrg',
        'complaintLevel',
        'serviceChannel',
        'businessCategory',
        'cause',
        'lodgingChannel',
        'amountTenThousandYuan',
        'complainantCount',
        'repliedAt',
        'visitResult',
        'atFault',
        'deadline',
      ])
      expect(tried.notKept.every(({ why }) => why.zh.length > 3 && why.en.length > 3)).toBe(true)
      const persons = columns.filter((one) => one.personal && one.identifier !== 'complaintContent').map((one) => one[headings])
      expect(tried.notKept.filter((one) => one.personal).map((one) => one.column)).toEqual(expect.arrayContaining(persons))
    }
  })

  it('is masked in staging already, the sheet of its dry run included', async () => {
    const path = await book('staged.xlsx', 'label')
    const staged = await stageFile(
      db,
      officer,
      { path, fileName: 'staged.xlsx', kind: 'complaints', map: {}, register: 'INSTITUTION' },
      secret,
    )
    const [{ everything } = { everything: '' }] = await askWriter<{ everything: string }>(
      `select (select string_agg(t::text, '') from staging.complaint t) || (select string_agg(t::text, '') from staging.sheet_row t) as everything`,
    )
    await dropStaged(db, staged.importId)
    expect(everything.length).toBeGreaterThan(50_000)
    expect(personal.filter((text) => everything.includes(text))).toEqual([])
  })

  it('enters without a mapping, every value as it stands', async () => {
    report = await take(await book('银行台账.xlsx', 'label'))
    expect({ ...report, notKept: [] }).toMatchObject({ new: 200, changed: 0, rejectedRows: 0, unresolved: [], committed: true })
    expect(await ask(stored)).toEqual(written.map(expected))
  })

  it('says the same with its English headings', async () => {
    const again = await take(await book('ledger-en.xlsx', 'identifier'))
    expect(again).toMatchObject({ new: 0, changed: 0, identical: 200, rejectedRows: 0 })
  })

  it('tells value by value what a corrected file changes', async () => {
    const changed = written.map((row, index) =>
      index === 3 ? { ...row, complaintLevel: '特别重大', sourceWorkOrderNo: 'X9', complainantCount: 7 } : row,
    )
    const tried = await take(await book('corrected.xlsx', 'label', changed), false)
    expect(tried).toMatchObject({ changed: 1, identical: 199 })
    expect(tried.changes.map(({ column, after }) => [column, after]).sort()).toEqual([
      ['原系统工单号', 'X9'],
      ['投诉人数', '7'],
      ['投诉等级', '特别重大'],
    ])
  })

  it('leaves nothing personal in any table, report or export', async () => {
    const tables = await askWriter<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') and has_table_privilege('mingjing_writer', format('%I.%I', table_schema, table_name), 'select')`,
    )
    expect(tables.length).toBeGreaterThan(25)
    let everything = reportLine(report) + JSON.stringify(report)
    for (const { name } of tables) everything += JSON.stringify(await askWriter(`select t::text from ${name} t`))
    expect(personal.filter((text) => everything.includes(text))).toEqual([])
    expect(everything).toContain('3000元')
  })

  it('shows and corrects the further columns, and remembers what they were', async () => {
    const [found] = await ask<{ id: number; origin: string }>(
      `select c.id, i.origin from complaint c, installation i where c.number = 'GD000001'`,
    )
    const key = complaintKey(found?.origin ?? '', found?.id ?? 0)
    const changes = {
      severity: '重大',
      complainantCount: '20人'.replace('人', ''),
      onSite: '现场',
      ageBand: '60岁以上',
      repliedOn: '2025-09-01',
    }
    await correct(db, officer, { key, changes, reason: '核对原件' }, keyedDigests(secret))
    const complaint = await readComplaint(db, officer, key, null)
    const shown = Object.fromEntries(complaint.details.map((one) => [one.key, one.value?.zh ?? null]))
    expect(shown).toMatchObject({ severity: '重大', complainantCount: '20', onSite: '是', ageBand: '60–69岁', repliedOn: '2025-09-01' })
    expect(complaint.history.at(-1)?.changes.map((one) => [one.field.zh, one.before?.zh ?? null, one.after?.zh])).toContainEqual([
      '投诉人数',
      '1',
      '20',
    ])
    const wrong = { onSite: '也许', complainantCount: '很多', ageBand: '老年' }
    const refused = await correct(db, officer, { key, changes: wrong, reason: '试' }, keyedDigests(secret)).catch((error: unknown) => error)
    expect((refused as { fields: { path: string; reason: string }[] }).fields.map(({ path, reason }) => [path, reason])).toEqual([
      ['changes.onSite', 'NOT_YES_OR_NO'],
      ['changes.complainantCount', 'NOT_A_NUMBER'],
      ['changes.ageBand', 'NOT_A_NUMBER'],
    ])
  })

  it('keeps the ten years of age where the jurisdiction asks for them', async () => {
    await act(db, 'SET', (writing) => setSetting(writing, 'keepAgeBand', true, null))
    await take(await book('ages.xlsx', 'label'))
    const ages = await ask<{ number: string; ageBand: number }>(stored)
    expect(ages.slice(1).map((one) => one.ageBand)).toEqual(
      written.slice(1).map((row) => Math.floor((2025 - Number(row['birthYear'])) / 10) * 10),
    )
    expect(ages[0]?.ageBand).toBe(60)
  })

  it('is verified', async () => {
    expect((await verifyLedger(db)).filter((check) => check.problems.length > 0)).toEqual([])
  })
})

describe('where two headings could mean one field', () => {
  beforeAll(async () => {
    db = await createTestDatabase()
    folder = testFolder()
    await installTest(db)
    for (const name of ['甲银行', '乙银行', '丙银行'])
      await act(db, 'PREPARE', (writing) => putInstitution(writing, { name, ranked: true }))
  })
  afterAll(async () => {
    await db?.close()
    folder?.drop()
  })
  let file = 0
  const tryOne = (text: string) => take(folder.file(`two-${file++}.csv`, text))
  const last = async (): Promise<Record<string, unknown>> =>
    (await ask<Record<string, unknown>>(stored.replace('order by c.number', 'order by c.id desc limit 1')))[0] ?? {}

  it.each([
    ['收到日期,受理日期', '2025-03-01,2025-03-04', { receivedOn: '2025-03-01' }, ['受理日期']],
    ['受理日期,收到日期', '2025-03-04,2025-03-01', { receivedOn: '2025-03-01' }, ['受理日期']],
    ['受理日期', '2025-03-04', { receivedOn: '2025-03-04' }, []],
    ['日期,投诉受理日期', '2025-03-05,2025-03-04', { receivedOn: '2025-03-04' }, []],
    ['收到日期,投诉渠道,投诉受理渠道', '2025-03-01,来访,网点', { lodging_channel: '来访' }, ['投诉受理渠道']],
    ['收到日期,投诉受理渠道', '2025-03-01,网点', { lodging_channel: '网点' }, []],
    ['收到日期,是否有责,是否属实', '2025-03-01,是,不属实', { upheld: '不属实' }, ['是否有责']],
    ['收到日期,是否有责', '2025-03-01,是', { upheld: '是' }, []],
    ['收到日期,回访结果,满意度', '2025-03-01,不满意,满意', { satisfaction: '满意' }, ['回访结果']],
    ['收到日期,回访结果', '2025-03-01,无人接听', { satisfaction: null }, []],
    ['收到日期,回访结果', '2025-03-01,不满意', { satisfaction: '不满意' }, []],
  ])('%s', async (headings, cells, want, passedOver) => {
    const report = await tryOne(`投诉编号,被投诉机构,${headings}\nN${file},甲银行,${cells}\n`)
    expect(report).toMatchObject({ new: 1, rejectedRows: 0 })
    expect(report.notKept.map((one) => one.column)).toEqual(passedOver)
    expect(await last()).toMatchObject(want)
  })

  it.each([
    ['投诉处理机构,被投诉机构,网点名称', '乙银行,甲银行,丙银行', '甲银行', ['投诉处理机构', '网点名称']],
    ['投诉处理机构,网点名称', '乙银行,丙银行', '丙银行', ['投诉处理机构']],
    ['投诉处理机构', '乙银行', '乙银行', []],
  ])('institution from %s', async (headings, cells, institution, passedOver) => {
    const report = await tryOne(`投诉编号,收到日期,${headings}\nN${file},2025-03-01,${cells}\n`)
    expect(report.notKept.map((one) => one.column)).toEqual(passedOver)
    expect(await last()).toMatchObject({ institution })
  })

  it.each([
    ['原系统工单号,工单号,人行工单号', 'Y1,G1,R1', { number: 'G1', sourceNumber: 'Y1', regulatorNumber: 'R1' }],
    ['人行工单号,原系统工单号', 'R2,Y2', { number: 'Y2', sourceNumber: null, regulatorNumber: 'R2' }],
    ['人行工单号', 'R3', { number: 'R3', sourceNumber: null, regulatorNumber: null }],
  ])('number from %s', async (headings, cells, want) => {
    await tryOne(`被投诉机构,收到日期,${headings}\n甲银行,2025-03-01,${cells}\n`)
    expect(await last()).toMatchObject(want)
  })

  it('a mapping decides alone, and a person’s column that it leaves out still masks', async () => {
    const path = folder.file(
      'mapped.csv',
      '单号,受理日期,收到日期,机构,内容,投诉人姓名\nM1,2025-03-04,2025-03-01,甲银行,褚疏影来电,褚疏影\n',
    )
    const map = { columns: { 单号: 'number', 受理日期: 'receivedOn', 机构: 'institution', 内容: 'text' } }
    const report = await importFile(
      db,
      officer,
      { path, fileName: 'mapped.csv', kind: 'complaints', map, register: 'REGULATOR' },
      secret,
      all,
    )
    expect(report.notKept.map((one) => one.column)).toEqual(['投诉人姓名'])
    expect(await last()).toMatchObject({ number: 'M1', receivedOn: '2025-03-04' })
    expect(JSON.stringify(await askWriter('select masked from complaint_text'))).not.toContain('褚疏影')
  })
})
