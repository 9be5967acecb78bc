import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { restoreBatch, voidBatch } from '../../server/src/imports/batches.commands.ts'
import { correctComplaint } from '../../server/src/ledger/correct.ts'
import { createTestDatabase } from '../support/database.ts'
import { counts, ledgerJson, ledgersPresent, runImport } from '../support/ledgers.ts'
import { act, installTest, officer } from '../support/ledger.ts'

let db: Db
const ask = async <T>(text: string): Promise<T[]> => (await readAll(db, (tx) => sql.raw<T>(text).execute(tx))).rows

describe.skipIf(!ledgersPresent)('the foreign ledger (skipped without ../shared)', () => {
  const file = 'cfpb-complaints-2013-2017.csv'
  const foreign = ledgerJson('cfpb-truth.json')
  let batch = ''
  beforeAll(async () => {
    db = await createTestDatabase()
    await installTest(db)
    expect(counts(await runImport(db, 'institutions', 'cfpb-institutions.csv', 'cfpb-institutions.map.json'))).toEqual({
      new: 491,
      changed: 0,
      identical: 0,
      rejected: 0,
    })
  })
  afterAll(() => db?.close())

  const grouped = async (select: string) => {
    const rows = await ask<{
      key: string
      n: number
    }>(`select ${select} as key, count(*)::integer as n from complaint_version v join institution_version i on i.institution_id = v.institution_id
      join dictionary_entry category on category.id = v.category_id join dictionary_word cause on cause.id = v.cause_word_id where v.to_revision is null group by 1`)
    return Object.fromEntries(rows.map((row) => [row.key, row.n]))
  }

  it('enters by a mapping, each of the rows without a number a complaint of its own', async () => {
    const report = await runImport(db, 'complaints', file, 'cfpb-map.json')
    batch = report.batch ?? ''
    expect({ rows: report.rows, ...counts(report), unresolved: report.unresolved }).toEqual({
      rows: 3186,
      new: 3186,
      changed: 0,
      identical: 0,
      rejected: 0,
      unresolved: [],
    })
    expect(await grouped('i.name')).toEqual(foreign.byCompany)
    expect(await grouped('coalesce(category.en, category.zh)')).toEqual(foreign.byProduct)
    expect(await grouped('cause.word')).toEqual(foreign.byIssue)
    expect(await grouped(`to_char(v.received_on, 'YYYY-MM')`)).toEqual(foreign.byMonth)
  })

  it('says nothing new again, nor through another mapping', async () => {
    expect(counts(await runImport(db, 'complaints', file, 'cfpb-map.json'))).toEqual({ new: 0, changed: 0, identical: 3186, rejected: 0 })
    expect(counts(await runImport(db, 'complaints', file, 'cfpb-map-2.json'))).toEqual({ new: 0, changed: 0, identical: 3186, rejected: 0 })
  })

  it('goes with its batch and comes back, and a corrected one stays and is named', async () => {
    const left = 'select count(*)::integer as n from complaint_version where to_revision is null'
    await voidBatch(db, officer, batch, false, 'test')
    expect(await ask(left)).toEqual([{ n: 0 }])
    await restoreBatch(db, officer, batch, 'test')
    expect(await ask(left)).toEqual([{ n: 3186 }])
    const id = (await ask<{ id: number }>('select min(id) as id from complaint'))[0]?.id ?? 0
    await act(db, 'CORRECT', (w) => correctComplaint(w, id, { closedOn: '2017-03-01' }))
    const gone = await voidBatch(db, officer, batch, false, 'test')
    expect({ complaints: gone.value.complaints, passedOver: gone.value.passedOver.length }).toEqual({ complaints: 3185, passedOver: 1 })
    expect(await ask(left)).toEqual([{ n: 1 }])
  })
})
