import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { writeAs } from '../../server/src/db/snapshot.ts'
import { startImports } from '../../server/src/imports/start-imports.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, installTest, putInstitution } from '../support/ledger.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { sharedFile } from '../support/shared.ts'

let db: Db
let server: TestServer
let clerk: string
beforeAll(async () => {
  db = await createTestDatabase()
  await installTest(db)
  await act(db, 'INSTITUTION', (w) => putInstitution(w, { name: '甲银行', peerGroupId: 1 }))
  server = await startTestServer(db)
  clerk = await server.tokenFor('clerk')
})
afterAll(async () => {
  await server?.close()
  await db?.close()
})

type Draft = {
  id: string
  job: { state: string }
  map: { columns?: Record<string, string> }
  headings: string[]
  rows: number
  new: number
  changed: number
  identical: number
  rejectedRows: number
  skipped: number
  committed: boolean
  batch: string | null
  refused: { zh: string } | null
  otherKinds: string[]
  rejected: { row: number; column: string; value: string; reason: string }[]
  unresolved: { field: string; value: string; proposals: string[] }[]
}
const fields = `id job { state } map headings rows new changed identical rejectedRows skipped committed batch refused { zh } otherKinds
  rejected { row column value reason } unresolved { field value rows proposals }`

const upload = async (text: string, fileName = '台账.csv', token = clerk): Promise<string> => {
  const headers = { authorization: `Bearer ${token}`, 'x-mingjing-csrf': '1', 'x-file-name': encodeURIComponent(fileName) }
  const answer = await fetch(`${server.url}/files`, { method: 'POST', headers, body: text })
  return ((await answer.json()) as { id: string }).id
}
const start = async (file: string, map: unknown = null): Promise<string> => {
  const { data, errors } = await server.ask(
    `mutation ($file: ID!, $map: JSON) { startImport(file: $file, kind: COMPLAINTS, map: $map) { id } }`,
    { file, map },
    clerk,
  )
  expect(errors ?? []).toEqual([])
  const started = data?.['startImport'] as { id: string } | undefined
  return started?.id ?? ''
}
const read = async (id: string): Promise<Draft> => {
  const { data } = await server.ask(`query ($id: ID!) { importDraft(id: $id) { ${fields} } }`, { id }, clerk)
  return data?.['importDraft'] as Draft
}
const ready = async (id: string): Promise<Draft> => {
  for (;;) {
    const draft = await read(id)
    if (draft.job.state !== 'RUNNING' && draft.job.state !== 'QUEUED') return draft
    await new Promise((done) => setTimeout(done, 50))
  }
}
const commit = (id: string, more = '') =>
  server.ask(`mutation ($id: ID!) { commitImport(id: $id${more}) { batch new changed identical ledger { revision } } }`, { id }, clerk)

const ledger = (...rows: string[]): string => ['编号,收到日期,机构名称,业务类别', ...rows].join('\n')

