import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Viewer } from '../../server/src/access/viewer.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll, writeAs } from '../../server/src/db/snapshot.ts'
import { addBatch, findBatch, voidComplaints } from '../../server/src/ledger/batch.ts'
import type { Writing } from '../../server/src/ledger/change.ts'
import { commitStaged } from '../../server/src/ledger/commit-staged.ts'
import { closeMonth, reopenMonth, setSetting } from '../../server/src/ledger/dated.ts'
import { createEntry } from '../../server/src/ledger/dictionary.ts'
import { install, rootRegionId } from '../../server/src/ledger/install.ts'
import { loadInstitutionHistory } from '../../server/src/ledger/institution-history.ts'
import { mergeGroups } from '../../server/src/ledger/matter.ts'
import { rederiveInstitutions } from '../../server/src/ledger/rederive.ts'
import { meanWords } from '../../server/src/ledger/word-meaning.ts'
import { createRandom, type Random } from '../../server/src/statistics/random.ts'
import { act, officer } from './ledger.ts'

export const broadToday = '2025-11-20'
export const broadMergedFrom = '2025-07-01'

/**
 * A province with two cities, three counties, head offices, branches and outlets, and complaints that fill every column:
 * words that mean something, words that do not, words that come to mean something later, and nothing at all. Over several
 * revisions, with merges, months that are closed before more comes in, a closing with a successor, a branch that changes its head office and a batch made void.
 */
export async function fillBroadLedger(db: Db): Promise<void> {
  await install(db, officer, { kind: 'REAL', demoToday: null, root: { key: 'PROV', level: 'PROVINCE', zh: '某省', en: 'A province' } })
  await act(db, 'PREPARE', async (writing) => {
    await addRegions(writing)
    await addEntries(writing)
    await addInstitutions(writing)
    await addExposures(writing)
    await setSetting(writing, 'mergedFrom', broadMergedFrom, null)
  })
  const random = createRandom(11)
  const named = await readAll(db, async (tx) => (await loadInstitutionHistory(tx, 1_000_000)).latest())
  const ids = named.map((state) => state.id)
  const enter = (prefix: string, count: number) =>
    importRecords(
      db,
      Array.from({ length: count }, (_, at) => drawRecord(random, ids, `${prefix}${at}`)),
    )
  await enter('A', 500)
  await mergeSome(db, random)
  await act(db, 'CLOSE_MONTHS', async (writing) => {
    for (let month = 1; month <= 12; month += 1) await closeMonth(writing, `2024-${String(month).padStart(2, '0')}-01`)
  })
  await enter('B', 400)
  await act(db, 'REOPEN_MONTHS', (writing) => reopenMonth(writing, '2024-05-01'))
  await act(db, 'CLOSE_MONTHS', async (writing) => closeMonth({ ...writing, regionId: await regionOf(writing, 'K1') }, '2025-01-01'))
  await act(db, 'MOVE', (writing) => addVersion(writing, { name: '丙支行', parent: '乙总行', validFrom: '2025-05-01' }))
  const extra = await enter('C', 200)
  await act(db, 'MEAN', async (writing) => {
    const entry = await entryId(writing, 'severity', 'MAJOR')
    await meanWords(writing, [{ kind: 'severity', word: '特急', entryId: entry }], [rootRegionId])
  })
  const batch = await readAll(db, (tx) => findBatch(tx, extra))
  await act(db, 'VOID', (writing) => voidComplaints(writing, batch, false))
  await enter('D', 150)
}

