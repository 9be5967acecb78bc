import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { permissionsOf, type Role } from '../../server/src/access/permissions.ts'
import type { Viewer } from '../../server/src/access/viewer.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readSnapshot } from '../../server/src/db/snapshot.ts'
import { setToday } from '../../server/src/ledger/clock.ts'
import { readStanding } from '../../server/src/supervision/standing.queries.ts'
import { decide } from '../../server/src/supervision/supervision.commands.ts'
import { readProposals } from '../../server/src/supervision/supervision.queries.ts'
import { createTestDatabase } from '../support/database.ts'
import { officer } from '../support/ledger.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { openTestCounty, type TestCounty } from '../support/supervision.ts'

let db: Db
let county: TestCounty
let server: TestServer

const fields = {
  supervisionProposals: 'query { supervisionProposals { open rows { label { zh } } } }',
  supervisionList: 'query { supervisionList { rows { label { zh } } } }',
  decideSupervision:
    'mutation { decideSupervision(period: "2025Q4", institution: "丙银行", decision: REJECTED, reason: "无", revision: 1) { decision } }',
  undoSupervision: 'mutation { undoSupervision(decision: "00000000-0000-7000-8000-000000000000", reason: "无") { decision } }',
  exportList: 'mutation { exportList(list: SUPERVISION_LIST, format: CSV) { ticket { url } } }',
  supervisionStanding:
    'query ($key: ID!) { supervisionStanding(institution: $key) { listed since { key } criteria { label { zh } definition { zh } figures { label { zh } shown } } measures { dueOn } history { decision } } }',
}
const allowed: Record<keyof typeof fields, Role[]> = {
  supervisionProposals: ['clerk', 'supervisor', 'auditor'],
  supervisionList: ['clerk', 'supervisor', 'auditor'],
  decideSupervision: ['supervisor'],
  undoSupervision: ['supervisor'],
  exportList: ['clerk', 'supervisor', 'auditor'],
  supervisionStanding: ['clerk', 'supervisor', 'auditor', 'liaison', 'board'],
}

beforeAll(async () => {
  setToday('2025-10-12')
  db = await createTestDatabase()
  county = await openTestCounty(db)
  const { revision } = await readProposals(db, officer, { period: null, jurisdiction: null, revision: null })
  const asked = { period: '2025Q4', jurisdiction: null, reason: '另见某行情况', revision }
  await decide(db, officer, {
    ...asked,
    institution: '甲银行',
    decision: 'CONFIRMED',
    measures: [{ kind: 'INTERVIEW', text: '', dueOn: '2025-11-30' }],
  })
  await decide(db, officer, { ...asked, institution: '乙银行', decision: 'DEFERRED', measures: [], revision: revision + 1 })
  server = await startTestServer(db)
})
afterAll(async () => {
  setToday(null)
  await server?.close()
  await db?.close()
})

const at = (bank: string): Viewer => ({
  ...officer,
  userId: 99,
  roles: ['liaison'],
  permissions: permissionsOf(['liaison']),
  scope: { kind: 'SCOPE', regions: [], institutions: [county.ids[bank] as number] },
})

describe('who may', () => {
  const roles: Role[] = ['clerk', 'supervisor', 'liaison', 'board', 'auditor', 'unmask', 'admin']
  it.each(roles)('%s asks exactly the fields of the role', async (role) => {
    const own = role === 'liaison' || role === 'board' ? county.ids['甲银行'] : undefined
    const token = await server.tokenFor(role, own)
    for (const [name, question] of Object.entries(fields)) {
      const { errors } = await server.ask(question, { key: '甲银行' }, token)
      const code = errors[0]?.extensions['code']
      if (allowed[name as keyof typeof fields].includes(role)) expect([name, code]).not.toEqual([name, 'FORBIDDEN'])
      else expect([name, code]).toEqual([name, 'FORBIDDEN'])
    }
  })
})

