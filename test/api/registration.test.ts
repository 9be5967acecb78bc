import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../server/src/access/viewer.ts'
import { readComplaint } from '../../server/src/complaints/complaint-detail.queries.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { writeAs } from '../../server/src/db/snapshot.ts'
import { undoAct } from '../../server/src/handling/undo.commands.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import { checkMap } from '../../server/src/imports/map.ts'
import { setToday } from '../../server/src/ledger/clock.ts'
import { verifyAudit, verifyLedger } from '../../server/src/ledger/verify.ts'
import { registerComplaint } from '../../server/src/registration/registration.commands.ts'
import { checkTyped, readChoices, readProposal } from '../../server/src/registration/registration.queries.ts'
import { askField, askRows } from '../support/ask.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, installTest, officer, putInstitution } from '../support/ledger.ts'
import { testFolder } from '../support/workbook.ts'

const secret = randomBytes(32)
const phone = '13912345678'
const identity = '330102199001011234'

let db: Db
let bank = 0
let folder: ReturnType<typeof testFolder>
const all = async <T>(text: string): Promise<T[]> => (await writeAs(db, 'mingjing_writer', (tx) => sql.raw<T>(text).execute(tx))).rows
const typed = { receivedOn: '2025-12-01', institution: '重庆银行示范支行', category: 'B02', cause: '定价收费', lodgingChannel: '来访' }
const register = (values: object, more: { numberProposed?: boolean; confirmDuplicate?: boolean; viewer?: Viewer } = {}) =>
  registerComplaint(
    db,
    more.viewer ?? officer,
    {
      values: { ...typed, ...values },
      numberProposed: more.numberProposed ?? false,
      confirmDuplicate: more.confirmDuplicate ?? false,
    },
    secret,
  )
const reasons = async (values: object, viewer: Viewer = officer) =>
  (await register(values, { viewer })).problems.map(({ field, reason }) => `${field} ${reason}`)
const proposed = async () => (await readProposal(db, officer, 'LOCAL')).number
const count = async () => (await askRows(db, officer, { metric: 'COMPLAINTS', period: '2025' })).totalCount

async function take(rows: string): Promise<void> {
  const path = folder.file('ledger.csv', `投诉编号,收到日期,被投诉机构,投诉内容,业务类别\n${rows}`)
  const file = {
    path,
    fileName: 'ledger.csv',
    kind: 'complaints' as const,
    map: checkMap('complaints', {}),
    register: 'REGULATOR' as const,
  }
  const report = await importFile(db, officer, file, secret, { strict: false, take: false, tryDemo: false })
  expect(report).toMatchObject({ committed: true })
}

beforeAll(async () => {
  db = await createTestDatabase()
  folder = testFolder()
  setToday('2025-12-10')
  await installTest(db)
  await act(db, 'PREPARE', async ({ tx, revision }) => {
    await sql`insert into region (key, parent_id, level, zh, en, revision) values ('EAST', 1, 'COUNTY', '东县', 'East', ${revision})`.execute(
      tx,
    )
  })
  const { value } = await act(db, 'PREPARE', (writing) => putInstitution(writing, { name: '重庆银行', ranked: true, peerGroupId: 1 }))
  await act(db, 'PREPARE', (writing) => putInstitution(writing, { name: '重庆银行示范支行', parentId: value }))
  await act(db, 'PREPARE', (writing) => putInstitution(writing, { name: '已关银行', closedOn: '2024-01-01' }))
  bank = value
  await take(Array.from({ length: 12 }, (_, i) => `投2025-${String(i + 220).padStart(4, '0')},2025-11-${i + 10},重庆银行,,`).join('\n'))
})
afterAll(async () => {
  setToday(null)
  await db?.close()
  folder?.drop()
})

