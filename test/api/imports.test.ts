import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll, writeAs } from '../../server/src/db/snapshot.ts'
import { restoreBatch, voidBatch } from '../../server/src/imports/batches.commands.ts'
import type { ImportKind } from '../../server/src/imports/columns.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import { checkMap } from '../../server/src/imports/map.ts'
import { maskText } from '../../server/src/imports/masking.ts'
import type { ImportReport } from '../../server/src/imports/report.ts'
import { clearStaging } from '../../server/src/imports/stage.ts'
import { correctComplaint } from '../../server/src/ledger/correct.ts'
import { verifyAudit, verifyLedger } from '../../server/src/ledger/verify.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, installTest, officer, putInstitution } from '../support/ledger.ts'
import { sharedFile } from '../support/shared.ts'
import { testFolder } from '../support/workbook.ts'

const ledgers = 'data/ledgers'
const present = sharedFile(`${ledgers}/county/truth.json`) !== null
const at = (path: string) => sharedFile(`${ledgers}/${path}`) ?? ''
const json = (path: string) => (present ? JSON.parse(readFileSync(at(path), 'utf8')) : null)
const truth = json('county/truth.json')
const secret = randomBytes(32)
const plain = { strict: false, take: false, tryDemo: false }

let db: Db
const run = (kind: ImportKind, path: string, map: string | null, options: Partial<typeof plain> | null = {}): Promise<ImportReport> =>
  importFile(
    db,
    officer,
    { path: at(path), fileName: basename(path), kind, map: checkMap(kind, map === null ? {} : json(map)), register: 'REGULATOR' },
    secret,
    options && { ...plain, ...options },
  )
const ask = async <T>(text: string): Promise<T[]> => (await readAll(db, (tx) => sql.raw<T>(text).execute(tx))).rows
// The reader of all sees no text without the permission.
const askWriter = async <T>(text: string): Promise<T[]> => (await writeAs(db, 'mingjing_writer', (tx) => sql.raw<T>(text).execute(tx))).rows
const counts = (report: ImportReport) => ({
  new: report.new,
  changed: report.changed,
  identical: report.identical,
  rejected: report.rejectedRows,
})
const shownRejections = (file: string) =>
  truth.ledger.files[file].rejected.map((one: Record<string, unknown>) => ({
    row: one['row'],
    column: one['column'],
    value: one['valueIsShownMasked'] ? maskText(String(one['value'])) : one['value'],
    reason: one['reason'],
    ...(one['sheet'] ? { sheet: one['sheet'] } : {}),
  }))

describe.skipIf(!present)('the county files (skipped without ../shared)', () => {
  beforeAll(async () => {
    db = await createTestDatabase()
    await installTest(db)
  })
  afterAll(() => db?.close())
  let ledgerBatch = ''

  it('a dry run enters nothing', async () => {
    const report = await run('institutions', 'county/institutions.csv', 'county/institutions.map.json', null)
    expect(counts(report)).toEqual({ new: 24, changed: 0, identical: 0, rejected: 0 })
    expect(await ask('select * from institution')).toEqual([])
    expect((await ask<{ revision: number }>('select revision from revision_counter'))[0]).toEqual({ revision: 1 })
  })

  it('institutions enter with groups, parents and successors, whatever their order', async () => {
    const report = await run('institutions', 'county/institutions.csv', 'county/institutions.map.json')
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
    const again = await run('institutions', 'county/institutions.csv', 'county/institutions.map.json')
    expect(counts(again)).toEqual({ new: 0, changed: 0, identical: 24, rejected: 0 })
  })

  it('exposures enter, and again as nothing new', async () => {
    expect(counts(await run('exposures', 'county/exposures.csv', null))).toEqual({ new: 64, changed: 0, identical: 0, rejected: 0 })
    expect(counts(await run('exposures', 'county/exposures.csv', null))).toEqual({ new: 0, changed: 0, identical: 64, rejected: 0 })
  })

  it('the workbook enters as the truth says', async () => {
    const file = 'ledger.xlsx'
    const report = await run('complaints', `county/${file}`, 'county/ledger.map.json')
    ledgerBatch = report.batch ?? ''
    const { skipped, stated, statedDiffers } = truth.ledger.files[file]
    expect({ rows: report.rows, ...counts(report) }).toEqual({ rows: 244, new: 230, changed: 0, identical: 3, rejected: 11 })
    expect(report.rejected).toEqual(shownRejections(file))
    expect({ skipped: report.skipped, stated: report.stated, statedDiffers: report.statedDiffers }).toEqual({
      skipped,
      stated,
      statedDiffers,
    })
    expect(report.unresolved.map(({ field, value, rows }) => ({ field, value, rows }))).toEqual(
      truth.ledger.unresolved.map((one: { field: string; value: string; rows: number; valueIsShownMasked?: boolean }) => ({
        field: one.field,
        value: one.valueIsShownMasked ? maskText(one.value) : one.value,
        rows: one.rows,
      })),
    )
    await expectTotals(truth.ledger.totals)
  })

  it('the same rows as text say nothing new', async () => {
    const report = await run('complaints', 'county/ledger-utf8-bom.csv', 'county/ledger.map.json')
    expect({ rows: report.rows, ...counts(report) }).toEqual({ rows: 244, new: 0, changed: 0, identical: 233, rejected: 11 })
    expect(report.rejected).toEqual(shownRejections('ledger-utf8-bom.csv'))
    expect(report.skipped).toEqual(truth.ledger.files['ledger-utf8-bom.csv'].skipped)
    expect(report.statedDiffers).toEqual(truth.ledger.files['ledger-utf8-bom.csv'].statedDiffers)
  })

  it('a person’s correction stays and is a conflict; --take file releases it; --strict enters nothing', async () => {
    const id = (await ask<{ id: number }>(`select id from complaint where number = 'SF20250002'`))[0]?.id ?? 0
    await act(db, 'CORRECT', (w) => correctComplaint(w, id, { closedOn: '2025-01-20' }))
    const dry = await run('complaints', 'county/ledger.xlsx', 'county/ledger.map.json', null)
    expect(dry.conflicts).toEqual([{ row: 6, column: '办结日期', person: '2025-01-20', file: '2025-01-13', sheet: '投诉台账' }])
    expect(await run('complaints', 'county/ledger.xlsx', 'county/ledger.map.json', { strict: true })).toMatchObject({
      committed: false,
      batch: null,
      refused: { reason: 'STRICT' },
    })
    const taken = await run('complaints', 'county/ledger.xlsx', 'county/ledger.map.json', { take: true })
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
    const report = await run('complaints', 'county/hotline-12345.gb18030.csv', 'county/hotline.map.json')
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
    expect(await run('complaints', 'county/ledger.xls', 'county/ledger.map.json')).toMatchObject({
      committed: false,
      refused: { reason: 'OLD_XLS' },
    })
    expect(await run('complaints', 'county/ledger.html.xls', 'county/ledger.map.json')).toMatchObject({ refused: { reason: 'HTML_TABLE' } })
    expect(await run('complaints', 'county/institutions.csv', 'county/ledger.map.json')).toMatchObject({
      refused: { reason: 'NO_HEADINGS' },
    })
    expect(await run('complaints', 'county/none.csv', null)).toMatchObject({ refused: { reason: 'UNREADABLE' } })
    expect((await writeAs(db, 'mingjing_writer', (tx) => sql`select * from staging.import`.execute(tx))).rows).toEqual([])
  })
})

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