/** The viewers whose figures are compared: the whole, a city with all below it, one branch with its outlets. */
export async function broadViewers(db: Db): Promise<{ whole: Viewer; city: Viewer; branch: Viewer }> {
  const { regions, history } = await readAll(db, async (tx) => ({
    regions: (
      await sql<{ id: number; key: string; parent: number | null }>`select region_id as id, key, parent_id as parent from region`.execute(
        tx,
      )
    ).rows,
    history: await loadInstitutionHistory(tx, 1_000_000),
  }))
  const city = regions.find((region) => region.key === 'C1')?.id ?? 0
  const below = [city, ...regions.filter((region) => region.parent === city).map((region) => region.id)]
  const inside = history
    .latest()
    .filter((state) => below.includes(state.regionId))
    .map((state) => state.id)
  const branch = history.latest().find((state) => state.name === '甲一支行')
  return {
    whole: officer,
    city: { ...officer, scope: { kind: 'SCOPE', regions: below, institutions: inside }, rootRegionId: city },
    branch: {
      ...officer,
      scope: { kind: 'SCOPE', regions: [], institutions: history.subtree(branch?.id ?? 0, broadToday) },
      rootRegionId: branch?.regionId ?? 0,
    },
  }
}

async function addRegions({ tx, revision }: Writing): Promise<void> {
  for (const [key, parent, level] of [
    ['C1', 'PROV', 'CITY'],
    ['C2', 'PROV', 'CITY'],
    ['K1', 'C1', 'COUNTY'],
    ['K2', 'C1', 'COUNTY'],
    ['K3', 'C2', 'COUNTY'],
  ]) {
    await sql`insert into region (key, parent_id, level, zh, en, revision)
      select ${key}, region_id, ${level}, ${`${key}地`}, ${key}, ${revision} from region where key = ${parent}`.execute(tx)
  }
}

async function regionOf({ tx }: Writing, key: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`select region_id as id from region where key = ${key}`.execute(tx)
  return rows[0]?.id ?? 0
}

