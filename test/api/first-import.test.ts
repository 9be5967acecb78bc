import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import { install } from '../../server/src/ledger/install.ts'
import { createTestDatabase } from '../support/database.ts'
import { officer } from '../support/ledger.ts'

let db: Db
let folder: string
beforeAll(async () => {
  db = await createTestDatabase()
  await install(db, officer, { kind: 'REAL', demoToday: null, root: null })
  folder = await mkdtemp(join(tmpdir(), 'first-import-'))
})
afterAll(async () => {
  await db?.close()
  await rm(folder, { recursive: true, force: true })
})

const enter = async (kind: 'institutions' | 'exposures', fileName: string, text: string, commit = true) => {
  const path = join(folder, fileName)
  await writeFile(path, text)
  const asked = { path, fileName, kind, map: {}, register: 'REGULATOR' as const }
  return importFile(db, officer, asked, Buffer.alloc(32, 1), commit ? { strict: false, take: false, tryDemo: false } : null)
}
const institutions = (text: string, commit: boolean) => enter('institutions', '名录.csv', `机构名称,机构类别,地区\n${text}`, commit)
const regions = () => readAll(db, (tx) => tx.selectFrom('region').select(['zh', 'placeholder']).orderBy('region_id').execute())

describe('an office without a name', () => {
  it('takes none where the first file names several regions: they have to be said', async () => {
    const report = await institutions('甲银行,国有大型商业银行,示范县\n乙银行,国有大型商业银行,邻县\n', false)
    expect(report).toMatchObject({ rows: 2, new: 0, rejectedRows: 2 })
  })

  it('takes the one region that its first file of institutions names', async () => {
    const report = await institutions('甲银行,国有大型商业银行,示范县\n乙银行,国有大型商业银行,示范县\n', true)
    expect(report).toMatchObject({ rows: 2, new: 2, rejectedRows: 0, committed: true })
    expect(await regions()).toEqual([{ zh: '示范县', placeholder: false }])
  })

  it('takes no line of a sum for an institution', async () => {
    const report = await enter('institutions', '名录.csv', '序号,单位名称,机构性质\n1,丁银行,国有大型商业银行\n合计,1,\n', false)
    expect(report).toMatchObject({ rows: 1, new: 1, skipped: { total: 1 } })
  })

  it('has a name from then on: another region is unknown', async () => {
    const report = await institutions('丙银行,国有大型商业银行,邻县\n', true)
    expect(report).toMatchObject({ rows: 1, new: 0, rejectedRows: 1 })
    expect(await regions()).toHaveLength(1)
  })
})

describe('exposures with a line for each institution', () => {
  const heads = '机构名称,截至日期,网点数(个),个人客户数\n'
  const wide = (text: string) => enter('exposures', '业务量.csv', heads + text)
  const held = () =>
    readAll(db, (tx) =>
      tx
        .selectFrom('exposure as e')
        .innerJoin('institution_version as i', 'i.institution_id', 'e.institution_id')
        .select(['i.name', 'e.base', 'e.as_of', 'e.value'])
        .orderBy(['i.name', 'e.base', 'e.as_of', 'e.revision'])
        .execute(),
    )
  const day = '2025-09-30'

  it('enter a value for each base that the line states', async () => {
    const report = await wide(`甲银行,${day},12,"34,000"\n乙银行,${day},3,\n`)
    expect(report).toMatchObject({ rows: 2, new: 2, changed: 0, identical: 0, rejectedRows: 0, committed: true })
    expect(await held()).toEqual([
      { name: '乙银行', base: 'outlets', as_of: day, value: 3 },
      { name: '甲银行', base: 'outlets', as_of: day, value: 12 },
      { name: '甲银行', base: 'personalCustomers', as_of: day, value: 34_000 },
    ])
  })

  it('are counted by the line: identical, changed with its own column, rejected as a whole', async () => {
    const report = await wide(
      `甲银行,${day},12,35000\n乙银行,${day},3,\n乙银行,${day},4,700\n丙银行,${day},1,1\n甲银行,2025-06-30,约11,30000\n乙银行,2025-06-30,,\n`,
    )
    expect(report).toMatchObject({ rows: 6, new: 0, changed: 1, identical: 1, rejectedRows: 4 })
    expect(report.rejected.map(({ row, column, reason }) => `${row} ${column} ${reason}`).sort()).toEqual([
      '4 网点数(个) CONFLICTING_REPEAT',
      '5 机构名称 UNKNOWN_INSTITUTION',
      '6 网点数(个) NOT_A_NUMBER',
      '7 网点数(个) MISSING_VALUE',
    ])
    expect(await held()).toHaveLength(4)
  })

  it('say the same in the long form', async () => {
    const report = await enter(
      'exposures',
      '长表.csv',
      `机构名称,指标,日期,数值\n甲银行,网点数,${day},12\n甲银行,个人客户数,${day},35000\n`,
    )
    expect(report).toMatchObject({ rows: 2, new: 0, changed: 0, identical: 2 })
  })
})
