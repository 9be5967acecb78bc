import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { writeAs } from '../../server/src/db/snapshot.ts'
import { correctComplaint } from '../../server/src/ledger/correct.ts'
import { maskText } from '../../server/src/imports/masking.ts'
import { createTestDatabase } from '../support/database.ts'
import { Desk, type Draft } from '../support/drafts.ts'
import { act, installTest, putInstitution } from '../support/ledger.ts'
import { ledgerJson, ledgerPath, ledgersPresent, runImport, truth } from '../support/ledgers.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let db: Db
let server: TestServer
let desk: Desk
const open = async (): Promise<void> => {
  db = await createTestDatabase()
  await installTest(db)
  server = await startTestServer(db)
  desk = new Desk(server, await server.tokenFor('clerk'))
}
const close = async (): Promise<void> => {
  await server?.close()
  await db?.close()
}

const table = (...rows: string[]): string => ['编号,收到日期,机构名称,业务类别,涉及金额(元),姓名,备注', ...rows].join('\n')

describe('the sheet of a dry run', () => {
  let draft: Draft
  beforeAll(async () => {
    await open()
    await act(db, 'INSTITUTION', (w) => putInstitution(w, { name: '甲银行', peerGroupId: 1 }))
    const before = await desk.check(
      table('S1,2025-01-02,甲银行,贷款,5,,', 'S2,2025-01-02,甲银行,贷款,6,,', 'S3,2025-01-02,甲银行,贷款,7,,'),
      '旧.csv',
    )
    await desk.commit(before.id)
    const { id } = await writeAs(db, 'mingjing_writer', (tx) =>
      tx.selectFrom('complaint').select('id').where('number', '=', 'S3').executeTakeFirstOrThrow(),
    )
    await act(db, 'CORRECT', (w) => correctComplaint(w, id, { amount: 900 }))
    draft = await desk.check(
      table(
        'S1,2025-01-02,甲银行,贷款,5,,', // identical
        'S2,2025-01-02,甲银行,贷款,66,,', // changed
        'S3,2025-01-02,甲银行,贷款,7,,', // identical, against a correction
        'S4,2025-02-30,甲银行,贷款,1,王小一,请王小一回电 13912345678', // rejected
        'S5,2025-01-03,甲银行,没有的词,2,,',
        'S5,2025-01-03,甲银行,没有的词,2.00,,', // repeat
        'S5,2025-01-03,甲银行,没有的词,3,,', // conflicting repeat
        '1月小计,9件,,,99,,',
        ',,,,,,',
        'S6,2025-01-04,乙银航,贷款,约3万,,',
      ),
      '新.csv',
    )
  })
  afterAll(close)

  it('has every row of the file in its order, each with its outcome', async () => {
    const rows = await desk.wholeSheet(draft.id, '', 4)
    expect(rows.map(({ row, outcome }) => `${row} ${outcome}`)).toEqual([
      '1 HEADINGS',
      '2 IDENTICAL',
      '3 CHANGED',
      '4 IDENTICAL',
      '5 REJECTED',
      '6 NEW',
      '7 REPEAT',
      '8 REJECTED',
      '9 SUBTOTAL',
      '10 BLANK',
      '11 REJECTED',
    ])
    expect(rows.map((row) => row.position)).toEqual(rows.map((_, index) => index))
    expect(rows.map((row) => row.dataBefore)).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 7, 7, 7])
    const of = (...outcomes: string[]) => rows.filter((row) => outcomes.includes(row.outcome)).length
    expect([of('NEW'), of('CHANGED'), of('IDENTICAL', 'REPEAT'), of('REJECTED')]).toEqual([
      draft.new,
      draft.changed,
      draft.identical,
      draft.rejectedRows,
    ])
  })

  it('marks problems in their cells, and changed cells with both values', async () => {
    const rows = new Map((await desk.wholeSheet(draft.id)).map((row) => [row.row, row]))
    const problems = (row: number) => rows.get(row)?.problems.map((one) => `${one.column} ${one.problem} ${one.sentence.zh}`)
    expect(rows.get(3)?.changes).toEqual([{ column: 4, field: 'amount', before: '6.00', after: '66.00', conflict: false }])
    expect(problems(4)).toEqual(['4 CONFLICT 人工更正为“9.00”，文件是“7.00”'])
    expect(problems(5)).toEqual(['1 IMPOSSIBLE_DATE 2025 年 2 月没有 30 日'])
    expect(problems(6)).toEqual(['3 WORD:category 字典里没有“没有的词”，先记为未归类'])
    expect(problems(7)).toEqual(['0 REPEAT 与第 6 行完全相同'])
    expect(problems(8)).toEqual(['0 CONFLICTING_REPEAT 编号与第 6 行相同，内容不同', '4 CONFLICTING_REPEAT 第 6 行写的是“2”'])
    expect(problems(9)).toEqual(['null SUM_DIFFERS 写明 9 件，明细 5 件'])
    expect(problems(11)).toEqual(['2 UNKNOWN_INSTITUTION 机构名录里没有“乙银航”', '4 NOT_A_NUMBER 不是数'])
  })

  it('holds masked cells alone', async () => {
    const text = JSON.stringify(await desk.wholeSheet(draft.id))
    expect(text).not.toContain('王小一')
    expect(text).not.toContain('13912345678')
    expect(text).toContain('王＊')
    expect(text).toContain('139****5678')
  })

  it('is narrowed by outcome and by problem, forward, backward and from any place', async () => {
    const rows = async (filter: string) => (await desk.wholeSheet(draft.id, filter, 2)).map((row) => row.row)
    expect(await rows('outcomes: [REJECTED]')).toEqual([5, 8, 11])
    expect(await rows('outcomes: [NEW, CHANGED]')).toEqual([3, 6])
    expect(await rows('outcomes: [IDENTICAL]')).toEqual([2, 4])
    expect(await rows('outcomes: [SUBTOTAL, BLANK]')).toEqual([9, 10])
    expect(await rows('problem: "ANY"')).toEqual([4, 5, 7, 8, 9, 11])
    expect(await rows('problem: "UNKNOWN_INSTITUTION", value: "乙银航"')).toEqual([11])
    expect(await rows('problem: "UNKNOWN_INSTITUTION", value: "丙"')).toEqual([])
    expect(await rows('problem: "WORD:category"')).toEqual([6])
    expect(await rows('problem: "SUM_DIFFERS"')).toEqual([9])
    expect((await desk.sheet(draft.id, 'first: 2, at: 5')).rows.map((row) => row.row)).toEqual([6, 7])
    expect((await desk.sheet(draft.id, 'first: 2, at: 10, backward: true, problem: "ANY"')).rows.map((row) => row.row)).toEqual([8, 9])
    expect((await desk.sheet(draft.id, 'first: 1, problem: "ANY"')).totalCount).toBe(6)
    const both = await desk.ask('query ($id: ID!) { importSheet(id: $id, outcomes: [NEW], problem: "ANY") { totalCount } }', {
      id: draft.id,
    })
    expect(both.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' })
  })

  it('counts its problems as it marks them', async () => {
    for (const { problem, rows, firstRow, firstPosition } of draft.problems) {
      const found = await desk.wholeSheet(draft.id, `problem: "${problem}"`)
      expect({ problem, rows: found.length, first: found[0]?.row, at: found[0]?.position }).toEqual({
        problem,
        rows,
        first: firstRow,
        at: firstPosition,
      })
    }
    expect(draft.problems.map((one) => one.problem)).toEqual([
      'IMPOSSIBLE_DATE',
      'CONFLICTING_REPEAT',
      'NOT_A_NUMBER',
      'UNKNOWN_INSTITUTION',
      'CONFLICT',
      'WORD:category',
      'REPEAT',
      'SUM_DIFFERS',
    ])
  })

  it('is nobody else’s', async () => {
    const other = new Desk(server, await server.tokenFor('supervisor'))
    const { data } = await other.ask('query ($id: ID!) { importSheet(id: $id) { totalCount } }', { id: draft.id })
    expect(data?.['importSheet']).toBeNull()
    const file = await other.ask('mutation ($id: ID!) { exportRejected(id: $id, format: CSV) { url } }', { id: draft.id })
    expect(file.errors[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' })
    const auditor = new Desk(server, await server.tokenFor('auditor'))
    expect(
      (await auditor.ask('query ($id: ID!) { importSheet(id: $id) { totalCount } }', { id: draft.id })).errors[0]?.extensions,
    ).toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  it('takes one row over its correction and leaves the others', async () => {
    const [conflict] = draft.conflicts
    expect(conflict).toMatchObject({ row: 4, person: '9.00', file: '7.00' })
    const done = await desk.commit(draft.id, `, takeRows: [${conflict?.position}]`)
    expect(done.errors).toEqual([])
    const { amount } = await writeAs(db, 'mingjing_writer', (tx) =>
      tx
        .selectFrom('complaint_version as v')
        .innerJoin('complaint as c', 'c.id', 'v.complaint_id')
        .select('v.amount_fen as amount')
        .where('c.number', '=', 'S3')
        .where('v.to_revision', 'is', null)
        .executeTakeFirstOrThrow(),
    )
    expect(Number(amount)).toBe(700)
  })

  it('gives back the rows that were not taken, also after the commit, and takes them mended', async () => {
    const { content, fileName } = await desk.rejectedFile(draft.id, 'CSV')
    expect(fileName).toBe('新 未导入的行.csv')
    const text = content.toString('utf8').replace('\u{FEFF}', '')
    expect(text.split('\r\n')).toEqual([
      '编号,收到日期,机构名称,业务类别,涉及金额(元),姓名,备注,未导入原因',
      'S4,2025-02-30,甲银行,贷款,1,王＊,请王＊回电 139****5678,收到日期: 2025 年 2 月没有 30 日',
      'S5,2025-01-03,甲银行,没有的词,3,,,编号: 编号与第 6 行相同，内容不同',
      'S6,2025-01-04,乙银航,贷款,约3万,,,机构名称: 机构名录里没有“乙银航”；涉及金额(元): 不是数',
      '',
    ])
    const mended = text.replace('2025-02-30', '2025-02-28').replace('S5,', 'S7,').replace('乙银航', '甲银行').replace('约3万', '30000')
    const again = await desk.check(mended, fileName)
    expect(again).toMatchObject({ rows: 3, new: 3, rejectedRows: 0 })
    expect((await desk.sheet(draft.id, 'outcomes: [REJECTED]')).rows.map((row) => row.row)).toEqual([5, 8, 11])
  })
})

describe('sheets and headings', () => {
  beforeAll(async () => {
    await open()
    await act(db, 'INSTITUTION', (w) => putInstitution(w, { name: '甲银行', peerGroupId: 1 }))
  })
  afterAll(close)

  it('columns say how they were known, what they hold and what others may mean', async () => {
    const draft = await desk.check('编号,收到日期,机构名称,业务大类别,姓名\n1,2025-01-02,甲银行,贷款,王小一\n', '列.csv')
    expect(draft.tables).toHaveLength(1)
    const [found] = draft.tables
    expect(found).toMatchObject({ read: true, headingRows: [1], rows: 1 })
    expect(found?.columns.map(({ heading, field, how, samples }) => [heading, field, how, samples])).toEqual([
      ['编号', 'number', 'EXACT', ['1']],
      ['收到日期', 'receivedOn', 'EXACT', ['2025-01-02']],
      ['机构名称', 'institution', 'EXACT', ['甲银行']],
      ['业务大类别', null, null, ['贷款']],
      ['姓名', 'complainantName', 'EXACT', ['王＊']],
    ])
    expect(found?.columns[3]?.proposals).toContain('category')
  })

  it('heading rows can be named where they were not found, and what they lack is said', async () => {
    const text = '台账\n甲,乙,丙\n1,2025-01-02,甲银行\n'
    const draft = await desk.check(text, '怪.csv')
    expect(draft.refused?.zh).toContain('没有找到表头')
    expect(draft.tables[0]).toMatchObject({
      read: false,
      preview: [{ row: 1, cells: ['台账'] }, { row: 2, cells: ['甲', '乙', '丙'] }, { row: 3 }],
    })
    const named = await desk.again(draft.id, { map: { headingRows: { '': [2] } } })
    expect(named.refused?.zh).toContain('被投诉机构')
    expect(named.headings).toEqual(['甲', '乙', '丙'])
    const mapped = await desk.again(draft.id, {
      map: { headingRows: { '': [2] }, columns: { 甲: 'number', 乙: 'receivedOn', 丙: 'institution' } },
    })
    expect(mapped).toMatchObject({ rows: 1, new: 1, refused: null })
    const wrong = await desk.ask(
      'mutation ($file: ID!) { startImport(file: $file, kind: COMPLAINTS, map: { headingRows: { a: [2, 4] } }) { id } }',
      {
        file: draft.id,
      },
    )
    expect(wrong.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: 'map' }] })
  })
})