describe('a draft', () => {
  it('tells what a file would do, then does it once', async () => {
    const id = await start(await upload(ledger('1,2025-01-02,甲银行,贷款', '2,2025-02-30,甲银行,贷款', '3,2025-01-03,甲银航,贷款')))
    const draft = await ready(id)
    expect(draft).toMatchObject({ rows: 3, new: 1, rejectedRows: 2, skipped: 1, committed: false, refused: null })
    expect(draft.map.columns).toEqual({ 编号: 'number', 收到日期: 'receivedOn', 机构名称: 'institution', 业务类别: 'category' })
    expect(draft.headings).toEqual(['编号', '收到日期', '机构名称', '业务类别'])
    expect(draft.rejected).toEqual([
      { row: 3, column: '收到日期', value: '2025-02-30', reason: 'IMPOSSIBLE_DATE' },
      { row: 4, column: '机构名称', value: '甲银航', reason: 'UNKNOWN_INSTITUTION' },
    ])
    expect(draft.unresolved).toMatchObject([{ field: 'institution', value: '甲银航', proposals: ['甲银行'] }])
    expect((await commit(id, ', strict: true')).errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', fields: [{ reason: 'STRICT' }] })
    const done = await commit(id)
    expect(done.data?.['commitImport']).toMatchObject({ new: 1, changed: 0, identical: 0 })
    expect(await read(id)).toMatchObject({ committed: true })
    expect((await commit(id)).errors[0]?.extensions).toMatchObject({ code: 'CONFLICT' })
  })

  it('asks again where the ledger has moved on meanwhile', async () => {
    const text = ledger('10,2025-01-02,甲银行,贷款')
    const [first, second] = [await start(await upload(text)), await start(await upload(text))]
    expect([(await ready(first)).new, (await ready(second)).new]).toEqual([1, 1])
    expect((await commit(first)).data?.['commitImport']).toMatchObject({ new: 1 })
    expect((await commit(second)).errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', fields: [{ reason: 'ANSWER_MOVED' }] })
    expect(await read(second)).toMatchObject({ new: 0, identical: 1, committed: false })
    expect((await commit(second)).data?.['commitImport']).toMatchObject({ new: 0, identical: 1 })
  })

  it('looks names up again where institutions came meanwhile', async () => {
    const id = await start(await upload(ledger('20,2025-01-02,甲银行,贷款', '21,2025-01-02,乙银行,贷款')))
    expect(await ready(id)).toMatchObject({ new: 1, rejectedRows: 1 })
    await act(db, 'INSTITUTION', (w) => putInstitution(w, { name: '乙银行', peerGroupId: 1 }))
    expect((await commit(id)).errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', fields: [{ reason: 'ANSWER_MOVED' }] })
    expect(await read(id)).toMatchObject({ new: 2, rejectedRows: 0 })
    expect((await commit(id)).data?.['commitImport']).toMatchObject({ new: 2 })
  })

  it('says what a file of another kind looks like, and of one that looks like nothing says nothing', async () => {
    const institutions = await start(await upload('机构名称,机构类别,开业日期\n丙银行,国有大型商业银行,2012-05-18\n', '名录.csv'))
    expect(await ready(institutions)).toMatchObject({ otherKinds: ['INSTITUTIONS'] })
    const nothing = await start(await upload('甲列,乙列,丙列\n30,2025-01-02,甲银行\n'))
    expect(await ready(nothing)).toMatchObject({ otherKinds: [] })
    expect(await ready(await start(await upload(ledger('31,2025-01-02,甲银行,贷款'))))).toMatchObject({ refused: null, otherKinds: [] })
  })

  it('shows the headings where it knows none, and is read again through a mapping made by hand', async () => {
    const id = await start(await upload('甲列,乙列,丙列\n30,2025-01-02,甲银行\n'))
    const unknown = await ready(id)
    expect(unknown.refused?.zh).toContain('没有找到表头')
    expect(unknown.headings).toEqual(['甲列', '乙列', '丙列'])
    expect((await commit(id)).errors[0]?.extensions).toMatchObject({ code: 'CONFLICT' })
    const again = await start(id, { columns: { 甲列: 'number', 乙列: 'receivedOn', 丙列: 'institution' } })
    expect(await ready(again)).toMatchObject({ rows: 1, new: 1, refused: null })
    const wrong = await server.ask(
      `mutation ($file: ID!, $map: JSON) { startImport(file: $file, kind: COMPLAINTS, map: $map) { id } }`,
      { file: id, map: { columns: { 甲列: 'nothing' } } },
      clerk,
    )
    expect(wrong.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: 'map' }] })
  })

  it('of a file without numbers says what it lacks, and can take the earlier one’s place', async () => {
    const rows = (...days: string[]) => ['收到日期,机构名称', ...days.map((day) => `${day},甲银行`)].join('\n')
    const source = { defaults: { source: '信访办' } }
    const first = await start(await upload(rows('2025-03-01', '2025-03-02')), source)
    await ready(first)
    const batch = (await commit(first)).data?.['commitImport'] as { batch: string }
    const lacks = async (id: string) =>
      (await server.ask(`query ($id: ID!) { importDraft(id: $id) { missing { batch file rows } } }`, { id }, clerk)).data?.['importDraft']
    // Next month's file has no row in common with it, and takes nobody's place.
    const other = await start(await upload(rows('2025-04-01', '2025-04-02')), source)
    await ready(other)
    expect(await lacks(other)).toEqual({ missing: [] })
    const second = await start(await upload(rows('2025-03-01', '2025-03-03')), source)
    expect(await ready(second)).toMatchObject({ new: 1, identical: 1 })
    expect(await lacks(second)).toEqual({ missing: [{ batch: batch.batch, file: '台账.csv', rows: 1 }] })
    await commit(second, `, replace: "${batch.batch}"`)
    const days = await writeAs(db, 'mingjing_writer', (tx) =>
      tx
        .selectFrom('complaint_version as v')
        .innerJoin('complaint as c', 'c.id', 'v.complaint_id')
        .innerJoin('complaint_source as s', 's.id', 'c.source_id')
        .select('v.received_on as day')
        .where('s.name', '=', '信访办')
        .where('v.to_revision', 'is', null)
        .orderBy('v.received_on')
        .execute(),
    )
    expect(days.map((one) => one.day)).toEqual(['2025-03-01', '2025-03-03'])
  })

  it('is its owner’s alone, and leaves nothing when it is cancelled', async () => {
    const id = await start(await upload(ledger('40,2025-01-02,甲银行,贷款'), '取消.csv'))
    await ready(id)
    const other = await server.tokenFor('supervisor')
    expect((await server.ask(`query ($id: ID!) { importDraft(id: $id) { id } }`, { id }, other)).data?.['importDraft']).toBeNull()
    expect((await server.ask(`mutation ($id: ID!) { cancelImport(id: $id) }`, { id }, clerk)).data?.['cancelImport']).toBe(true)
    expect((await read(id)).job.state).toBe('CANCELLED')
    const left = await writeAs(db, 'mingjing_writer', (tx) =>
      tx.selectFrom('staging.import').select('file_name').where('file_name', '=', '取消.csv').execute(),
    )
    expect(left).toEqual([])
  })

  it('that a stopped server left half done is taken up by the next one', async () => {
    const file = await upload(ledger('50,2025-01-02,甲银行,贷款'))
    const id = await start(file)
    await ready(id)
    await writeAs(db, 'mingjing_writer', (tx) =>
      tx.updateTable('job').set({ state: 'RUNNING', result: null }).where('key', '=', id).execute(),
    )
    const told: string[] = []
    await startImports(server.service, (line) => told.push(line))
    expect(await ready(id)).toMatchObject({ new: 1, committed: false })
    expect(told.join()).toContain('1')
    expect((await commit(id)).data?.['commitImport']).toMatchObject({ new: 1 })
  })

  it('whose upload outlived it, because the server was killed there, loses it at the next start', async () => {
    const { files } = server.service
    const kept = async (name: string) => {
      const { id, path } = files.place()
      writeFileSync(path, name)
      await files.offer(id, { fileName: name, type: 'text/csv', userId: 1 })
      return id
    }
    const draft = (file: string, state: string, committed: boolean) =>
      writeAs(db, 'mingjing_writer', (tx) =>
        tx
          .insertInto('job')
          .values({
            key: randomUUID(),
            kind: 'IMPORT',
            state,
            payload: JSON.stringify({ file, kind: 'complaints' }),
            result: JSON.stringify({ report: { committed } }),
            user_id: 1,
          })
          .execute(),
      )
    const [entered, cancelled, checked] = [await kept('entered'), await kept('cancelled'), await kept('checked')]
    await draft(entered, 'DONE', true)
    await draft(cancelled, 'CANCELLED', false)
    // The same file through another mapping: the first draft is over, the second one waits for its person.
    await draft(checked, 'CANCELLED', false)
    await draft(checked, 'DONE', false)
    await startImports(server.service, () => {})
    const there = await Promise.all(
      [entered, cancelled, checked].map((id) =>
        files.find(id, 1).then(
          () => true,
          () => false,
        ),
      ),
    )
    expect(there).toEqual([false, false, true])
  })
})

