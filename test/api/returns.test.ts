import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { permissionsOf } from '../../server/src/access/permissions.ts'
import type { Viewer } from '../../server/src/access/viewer.ts'
import type { Db } from '../../server/src/db/connect.ts'
import type { ImportKind } from '../../server/src/imports/columns.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import { askField, askTable, type AskedTable } from '../support/ask.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, importRows, installTest, officer, putInstitution } from '../support/ledger.ts'
import { startTestServer } from '../support/server.ts'

let db: Db
let folder: string
const banks: Record<string, number> = {}
let files = 0
const enter = async (text: string, kind: ImportKind = 'returns') => {
  const path = join(folder, `file-${++files}.csv`)
  await writeFile(path, text)
  const asked = { path, fileName: `file-${files}.csv`, kind, map: {}, register: 'REGULATOR' as const }
  const report = await importFile(db, officer, asked, Buffer.alloc(32, 7), { strict: false, take: false, tryDemo: false })
  expect(report.rejected).toEqual([])
  return report
}
const head = '报送主体,报送期间,分组,填报项,件数,占比'
/** Branches of the seed return: nine make 81, another 17 stand under 其他, of 102. */
const seed = [
  ...['12345,81', '96677,17', '12363,4', '合计,102'].map((line) => `甲银行,2024,渠道,${line},`),
  ...[
    '总行营业部,45,45%',
    '安居,11,',
    '射洪,6,',
    '蓬溪,3,',
    '大英,3,',
    '资阳,2,',
    '乐至,1,',
    '绵阳,1,',
    '96677电话中心,9,',
    '其他社保卡,17,',
    '合计,102,',
  ].map((line) => `甲银行,2024,分支机构,${line}`),
]

beforeAll(async () => {
  db = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'mingjing-returns-'))
  await installTest(db)
  for (const name of ['甲银行', '乙银行', '丙银行'])
    banks[name] = (await act(db, 'INSTITUTION', (w) => putInstitution(w, { name, peerGroupId: 1 }))).value
  const row = (number: number, bank: string, receivedOn: string) => ({
    number: String(number),
    receivedOn,
    institutionId: banks[bank] ?? 0,
  })
  await importRows(
    db,
    ['number', 'receivedOn', 'institution'],
    [row(1, '甲银行', '2024-02-01'), row(2, '甲银行', '2024-05-01'), row(3, '乙银行', '2024-05-02'), row(4, '丙银行', '2024-11-01')],
  )
  await enter([head, ...seed].join('\n'))
  // Months of a quarter: of 乙 all three, of 丙 two.
  const months = ['乙银行,2024-04,渠道,合计,5,', '乙银行,2024-05,渠道,合计,6,', '乙银行,2024-06,渠道,12345,7,']
  await enter([head, ...months, '丙银行,2024-04,渠道,合计,1,', '丙银行,2024-05,渠道,合计,1,'].join('\n'))
}, 120_000)
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await db?.close()
})

const column = (table: AskedTable, metric: string, kind = 'VALUE') =>
  table.columns.find((one) => one.metric === metric && one.kind === kind)
const ask = (query: object) => askTable(db, officer, { metrics: ['REPORTED', 'COMPLAINTS', 'GAP'], ...query })
const byName = (table: AskedTable, metric: string, kind = 'VALUE') =>
  Object.fromEntries((table.keys[0]?.labels ?? []).map((label, row) => [label.zh, column(table, metric, kind)?.figures[row]]))

