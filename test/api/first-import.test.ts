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

const institutions = async (text: string, commit: boolean) => {
  const path = join(folder, '名录.csv')
  await writeFile(path, `机构名称,机构类别,地区\n${text}`)
  const asked = { path, fileName: '名录.csv', kind: 'institutions' as const, map: {}, register: 'REGULATOR' as const }
  return importFile(db, officer, asked, Buffer.alloc(32, 1), commit ? { strict: false, take: false, tryDemo: false } : null)
}
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

  it('has a name from then on: another region is unknown', async () => {
    const report = await institutions('丙银行,国有大型商业银行,邻县\n', true)
    expect(report).toMatchObject({ rows: 1, new: 0, rejectedRows: 1 })
    expect(await regions()).toHaveLength(1)
  })
})
