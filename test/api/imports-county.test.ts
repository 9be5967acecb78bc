import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll, writeAs } from '../../server/src/db/snapshot.ts'
import { restoreBatch, voidBatch } from '../../server/src/imports/batches.commands.ts'
import { correctComplaint } from '../../server/src/ledger/correct.ts'
import { verifyAudit, verifyLedger } from '../../server/src/ledger/verify.ts'
import { createTestDatabase } from '../support/database.ts'
import { countyLedgers, counts, expectReport, expectTotals, ledgersPresent, runImport, truth } from '../support/ledgers.ts'
import { act, installTest, officer } from '../support/ledger.ts'

let db: Db
const ask = async <T>(text: string): Promise<T[]> => (await readAll(db, (tx) => sql.raw<T>(text).execute(tx))).rows
// The reader of all sees no text without the permission.
const askWriter = async <T>(text: string): Promise<T[]> => (await writeAs(db, 'mingjing_writer', (tx) => sql.raw<T>(text).execute(tx))).rows

describe.skipIf(!ledgersPresent)('the county files (skipped without ../shared)', () => {
  beforeAll(async () => {
    db = await createTestDatabase()
    await installTest(db)
  })
  afterAll(() => db?.close())
  let ledgerBatch = ''

  it('a dry run enters nothing', async () => {
    const report = await runImport(db, 'institutions', 'county/institutions.csv', 'county/institutions.map.json', null)
    expect(counts(report)).toEqual({ new: 24, changed: 0, identical: 0, rejected: 0 })
    expect(await ask('select * from institution')).toEqual([])
    expect((await ask<{ revision: number }>('select revision from revision_counter'))[0]).toEqual({ revision: 1 })
  })

  it('institutions enter with groups, parents and successors, whatever their order', async () => {
    const report = await runImport(db, 'institutions', 'county/institutions.csv', 'county/institutions.map.json')
    expect({ ...counts(report), committed: report.committed }).toEqual({ new: 24, changed: 0, identical: 0, rejected: 0, committed: true })
    expect(
      await ask(`select v.name, p.name as parent, s.name as successor, v.valid_from as "from", r.zh as region from institution_version v
      left join institution_version p on p.institution_id = v.parent_id left join institution_version s on s.institution_id = v.successor_id
      join region r on r.region_id = v.region_id where v.name in ('禾丰银行示范县城东分理处', '霁光银行示范县支行') order by v.name`),
    ).toEqual([
      { name: '禾丰银行示范县城东分理处', parent: '禾丰银行示范县支行', successor: null, from: '2020-01-01', region: '示范县' },
      { name: '霁光银行示范县支行', parent: null, successor: '松石银行示范县支行', from: '2020-01-01', region: '示范县' },
    ])
    const groups = await ask<{ zh: string; n: number }>(
      `select d.zh, count(*)::integer as n from institution_version v join dictionary_entry d on d.id = v.peer_group_id where v.ranked group by d.zh`,
    )
    expect(Object.fromEntries(groups.map((one) => [one.zh, one.n]))).toEqual(truth.institutions.byPeerGroup)
    const again = await runImport(db, 'institutions', 'county/institutions.csv', 'county/institutions.map.json')
    expect(counts(again)).toEqual({ new: 0, changed: 0, identical: 24, rejected: 0 })
  })

  it('exposures enter, and again as nothing new', async () => {
    expect(counts(await runImport(db, 'exposures', 'county/exposures.csv', null))).toEqual({
      new: 64,
      changed: 0,
      identical: 0,
      rejected: 0,
    })
    expect(counts(await runImport(db, 'exposures', 'county/exposures.csv', null))).toEqual({
      new: 0,
      changed: 0,
      identical: 64,
      rejected: 0,
    })
  })

  it('the workbook enters as the truth says', async () => {
    const file = 'ledger.xlsx'
    const report = await runImport(db, 'complaints', `county/${file}`, 'county/ledger.map.json')
    ledgerBatch = report.batch ?? ''
    expect({ rows: report.rows, ...counts(report) }).toEqual({ rows: 244, new: 230, changed: 0, identical: 3, rejected: 11 })
    expectReport(report, file)
    await expectTotals(db, truth.ledger.totals)
  })

  it.each(countyLedgers.slice(1))('the same rows as %s say nothing new', async (file) => {
    const report = await runImport(db, 'complaints', `county/${file}`, 'county/ledger.map.json')
    expect({ rows: report.rows, ...counts(report) }).toEqual({ rows: 244, new: 0, changed: 0, identical: 233, rejected: 11 })
    expectReport(report, file)
  })

  it('a person’s correction stays and is a conflict; --take file releases it; --strict enters nothing', async () => {
    const id = (await ask<{ id: number }>(`select id from complaint where number = 'SF20250002'`))[0]?.id ?? 0
    await act(db, 'CORRECT', (w) => correctComplaint(w, id, { closedOn: '2025-01-20' }))
    const dry = await runImport(db, 'complaints', 'county/ledger.xlsx', 'county/ledger.map.json', null)
    expect(dry.conflicts).toMatchObject([{ row: 6, column: '办结日期', person: '2025-01-20', file: '2025-01-13', sheet: '投诉台账' }])
    expect(await runImport(db, 'complaints', 'county/ledger.xlsx', 'county/ledger.map.json', { strict: true })).toMatchObject({
      committed: false,
      batch: null,
      refused: { reason: 'STRICT' },
    })
    const taken = await runImport(db, 'complaints', 'county/ledger.xlsx', 'county/ledger.map.json', { take: true })
    expect(await ask(`select closed_on as on from complaint_version where complaint_id = ${id} and to_revision is null`)).toEqual([
      { on: '2025-01-13' },
    ])
    await voidBatch(db, officer, taken.batch ?? '', false, 'test')
    expect(await ask(`select closed_on as on from complaint_version where complaint_id = ${id} and to_revision is null`)).toEqual([
      { on: '2025-01-20' },
    ])
  })

  it('a batch of institutions with complaints is not voided', async () => {
    const batch = (await ask<{ key: string }>(`select key from batch where kind = 'INSTITUTIONS' order by id limit 1`))[0]?.key ?? ''
    await expect(voidBatch(db, officer, batch, false, null)).rejects.toThrow('230')
  })

  it('the hotline’s file enters beside it', async () => {
    const report = await runImport(db, 'complaints', 'county/hotline-12345.gb18030.csv', 'county/hotline.map.json')
    expect({ rows: report.rows, ...counts(report), unresolved: report.unresolved }).toEqual({
      rows: 120,
      new: 120,
      changed: 0,
      identical: 0,
      rejected: 0,
      unresolved: [],
    })
    expect((await ask<{ n: number }>('select count(*)::integer as n from complaint_version where to_revision is null'))[0]?.n).toBe(350)
    // Each is the same matter as one of the ledger's: by text and by person.
    const pairs = await askWriter<{ hotline: string; ledger: string }>(`
      select h.number as hotline, l.number as ledger from complaint_version a join complaint h on h.id = a.complaint_id and h.number like 'R%'
        join complaint_text ta on ta.id = a.text_id
        join complaint_version b on b.to_revision is null and b.person_token = a.person_token and b.institution_id is not null and b.ranked_institution_id = a.ranked_institution_id and abs(b.received_on - a.received_on) <= 3
        join complaint l on l.id = b.complaint_id and l.number like 'SF%' join complaint_text tb on tb.id = b.text_id and tb.match_digest = ta.match_digest
       where a.to_revision is null order by 1`)
    expect(pairs).toEqual(truth.afterBoth.pairs.map(({ hotline, ledger }: { hotline: string; ledger: string }) => ({ hotline, ledger })))
  })

  it('nothing personal remains anywhere, and nothing else is lost', async () => {
    const everything = await wholeDatabase()
    const left = truth.personalTextMustNotRemain.filter((text: string) => everything.includes(text))
    const lost = truth.textMustRemain.filter((text: string) => !everything.includes(text))
    expect({ left, lost }).toEqual({ left: [], lost: [] })
  })

  it('a voided ledger leaves nothing, a restored one all', async () => {
    await voidBatch(db, officer, ledgerBatch, true, 'test')
    const now = `select count(*)::integer as n from complaint_version v join complaint c on c.id = v.complaint_id where v.to_revision is null and c.number like 'SF%'`
    expect(await ask(now)).toEqual([{ n: 0 }])
    await restoreBatch(db, officer, ledgerBatch, 'test')
    expect(await ask(now)).toEqual([{ n: 230 }])
    const checks = [...(await verifyLedger(db)), ...(await verifyAudit(db))]
    expect(checks.filter((check) => check.problems.length > 0)).toEqual([])
  })

  it('files that cannot be read are refused with a reason', async () => {
    expect(await runImport(db, 'complaints', 'county/institutions.csv', 'county/ledger.map.json')).toMatchObject({
      refused: { reason: 'NO_HEADINGS' },
    })
    expect(await runImport(db, 'complaints', 'county/none.csv', null)).toMatchObject({ refused: { reason: 'UNREADABLE' } })
    expect((await writeAs(db, 'mingjing_writer', (tx) => sql`select * from staging.import`.execute(tx))).rows).toEqual([])
  })
})

/** Every text of every table, staging included. */
async function wholeDatabase(): Promise<string> {
  const tables = await sql<{ name: string }>`
    select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname in ('public', 'staging')`.execute(db.owner ?? db.reading)
  const parts: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await sql
      .raw<{ text: string | null }>(`select string_agg(t::text, E'\\n') as text from ${name} t`)
      .execute(db.owner ?? db.reading)
    parts.push(rows[0]?.text ?? '')
  }
  return parts.join('\n')
}
