import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { permissionsOf, type Role } from '../../server/src/access/permissions.ts'
import type { Viewer } from '../../server/src/access/viewer.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll, readSnapshot, writeAs } from '../../server/src/db/snapshot.ts'
import { rootRegionId } from '../../server/src/ledger/install.ts'
import { verifyAudit } from '../../server/src/ledger/verify.ts'
import type { UserError } from '../../server/src/platform/errors.ts'
import { addUser } from '../../server/src/users/users.commands.ts'
import { deleteView, renameView, restoreView, saveView, shareView, type ViewAsked } from '../../server/src/views/views.commands.ts'
import { readViews } from '../../server/src/views/views.queries.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, installTest, officer, putInstitution } from '../support/ledger.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let db: Db
let server: TestServer
let county: number
const banks: number[] = []

const viewer = async (name: string, roles: Role[], scope: Viewer['scope'] = { kind: 'ALL' }, root = rootRegionId): Promise<Viewer> => {
  const userId = await writeAs(db, 'mingjing_identity', (tx) =>
    addUser(tx, {
      name,
      displayName: { zh: name, en: name },
      password: null,
      grants: roles.map((role) => ({ role, region: rootRegionId })),
      grantedBy: 'test',
    }),
  )
  return { ...officer, userId, name, roles, permissions: permissionsOf(roles), scope, rootRegionId: root }
}
const asked = (more: Partial<ViewAsked> = {}): ViewAsked => ({
  name: '贷款趋势',
  path: '/trends',
  search: 'by=CATEGORY&category=LOAN',
  role: null,
  ...more,
})
const names = async (of: Viewer, path: string | null = null) => (await readViews(db, of, path)).map((view) => view.name)
const refusal = async (of: Viewer, more: Partial<ViewAsked>) => {
  const error = (await saveView(db, of, asked(more)).catch((thrown: unknown) => thrown)) as UserError
  return [error.code, error.fields?.[0]?.path, error.fields?.[0]?.reason]
}

let clerk: Viewer, other: Viewer, supervisor: Viewer