describe.skipIf(!present)('the foreign ledger (skipped without ../shared)', () => {
  const file = 'cfpb-complaints-2013-2017.csv'
  const foreign = json('cfpb-truth.json')
  let batch = ''
  beforeAll(async () => {
    db = await createTestDatabase()
    await installTest(db)
    expect(counts(await run('institutions', 'cfpb-institutions.csv', 'cfpb-institutions.map.json'))).toEqual({
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
    const report = await run('complaints', file, 'cfpb-map.json')
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
    expect(counts(await run('complaints', file, 'cfpb-map.json'))).toEqual({ new: 0, changed: 0, identical: 3186, rejected: 0 })
    expect(counts(await run('complaints', file, 'cfpb-map-2.json'))).toEqual({ new: 0, changed: 0, identical: 3186, rejected: 0 })
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

async function expectTotals(totals: Record<string, Record<string, number> | number>): Promise<void> {
  const grouped = async (select: string) => {
    const rows = await ask<{ key: string; n: number }>(`select ${select} as key, count(*)::integer as n from complaint_version v
      left join lateral (select name from institution_version i where i.institution_id = v.institution_id order by revision desc limit 1) i on true
      left join lateral (select name from institution_version i where i.institution_id = v.ranked_institution_id order by revision desc limit 1) ranked on true
      left join dictionary_word channel on channel.id = v.lodging_channel_word_id left join dictionary_word category on category.id = v.category_word_id
      left join dictionary_word cause on cause.id = v.cause_word_id left join dictionary_word satisfaction on satisfaction.id = v.satisfaction_word_id
     where v.to_revision is null group by 1`)
    return Object.fromEntries(rows.filter((row) => row.key !== null).map((row) => [row.key, row.n]))
  }
  expect(await grouped(`coalesce(ranked.name, '未参与排名')`)).toEqual(totals['byRankedInstitution'])
  expect(await grouped('i.name')).toEqual(totals['byInstitutionNamed'])
  expect(await grouped(`to_char(v.received_on, 'YYYY-MM')`)).toEqual(totals['byMonth'])
  expect(await grouped('channel.word')).toEqual(totals['byChannel'])
  expect(await grouped('category.word')).toEqual(totals['byCategory'])
  expect(await grouped('cause.word')).toEqual(totals['byCause'])
  expect(await grouped('satisfaction.word')).toEqual(totals['bySatisfaction'])
  expect(
    await ask(
      `select count(*)::integer as open, (select sum(amount_fen)::bigint from complaint_version where to_revision is null) as fen from complaint_version where to_revision is null and closed_on is null`,
    ),
  ).toEqual([{ open: totals['open'], fen: totals['amountFen'] }])
}