async function entryId({ tx }: Writing, kind: string, key: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select id from dictionary_entry where kind = ${kind} and key = ${key} and to_revision is null`.execute(tx)
  return rows[0]?.id ?? 0
}

async function addEntries(writing: Writing): Promise<void> {
  for (const [kind, parent, key, zh] of [
    ['category', 'BANK_CARD', 'CREDIT_CARD', '信用卡'],
    ['category', 'CREDIT_CARD', 'INSTALMENT', '信用卡分期'],
    ['category', 'LOAN', 'MORTGAGE', '房贷'],
    ['cause', 'PRICING_FEES', 'ANNUAL_FEE', '年费'],
    ['upheld', 'PARTLY', 'MOSTLY', '大部属实'],
    ['satisfaction', 'SATISFIED', 'PLEASED', '很好'],
    ['severity', 'MAJOR', 'GRAVE', '特别重大'],
    ['rightsDomain', 'BANK_CARDS', 'CARD_THEFT', '盗刷'],
  ] as const) {
    await createEntry(writing, kind, zh, { key, en: key, parentId: await entryId(writing, kind, parent) })
  }
}

type Placed = {
  name: string
  region?: string
  parent?: string
  group?: string
  ranked?: boolean
  validFrom?: string
  openedOn?: string
  closedOn?: string
  successor?: string
}

const placed: Placed[] = [
  { name: '甲总行', region: 'PROV' },
  { name: '乙总行', region: 'PROV' },
  ...['甲一支行', '甲二支行', '丙支行', '丁支行'].map((name, at) => ({
    name,
    region: ['K1', 'K2', 'K3', 'C2'][at] ?? 'K1',
    parent: '甲总行',
    group: 'STATE_OWNED_LARGE',
  })),
  ...['乙一支行', '乙二支行'].map((name, at) => ({ name, region: ['K1', 'K3'][at] ?? 'K1', parent: '乙总行', group: 'RURAL' })),
  { name: '独立社', region: 'K2', group: 'RURAL' },
  { name: '新社', region: 'K2', group: 'RURAL', openedOn: '2025-06-10' },
  { name: '旧社', region: 'K1', group: 'RURAL', closedOn: '2025-03-15', successor: '独立社' },
  { name: '财险', region: 'K3', group: 'PROPERTY_INSURER' },
  { name: '寿险', region: 'C1', group: 'LIFE_INSURER' },
  { name: '典当', region: 'K1' },
  ...['甲一支行', '甲一支行', '甲二支行', '丙支行', '乙一支行', '独立社'].map((parent, at) => ({ name: `${parent}网点${at}`, parent })),
]

async function addInstitutions(writing: Writing): Promise<void> {
  for (const one of placed) await addVersion(writing, one)
}

/** A version of an institution, a new one by its name or one that is there; it is placed where its parent is. */
async function addVersion(writing: Writing, one: Placed): Promise<void> {
  const { tx, revision } = writing
  const found = async (name: string | undefined) =>
    (
      await sql<{
        id: number
        region: number
      }>`select institution_id as id, region_id as region from institution where key = ${name ?? ''}`.execute(tx)
    ).rows[0]
  const parent = await found(one.parent)
  const region = one.region
    ? (await sql<{ id: number }>`select region_id as id from region where key = ${one.region}`.execute(tx)).rows[0]?.id
    : ((await found(one.name))?.region ?? parent?.region)
  if (!(await found(one.name)))
    await sql`insert into institution (region_id, key, revision) values (${region}, ${one.name}, ${revision})`.execute(tx)
  const own = await found(one.name)
  const group = one.validFrom ? 'STATE_OWNED_LARGE' : one.group
  await sql`insert into institution_version (region_id, institution_id, valid_from, name, parent_id, peer_group_id, ranked, opened_on, closed_on, successor_id, display_order, revision)
    values (${own?.region}, ${own?.id}, ${one.validFrom ?? null}, ${one.name}, ${parent?.id ?? null}, (select id from dictionary_entry where kind = 'peerGroup' and key = ${group ?? ''}),
            ${one.ranked ?? null}, ${one.openedOn ?? null}, ${one.closedOn ?? null}, ${(await found(one.successor))?.id ?? null}, ${own?.id ?? 0}, ${revision})`.execute(
    tx,
  )
  await rederiveInstitutions(writing)
}

async function addExposures({ tx, revision }: Writing): Promise<void> {
  await sql`insert into exposure (region_id, institution_id, base, as_of, value, source, revision)
    select i.region_id, i.institution_id, b.base, d.day::date, b.each * (i.institution_id + 1) + extract(year from d.day::date)::integer, '年报', ${revision}
      from institution i cross join (values ('2023-12-31'), ('2024-12-31')) d (day)
      cross join (values ('outlets', 3), ('personalCustomers', 41000), ('premium', 730000000), ('policies', 9100)) b (base, each)
     where (b.base in ('premium', 'policies')) = (i.key in ('财险', '寿险')) and i.key not in ('乙二支行') and i.institution_id % 9 <> 0`.execute(
    tx,
  )
}

/** A staged row by SQL column. */
type Record_ = { [column: string]: string | number | boolean | null }

const words: Record<string, (string | null)[]> = {
  category_word: ['银行卡', '信用卡', '信用卡分期', '贷款', '房贷', '外汇', '没见过的业务', null],
  cause_word: ['定价收费', '年费', '信息披露', '怪事', null],
  lodging_channel_word: ['12363', '信访', '网点', null],
  service_channel_word: ['营业现场', '手机', null],
  satisfaction_word: ['满意', '不满意', '很好', '说不清', null, null],
  upheld_word: ['属实', '部分属实', '大部属实', '不属实', null, null],
  severity_word: ['一般', '重大', '特别重大', '特急', null],
  rights_domain_word: ['征信', '银行卡', '盗刷', '其他', '别的', null, null],
  right_infringed_word: ['知情权', '自主选择权', '无名之权', null],
  means_of_handling_word: ['指导咨询', '调解协商', null],
  complainant_type_word: ['个人', '企业', null],
  work_order_source_word: ['省局', '市 局', '市局', null],
}
const texts = ['信用卡年费被多扣，要求退还', '网点态度差', '手机银行转账失败', '征信记录有误，要求更正', null]

function drawRecord(random: Random, institutions: readonly number[], number: string): Record_ {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.uniform() * list.length)] as T
  const day = (from: string, days: number) => new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10)
  const received = day('2024-01-05', Math.floor(random.uniform() * 680))
  const closed = random.uniform() < 0.8 ? day(received, Math.floor(random.uniform() * 40)) : null
  return {
    number,
    source: pick(['LOCAL', 'LOCAL', '12345']),
    received_on: received,
    institution_id: pick(institutions),
    kind: random.uniform() < 0.05 ? 4 : 1,
    closed_on: closed !== null && closed <= broadToday ? closed : null,
    amount_fen: pick([null, 0, 1, 1_234_567, 99_999_999, 100_000_000, 9_000_000_000_000_001]),
    complainant_count: pick([null, 1, 2, 25]),
    on_site: pick([null, true, false]),
    text_masked: pick(texts),
    ...Object.fromEntries(Object.entries(words).map(([column, list]) => [column, pick(list)])),
  }
}

const fields = [
  'number',
  'receivedOn',
  'institution',
  'kind',
  'closedOn',
  'amount',
  'complainantCount',
  'onSite',
  'text',
  'category',
  'cause',
  'lodgingChannel',
  'serviceChannel',
  'satisfaction',
  'upheld',
  'severity',
  'rightsDomain',
  'rightInfringed',
  'meansOfHandling',
  'complainantType',
  'workOrderSource',
]

/** Stages records as the importer would, a few of them in the institutions' own register, and commits them. */
async function importRecords(db: Db, records: readonly Record_[]): Promise<string> {
  const own = Math.floor(records.length / 8)
  await importInto(db, 2, records.slice(0, own))
  return importInto(db, 1, records.slice(own))
}

async function importInto(db: Db, register: number, records: readonly Record_[]): Promise<string> {
  const importId = await stage(db, register, records)
  const { value } = await act(db, 'IMPORT', async (writing) => {
    const about = { fileName: 'rows', fileDigest: null, fileSize: null, rowCount: records.length, fields, mapping: {}, report: {} }
    const batch = await addBatch(writing, { kind: 'COMPLAINTS', register, ...about })
    await commitStaged(writing, importId, { batchId: batch.id, create: [], take: false })
    return batch.key
  })
  return value
}

function stage(db: Db, register: number, records: readonly Record_[]): Promise<number> {
  return writeAs(db, 'mingjing_writer', async (tx) => {
    const { rows } = await sql<{ id: number }>`
      insert into staging.import (key, kind, region_id_of_ledger, register, file_name, fields, user_id)
      values (gen_random_uuid(), 'COMPLAINTS', ${rootRegionId}, ${register}, 'rows', ${fields}::text[], 1) returning id`.execute(tx)
    const id = rows[0]?.id ?? 0
    const staged = records.map((record, seq) => ({
      ...record,
      seq,
      row_no: seq + 2,
      import_id: id,
      content_digest: '\\x00',
      text_digest: record['text_masked'] ? `\\x${createHash('sha256').update(`${record['text_masked']}`).digest('hex')}` : null,
    }))
    const columns = Object.keys(staged[0] ?? {}).join(', ')
    await sql`insert into staging.complaint (${sql.raw(columns)})
      select ${sql.raw(columns)} from jsonb_populate_recordset(null::staging.complaint, ${JSON.stringify(staged)}::jsonb)`.execute(tx)
    return id
  })
}

async function mergeSome(db: Db, random: Random): Promise<void> {
  const ids = await readAll(
    db,
    async (tx) =>
      (await sql<{ id: number }>`select complaint_id as id from complaint_version where to_revision is null order by 1`.execute(tx)).rows,
  )
  const drawn = [...ids]
    .map((row) => ({ id: row.id, at: random.uniform() }))
    .sort((a, b) => a.at - b.at)
    .map((one) => one.id)
  const pairs = Array.from({ length: 60 }, (_, at) => drawn.slice(at * 3, at * 3 + 3))
  await act(db, 'MERGE', (writing) => mergeGroups(writing, pairs))
}
