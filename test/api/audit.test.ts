import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditKinds } from '../../server/src/audit/audit-kinds.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll, writeAs } from '../../server/src/db/snapshot.ts'
import { appendAudit } from '../../server/src/ledger/audit.ts'
import { createDemoDatabase } from '../support/demo.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let db: Db
let server: TestServer
let auditor: string
type Line = {
  key: string
  kind: string
  kindLabel: { zh: string; en: string }
  actor: string
  facts: { label: { zh: string; en: string }; value: { zh: string; en: string } }[]
}
type Page = { rows: Line[]; endCursor: string; hasNextPage: boolean; totalCount: number }
const ask = async (filter: object = {}, first = 50, after: string | null = null): Promise<Page> => {
  const { data, errors } = await server.ask(
    `query ($first: Int!, $after: String, $filter: AuditFilterInput) { audit(first: $first, after: $after, filter: $filter) {
      rows { key kind kindLabel { zh en } actor at facts { label { zh en } value { zh en } } } endCursor hasNextPage totalCount } }`,
    { filter, first, after },
    auditor,
  )
  expect(errors).toEqual([])
  return data?.['audit'] as Page
}
const rows = async <T>(text: string): Promise<T[]> => (await readAll(db, (tx) => sql.raw<T>(text).execute(tx))).rows

beforeAll(async () => {
  db = await createDemoDatabase()
  server = await startTestServer(db)
  auditor = await server.tokenFor('auditor')
  const add = (kind: string, name: string, detail: object) =>
    writeAs(db, 'mingjing_identity', (tx) => appendAudit(tx, { kind, actor: { userId: null, name }, detail }))
  await add('SIGN_IN_REFUSED', 'mallory', {})
  await add('ADD_GRANT', 'root', { name: 'li', role: 'supervisor', region: 'EAST', startsOn: '2026-01-01', endsOn: null, secret: 'x' })
  await add('REFUSAL', '100%_sure', { permission: 'user:write' })
}, 240_000)
afterAll(async () => {
  await server.close()
  await db.close()
})

describe('the audit log', () => {
  test('lets through what kind, name, day and words say, and counts it', async () => {
    expect((await ask({ kinds: ['SIGN_IN_REFUSED'] })).rows.map((line) => line.actor)).toEqual(['mallory'])
    expect((await ask({ actor: 'MALL' })).totalCount).toBe(1)
    // What is typed is looked for as it is.
    expect((await ask({ actor: '100%_' })).totalCount).toBe(1)
    expect((await ask({ actor: '%' })).totalCount).toBe(1)
    expect((await ask({ text: '"role":"supervisor"' })).rows.map((line) => line.kind)).toEqual(['ADD_GRANT'])
    const [{ all, today } = { all: 0, today: 0 }] = await rows<{ all: number; today: number }>(
      `select count(*)::integer as all, count(*) filter (where (at at time zone 'Asia/Shanghai')::date = (now() at time zone 'Asia/Shanghai')::date)::integer as today from audit_line`,
    )
    expect((await ask()).totalCount).toBe(all)
    const [{ day } = { day: '' }] = await rows<{ day: string }>(`select (now() at time zone 'Asia/Shanghai')::date::text as day`)
    expect((await ask({ from: day, to: day })).totalCount).toBe(today)
    expect((await ask({ to: '2001-01-01' })).totalCount).toBe(0)
  })

  test('goes page by page under a filter, without a gap or a repeat', async () => {
    const filter = { kinds: ['IMPORT', 'CORRECT', 'CLOSED', 'ACCEPTED'] }
    const first = await ask(filter, 7)
    const second = await ask(filter, 7, first.endCursor)
    const whole = await ask(filter, 14)
    expect([...first.rows, ...second.rows].map((line) => line.key)).toEqual(whole.rows.map((line) => line.key))
    expect(first.totalCount).toBe(whole.totalCount)
  })

  test('tells each line in both languages, and nothing that it has no word for', async () => {
    const [line] = (await ask({ kinds: ['ADD_GRANT'] })).rows
    expect(line?.kindLabel).toEqual({ zh: '授予角色', en: 'Gave a role' })
    expect(line?.facts.map(({ label, value }) => `${label.zh} ${value.zh} / ${label.en} ${value.en}`)).toEqual([
      '用户 li / user li',
      '角色 主管 / role Supervisor',
      '辖区 EAST / region EAST',
      '自 2026-01-01 / from 2026-01-01',
    ])
  })

  test('has a word for every kind that the demo county left behind', async () => {
    const kinds = await rows<{ kind: string }>('select distinct kind from audit_line order by 1')
    expect(kinds.filter(({ kind }) => !(kind in auditKinds))).toEqual([])
  })

  test('says that the chain holds, and names the line that was altered', async () => {
    const chain = async () => (await server.ask('{ auditChain { intact problems } }', {}, auditor)).data?.['auditChain']
    expect(await chain()).toEqual({ intact: true, problems: [] })
    const [{ id } = { id: 0 }] = await rows<{ id: number }>(`select id from audit_line where actor_name = 'mallory'`)
    await sql`update audit_line set actor_name = 'nobody' where id = ${id}`.execute(db.owner!)
    expect(await chain()).toEqual({ intact: false, problems: [`audit line ${id} (SIGN_IN_REFUSED)`] })
    await sql`update audit_line set actor_name = 'mallory' where id = ${id}`.execute(db.owner!)
  })

  test('is exported as it is shown, once, and the export is a line without the words searched for', async () => {
    const query = 'mutation ($asked: JSON) { exportList(list: AUDIT, asked: $asked, format: CSV) { ticket { url fileName } } }'
    const asked = { filter: { kinds: ['ADD_GRANT'], text: 'EAST' } }
    const { data } = await server.ask(query, { asked }, auditor)
    const { url } = (data!['exportList'] as { ticket: { url: string } }).ticket
    const csv = await (await fetch(server.url + url, { headers: { authorization: `Bearer ${auditor}` } })).text()
    const lines = csv.trim().split('\r\n')
    expect(lines.length).toBe(2)
    expect(lines[1]).toMatch(/授予角色,root,用户 li · 角色 主管 · 辖区 EAST · 自 2026-01-01,ADD_GRANT,.*,[0-9a-f]{64}$/)
    const [kept] = await rows<{ detail: string }>(`select detail from audit_line where kind = 'EXPORT' order by id desc limit 1`)
    expect(kept?.detail).toContain('audit')
    expect(kept?.detail).not.toContain('EAST')
    // A liaison may export figures, but reads no audit log.
    const { errors } = await server.ask(query, { asked: {} }, await server.tokenFor('liaison', 1))
    expect(errors[0]?.extensions['code']).toBe('FORBIDDEN')
  })
})