describe.skipIf(!ledgersPresent)('the county ledger in its sheet (skipped without ../shared)', () => {
  beforeAll(async () => {
    await open()
    await runImport(db, 'institutions', 'county/institutions.csv', 'county/institutions.map.json')
  })
  afterAll(close)

  it.each(['ledger.xlsx', 'ledger-utf8-bom.csv'])('%s: rows and problems are those of the truth, to the row', async (file) => {
    const draft = await desk.checkFile(ledgerPath(`county/${file}`), { map: ledgerJson('county/ledger.map.json') })
    const rows = await desk.wholeSheet(draft.id, '', 50)
    const of = (...outcomes: string[]) => rows.filter((row) => outcomes.includes(row.outcome))
    expect(of('NEW', 'CHANGED', 'IDENTICAL', 'REPEAT', 'REJECTED')).toHaveLength(244)
    expect([of('NEW').length, of('REPEAT').length, of('REJECTED').length]).toEqual([230, 3, 11])
    expect([of('SUBTOTAL').length, of('TOTAL').length, of('BLANK').length]).toEqual([
      draft.skippedByKind['subtotal'],
      draft.skippedByKind['total'],
      draft.skippedByKind['blank'],
    ])
    const told = truth.ledger.files[file].rejected.map(
      (one: { row: number; reason: string; value: string; valueIsShownMasked?: boolean }) => ({
        row: one.row,
        reason: one.reason,
        value: one.valueIsShownMasked ? maskText(one.value) : one.value,
      }),
    )
    const marked = of('REJECTED').flatMap((row) =>
      row.problems
        .filter((one) => one.problem !== 'CONFLICTING_REPEAT' || one.field === 'number')
        .map((one) => ({ row: row.row, reason: one.problem, value: row.cells[one.column ?? -1] ?? '' })),
    )
    expect(marked).toEqual(told)
    expect((await desk.sheet(draft.id, 'problem: "ANY", first: 200')).totalCount).toBe(
      11 + 3 + draft.problems.filter((one) => one.problem === 'SUM_DIFFERS').reduce((sum, one) => sum + one.rows, 0),
    )
    const text = JSON.stringify(rows)
    for (const word of truth.personalTextMustNotRemain as string[]) expect(text).not.toContain(word)
    await desk.ask('mutation ($id: ID!) { cancelImport(id: $id) }', { id: draft.id })
  })

  it.each(['CSV', 'XLSX'] as const)('its rejected rows as %s are read again, each with the fault that it had', async (format) => {
    const draft = await desk.checkFile(ledgerPath('county/ledger.xlsx'), { map: ledgerJson('county/ledger.map.json') })
    const { content, fileName } = await desk.rejectedFile(draft.id, format)
    const again = await desk.check(content, fileName, { map: ledgerJson('county/ledger.map.json') })
    // The repeat of a number stands alone here, so that it is no repeat any more.
    const expected = draft.rejected
      .filter((one) => one.reason !== 'CONFLICTING_REPEAT')
      .map(({ column, value, reason }) => ({ column, value, reason }))
    expect(again.refused).toBeNull()
    expect(again.rejected.map(({ column, value, reason }) => ({ column, value, reason }))).toEqual(expected)
    expect(again.rows).toBe(11)
  })
})
