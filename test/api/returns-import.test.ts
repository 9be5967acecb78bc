import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { restoreBatch, voidBatch } from '../../server/src/imports/batches.commands.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import type { ImportMap } from '../../server/src/imports/map.ts'
import { reportLine } from '../../server/src/imports/report.ts'
import { loadReturns } from '../../server/src/ledger/returns.ts'
import { verifyLedger } from '../../server/src/ledger/verify.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, installTest, officer, putInstitution } from '../support/ledger.ts'
import { sharedFile } from '../support/shared.ts'

let db: Db
let folder: string
const secret = Buffer.alloc(32, 7)
beforeAll(async () => {
  db = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'mingjing-returns-'))
  await installTest(db)
  await act(db, 'INSTITUTION', (w) => putInstitution(w, { name: '江海银行示范县支行', peerGroupId: 1 }))
  await act(db, 'INSTITUTION', (w) => putInstitution(w, { name: '禾丰银行示范县支行', peerGroupId: 1 }))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await db?.close()
})

const noOptions = { strict: false, take: false, tryDemo: false }
const load = (path: string, fileName: string, map: ImportMap = {}, commit = false) =>
  importFile(db, officer, { path, fileName, kind: 'returns', map, register: 'INSTITUTION' }, secret, commit ? noOptions : null)
let files = 0
const enter = async (text: string, kind: 'returns' | 'assessments' = 'returns') => {
  const path = join(folder, `file-${++files}.csv`)
  await writeFile(path, text)
  return importFile(db, officer, { path, fileName: 'x.csv', kind, map: {}, register: 'INSTITUTION' }, secret, noOptions)
}
const held = async () => {
  const { revision } = await readAll(db, (tx) => tx.selectFrom('revision_counter').select('revision').executeTakeFirstOrThrow())
  return (await readAll(db, (tx) => loadReturns(tx, revision))).map((one) => [one.institutionId, one.period, one.total, one.discrepancies])
}
const problems = async () => (await verifyLedger(db)).flatMap((check) => check.problems)

const bank = sharedFile('data/ledgers/county/bank-return-2025Q3.xlsx')
describe.skipIf(bank === null)('the bank return of the county', () => {
  it('finds exactly the wrong cells of its truth', async () => {
    const text = readFileSync(sharedFile('data/ledgers/county/truth.json') as string, 'utf8')
    const truth = JSON.parse(text) as { bankReturn: { total: number; discrepancies: object[] } }
    const report = await load(bank as string, 'bank-return-2025Q3.xlsx', { defaults: { subject: '江海银行示范县支行' } })
    const line = JSON.parse(reportLine(report)) as Record<string, unknown>
    expect(line).toMatchObject({ rows: 7, new: 7, rejected: [], unresolved: [] })
    expect(line['discrepancies']).toEqual(truth.bankReturn.discrepancies)
    expect(report.returns).toMatchObject([{ period: '2025Q3', total: truth.bankReturn.total, computed: false }])
  })
})

