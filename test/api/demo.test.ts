import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { demoCounty } from '../../server/src/demo/county.ts'
import { loadDemo } from '../../server/src/demo/load.ts'
import { keyedDigests } from '../../server/src/imports/tokens.ts'
import { verifyAudit, verifyLedger } from '../../server/src/ledger/verify.ts'
import { createTestDatabase } from '../support/database.ts'

let db: Db
const county = demoCounty()
beforeAll(async () => {
  db = await createTestDatabase()
  expect(await loadDemo(db, keyedDigests(randomBytes(32)))).toBe(true)
})
afterAll(() => db?.close())

const ask = async <T>(text: string): Promise<T[]> => (await readAll(db, (tx) => sql.raw<T>(text).execute(tx))).rows

describe('the loaded demo', () => {
  it('holds what the county holds', async () => {
    const held = await ask<{
      source: string
      number: string
      received: string
      closed: string | null
      category: string
      upheld: string | null
      fen: number | null
      status: number
      kind: number
    }>(
      `select s.name as source, c.number, v.received_on as received, v.closed_on as closed, d.zh as category, u.key as upheld, v.amount_fen as fen, v.status, v.kind
         from complaint_version v join complaint c on c.region_id = v.region_id and c.id = v.complaint_id join complaint_source s on s.region_id = c.region_id and s.id = c.source_id
         left join dictionary_entry d on d.id = v.category_id left join dictionary_entry u on u.id = v.upheld_id where v.to_revision is null`,
    )
    const byNumber = new Map(held.map((row) => [`${row.source} ${row.number}`, row]))
    const category = new Map(county.categories.map((word) => [word.code, word.zh]))
    expect(held.length).toBe(county.complaints.length)
    for (const one of county.complaints) {
      expect(byNumber.get(`${one.source} ${one.number}`)).toMatchObject({
        received: one.receivedOn,
        closed: one.closedOn,
        category: category.get(one.category),
        upheld: one.upheld,
        fen: one.amountFen,
        status: one.withdrawnOn !== null ? 4 : one.closedOn !== null ? 2 : 1,
      })
    }
  })

  it('counts the complaints of a takeover for the successor', async () => {
    const [row] = await ask<{ before: number; after: number }>(
      `select count(*) filter (where v.received_on <= '2025-06-30' and r.key = 'jiguang')::integer as before,
              count(*) filter (where v.received_on > '2025-06-30' and r.key = 'songshi')::integer as after
         from complaint_version v join institution i on i.institution_id = v.institution_id join institution r on r.institution_id = v.ranked_institution_id
        where v.to_revision is null and i.key in ('jiguang', 'jiguang-hekou')`,
    )
    const named = county.complaints.filter((one) => one.institution.startsWith('JIGUANG'))
    expect(row).toEqual({
      before: named.filter((one) => one.receivedOn <= '2025-06-30').length,
      after: named.filter((one) => one.receivedOn > '2025-06-30').length,
    })
  })

  it('counts merged matters once from the series break on', async () => {
    const [row] = await ask<{ all: number; merged: number }>(
      `select sum(received_all)::integer as all, sum(received_merged)::integer as merged from rollup_month where register = 1 and kind = 1 and month >= '2026-04-01'`,
    )
    const repeats = county.merges.reduce((sum, merge) => sum + merge.numbers.length - 1, 0)
    expect((row?.all ?? 0) - (row?.merged ?? 0)).toBe(repeats)
  })

  it('has every month closed up to September 2026, and one series break', async () => {
    expect((await ask<{ month: string }>('select month from month_close order by month')).map((row) => row.month.slice(0, 7))).toEqual(
      county.closedMonths,
    )
    expect(await ask('select break_on as on from series_break')).toEqual([{ on: '2026-04-01' }])
  })

  it('passes its own verification', async () => {
    const checks = [...(await verifyLedger(db)), ...(await verifyAudit(db))]
    expect(checks.filter((check) => check.problems.length > 0)).toEqual([])
  })

  it('is loaded once', async () => {
    expect(await loadDemo(db, keyedDigests(randomBytes(32)))).toBe(false)
  })
})
