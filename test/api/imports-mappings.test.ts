import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll, readSnapshot } from '../../server/src/db/snapshot.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import { createTestDatabase } from '../support/database.ts'
import { Desk } from '../support/drafts.ts'
import { act, installTest, officer, putInstitution } from '../support/ledger.ts'
import { plain, secret } from '../support/ledgers.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { testFolder } from '../support/workbook.ts'

let db: Db
let server: TestServer
let desk: Desk
const folder = testFolder()
beforeAll(async () => {
  db = await createTestDatabase()
  await installTest(db)
  await act(db, 'INSTITUTION', (w) => putInstitution(w, { name: '甲银行', peerGroupId: 1 }))
  server = await startTestServer(db)
  desk = new Desk(server, await server.tokenFor('clerk'))
})
afterAll(async () => {
  folder.drop()
  await server?.close()
  await db?.close()
})

/** A hotline's file: headings that the registry does not know, days in the American style, a name of its own. */
const hotline = (...rows: string[]) => ['流水,来电日,对象,甲类', ...rows].join('\n')
const map = {
  columns: { 流水: 'number', 来电日: 'receivedOn', 对象: 'institution', 甲类: 'category' },
  values: { institution: { 甲: '甲银行' } },
  dates: { 来电日: 'M/D/YYYY' },
  defaults: { source: '12345' },
}

type Mapping = {
  key: string
  kind: string
  name: string
  headings: string[]
  map: Record<string, unknown>
  uses: number
  changedBy: string
}
const mappings = async (who = desk): Promise<Mapping[]> => {
  const { data } = await who.ask('{ importMappings { key kind name headings map uses changedBy } }')
  return data?.['importMappings'] as Mapping[]
}