describe('an institution’s own people', () => {
  const standing = (viewer: Viewer, bank: string) =>
    readStanding(db, viewer, bank, { period: '2025Q4', jurisdiction: null, revision: null })

  it('see that they are listed, by what, with their own figures and nothing of the group', async () => {
    const own = await standing(at('甲银行'), '甲银行')
    expect(own).toMatchObject({ listed: true, since: { key: '2025Q4' }, measures: [{ dueOn: '2025-11-30' }], history: [] })
    expect(
      own.criteria.map(({ label, definition, figures }) => [label.zh, definition.zh, figures.map((one) => [one.label.zh, one.shown])]),
    ).toEqual([
      [
        '投诉明显偏高',
        '投诉率高于同类整体的 1.5 倍，且投诉不少于 5 件',
        [
          ['受理件数', '12'],
          ['基数', '100,000'],
          ['投诉率', '1.20'],
        ],
      ],
    ])
    expect(JSON.stringify(own)).not.toMatch(/某行|0\.50|400,000/)
  })

  it('see nothing of what was only considered, and nobody else', async () => {
    expect(await standing(at('乙银行'), '乙银行')).toMatchObject({ listed: false, criteria: [], history: [] })
    await expect(standing(at('乙银行'), '甲银行')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(readProposals(db, at('甲银行'), { period: null, jurisdiction: null, revision: null })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  it('are kept apart by the database as well', async () => {
    const seen = (viewer: Viewer) =>
      readSnapshot(db, viewer, async (tx) =>
        (await sql<{ decision: string }>`select decision from supervision_decision order by id`.execute(tx)).rows.map(
          (row) => row.decision,
        ),
      )
    expect(await seen(officer)).toEqual(['CONFIRMED', 'DEFERRED'])
    expect(await seen(at('甲银行'))).toEqual(['CONFIRMED'])
    expect(await seen(at('乙银行'))).toEqual([])
    expect(await seen({ ...at('乙银行'), scope: { kind: 'SCOPE', regions: [], institutions: [] } })).toEqual([])
    // A regulator of the county by scope sees all that its office decided.
    expect(await seen({ ...at('乙银行'), scope: { kind: 'SCOPE', regions: [1], institutions: [] } })).toEqual(['CONFIRMED', 'DEFERRED'])
  })

  it('see as regulators the history of an institution', async () => {
    const { history, listed } = await standing(officer, '乙银行')
    expect([listed, history.map((one) => [one.decision, one.reason])]).toEqual([false, [['DEFERRED', '另见某行情况']]])
  })
})

describe('the export', () => {
  it('is the list of the screen, as CSV and XLSX', async () => {
    const token = await server.tokenFor('supervisor')
    for (const format of ['CSV', 'XLSX']) {
      const asked = { period: '2025Q4' }
      const question = `mutation ($asked: JSON) { exportList(list: SUPERVISION_LIST, asked: $asked, format: ${format}) { ticket { url fileName } } }`
      const { data, errors } = await server.ask(question, { asked }, token)
      expect(errors).toEqual([])
      const { ticket } = (data as { exportList: { ticket: { url: string; fileName: string } } }).exportList
      expect(ticket.fileName).toMatch(/^重点监督名单.*2025年第四季度.*\.(csv|xlsx)$/)
      const response = await fetch(server.url + ticket.url, { headers: { authorization: `Bearer ${token}`, 'x-mingjing-csrf': '1' } })
      const body = Buffer.from(await response.arrayBuffer())
      if (format === 'XLSX') expect(body.subarray(0, 2).toString()).toBe('PK')
      else {
        const [head, first, ...rest] = body.toString('utf8').replace('\u{FEFF}', '').trim().split('\r\n')
        expect(head).toBe('机构,机构类别,状态,列入期,列入条件,列入理由,本期决定理由,后续措施与期限,决定人,决定日期,依据修订号')
        expect(first).toMatch(
          /^甲银行,国有大型商业银行,新列入,2025年第四季度,投诉明显偏高,另见某行情况,,约谈谈话 2025年11月30日,officer,\d{4}-\d\d-\d\d,\d+$/,
        )
        expect(rest).toEqual([])
      }
    }
  })
})
