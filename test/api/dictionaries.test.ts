import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../server/src/access/viewer.ts'
import { runMetricQuery } from '../../server/src/analytics/run.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll, writeAs } from '../../server/src/db/snapshot.ts'
import { addEntry, changeEntry, previewEntry } from '../../server/src/dictionaries/dictionaries.commands.ts'
import { readDictionaries, readDictionaryActs, readMissingStandard } from '../../server/src/dictionaries/dictionaries.queries.ts'
import type { EntryAsked } from '../../server/src/dictionaries/dictionaries.rules.ts'
import { dictionaryActs, type DictionaryActKind } from '../../server/src/dictionaries/dictionary-acts.ts'
import { dictionaryKinds } from '../../server/src/dictionaries/dictionary-kinds.ts'
import { addStandardEntries } from '../../server/src/dictionaries/standard.commands.ts'
import { undoDictionary } from '../../server/src/dictionaries/undo.commands.ts'
import { ledgerFields, wordsOf } from '../../server/src/ledger/columns.ts'
import { rootRegionId } from '../../server/src/ledger/install.ts'
import { verifyAudit, verifyLedger } from '../../server/src/ledger/verify.ts'
import { UserError } from '../../server/src/platform/errors.ts'
import { readChoices } from '../../server/src/registration/registration.queries.ts'
import { classifyWords, previewClassification } from '../../server/src/words/words.commands.ts'
import { readEntryWords, readUnclassifiedWords } from '../../server/src/words/words.queries.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, importRows, installTest, officer, putInstitution } from '../support/ledger.ts'

let db: Db
const reason = '口径统一'
const add = (kind: string, asked: EntryAsked) => addEntry(db, officer, kind, asked, reason)
const change = (key: string, asked: EntryAsked, kind = 'category', viewer: Viewer = officer) =>
  changeEntry(db, viewer, { kind, key }, asked, reason)
const undo = async (revision: number, acts: readonly DictionaryActKind[] = dictionaryActs) => {
  const { rows } = await readDictionaryActs(db, officer, 100, null)
  const { change: key = 'none' } = rows.find((row) => row.revision === revision) ?? {}
  return undoDictionary(db, officer, { change: key, reason: '撤回', acts })
}
const entries = async (kind: string) => (await readDictionaries(db, officer, kind))[0]?.entries ?? []
const entry = async (key: string, kind = 'category') => (await entries(kind)).find((one) => one.key === key)
const revision = async () =>
  (await readAll(db, (tx) => sql<{ revision: number }>`select revision from revision_counter`.execute(tx))).rows[0]?.revision ?? 0
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof UserError ? [error.code, ...error.fields.map((one) => `${one.path} ${one.reason}`)] : error),
  )

async function counted(metrics: string[], by: string[], at: number | null = null): Promise<Record<string, number | null>> {
  const query = { metrics, by, period: '2025', filters: [], comparison: [], register: 'regulator', revision: at }
  const { keys, columns } = await runMetricQuery(db, officer, query as unknown as Parameters<typeof runMetricQuery>[2])
  const figures = columns[0]?.figures ?? []
  return Object.fromEntries(
    (keys[0]?.labels ?? [{ zh: 'all' }]).map(({ zh }, index) => [zh, figures[index] ?? null]).filter(([, figure]) => figure !== 0),
  )
}
const byCategory = (at: number | null = null) => counted(['complaints'], ['category'], at)

