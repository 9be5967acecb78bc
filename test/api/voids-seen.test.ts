import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { permissionsOf } from '../../server/src/access/permissions.ts'
import type { Viewer } from '../../server/src/access/viewer.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { restoreBatch, voidBatch } from '../../server/src/imports/batches.commands.ts'
import type { ImportKind } from '../../server/src/imports/columns.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import { loadInstitutionHistory } from '../../server/src/ledger/institution-history.ts'
import { askTable } from '../support/ask.ts'
import { createTestDatabase } from '../support/database.ts'
import { installTest, officer } from '../support/ledger.ts'

let db: Db
let folder: string
let liaison: Viewer
const load = async (kind: ImportKind, text: string): Promise<string> => {
  const path = join(folder, `${kind}.csv`)
  await writeFile(path, text)
  const asked = { path, fileName: `${kind}.csv`, kind, map: {}, register: 'REGULATOR' as const }
  const report = await importFile(db, officer, asked, Buffer.alloc(32, 1), { strict: true, take: false, tryDemo: false })
  expect(report).toMatchObject({ committed: true, rejectedRows: 0 })
  return report.batch ?? ''
}
const rate = async (viewer: Viewer) => {
  const query = { metrics: ['COMPLAINTS_PER_OUTLET'], by: ['INSTITUTION'], period: '2025Q3' }
  const table = await askTable(db, viewer, query)
  const value = table.columns.find((column) => column.kind === 'VALUE')!
  const row = table.keys[0]!.labels.findIndex((label) => label.zh === '甲银行')
  return value.figures[row] ?? value.reasons.find((one) => one.row === row)?.reason
}

beforeAll(async () => {
  db = await createTestDatabase()
  await installTest(db)
  folder = await mkdtemp(join(tmpdir(), 'voids-'))
  await load('institutions', '机构名称,机构类别\n甲银行,国有大型商业银行\n乙银行,国有大型商业银行\n')
  await load('complaints', '投诉编号,收到日期,被投诉机构\nA1,2025-07-01,甲银行\nA2,2025-07-02,甲银行\n')
  const history = await readAll(db, (tx) => loadInstitutionHistory(tx, 1_000_000))
  const own = history.latest().find((state) => state.name === '甲银行')!
  liaison = {
    ...officer,
    roles: ['liaison'],
    permissions: permissionsOf(['liaison']),
    scope: { kind: 'SCOPE', regions: [], institutions: [own.id] },
  }
})
afterAll(async () => {
  await db?.close()
  await rm(folder, { recursive: true, force: true })
})

it('what a void took away is gone for an institution’s viewer as for the regulator, and back with its restore', async () => {
  const batch = await load('exposures', '机构,指标,日期,数值\n甲银行,营业网点,2025-06-30,4\n')
  expect([await rate(officer), await rate(liaison)]).toEqual([0.5, 0.5])
  await voidBatch(db, officer, batch, false, '数据有误')
  expect([await rate(officer), await rate(liaison)]).toEqual(['NO_BASE', 'NO_BASE'])
  await restoreBatch(db, officer, batch, '核对无误')
  expect([await rate(officer), await rate(liaison)]).toEqual([0.5, 0.5])
})