describe('batches', () => {
  it('are listed, voided and restored', async () => {
    const list = async () => {
      const { data } = await server.ask(
        `{ batches(first: 2) { rows { key kind file who rows imported rejected voided corrections } hasNextPage endCursor totalCount } }`,
        {},
        clerk,
      )
      return data?.['batches'] as {
        rows: { key: string; imported: number; voided: boolean }[]
        totalCount: number
        hasNextPage: boolean
        endCursor: string
      }
    }
    const page = await list()
    expect(page.rows[0]).toMatchObject({
      kind: 'COMPLAINTS',
      file: '台账.csv',
      rows: 1,
      imported: 1,
      rejected: 0,
      voided: false,
      corrections: 0,
    })
    expect(page.hasNextPage).toBe(true)
    const key = page.rows[0]?.key
    const gone = await server.ask(
      `mutation ($key: ID!) { voidBatch(key: $key, reason: "test") { complaints passedOver ledger { revision } } }`,
      { key },
      clerk,
    )
    expect(gone.data?.['voidBatch']).toMatchObject({ complaints: 1, passedOver: [] })
    expect((await list()).rows[0]?.voided).toBe(true)
    const back = await server.ask(`mutation ($key: ID!) { restoreBatch(key: $key, reason: "test") { complaints } }`, { key }, clerk)
    expect(back.data?.['restoreBatch']).toMatchObject({ complaints: 1 })
    const next = await server.ask(
      `query ($after: String) { batches(first: 50, after: $after) { rows { key } hasNextPage } }`,
      { after: page.endCursor },
      clerk,
    )
    const rest = next.data?.['batches'] as { rows: unknown[] } | undefined
    expect(rest?.rows).toHaveLength(page.totalCount - 2)
  })
})

const workbook = sharedFile('data/ledgers/county/ledger.xlsx')
describe.skipIf(workbook === null)('a workbook from the page (skipped without ../shared)', () => {
  it('is read as from the command line', async () => {
    const headers = { authorization: `Bearer ${clerk}`, 'x-mingjing-csrf': '1', 'x-file-name': 'ledger.xlsx' }
    const answer = await fetch(`${server.url}/files`, { method: 'POST', headers, body: readFileSync(workbook ?? '') })
    const id = await start(
      ((await answer.json()) as { id: string }).id,
      JSON.parse(readFileSync(sharedFile('data/ledgers/county/ledger.map.json') ?? '', 'utf8')),
    )
    // Its institutions are not in this ledger: every row is, but for that.
    expect(await ready(id)).toMatchObject({ rows: 244, skipped: 30, rejectedRows: 244 })
  })
})