describe('the seed return', () => {
  type Found = {
    problems: {
      kind: string
      row: string
      written: string
      stated: number
      computed: number
      difference: number
      ofPlaced: number | null
    }[]
    tables: { cells: { state: string }[] }[]
    gap: number
  }
  const whole = async () => {
    const list = (await askField(db, officer, 'query ($value: String!) { answer: returns(period: $value) * }', 'ReturnList', '2024')) as {
      rows: {
        key: string | null
        state: string
        subject: { label: { zh: string } }
        discrepancies: number
        total: number | null
        registered: number
        gap: number | null
      }[]
    }
    const key = list.rows.find((row) => row.subject.label.zh === '甲银行')?.key
    return { list, found: (await askField(db, officer, 'query ($value: ID!) { answer: return(key: $value) * }', 'Return', key)) as Found }
  }

  it('shows four unexplained cases, and 44.1 % beside the 45 % that it claims', async () => {
    const { found } = await whole()
    expect(found.problems).toMatchObject([
      { kind: 'SHARE', row: '总行营业部', written: '45%', stated: 45, computed: 44.1, ofPlaced: 55.6 },
      { kind: 'SUM', row: '合计', stated: 102, computed: 98, difference: 4 },
    ])
    expect(found.tables.flatMap((table) => table.cells).filter((cell) => cell.state === 'WRONG')).toHaveLength(2)
  })

  it('stands in the list before those that filed none, with the ledger’s count beside it', async () => {
    const { list } = await whole()
    expect(list.rows.map((row) => [row.subject.label.zh, row.state, row.discrepancies, row.total, row.registered, row.gap])).toEqual([
      ['甲银行', 'DISCREPANCIES', 2, 102, 2, 100],
      ['丙银行', 'MISSING', 0, null, 1, null],
      ['乙银行', 'MISSING', 0, null, 1, null],
    ])
  })

  it('what does not add up follows its figures as notes', async () => {
    const { notes } = await ask({ by: ['INSTITUTION'], period: '2024' })
    expect(notes.filter((note) => note.kind === 'DISCREPANCIES' && note.metric === 'REPORTED')).toMatchObject([
      { rows: [0], text: { zh: expect.stringMatching(/甲银行 2024 报送有 2 处不平：.*报 45%，应为 44\.1%；.*报 102，相加为 98/) } },
    ])
  })
})

describe('reported complaints and the gap', () => {
  it('are the stated total, and that less the ledger’s count', async () => {
    const table = await ask({ by: ['INSTITUTION'], period: '2024' })
    expect(byName(table, 'REPORTED')).toEqual({ 甲银行: 102, 乙银行: null, 丙银行: null })
    expect(byName(table, 'GAP')).toEqual({ 甲银行: 100, 乙银行: null, 丙银行: null })
    expect(column(table, 'REPORTED')?.reasons.map((one) => one.reason)).toEqual(['NO_DATA', 'NO_DATA'])
    expect(byName(table, 'REPORTED', 'RANK')).toEqual({ 甲银行: 1, 乙银行: null, 丙银行: null })
  })
  it('of a quarter are made of its months only where all of them were reported', async () => {
    const table = await ask({ by: ['INSTITUTION'], period: '2024Q2' })
    expect(byName(table, 'REPORTED')).toEqual({ 甲银行: null, 乙银行: 18, 丙银行: null })
    expect(byName(table, 'GAP')['乙银行']).toBe(17)
    expect(table.notes.filter((note) => note.kind === 'COMPUTED_TOTAL').map((note) => note.text.zh)).toContain(
      '乙银行 2024-06 报送未报合计，由明细相加。',
    )
  })
  it('of a group and a jurisdiction are their own return’s, else those of all members, else unknown', async () => {
    expect(column(await ask({ by: ['PEER_GROUP'], period: '2024' }), 'REPORTED')?.figures).toEqual([null])
    await enter([head, '国有大型商业银行,2024,渠道,合计,120,', '测试县,2024,渠道,合计,130,'].join('\n'))
    const group = await ask({ by: ['PEER_GROUP'], period: '2024' })
    expect([column(group, 'REPORTED')?.figures, column(group, 'GAP')?.figures]).toEqual([[120], [116]])
    const whole = await ask({ period: '2024' })
    expect([column(whole, 'REPORTED')?.figures, column(whole, 'GAP')?.figures]).toEqual([[130], [126]])
    await enter([head, '丙银行,2024-06,渠道,合计,1,', '甲银行,2024Q2,渠道,合计,9,'].join('\n'))
    expect(column(await ask({ period: '2024Q2' }), 'REPORTED')?.figures).toEqual([9 + 18 + 3])
    expect(
      column(await ask({ by: ['INSTITUTION'], period: '2024', filters: [{ dimension: 'INSTITUTION', include: ['甲银行'] }] }), 'REPORTED')
        ?.figures,
    ).toEqual([102])
    expect(column(await ask({ period: '2024', filters: [{ dimension: 'INSTITUTION', include: ['甲银行'] }] }), 'GAP')?.figures).toEqual([
      100,
    ])
  })
  it('month by month, each month its own return', async () => {
    const table = await ask({ grain: 'MONTH', period: '2024Q2', filters: [{ dimension: 'INSTITUTION', include: ['乙银行'] }] })
    expect(column(table, 'REPORTED')?.figures).toEqual([5, 6, 7])
    expect(column(table, 'GAP')?.figures).toEqual([5, 5, 7])
  })
  it('know no category: they are not split by it, and a filter on it leaves nothing', async () => {
    await expect(ask({ by: ['CATEGORY'], period: '2024' })).rejects.toMatchObject({
      fields: expect.arrayContaining([expect.objectContaining({ reason: 'NO_BASE_BY_DIMENSION' })]),
    })
    const table = await ask({ period: '2024', filters: [{ dimension: 'CATEGORY', include: ['LOAN'] }] })
    expect(column(table, 'REPORTED')).toMatchObject({ figures: [null], reasons: [{ reason: 'NO_DATA' }] })
  })
  it('in another register are other figures', async () => {
    expect(column(await ask({ by: ['INSTITUTION'], period: '2024', register: 'INSTITUTION' }), 'REPORTED')?.figures).toEqual([
      null,
      null,
      null,
    ])
  })
  it('as of an earlier revision are what was told then', async () => {
    const { revision } = await ask({ period: '2024' })
    await enter([head, '乙银行,2024,渠道,合计,55,'].join('\n'))
    expect(byName(await ask({ by: ['INSTITUTION'], period: '2024' }), 'REPORTED')['乙银行']).toBe(55)
    expect(byName(await ask({ by: ['INSTITUTION'], period: '2024', revision }), 'REPORTED')['乙银行']).toBeNull()
  })
  it('are not compared across a break of their form', async () => {
    const years = ['丙银行,2022,渠道,合计,10,', '丙银行,2023,渠道,合计,12,']
    await enter([head.replace('分组', '报表,分组'), ...years.map((line) => line.replace(',渠道', ',年报,渠道'))].join('\n'))
    const change = async () =>
      column(await ask({ by: ['INSTITUTION'], period: '2023', comparison: ['PREVIOUS_PERIOD'] }), 'REPORTED', 'CHANGE')
    expect((await change())?.figures).toEqual([20, null, null])
    const server = await startTestServer(db)
    const token = await server.tokenFor('supervisor')
    const { errors } = await server.ask(
      'mutation { registerFormBreak(form: "年报", on: "2023-01-01", zh: "口径调整", en: "New count") { change { revision } } }',
      {},
      token,
    )
    expect(errors).toEqual([])
    expect((await change())?.reasons.filter((one) => one.row === 0)).toEqual([{ row: 0, reason: 'SERIES_BREAK' }])
    await server.close()
  })
})

