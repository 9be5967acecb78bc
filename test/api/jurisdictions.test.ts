import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../server/src/access/viewer.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { writeAs } from '../../server/src/db/snapshot.ts'
import { addBatch } from '../../server/src/ledger/batch.ts'
import { write, type Writing } from '../../server/src/ledger/change.ts'
import { commitStaged } from '../../server/src/ledger/commit-staged.ts'
import { verifyLedger } from '../../server/src/ledger/verify.ts'
import { rederiveInstitutions } from '../../server/src/ledger/rederive.ts'
import { askField, askRows, askTable } from '../support/ask.ts'
import { createTestDatabase } from '../support/database.ts'
import { installTest, officer, stageRows } from '../support/ledger.ts'

const [east, west] = [2, 3]
const ids = new Map<string, number>()

let db: Db
beforeAll(async () => {
  db = await createTestDatabase()
  await installTest(db)
  await inRegion(1, async ({ tx, revision }) => {
    await sql`insert into region (key, parent_id, level, zh, en, revision) values ('EAST', 1, 'COUNTY', '东县', 'East', ${revision}), ('WEST', 1, 'COUNTY', '西县', 'West', ${revision})`.execute(
      tx,
    )
  })
  for (const [region, names] of [
    [east, ['甲银行东县支行', '乙银行东县支行']],
    [west, ['甲银行西县支行', '乙银行西县支行', '丙银行西县支行']],
  ] as const) {
    for (const name of names) await addMember(region, name)
  }
  await enter(east, { 甲银行东县支行: 3, 乙银行东县支行: 1 })
  await enter(west, { 甲银行西县支行: 2, 乙银行西县支行: 4 })
}, 120_000)
afterAll(() => db?.close())

const ofEast = (): Viewer => ({
  ...officer,
  scope: { kind: 'SCOPE', regions: [east], institutions: [...ids].filter(([name]) => name.includes('东')).map(([, id]) => id) },
  rootRegionId: east,
})
const query = { metrics: ['COMPLAINTS'], by: ['INSTITUTION'], period: '2025Q1' }
const column = (table: Awaited<ReturnType<typeof askTable>>, kind: string) => table.columns.find((one) => one.kind === kind)!.figures

describe('a city and its counties', () => {
  it('ranks over the whole city, or over one county where that is the jurisdiction', async () => {
    const city = await askTable(db, officer, query)
    expect(city.keys[0]!.ids).toHaveLength(5)
    expect(column(city, 'VALUE')).toEqual([4, 3, 2, 1, 0])
    expect(column(city, 'RANK')).toEqual([1, 2, 3, 4, 5])
    expect(column(city, 'SHARE')).toEqual([40, 30, 20, 10, 0])
    const county = await askTable(db, officer, { ...query, jurisdiction: 'EAST' })
    expect(column(county, 'VALUE')).toEqual([3, 1])
    expect(column(county, 'SHARE')).toEqual([75, 25])
  })

  it('lets a filter on region choose rows of the city’s ranking, and narrow its total', async () => {
    const filters = [{ dimension: 'REGION', include: ['WEST'] }]
    const rows = await askTable(db, officer, { ...query, filters })
    expect(column(rows, 'VALUE')).toEqual([4, 2, 0])
    expect(column(rows, 'RANK')).toEqual([1, 3, 5])
    const total = await askTable(db, officer, { ...query, by: [], filters })
    expect(column(total, 'VALUE')).toEqual([6])
    expect((await askRows(db, officer, { metric: 'COMPLAINTS', period: '2025Q1', filters })).totalCount).toBe(6)
  })

  it('splits by region', async () => {
    const table = await askTable(db, officer, { ...query, by: ['REGION'] })
    expect(Object.fromEntries(table.keys[0]!.ids.map((id, row) => [id, column(table, 'VALUE')[row]]))).toEqual({ EAST: 4, WEST: 6 })
  })

  it('shows a county’s officer the county alone, as a whole', async () => {
    const county = await askTable(db, ofEast(), query)
    expect(county).toEqual(await askTable(db, officer, { ...query, jurisdiction: 'EAST' }))
    expect((await askRows(db, ofEast(), { metric: 'COMPLAINTS', period: '2025Q1' })).totalCount).toBe(4)
    await expect(askTable(db, ofEast(), { ...query, jurisdiction: 'WEST' })).rejects.toThrow('“WEST”')
    const open = (await askField(db, ofEast(), 'query { answer: jurisdictions * }', 'Jurisdiction', null)) as { key: string }[]
    expect(open.map((one) => one.key)).toEqual(['EAST'])
  })

  it('lays what the city’s own file says at the counties of the institutions named, once', async () => {
    await enter(1, { 丙银行西县支行: 2, 乙银行东县支行: 1 })
    await enter(1, { 丙银行西县支行: 3 })
    const west = await askTable(db, officer, { ...query, jurisdiction: 'WEST' })
    expect(column(west, 'VALUE')).toEqual([4, 3, 2])
    const table = await askTable(db, officer, { ...query, by: ['REGION'] })
    expect(Object.fromEntries(table.keys[0]!.ids.map((id, row) => [id, column(table, 'VALUE')[row]]))).toEqual({ EAST: 5, WEST: 9 })
    expect((await askRows(db, ofEast(), { metric: 'COMPLAINTS', period: '2025Q1' })).totalCount).toBe(5)
    expect((await verifyLedger(db)).flatMap((check) => check.problems)).toEqual([])
  })
})

function inRegion<T>(regionId: number, work: (writing: Writing) => Promise<T>) {
  return write(db, officer, { kind: 'TEST', regionId }, work)
}

async function addMember(region: number, name: string): Promise<void> {
  await inRegion(region, async (writing) => {
    const { tx, revision } = writing
    const { rows } = await sql<{
      id: number
    }>`insert into institution (region_id, key, revision) values (${region}, ${name}, ${revision}) returning institution_id as id`.execute(
      tx,
    )
    const id = rows[0]?.id ?? 0
    ids.set(name, id)
    await sql`insert into institution_version (region_id, institution_id, name, peer_group_id, ranked, display_order, revision)
      select ${region}, ${id}, ${name}, d.id, true, ${id}, ${revision} from dictionary_entry d where d.kind = 'peerGroup' order by d.id limit 1`.execute(
      tx,
    )
    await rederiveInstitutions(writing)
  })
}

async function enter(region: number, counts: Record<string, number>): Promise<void> {
  const rows = Object.entries(counts).flatMap(([name, count]) =>
    Array.from({ length: count }, (_, index) => ({
      number: `${name}-${index}`,
      source: `LOCAL-${region}`,
      receivedOn: '2025-02-03',
      institutionId: ids.get(name) ?? 0,
    })),
  )
  const fields = ['number', 'receivedOn', 'institution']
  const importId = await stageRows(db, fields, rows, 1)
  await writeAs(db, 'mingjing_writer', (tx) =>
    sql`update staging.import set region_id_of_ledger = ${region} where id = ${importId}`.execute(tx),
  )
  await inRegion(region, async (writing) => {
    const { id } = await addBatch(writing, {
      kind: 'COMPLAINTS',
      register: 1,
      fileName: 'rows',
      fileDigest: null,
      fileSize: null,
      rowCount: rows.length,
      fields,
      mapping: {},
      report: {},
    })
    await commitStaged(writing, importId, { batchId: id, create: [], take: false })
  })
}
