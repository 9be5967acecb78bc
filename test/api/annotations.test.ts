import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { permissionsOf } from '../../server/src/access/permissions.ts'
import type { Viewer } from '../../server/src/access/viewer.ts'
import { addAnnotation, removeAnnotation, restoreAnnotation } from '../../server/src/annotations/annotations.commands.ts'
import { readAnnotations } from '../../server/src/annotations/annotations.queries.ts'
import type { AnnotationInput } from '../../server/src/annotations/annotations.types.ts'
import { backup } from '../../server/src/db/backup.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { rootRegionId } from '../../server/src/ledger/install.ts'
import { verifyAudit, verifyLedger } from '../../server/src/ledger/verify.ts'
import type { UserError } from '../../server/src/platform/errors.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, installTest, officer, putInstitution } from '../support/ledger.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let db: Db
let server: TestServer
let county: number
const banks: number[] = []

const add = (asked: Partial<AnnotationInput> = {}, viewer: Viewer = officer) =>
  addAnnotation(db, viewer, { from: '2026-05-03', through: '2026-05-05', zh: '热线停机', ...asked })
const seen = async (viewer: Viewer = officer, period = '2026-05', revision: number | null = null) =>
  (await readAnnotations(db, viewer, { period, jurisdiction: null, revision })).map((one) => one.text.zh)
const refusal = async (asked: Partial<AnnotationInput>) => {
  const error = (await add(asked).catch((thrown: unknown) => thrown)) as UserError
  return { code: error.code, paths: error.fields?.map((field) => [field.path, field.reason]), zh: error.label?.zh, en: error.label?.en }
}
const local = (role: 'clerk' | 'liaison', scope: Viewer['scope'], root: number): Viewer => ({
  ...officer,
  roles: [role],
  permissions: permissionsOf([role]),
  scope,
  rootRegionId: root,
})
const liaison = (bank: number) => local('liaison', { kind: 'SCOPE', regions: [], institutions: [bank] }, rootRegionId)