describe('the dictionaries of an office', () => {
  beforeAll(async () => {
    db = await createTestDatabase()
    await installTest(db)
    await act(db, 'PREPARE', (writing) => putInstitution(writing, { name: '甲银行', ranked: true }))
    const row = (number: string, category: string) => ({ number, receivedOn: '2025-03-04', institutionId: 1, category, cause: '定价收费' })
    await importRows(
      db,
      ['number', 'receivedOn', 'institution', 'category', 'cause'],
      [row('1', '银行卡'), row('2', '数字人民币'), row('3', '数字人民币'), row('4', '卡类业务')],
      { create: [] },
    )
  })
  afterAll(() => db?.close())

  it('are those that any column’s words belong to', async () => {
    const kinds = ledgerFields.map(wordsOf).filter((kind): kind is string => kind !== null)
    expect(Object.keys(dictionaryKinds)).toEqual(expect.arrayContaining(kinds))
    const all = await readDictionaries(db, officer, null)
    expect(all.map((one) => one.key)).toEqual(Object.keys(dictionaryKinds))
    expect(all.find((one) => one.key === 'category')?.entries[0]).toMatchObject({
      key: 'RMB_SAVINGS',
      code: 'B01',
      depth: 0,
      standard: true,
      own: true,
    })
    expect(all.find((one) => one.key === 'satisfaction')?.entries.map((one) => one.attributes[0]?.values)).toEqual([
      ['YES'],
      ['YES'],
      ['YES'],
      ['NO'],
    ])
  })

  it('take a new entry below another; open words written like it are classified in the same change, and undone with it', async () => {
    const before = await byCategory()
    expect(before).toEqual({ 银行卡: 1, 未归类: 3 })
    const asked = { zh: ' 数字人民币 ', en: 'e-CNY', code: 'B15', parent: 'PAYMENT_SETTLEMENT' }
    expect(await previewEntry(db, officer, 'category', null, asked)).toMatchObject({ complaints: 2 })
    expect(await byCategory()).toEqual(before)
    const { value, change: done } = await add('category', asked)
    expect(value.complaints).toBe(2)
    expect(await byCategory()).toEqual({ 银行卡: 1, 数字人民币: 2, 未归类: 1 })
    expect(await counted(['complaints'], ['categoryTop'])).toEqual({ 银行卡: 1, 支付结算: 2, 未归类: 1 })
    expect(await byCategory(done.revision - 1)).toEqual(before)
    expect(await entry(value.key)).toMatchObject({
      label: { zh: '数字人民币', en: 'e-CNY' },
      parent: 'PAYMENT_SETTLEMENT',
      depth: 1,
      standard: false,
    })
    const back = await undo(done.revision)
    expect(back.value.complaints).toBe(2)
    expect(await byCategory()).toEqual(before)
    expect(await entry(value.key)).toBeUndefined()
    expect((await undo(back.change.revision)).value.complaints).toBe(2)
    expect(await byCategory()).toEqual({ 银行卡: 1, 数字人民币: 2, 未归类: 1 })
  })

  it('rename an entry without moving a figure, and still understand its former name', async () => {
    const { change: done, value } = await change('BANK_CARD', { zh: '银行卡业务类', en: 'Cards' })
    expect(value.complaints).toBe(0)
    expect(await entry('BANK_CARD')).toMatchObject({ label: { zh: '银行卡业务类', en: 'Cards' }, aliases: ['银行卡业务', '银行卡'] })
    expect(await byCategory()).toMatchObject({ 银行卡业务类: 1 })
    expect(await byCategory(done.revision - 1)).toMatchObject({ 银行卡: 1 })
    await undo(done.revision)
    expect(await entry('BANK_CARD')).toMatchObject({ label: { zh: '银行卡' }, aliases: ['银行卡业务'] })
  })

  it('take acts back one after the other, the latest first', async () => {
    const made = await add('mediation', { zh: '调解成功' })
    const renamed = await change(made.value.key, { zh: '达成调解' }, 'mediation')
    expect(await refusal(undo(made.change.revision))).toEqual(['CONFLICT', 'change CHANGED_SINCE'])
    await undo(renamed.change.revision)
    await undo(made.change.revision)
    expect(await entries('mediation')).toEqual([])
  })

  it('move an entry; what is counted by the top level follows, what was said before stays', async () => {
    const { key = '' } = (await entries('category')).find((one) => one.label.zh === '数字人民币') ?? {}
    const { change: done } = await change(key, { parent: 'BANK_CARD' })
    expect(await counted(['complaints'], ['categoryTop'])).toEqual({ 银行卡: 3, 未归类: 1 })
    expect(await counted(['complaints'], ['categoryTop'], done.revision - 1)).toEqual({ 银行卡: 1, 支付结算: 2, 未归类: 1 })
    await change(key, { parent: null })
    expect(await counted(['complaints'], ['categoryTop'])).toEqual({ 银行卡: 1, 数字人民币: 2, 未归类: 1 })
    expect(await refusal(undo(done.revision))).toEqual(['CONFLICT', 'change CHANGED_SINCE'])
  })

  it('give an entry an attribute that figures count by, and take it back', async () => {
    expect(await counted(['complaints'], ['department'])).not.toHaveProperty('综合管理股')
    const { change: done } = await change('BANK_CARD', { attributes: [{ name: 'rightsDomain', values: ['CREDIT_REPORTING'] }] })
    expect(await counted(['complaints'], ['department'])).toMatchObject({ 综合管理股: 1 })
    await undo(done.revision)
    expect(await counted(['complaints'], ['department'])).not.toHaveProperty('综合管理股')
  })

  it('retire an entry from a day: it is offered no more from then on, and figures stay', async () => {
    const offered = async (on: string) =>
      (await readChoices(db, officer, { field: 'category', search: '', on, first: 500 })).map((choice) => choice.value)
    const figures = await byCategory()
    const { change: done } = await change('BANK_CARD', { retiredFrom: '2025-07-01' })
    expect(await entry('BANK_CARD')).toMatchObject({ retiredFrom: '2025-07-01', offered: false })
    expect(await offered('2025-06-30')).toContain('银行卡')
    expect(await offered('2025-07-01')).not.toContain('银行卡')
    const { dictionaries } = await readUnclassifiedWords(db, officer)
    expect(dictionaries.find((one) => one.field === 'category')?.entries.map((one) => one.key)).not.toContain('BANK_CARD')
    expect(await byCategory()).toEqual(figures)
    await undo(done.revision)
    expect(await offered('2025-07-01')).toContain('银行卡')
  })

  it('preview a classification exactly, list what an entry’s words are, and take the classification back', async () => {
    const words = [{ field: 'category', word: '卡类业务', entry: 'BANK_CARD' }]
    const before = await byCategory()
    const at = await revision()
    expect(await previewClassification(db, officer, words)).toEqual({ complaints: 1 })
    expect(await revision()).toBe(at)
    const { value, change: done } = await classifyWords(db, officer, words, reason)
    expect(value.complaints).toBe(1)
    expect((await readEntryWords(db, officer, 'category', 'BANK_CARD')).map(({ word, complaints }) => [word, complaints])).toEqual([
      ['卡类业务', 1],
      ['银行卡', 1],
    ])
    expect(await refusal(undo(done.revision, ['CLASSIFY_WORDS']))).toBeNull()
    expect(await byCategory()).toEqual(before)
    const made = await classifyWords(db, officer, [{ field: 'category', word: '卡类业务', entry: null }], reason)
    expect(await byCategory()).toMatchObject({ 卡类业务: 1 })
    await undo(made.change.revision, ['CLASSIFY_WORDS'])
    expect(await byCategory()).toEqual(before)
    expect((await entries('category')).map((one) => one.label.zh)).not.toContain('卡类业务')
  })

  it('do not take an entry back that something hangs on by now', async () => {
    const { value, change: done } = await add('category', { zh: '卡片' })
    await classifyWords(db, officer, [{ field: 'category', word: '卡类业务', entry: value.key }], reason)
    expect(await refusal(undo(done.revision))).toEqual(['CONFLICT', 'change IN_USE'])
    const last = await classifyWords(db, officer, [{ field: 'category', word: '卡类业务', entry: 'LOAN' }], reason)
    await undo(last.change.revision)
    expect(await byCategory()).toMatchObject({ 卡片: 1 })
  })

  it('are given the standard entries that they lack in one change, and lose them again by undoing it', async () => {
    expect(await readMissingStandard(db, officer)).toEqual([])
    expect(await refusal(addStandardEntries(db, officer, reason))).toEqual(['CONFLICT', 'entries UNCHANGED'])
    await act(db, 'PREPARE', ({ tx, revision: now }) =>
      sql`update dictionary_entry set to_revision = ${now} where kind = 'cause' and key in ('PRICING_FEES', 'MARKETING', 'DISCLOSURE') and to_revision is null`.execute(
        tx,
      ),
    )
    const other = await add('cause', { zh: '信息披露' })
    const missing = await readMissingStandard(db, officer)
    expect(missing.map((one) => [one.key, one.heldBy?.zh ?? null])).toEqual([
      ['MARKETING', null],
      ['DISCLOSURE', '信息披露'],
      ['PRICING_FEES', null],
    ])
    const done = await addStandardEntries(db, officer, reason)
    expect(done.value).toEqual({ added: 2, complaints: 0 })
    expect(await entry('PRICING_FEES', 'cause')).toMatchObject({ code: 'C07', depth: 0, standard: true })
    await undo(done.change.revision)
    expect(await entry('PRICING_FEES', 'cause')).toBeUndefined()
    await undo(other.change.revision)
    expect((await addStandardEntries(db, officer, reason)).value.added).toBe(3)
  })

  it.each<[string, EntryAsked, string]>([
    ['category', { zh: ' ' }, 'zh EMPTY'],
    ['category', { zh: '甲'.repeat(101) }, 'zh TOO_LONG'],
    ['category', { zh: '贷 款' }, 'zh TAKEN'],
    ['category', { zh: '新类', code: 'B03' }, 'code TAKEN'],
    ['category', { zh: '新类', aliases: ['理财业务'] }, 'aliases TAKEN'],
    ['category', { zh: '户名张*' }, 'zh HOLDS_PERSONAL_DATA'],
    ['category', { zh: '新类', parent: 'NOWHERE' }, 'parent UNKNOWN_ENTRY'],
    ['category', { zh: '新类', retiredFrom: '2025-02-30' }, 'retiredFrom NOT_A_DAY'],
    ['category', { zh: '新类', displayOrder: -1 }, 'displayOrder NOT_A_NUMBER'],
    ['category', { zh: '新类', attributes: [{ name: 'satisfied', values: ['YES'] }] }, 'attributes.satisfied UNKNOWN_ATTRIBUTE'],
    ['category', { zh: '新类', attributes: [{ name: 'rightsDomain', values: ['NOWHERE'] }] }, 'attributes.rightsDomain WRONG_VALUE'],
    ['satisfaction', { zh: '尚可', attributes: [{ name: 'satisfied', values: ['YES', 'NO'] }] }, 'attributes.satisfied WRONG_VALUE'],
    ['weather', { zh: '晴' }, 'dictionary UNKNOWN_DICTIONARY'],
  ])('refuse in %s: %j', async (kind, asked, why) => {
    const at = await revision()
    const work = async () => add(kind, asked)
    expect(await refusal(work())).toEqual(['BAD_USER_INPUT', why])
    expect(await revision()).toBe(at)
  })

  it('refuse a circle, what is so already, what is not there and a missing reason', async () => {
    const { value } = await add('category', { zh: '信用卡', parent: 'LOAN' })
    expect(await refusal(change('LOAN', { parent: value.key }))).toEqual(['BAD_USER_INPUT', 'parent CYCLE'])
    expect(await refusal(change('LOAN', { parent: 'LOAN' }))).toEqual(['BAD_USER_INPUT', 'parent CYCLE'])
    expect(await refusal(change('LOAN', { zh: '贷款' }))).toEqual(['CONFLICT', 'entry UNCHANGED'])
    expect(await refusal(change('NOWHERE', { zh: '贷款' }))).toEqual(['BAD_USER_INPUT', 'entry UNKNOWN_ENTRY'])
    expect(await refusal(undo(0))).toEqual(['NOT_FOUND', 'change UNKNOWN_CHANGE'])
    const unreasoned = async () => addEntry(db, officer, 'category', { zh: '新类' }, ' ')
    expect(await refusal(unreasoned())).toEqual(['BAD_USER_INPUT', 'reason EMPTY'])
  })

  it('are an upper node’s to change, not a county’s below it, which keeps its own', async () => {
    await writeAs(db, 'mingjing_writer', (tx) =>
      sql`insert into region (key, parent_id, level, zh, en, revision) values ('EAST', ${rootRegionId}, 'COUNTY', '东乡', 'East', 1)`.execute(
        tx,
      ),
    )
    const county: Viewer = { ...officer, scope: { kind: 'SCOPE', regions: [2], institutions: [] }, rootRegionId: 2 }
    expect(await refusal(change('LOAN', { zh: '借款' }, 'category', county))).toEqual(['FORBIDDEN', 'entry NOT_YOURS'])
    const { value } = await addEntry(db, county, 'category', { zh: '乡镇普惠' }, reason)
    await change(value.key, { en: 'Rural inclusive finance' }, 'category', county)
    expect((await readDictionaries(db, county, 'category'))[0]?.entries.find((one) => one.key === 'LOAN')?.own).toBe(false)
  })

  it('leave a list of what was done, and nothing that verification finds wrong', async () => {
    const { rows, totalCount } = await readDictionaryActs(db, officer, 3, null)
    expect(rows[0]).toMatchObject({
      kind: 'CHANGE_DICTIONARY',
      actor: 'officer',
      reason,
      what: { zh: '业务类别：乡镇普惠' },
      undone: false,
    })
    expect(totalCount).toBeGreaterThan(20)
    const all = (await readDictionaryActs(db, officer, 200, null)).rows
    expect(all.filter((one) => one.undone).length).toBeGreaterThan(5)
    for (const verify of [verifyLedger, verifyAudit]) expect((await verify(db)).filter((check) => check.problems.length > 0)).toEqual([])
  })
})