describe('a kept mapping', () => {
  it('is there once a file was entered through it, and reads the next file with its headings', async () => {
    const first = await desk.check(hotline('1,1/2/2025,甲,贷款'), '一月.csv', { map })
    expect(first).toMatchObject({ new: 1, recalled: null })
    expect(await mappings()).toEqual([])
    expect((await desk.commit(first.id)).errors).toEqual([])
    expect(await mappings()).toMatchObject([
      { kind: 'COMPLAINTS', name: '一月.csv', headings: ['流水', '来电日', '对象', '甲类'], map, uses: 1 },
    ])

    // Another order of the columns, a title above, other width: the same source.
    const second = await desk.check('热线转办\n甲类, 对象 ,来电日,流水\n贷款,甲,2/1/2025,2\n贷款,甲,2/1/2025,1\n', '二月.csv')
    expect(second).toMatchObject({ new: 1, changed: 1, rejectedRows: 0, recalled: { name: '一月.csv' } })
    expect(second.map).toMatchObject(map)
    await desk.commit(second.id)
    expect((await mappings())[0]).toMatchObject({ uses: 2, name: '一月.csv' })
  })

  it('is left alone where a person says so, or a mapping is given', async () => {
    const plainly = await desk.check(hotline('3,1/2/2025,甲,贷款'), '三月.csv', { recall: false })
    expect(plainly.refused?.zh).toContain('没有找到表头')
    const given = await desk.check(hotline('3,1/2/2025,甲,贷款'), '三月.csv', { map: { ...map, dates: { 来电日: 'D/M/YYYY' } } })
    expect(given).toMatchObject({ new: 1, recalled: null })
    // A file with other headings is another source.
    expect((await desk.check('流水,来电日,对象\n4,1/2/2025,甲\n', '少一列.csv')).recalled).toBeNull()
  })

  it('serves the command line only where it asks', async () => {
    const path = folder.file('四月.csv', hotline('5,1/5/2025,甲,贷款'))
    const file = { path, fileName: '四月.csv', kind: 'complaints' as const, map: {}, register: 'REGULATOR' as const }
    expect(await importFile(db, officer, file, secret, null)).toMatchObject({ refused: { reason: 'NO_HEADINGS' } })
    const asked = await importFile(db, officer, { ...file, recall: true }, secret, plain)
    expect(asked).toMatchObject({ new: 1, committed: true, remembered: '一月.csv' })
    expect((await mappings())[0]?.uses).toBe(3)
  })

  it('is renamed, changed, deleted and brought back, each with its line in the audit', async () => {
    const [one] = await mappings()
    const key = one?.key ?? ''
    const say = (mutation: string, variables: object = {}) =>
      desk.ask(mutation, { ...(mutation.includes('$key') ? { key } : {}), ...variables })
    await say('mutation ($key: ID!) { changeMapping(key: $key, name: "热线") }')
    await say('mutation ($key: ID!, $map: JSON) { changeMapping(key: $key, map: $map) }', { map: { ...map, defaults: { source: '热线' } } })
    expect(await mappings()).toMatchObject([{ name: '热线', map: { defaults: { source: '热线' } } }])
    const wrong = await say('mutation ($key: ID!) { changeMapping(key: $key, map: { columns: { a: "nothing" } }) }')
    expect(wrong.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: 'map' }] })
    await say('mutation ($key: ID!) { deleteMapping(key: $key) }')
    expect(await mappings()).toEqual([])
    expect((await desk.check(hotline('6,1/2/2025,甲,贷款'), '五月.csv')).refused).not.toBeNull()
    await say('mutation ($key: ID!) { restoreMapping(key: $key) }')
    expect((await desk.check(hotline('6,1/2/2025,甲,贷款'), '五月.csv')).recalled).toMatchObject({ name: '热线' })
    const lines = await readAll(db, (tx) =>
      tx.selectFrom('audit_line').select('kind').where('kind', 'like', 'MAPPING%').orderBy('id').execute(),
    )
    expect(lines.map((line) => line.kind).slice(-4)).toEqual(['MAPPING_CHANGE', 'MAPPING_CHANGE', 'MAPPING_DELETE', 'MAPPING_RESTORE'])
    expect((await say('mutation { deleteMapping(key: "018f0000-0000-7000-8000-000000000000") }')).errors[0]?.extensions).toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('that came as MAP.json serves files that have the headings it names', async () => {
    const add = (value: unknown) =>
      desk.ask('mutation ($map: JSON!) { addMapping(kind: COMPLAINTS, name: "城商行", map: $map) }', { map: value })
    expect((await add({ defaults: { source: 'x' } })).errors[0]?.extensions).toMatchObject({ fields: [{ reason: 'NO_COLUMNS' }] })
    await add({ columns: { 工单: 'number', 何时: 'receivedOn', 哪家: 'institution' } })
    const draft = await desk.check('何时,哪家,工单,别的\n2025-03-01,甲银行,77,x\n', '城商行.csv')
    expect(draft).toMatchObject({ new: 1, recalled: { name: '城商行' } })
    await desk.commit(draft.id)
    expect((await mappings()).find((one) => one.name === '城商行')).toMatchObject({ uses: 1, headings: [] })
  })

  it('holds no written word that would be masked elsewhere', async () => {
    const words = { 甲: '甲银行', 致电13912345678: '甲银行' }
    const draft = await desk.check('流水,来电日,对象\n9,1/2/2025,甲\n', '私.csv', {
      map: { ...map, columns: { 流水: 'number', 来电日: 'receivedOn', 对象: 'institution' }, values: { institution: words } },
    })
    await desk.commit(draft.id)
    expect(JSON.stringify(await mappings())).not.toContain('13912345678')
  })

  it('is its office’s: another subtree sees nothing of it', async () => {
    const county = { ...officer, scope: { kind: 'SCOPE' as const, regions: [999], institutions: [] } }
    expect(await readSnapshot(db, county, (tx) => tx.selectFrom('import_mapping').selectAll().execute())).toEqual([])
    const board = new Desk(server, await server.tokenFor('board'))
    expect((await board.ask('{ importMappings { key } }')).errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' })
    const auditor = new Desk(server, await server.tokenFor('auditor'))
    expect((await auditor.ask('mutation { deleteMapping(key: "x") }')).errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('a commit on its way', () => {
  it('tells its steps, and stopped before COMMIT leaves nothing; the draft stays and enters later', async () => {
    const rows = Array.from({ length: 6_000 }, (_, index) => `Z${index},2025-01-02,甲银行,贷款`)
    const draft = await desk.check(['编号,收到日期,机构名称,业务类别', ...rows].join('\n'), '大.csv')
    expect(draft).toMatchObject({ new: 6_000 })
    const before = await readAll(db, (tx) => tx.selectFrom('revision_counter').select('revision').executeTakeFirstOrThrow())
    const committing = desk.commit(draft.id)
    let seen = await desk.draft(draft.id)
    for (let turn = 0; turn < 200 && seen.job.step !== 'COMMITTING'; turn++) seen = await desk.draft(draft.id)
    expect(seen).toMatchObject({ committing: true, committed: false, job: { step: 'COMMITTING' } })
    expect((await desk.commit(draft.id)).errors[0]?.extensions).toMatchObject({ code: 'CONFLICT' })
    expect((await desk.ask('mutation ($id: ID!) { cancelImport(id: $id) }', { id: draft.id })).data?.['cancelImport']).toBe(false)
    const other = new Desk(server, await server.tokenFor('supervisor'))
    expect((await other.ask('mutation ($id: ID!) { stopCommit(id: $id) }', { id: draft.id })).data?.['stopCommit']).toBe(false)
    expect((await desk.ask('mutation ($id: ID!) { stopCommit(id: $id) }', { id: draft.id })).data?.['stopCommit']).toBe(true)
    expect((await committing).errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', fields: [{ reason: 'CANCELLED' }] })
    expect(await desk.draft(draft.id)).toMatchObject({ committing: false, committed: false, new: 6_000, job: { step: null } })
    expect(await readAll(db, (tx) => tx.selectFrom('revision_counter').select('revision').executeTakeFirstOrThrow())).toEqual(before)
    expect((await desk.commit(draft.id)).data?.['commitImport']).toMatchObject({ new: 6_000 })
    expect((await desk.ask('mutation ($id: ID!) { stopCommit(id: $id) }', { id: draft.id })).data?.['stopCommit']).toBe(false)
  }, 120_000)
})