describe('a complaint that a person types', () => {
  it('is given the next number by the office’s own pattern, and the next year begins anew', async () => {
    expect(await proposed()).toBe('投2025-0232')
    setToday('2026-01-02')
    expect(await proposed()).toBe('投2026-0001')
    setToday('2025-12-10')
    expect((await readProposal(db, officer, '12345')).number).toBeNull()
  })

  it('is refused by the reasons of imports, each beside its field, and then nothing is written', async () => {
    const before = await count()
    const number = '投2025-0232'
    expect(await reasons({ number, receivedOn: '2025-02-30' })).toEqual(['receivedOn IMPOSSIBLE_DATE'])
    expect(await reasons({ number, receivedOn: '' })).toEqual(['receivedOn MISSING_DATE'])
    expect(await reasons({ number, receivedOn: '2025-12-11' })).toEqual(['receivedOn FUTURE_DATE'])
    expect(await reasons({ number, closedOn: '2025-11-01' })).toEqual(['closedOn CLOSED_BEFORE_RECEIVED'])
    expect(await reasons({ number, institution: '星河银行' })).toEqual(['institution UNKNOWN_INSTITUTION'])
    expect(await reasons({ number, institution: '' })).toEqual(['institution MISSING_INSTITUTION'])
    expect(await reasons({ number, institution: '已关银行' })).toEqual(['institution INSTITUTION_CLOSED'])
    expect(await reasons({ number, amountYuan: '约3万' })).toEqual(['amountYuan NOT_A_NUMBER'])
    expect(await reasons({ number: '' })).toEqual(['number MISSING_VALUE'])
    expect(await reasons({ number: '投2025-0225' })).toEqual(['number NUMBER_TAKEN'])
    await expect(register({ number, nonsense: 'x' })).rejects.toMatchObject({
      fields: [{ path: 'values.nonsense', reason: 'UNKNOWN_FIELD' }],
    })
    expect(await count()).toBe(before)
  })

  it('enters as a file’s row would: masked, counted for the ranked institution, due by the rule', async () => {
    const before = await count()
    const { complaint } = await register({
      number: '投2025-0232',
      amountTenThousandYuan: '1.25万元',
      complainantPhone: phone,
      complainantName: '欧阳闻筝',
      text: `欧阳闻筝称卡内被扣年费，请回电${phone}，身份证${identity}`,
    })
    expect(await count()).toBe(before + 1)
    const shown = await readComplaint(db, officer, complaint?.key ?? '', null)
    expect(shown).toMatchObject({
      number: '投2025-0232',
      source: 'LOCAL',
      receivedOn: '2025-12-01',
      dueOn: '2025-12-16',
      status: 'open',
      category: { key: 'BANK_CARD' },
      cause: { key: 'PRICING_FEES' },
      amountYuan: 12500,
      rankedInstitution: { label: { zh: '重庆银行' } },
      text: '欧阳＊称卡内被扣年费，请回电139****5678，身份证3****************4',
    })
    expect(shown.history.map(({ kind, undoable }) => [kind, undoable])).toEqual([['REGISTER', true]])
    expect(await proposed()).toBe('投2025-0233')
  })

  it('leaves nothing of a person but a keyed token', async () => {
    const tables = await all<{
      name: string
    }>(`select format('%I.%I', c.table_schema, c.table_name) as name from information_schema.tables c
      where c.table_schema in ('public', 'staging') and c.table_type = 'BASE TABLE' and has_table_privilege('mingjing_writer', format('%I.%I', c.table_schema, c.table_name), 'select')`)
    for (const { name } of tables) {
      const found = await all<{ count: number }>(
        `select count(*)::integer as count from (select t::text as line from ${name} t) x
          where line like '%${phone}%' or line like '%${identity}%' or line like '%闻筝%'`,
      )
      expect([name, found[0]?.count]).toEqual([name, 0])
    }
    expect(await all(`select from complaint_version where person_token is not null`)).toHaveLength(1)
    expect(await all(`select from staging.complaint union all select from staging.import`)).toEqual([])
  })

  it('is warned of as a likely repeat, by person and by text, before anything is kept', async () => {
    const before = await count()
    const values = { number: '投2025-0233', institution: '重庆银行', complainantPhone: phone, receivedOn: '2025-12-03' }
    const samePerson = await register(values)
    expect(samePerson.complaint).toBeNull()
    expect(samePerson.repeats.map(({ number, evidence }) => [number, evidence])).toEqual([['投2025-0232', ['samePerson']]])
    const sameText = await register({
      ...values,
      complainantPhone: '',
      text: `欧阳＊称：卡内被扣年费！请回电139****5678, 身份证${identity}。`,
    })
    expect(sameText.repeats.map(({ evidence }) => evidence)).toEqual([['sameText']])
    expect(await count()).toBe(before)
    expect((await register(values, { confirmDuplicate: true })).complaint?.number).toBe('投2025-0233')
    expect(await count()).toBe(before + 1)
  })

  it('says beforehand when it is due, what is masked, and which words are unknown', async () => {
    const check = await checkTyped(
      db,
      officer,
      {
        values: { ...typed, number: '投2025-0300', cause: '没有这个词', text: `打${phone}`, complainantPhone: '139 1234 5678' },
        numberProposed: true,
      },
      secret,
    )
    expect(check).toMatchObject({ problems: [], dueOn: '2025-12-16', masked: '打139****5678', knowsPerson: true, unclassified: ['cause'] })
    expect(check.repeats.length).toBe(2)
  })

  it('has a number of its own when several clerks save the same proposal at once', async () => {
    const number = await proposed()
    const done = await Promise.all(Array.from({ length: 5 }, () => register({ number }, { numberProposed: true })))
    const numbers = done.map(({ complaint }) => complaint?.number)
    expect(new Set(numbers).size).toBe(5)
    expect(numbers.toSorted()).toEqual(['投2025-0234', '投2025-0235', '投2025-0236', '投2025-0237', '投2025-0238'])
    expect(done.filter(({ complaint }) => complaint?.numberMoved)).toHaveLength(4)
    const left = await register({}, { numberProposed: true })
    expect(left.complaint).toMatchObject({ number: '投2025-0239', numberMoved: false })
    // A number that a person wrote is not exchanged: one has it, the others are told which complaint it is.
    const byHand = await Promise.all(Array.from({ length: 3 }, () => register({ number: '投2025-0240' })))
    expect(byHand.filter(({ complaint }) => complaint !== null)).toHaveLength(1)
    const refused = byHand.flatMap(({ problems }) => problems)
    expect(refused.map(({ reason }) => reason)).toEqual(['NUMBER_TAKEN', 'NUMBER_TAKEN'])
    expect(refused.every(({ complaint }) => complaint !== null)).toBe(true)
  })

  it('is taken out again by its undoing, with its number kept, and put back by undoing that', async () => {
    const before = await count()
    const { complaint, change } = await register({ number: '投2025-0241' })
    const key = complaint?.key ?? ''
    await undoAct(db, officer, { key, revision: change?.revision ?? 0, reason: '登重了' })
    expect(await count()).toBe(before)
    expect(await proposed()).toBe('投2025-0242')
    expect(await reasons({ number: '投2025-0241' })).toEqual(['number NUMBER_TAKEN'])
    await expect(undoAct(db, officer, { key, revision: change?.revision ?? 0, reason: '再来' })).rejects.toThrow('已经作废')
    const gone = await readComplaint(db, officer, key, null)
    expect(gone.history.map(({ kind, ended, undoable, reason }) => [kind, ended, undoable, reason])).toEqual([
      ['REGISTER', false, false, null],
      ['UNREGISTER', true, true, '登重了'],
    ])
    expect(gone.acts).toEqual([])
    await undoAct(db, officer, { key, revision: gone.history[1]?.revision ?? 0, reason: '没有重' })
    expect(await count()).toBe(before + 1)
    const back = await readComplaint(db, officer, key, null)
    expect(back.history.map(({ kind, undoable, undoes }) => [kind, undoable, undoes])).toEqual([
      ['REGISTER', true, null],
      ['UNREGISTER', false, change?.revision],
      ['REREGISTER', false, gone.history[1]?.revision],
    ])
  })

  it('is compared with a file that brings the same number later', async () => {
    await take('投2025-0241,2025-12-01,重庆银行示范支行,补充的内容,贷款')
    const { rows } = await askRows(db, officer, { metric: 'COMPLAINTS', period: '2025', numberSearch: '投2025-0241' })
    const shown = await readComplaint(db, officer, rows[0]?.key ?? '', null)
    expect(shown).toMatchObject({ text: '补充的内容', category: { key: 'LOAN' }, lodgingChannel: { key: 'VISIT' } })
  })

  it('stands in no list of imported files', async () => {
    const page = await askField(db, officer, 'query { answer: batches * }', 'BatchPage', null)
    const { rows, totalCount } = page as { rows: { file: string }[]; totalCount: number }
    expect(rows.map((row) => row.file)).toEqual(['ledger.csv', 'ledger.csv'])
    expect(totalCount).toBe(2)
  })

  it('can be registered by a county’s clerk for the county alone, in the county’s own numbers', async () => {
    const { value: eastern } = await act(db, 'PREPARE', async ({ tx, revision }) => {
      const { rows } = await sql<{
        id: number
      }>`insert into institution (region_id, key, revision) values (2, 'E1', ${revision}) returning institution_id as id`.execute(tx)
      const id = rows[0]?.id ?? 0
      await sql`insert into institution_version (region_id, institution_id, name, peer_group_id, ranked, revision) values (2, ${id}, '东县银行', 1, true, ${revision})`.execute(
        tx,
      )
      return id
    })
    const east: Viewer = { ...officer, scope: { kind: 'SCOPE', regions: [2], institutions: [eastern] }, rootRegionId: 2 }
    expect(await reasons({ number: 'E1', institution: '重庆银行示范支行' }, east)).toEqual(['institution UNKNOWN_INSTITUTION'])
    const { complaint } = await register({ number: '投2025-0232', institution: '东县银行' }, { viewer: east })
    expect(complaint?.number).toBe('投2025-0232')
    expect((await askRows(db, east, { metric: 'COMPLAINTS', period: '2025' })).totalCount).toBe(1)
    const names = async (viewer: Viewer) =>
      (await readChoices(db, viewer, { field: 'institution', search: '', on: null, first: 20 })).map((one) => one.label.zh)
    expect(await names(east)).toEqual(['东县银行'])
  })

  it('finds institutions by initials and words by code or words, with what an outlet counts for', async () => {
    const find = async (field: string, search: string) =>
      (await readChoices(db, officer, { field, search, on: null, first: 3 })).map(({ label, countsFor }) => [
        label.zh,
        countsFor?.zh ?? null,
      ])
    expect(await find('institution', 'cqyhsf')).toEqual([['重庆银行示范支行', '重庆银行']])
    expect((await find('institution', 'cqyh'))[0]).toEqual(['重庆银行', null])
    expect(await find('institution', 'ygyh')).toEqual([])
    expect(await find('category', 'b02')).toEqual([['银行卡', null]])
    expect((await find('cause', 'djsf'))[0]).toEqual(['定价收费', null])
    expect((await find('cause', 'pricing'))[0]).toEqual(['定价收费', null])
    await expect(find('amountYuan', '')).rejects.toMatchObject({ fields: [{ path: 'field', reason: 'UNKNOWN_FIELD' }] })
  })

  it('leaves a ledger and an audit chain that verify', async () => {
    expect(bank).toBeGreaterThan(0)
    for (const check of [...(await verifyLedger(db)), ...(await verifyAudit(db))]) expect(check.problems).toEqual([])
  })
})
