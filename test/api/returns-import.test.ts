import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import type { ImportMap } from '../../server/src/imports/map.ts'
import { reportLine } from '../../server/src/imports/report.ts'
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

const bank = sharedFile('data/ledgers/county/bank-return-2025Q3.xlsx')
describe.skipIf(bank === null)('the bank return of the county', () => {
  it('finds exactly the wrong cells of its truth', async () => {
    const truth = JSON.parse(readFileSync(sharedFile('data/ledgers/county/truth.json') as string, 'utf8')) as {
      bankReturn: { total: number; discrepancies: object[] }
    }
    const report = await load(bank as string, 'bank-return-2025Q3.xlsx', { defaults: { subject: '江海银行示范县支行' } })
    const line = JSON.parse(reportLine(report)) as Record<string, unknown>
    expect(line).toMatchObject({ rows: 7, new: 7, rejected: [], unresolved: [] })
    expect(line['discrepancies']).toEqual(truth.bankReturn.discrepancies)
    expect(report.returns).toMatchObject([{ period: '2025Q3', total: truth.bankReturn.total, computed: false }])
  })
})