describe('assessment results', () => {
  it('are listed as given, with rank and median of the group', async () => {
    await enter(
      ['机构名称,评价年度,得分,等级', '甲银行,2024,88.50,二级', '乙银行,2024,91,一级', '丙银行,2024,70.25,三级'].join('\n'),
      'assessments',
    )
    const list = (await askField(
      db,
      officer,
      'query ($value: String) { answer: assessments(period: $value) * }',
      'AssessmentList',
      '2024',
    )) as {
      rows: Record<string, unknown>[]
    }
    expect(
      list.rows.map((row) => [
        (row['label'] as { zh: string }).zh,
        row['statedScore'],
        row['grade'],
        row['gradePlace'],
        row['rank'],
        row['median'],
      ]),
    ).toEqual([
      ['乙银行', '91', '一级', 1, 1, 88.5],
      ['甲银行', '88.50', '二级', 2, 2, 88.5],
      ['丙银行', '70.25', '三级', 3, 3, 88.5],
    ])
    const table = await askTable(db, officer, { metrics: ['ASSESSMENT_SCORE'], by: ['PEER_GROUP'], period: '2024' })
    expect(column(table, 'ASSESSMENT_SCORE')?.reasons).toEqual([{ row: 0, reason: 'NOT_ADDITIVE' }])
  })
})

describe('a liaison', () => {
  const liaison = (id: number): Viewer => ({
    ...officer,
    roles: ['liaison'],
    permissions: permissionsOf(['liaison']),
    scope: { kind: 'SCOPE', regions: [], institutions: [id] },
  })
  it('sees the own return and result, and nobody else’s', async () => {
    const own = liaison(banks['甲银行'] ?? 0)
    const list = (await askField(db, own, 'query ($value: String!) { answer: returns(period: $value) * }', 'ReturnList', '2024')) as {
      rows: { subject: { label: { zh: string } } }[]
    }
    expect([...new Set(list.rows.map((row) => row.subject.label.zh))]).toEqual(['甲银行'])
    const results = (await askField(
      db,
      own,
      'query ($value: String) { answer: assessments(period: $value) * }',
      'AssessmentList',
      '2024',
    )) as { rows: object[] }
    expect(results.rows).toHaveLength(1)
    const table = await askTable(db, own, { metrics: ['REPORTED'], by: ['INSTITUTION'], period: '2024' })
    expect([column(table, 'REPORTED')?.figures, column(table, 'REPORTED', 'RANK')?.reasons[0]?.reason]).toEqual([[102], 'SUPPRESSED'])
  })
})