describe('remarks on a period', () => {
  beforeAll(async () => {
    db = await createTestDatabase()
    await installTest(db)
    const { value } = await act(db, 'PREPARE', async (writing) => {
      for (const name of ['甲银行', '乙银行']) banks.push(await putInstitution(writing, { name, ranked: true }))
      const { rows } = await sql<{ id: number }>`
        insert into region (key, parent_id, level, zh, revision) values ('COUNTY', ${rootRegionId}, 'COUNTY', '某县', ${writing.revision}) returning region_id as id`.execute(
        writing.tx,
      )
      return rows[0]?.id ?? 0
    })
    county = value
    server = await startTestServer(db)
  })
  afterAll(async () => {
    await server?.close()
    await db?.close()
  })

  it('touch a period by their days, are taken back by a dated act and put back by another', async () => {
    const { value: key, change } = await add({ en: 'The hotline was down' })
    expect(await seen()).toEqual(['热线停机'])
    expect(await seen(officer, '2026-05-05')).toEqual(['热线停机'])
    expect(await seen(officer, '2026-05-06')).toEqual([])
    expect(await seen(officer, '2026Q1')).toEqual([])
    const removed = await removeAnnotation(db, officer, key)
    expect(await seen()).toEqual([])
    expect(await seen(officer, '2026-05', change.revision)).toEqual(['热线停机'])
    await expect(removeAnnotation(db, officer, key)).rejects.toMatchObject({ code: 'CONFLICT' })
    await restoreAnnotation(db, officer, key)
    expect(await seen()).toEqual(['热线停机'])
    expect(await seen(officer, '2026-05', removed.change.revision)).toEqual([])
    await expect(restoreAnnotation(db, officer, key)).rejects.toMatchObject({ code: 'CONFLICT' })
    await removeAnnotation(db, officer, key)
  })

  it('say what they touch, by key, code or label, and mask persons', async () => {
    const { value: key } = await add({
      zh: '投诉人张三反映热线13812345678停机',
      metrics: ['complaints'],
      dimension: 'institution',
      members: ['甲银行'],
    })
    const [one] = await readAnnotations(db, officer, { period: '2026Q2', jurisdiction: null, revision: null })
    expect(one).toMatchObject({ key, metrics: ['complaints'], dimension: 'institution', author: 'officer', removable: true })
    expect(one?.members.map((member) => member.label.zh)).toEqual(['甲银行'])
    expect(one?.text.zh).not.toMatch(/张三|13812345678/)
    await removeAnnotation(db, officer, key)
  })

  it('leave a change line and an audit line that name no words, and verify finds an altered one', async () => {
    const { value: key, change } = await add({ zh: '系统切换' })
    const { rows } = await readAll(db, (tx) =>
      sql<{ kind: string; detail: string }>`select kind, detail from change where revision = ${change.revision}`.execute(tx),
    )
    expect([rows[0]?.kind, JSON.parse(rows[0]?.detail ?? '')]).toEqual([
      'ANNOTATE',
      { annotation: key, from: '2026-05-03', through: '2026-05-05' },
    ])
    const problems = async () => [...(await verifyLedger(db)), ...(await verifyAudit(db))].flatMap((check) => check.problems)
    expect(await problems()).toEqual([])
    await sql`update annotation set zh = '无事' where key = ${key}`.execute(db.owner!)
    expect(await problems()).toEqual([`change ${change.revision} (ANNOTATE)`])
    await sql`update annotation set zh = '系统切换' where key = ${key}`.execute(db.owner!)
    expect(await problems()).toEqual([])
    await removeAnnotation(db, officer, key)
  })

  it('are in a backup', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mingjing-annotation-'))
    const client = await db.pools.owner!.connect()
    try {
      const manifest = await backup(client, join(folder, 'a.tar'), { product: 'test' })
      expect(manifest.tables.find((table) => table.name === 'annotation')?.rows).toBeGreaterThan(2)
    } finally {
      client.release()
      await rm(folder, { recursive: true })
    }
  })

  it('about an institution are for those who see it; others for everyone at the node and below', async () => {
    const { value: own } = await add({ zh: '甲行换系统', dimension: 'institution', members: ['甲银行'] })
    const { value: wide } = await add({ zh: '热线停机' })
    const { value: local1 } = await add({ zh: '县局搬迁', jurisdiction: 'COUNTY' })
    expect(await seen(liaison(banks[0] ?? 0))).toEqual(['甲行换系统', '热线停机'])
    expect(await seen(liaison(banks[1] ?? 0))).toEqual(['热线停机'])
    expect(await seen()).toEqual(['甲行换系统', '热线停机', '县局搬迁'])
    const clerk = local('clerk', { kind: 'SCOPE', regions: [county], institutions: [] }, county)
    expect(await seen(clerk)).toEqual(['热线停机', '县局搬迁'])
    // What was said above is not the county's to take back, what was said at it is.
    await expect(removeAnnotation(db, clerk, wide)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(removeAnnotation(db, clerk, own)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(add({ jurisdiction: 'TEST' }, clerk)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await removeAnnotation(db, clerk, local1)
    expect(await seen(clerk)).toEqual(['热线停机'])
    for (const key of [own, wide]) await removeAnnotation(db, officer, key)
  })

  it('are added and taken back by clerk and supervisor over the API, read by all who read figures', async () => {
    const mutation = `mutation { addAnnotation(annotation: { from: "2026-05-03", through: "2026-05-05", zh: "停机" }) { key ledger { revision } } }`
    for (const role of ['liaison', 'board', 'auditor', 'admin'] as const) {
      const { errors } = await server.ask(mutation, {}, await server.tokenFor(role))
      expect([role, errors[0]?.extensions['code']]).toEqual([role, 'FORBIDDEN'])
    }
    const { data, errors } = await server.ask(mutation, {}, await server.tokenFor('clerk'))
    expect(errors).toEqual([])
    const { key } = (data?.['addAnnotation'] ?? {}) as { key: string }
    const read = await server.ask('{ annotations(period: "2026Q2") { key removable } }', {}, await server.tokenFor('auditor'))
    expect(read.data?.['annotations']).toEqual([{ key, removable: false }])
    const undo = 'mutation ($key: ID!) { removeAnnotation(key: $key) { key } }'
    expect((await server.ask(undo, { key }, await server.tokenFor('supervisor'))).errors).toEqual([])
  })

  it.each([
    [{ from: '2026-05-32' }, 'annotation.from', 'NOT_A_DAY'],
    [{ from: '3 May' }, 'annotation.from', 'NOT_A_DAY'],
    [{ through: '2026-05-01' }, 'annotation.through', 'ENDS_BEFORE_IT_BEGINS'],
    [{ zh: ' ' }, 'annotation.zh', 'LENGTH'],
    [{ zh: '甲'.repeat(201) }, 'annotation.zh', 'LENGTH'],
    [{ zh: '两\n行' }, 'annotation.zh', 'LENGTH'],
    [{ dimension: 'institution', members: ['丙银行'] }, 'annotation.members[0]', 'UNKNOWN_MEMBER'],
    [{ members: ['甲银行'] }, 'annotation.members', 'DIMENSION_AND_MEMBERS'],
    [{ dimension: 'institution', members: [] }, 'annotation.members', 'DIMENSION_AND_MEMBERS'],
    [{ dimension: 'month', members: ['2026-05'] }, 'annotation.members', 'DIMENSION_AND_MEMBERS'],
  ] as [Partial<AnnotationInput>, string, string][])('refuse %j, naming %s', async (asked, path, reason) => {
    const { rows: before } = await readAll(db, (tx) => sql`select revision from revision_counter`.execute(tx))
    const refused = await refusal(asked)
    expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', paths: [[path, reason]] })
    expect(refused.zh).toMatch(/[\u4e00-\u9fff]/)
    expect(refused.en).toMatch(/[a-z]/)
    expect((await readAll(db, (tx) => sql`select revision from revision_counter`.execute(tx))).rows).toEqual(before)
  })
})