describe('a return in the ledger', () => {
  const head = '报送主体,报送期间,报表,分组,填报项,件数'
  const first = [head, '江海银行示范县支行,2025Q1,季报,渠道,12345,3', '江海银行示范县支行,2025Q1,季报,渠道,合计,4'].join('\n')
  const second = [head, '江海银行示范县支行,2025Q1,季报,渠道,12345,4', '江海银行示范县支行,2025Q1,季报,渠道,合计,4'].join('\n')
  const batches: string[] = []

  it('enters with what does not add up, and the same file again asserts nothing', async () => {
    const report = await enter(first)
    batches.push(report.batch ?? '')
    expect(report).toMatchObject({ committed: true, new: 2, discrepancies: [{ stated: 4, computed: 3 }] })
    expect(await held()).toEqual([[1, '2025Q1', '4', 1]])
    expect(await enter(first)).toMatchObject({ new: 0, changed: 0, identical: 2 })
  })

  it('a later return of the same subject, period, form and register takes its place, value by value', async () => {
    const report = await enter(second)
    batches.push(report.batch ?? '')
    expect(report).toMatchObject({ new: 0, changed: 1, identical: 1, changes: [{ row: 2, before: '3', after: '4' }] })
    expect(await held()).toEqual([[1, '2025Q1', '4', 0]])
  })

  it('void and restore in any order give back what holds then', async () => {
    const [one = '', two = ''] = batches
    await voidBatch(db, officer, two, false, 'test')
    expect(await held()).toEqual([[1, '2025Q1', '4', 1]])
    await voidBatch(db, officer, one, false, 'test')
    expect(await held()).toEqual([])
    await restoreBatch(db, officer, two, 'test')
    expect(await held()).toEqual([[1, '2025Q1', '4', 0]])
    await restoreBatch(db, officer, one, 'test')
    expect(await held()).toEqual([[1, '2025Q1', '4', 0]])
  })

  it('is verified: a cell, a total or a result altered by hand is named', async () => {
    await enter('机构名称,评价年度,得分,等级\n江海银行示范县支行,2024,88.50,二级', 'assessments')
    expect(await problems()).toEqual([])
    const altered = async (statement: string, back: string) => {
      await sql.raw(statement).execute(db.owner!)
      const found = await problems()
      await sql.raw(back).execute(db.owner!)
      return found.join('\n')
    }
    const cell = (value: number) => `update return_cell set value = ${value} where return_id = 2 and ordinal = 0`
    expect(await altered(cell(5), cell(4))).toMatch(/return 2 \(季报, 2025Q1\).*cells/)
    const total = (value: number) => `update filed_return set total = ${value} where id = 2`
    expect(await altered(total(5), total(4))).toMatch(/return 2 \(季报, 2025Q1\).*total[^]*|change \d+ \(IMPORT\)/)
    const score = (value: string) => `update assessment_result set score = ${value}`
    expect(await altered(score('90'), score('88.50'))).toMatch(/change \d+ \(IMPORT\)/)
    expect(
      await altered(`update assessment_result set stated_grade = '一级'`, `update assessment_result set stated_grade = '二级'`),
    ).toMatch(/change \d+/)
  })

  it('a return of nobody, or of no period, is refused row by row', async () => {
    const report = await enter([head, '飞鸟银行,2025Q1,季报,渠道,12345,3', '江海银行示范县支行,某日,季报,渠道,12345,3'].join('\n'))
    expect(report.rejected.map((one) => [one.row, one.column, one.value, one.reason])).toEqual([
      [2, '报送主体', '飞鸟银行', 'UNKNOWN_INSTITUTION'],
      [3, '报送期间', '某日', 'IMPOSSIBLE_DATE'],
    ])
  })
})

describe('assessment results', () => {
  it('keep score and grade as given; a scale is data with its order', async () => {
    const report = await enter(
      [
        '机构名称,评价年度,得分,等级,等级序列',
        '江海银行示范县支行,2023,91,优,优>良>中>差',
        '禾丰银行示范县支行,2023,,中,优>良>中>差',
        '禾丰银行示范县支行,2022,x,中,',
      ].join('\n'),
      'assessments',
    )
    expect(report).toMatchObject({ rows: 3, new: 2, rejected: [{ row: 4, column: '得分', reason: 'NOT_A_NUMBER' }] })
    const { rows } = await sql<{ grade: string; place: number }>`
      select r.stated_grade as grade, d.display_order as place from assessment_result r join dictionary_entry d on d.id = r.grade_id where r.period = '2023' order by 2`.execute(
      db.owner!,
    )
    expect(rows).toEqual([
      { grade: '优', place: 1 },
      { grade: '中', place: 3 },
    ])
    expect(await problems()).toEqual([])
  })
  it('a grade in no scale is refused', async () => {
    expect(await enter('机构名称,评价年度,等级\n江海银行示范县支行,2021,甲上', 'assessments')).toMatchObject({
      rejected: [{ column: '等级', value: '甲上', reason: 'UNKNOWN_GRADE' }],
    })
  })
})