describe('saved views', () => {
  beforeAll(async () => {
    db = await createTestDatabase()
    await installTest(db)
    await act(db, 'PREPARE', async (writing) => {
      for (const name of ['甲银行', '乙银行']) banks.push(await putInstitution(writing, { name, ranked: true }))
      const { rows } = await sql<{ id: number }>`
        insert into region (key, parent_id, level, zh, revision) values ('COUNTY', ${rootRegionId}, 'COUNTY', '某县', ${writing.revision})
        returning region_id as id`.execute(writing.tx)
      county = rows[0]?.id ?? 0
    })
    clerk = await viewer('clerk-1', ['clerk'])
    other = await viewer('clerk-2', ['clerk'])
    supervisor = await viewer('supervisor-1', ['supervisor'])
    server = await startTestServer(db)
  })
  afterAll(async () => {
    await server?.close()
    await db?.close()
  })

  it('are their owner’s, by name and page; a shared one is seen by its role at its node', async () => {
    const own = await saveView(db, clerk, asked())
    await saveView(db, clerk, asked({ name: '排名', path: '/rankings', search: 'tab=STATE_OWNED_LARGE', role: 'clerk' }))
    expect(await names(clerk)).toEqual(['排名', '贷款趋势'])
    expect(await names(clerk, '/trends')).toEqual(['贷款趋势'])
    expect(await names(other)).toEqual(['排名'])
    expect(await names(supervisor)).toEqual([])
    expect((await readViews(db, other, null))[0]).toMatchObject({ own: false, owner: 'clerk-1', sharedRole: 'clerk', path: '/rankings' })
    const elsewhere = await viewer('clerk-3', ['clerk'], { kind: 'SCOPE', regions: [county], institutions: [] }, county)
    expect(await names(elsewhere)).toEqual([])
    await shareView(db, clerk, own, 'clerk')
    expect(await names(other)).toEqual(['排名', '贷款趋势'])
    await shareView(db, clerk, own, null)
    expect(await names(other)).toEqual(['排名'])
  })

  it('of a bank’s people are shared inside the bank alone', async () => {
    const ofBank = (place: number) => ({ kind: 'SCOPE' as const, regions: [], institutions: [banks[place] ?? 0] })
    const first = await viewer('liaison-1', ['liaison'], ofBank(0))
    const second = await viewer('liaison-2', ['liaison'], ofBank(0))
    const rival = await viewer('liaison-3', ['liaison'], ofBank(1))
    await saveView(db, first, asked({ name: '本行', role: 'liaison' }))
    expect([await names(second), await names(rival), await names(clerk)]).toEqual([['本行'], [], ['排名', '贷款趋势']])
  })

  it('are hidden by the database itself from whoever asks past the application', async () => {
    const ids = (of: Viewer) =>
      readSnapshot(db, of, async (tx) =>
        (await sql<{ name: string }>`select name from saved_view order by name`.execute(tx)).rows.map((row) => row.name),
      )
    expect(await ids(clerk)).toContain('贷款趋势')
    expect(await ids(other)).not.toContain('贷款趋势')
    expect(await readAll(db, async (tx) => (await sql`select from saved_view where shared_role is null`.execute(tx)).rows)).toEqual([])
  })

  it('are changed by their owner alone', async () => {
    const [shared] = await readViews(db, other, '/rankings')
    const key = shared?.key ?? ''
    const attempts = [
      () => renameView(db, other, key, '别名'),
      () => shareView(db, other, key, null),
      () => deleteView(db, other, key),
      () => deleteView(db, supervisor, 'x'),
    ]
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await renameView(db, clerk, key, '大行排名')
    expect(await names(other)).toEqual(['大行排名'])
  })

  it('are deleted and brought back', async () => {
    const [view] = await readViews(db, clerk, '/rankings')
    const key = view?.key ?? ''
    await deleteView(db, clerk, key)
    expect([await names(clerk), await names(other)]).toEqual([['贷款趋势'], []])
    await expect(deleteView(db, clerk, key)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(restoreView(db, other, key)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await restoreView(db, clerk, key)
    expect(await names(other)).toEqual(['大行排名'])
    // A name that was taken meanwhile keeps the old one out.
    await deleteView(db, clerk, key)
    await saveView(db, clerk, asked({ name: '大行排名' }))
    await expect(restoreView(db, clerk, key)).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(renameView(db, clerk, (await readViews(db, clerk, null))[0]?.key ?? '', '贷款趋势')).rejects.toMatchObject({
      code: 'CONFLICT',
    })
  })

  it('keep names and keys of an address, never its revision, free text or what is a person’s', async () => {
    const key = await saveView(
      db,
      supervisor,
      asked({ search: 'by=CATEGORY&revision=12&q=%E5%BC%A0%E4%B8%89&institution=甲银行&cause=%21FEES' }),
    )
    const saved = (await readViews(db, supervisor, null)).find((view) => view.key === key)
    expect([...new URLSearchParams(saved?.search)]).toEqual([
      ['by', 'CATEGORY'],
      ['institution', '甲银行'],
      ['cause', '!FEES'],
    ])
    await deleteView(db, supervisor, key)
    const phone = await saveView(db, supervisor, asked({ name: '13812345678 的投诉' }))
    expect((await names(supervisor))[0]).not.toContain('13812345678')
    await deleteView(db, supervisor, phone)
  })

  it.each([
    [{ name: ' ' }, 'name', 'LENGTH'],
    [{ name: '甲'.repeat(61) }, 'name', 'LENGTH'],
    [{ path: 'https://example.org/' }, 'path', 'NOT_A_PATH'],
    [{ path: '//example.org' }, 'path', 'NOT_A_PATH'],
    [{ search: 'category=我的银行卡 被扣款' }, 'search', 'FREE_TEXT'],
    [{ search: 'institution=13812345678' }, 'search', 'FREE_TEXT'],
    [{ search: '<script>=1' }, 'search', 'FREE_TEXT'],
    [{ search: `category=${'A,'.repeat(2000)}` }, 'search', 'TOO_LONG'],
    [{ role: 'supervisor' as Role }, 'role', 'NOT_YOUR_ROLE'],
  ])('refuse %j, naming %s', async (more, path, reason) => {
    expect(await refusal(clerk, more)).toEqual(['BAD_USER_INPUT', path, reason])
  })

  it('leave audit lines, and the chain holds', async () => {
    const { rows } = await readAll(db, (tx) =>
      sql<{ kind: string }>`select distinct kind from audit_line where kind like '%VIEW'`.execute(tx),
    )
    expect(rows.map((row) => row.kind).sort()).toEqual(['DELETE_VIEW', 'RENAME_VIEW', 'RESTORE_VIEW', 'SAVE_VIEW', 'SHARE_VIEW'])
    expect((await verifyAudit(db)).flatMap((check) => check.problems)).toEqual([])
  })

  it('are asked for over the API; who reads no figures keeps none', async () => {
    const token = await server.tokenFor('board')
    const { data, errors } = await server.ask('mutation { saveView(name: "季度", path: "/", search: "", role: BOARD) }', {}, token)
    expect(errors).toEqual([])
    expect((await server.ask('{ savedViews(path: "/") { key name sharedRole own } }', {}, token)).data?.['savedViews']).toEqual([
      { key: data?.['saveView'], name: '季度', sharedRole: 'BOARD', own: true },
    ])
    const admin = await server.ask('{ savedViews { key } }', {}, await server.tokenFor('admin'))
    expect(admin.errors[0]?.extensions['code']).toBe('FORBIDDEN')
  })

  it('a chart that leaves as a picture leaves an audit line, and takes the right to export', async () => {
    const mutation = (period: string) =>
      `mutation { exportChart(format: PNG, query: { metrics: [COMPLAINTS], grain: MONTH, period: "${period}" }) { revision } }`
    const token = await server.tokenFor('clerk')
    expect((await server.ask(mutation('2026'), {}, token)).errors).toEqual([])
    const { rows } = await readAll(db, (tx) =>
      sql<{
        detail: string
        name: string
      }>`select detail, actor_name as name from audit_line where kind = 'EXPORT' order by id desc limit 1`.execute(tx),
    )
    expect([rows[0]?.name, JSON.parse(rows[0]?.detail ?? '')]).toMatchObject([
      'test-clerk',
      { format: 'png', metrics: ['complaints'], by: ['month'], period: '2026' },
    ])
    expect((await server.ask(mutation('someday'), {}, token)).errors[0]?.extensions['code']).toBe('BAD_USER_INPUT')
    const admin = await server.ask(mutation('2026'), {}, await server.tokenFor('admin'))
    expect(admin.errors[0]?.extensions['code']).toBe('FORBIDDEN')
  })
})
