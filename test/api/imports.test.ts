import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll, writeAs } from '../../server/src/db/snapshot.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import { clearStaging } from '../../server/src/imports/stage.ts'
import { createTestDatabase } from '../support/database.ts'
import { counts, plain, secret } from '../support/ledgers.ts'
import { act, installTest, officer, putInstitution } from '../support/ledger.ts'
import { testFolder } from '../support/workbook.ts'

let db: Db
const ask = async <T>(text: string): Promise<T[]> => (await readAll(db, (tx) => sql.raw<T>(text).execute(tx))).rows

describe('a long file', () => {
  const folder = testFolder()
  beforeAll(async () => {
    db = await createTestDatabase()
    await installTest(db)
    await act(db, 'INSTITUTION', (w) => putInstitution(w, { name: '甲银行', peerGroupId: 1 }))
  })
  afterAll(async () => {
    folder.drop()
    await db?.close()
  })
  const rows = Array.from({ length: 20_000 }, (_, index) => `N${index},2025-01-02,甲银行,贷款`)
  const file = () => ({
    path: folder.file('long.csv', ['编号,收到日期,机构名称,业务类别', ...rows].join('\n')),
    fileName: 'long.csv',
    kind: 'complaints' as const,
    map: {},
    register: 'REGULATOR' as const,
  })

  it('tells how far it is, and leaves nothing when it is cancelled', async () => {
    const stop = new AbortController()
    const told: number[] = []
    const progress = (_: string, count: number) => {
      told.push(count)
      if (told.length === 2) stop.abort()
    }
    const report = await importFile(db, officer, file(), secret, plain, { progress, signal: stop.signal })
    expect(report.refused?.reason).toBe('CANCELLED')
    expect(told[0]).toBeGreaterThan(0)
    const staged = await writeAs(db, 'mingjing_writer', (tx) =>
      sql<{ n: number }>`select (select count(*) from staging.complaint) + (select count(*) from staging.import) as n`.execute(tx),
    )
    expect(staged.rows).toEqual([{ n: 0 }])
  })

  it('clears what a killed process had staged, and nothing of a living one', async () => {
    const staged = (state: string) =>
      writeAs(db, 'mingjing_writer', async (tx) => {
        await tx
          .insertInto('staging.import')
          .values({ key: randomUUID(), kind: 'COMPLAINTS', region_id_of_ledger: 1, file_name: state, user_id: 1, state })
          .execute()
      })
    // No process has this pid: the kernel's highest is 4,194,304.
    for (const state of [`RUN ${hostname()} 4194305`, `RUN ${hostname()} ${process.pid}`, 'RUN elsewhere 1', 'DRAFT']) await staged(state)
    expect(await clearStaging(db, false)).toBe(1)
    expect(await clearStaging(db, true)).toBe(1)
    const left = await writeAs(db, 'mingjing_writer', (tx) => tx.deleteFrom('staging.import').returning('file_name').execute())
    expect(left.map((one) => one.file_name).sort()).toEqual([`RUN ${hostname()} ${process.pid}`, 'RUN elsewhere 1'].sort())
  })

  it('enters whole', async () => {
    expect(counts(await importFile(db, officer, file(), secret, plain))).toEqual({ new: 20_000, changed: 0, identical: 0, rejected: 0 })
    expect(counts(await importFile(db, officer, file(), secret, null))).toEqual({ new: 0, changed: 0, identical: 20_000, rejected: 0 })
  })

  it('of banks has a number of each bank’s own in the register of institutions', async () => {
    const own = {
      ...file(),
      path: folder.file('own.csv', '编号,收到日期,机构名称\n1,2025-01-02,甲银行\n'),
      register: 'INSTITUTION' as const,
    }
    expect(counts(await importFile(db, officer, own, secret, plain))).toMatchObject({ new: 1 })
    expect(
      await ask(
        `select s.name as source, v.register from complaint_version v join complaint c on c.id = v.complaint_id join complaint_source s on s.id = c.source_id where v.register = 2`,
      ),
    ).toEqual([{ source: '甲银行', register: 2 }])
  })
})
