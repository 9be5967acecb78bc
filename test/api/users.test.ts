import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { loadViewer } from '../../server/src/access/grants.ts'
import { createSession } from '../../server/src/access/session.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll, writeAs } from '../../server/src/db/snapshot.ts'
import { dayIn } from '../../server/src/ledger/clock.ts'
import { rootRegionId } from '../../server/src/ledger/install.ts'
import { shiftDays } from '../../server/src/ledger/institution-history.ts'
import { verifyAudit } from '../../server/src/ledger/verify.ts'
import { addUser, ensureCliUser } from '../../server/src/users/users.commands.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, installTest, putInstitution } from '../support/ledger.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let db: Db
let server: TestServer
let admin: string
let adminId: number
const today = dayIn(new Date())
const ask = (query: string, variables: Record<string, unknown> = {}, token: string | null = admin) => server.ask(query, variables, token)
const refusal = async (query: string, variables: Record<string, unknown> = {}, token = admin) => {
  const { code, fields } = (await ask(query, variables, token)).errors[0]!.extensions as {
    code: string
    fields: { path: string; reason: string }[]
  }
  return [code, fields[0]?.path, fields[0]?.reason]
}
const person = (name: string, grants: Parameters<typeof addUser>[1]['grants']) =>
  writeAs(db, 'mingjing_identity', (tx) =>
    addUser(tx, { name, displayName: { zh: name, en: name }, password: 'a long password', grants, grantedBy: 'test' }),
  )
type Grant = { key: string; role: string; inForce: boolean; endsOn: string | null; startsOn: string | null; institution: string | null }
type Shown = { name: string; disabled: boolean; sessions: number; lastSignInAt: string | null; manageable: boolean; grants: Grant[] }
const users = async (token = admin) => {
  const asked = `{ users { name disabled sessions lastSignInAt manageable grants { key role inForce endsOn startsOn institution region } } }`
  return (await ask(asked, {}, token)).data?.['users'] as Shown[]
}
const user = async (name: string) => (await users()).find((one) => one.name === name) as Shown
const grant = `mutation ($name: String!, $role: Role!, $region: ID, $institution: ID, $startsOn: String, $endsOn: String) {
  addGrant(name: $name, role: $role, region: $region, institution: $institution, startsOn: $startsOn, endsOn: $endsOn) }`
const endGrant = `mutation ($grant: ID!, $endsOn: String) { setGrantEnd(grant: $grant, endsOn: $endsOn) }`
const disable = `mutation ($name: String!, $disabled: Boolean!) { setUserDisabled(name: $name, disabled: $disabled) }`
const accept = `mutation ($token: ID!, $name: String!, $password: String!) { acceptInvitation(token: $token, name: $name, password: $password) { viewer { name roles } } }`
const signIn = `mutation ($name: String!, $password: String!) { signIn(name: $name, password: $password) { viewer { name } } }`
const who = '{ session { viewer { name roles } } }'

beforeAll(async () => {
  db = await createTestDatabase()
  await installTest(db)
  await ensureCliUser(db)
  await act(db, 'PREPARE', (writing) => putInstitution(writing, { name: '甲银行', ranked: true }))
  server = await startTestServer(db)
  adminId = await person('root', [{ role: 'admin', region: rootRegionId }])
  admin = await createSession(db, adminId)
})
afterAll(async () => {
  expect((await verifyAudit(db)).flatMap((check) => check.problems)).toEqual([])
  await server.close()
  await db.close()
})

describe('an invitation', () => {
  const invite = `mutation ($role: Role!, $region: ID, $institution: ID, $endsOn: String) {
    inviteUser(role: $role, region: $region, institution: $institution, endsOn: $endsOn) { token path expiresAt } }`
  const invitations = async () =>
    (await ask('{ invitations { key role user scope { zh } endsOn createdBy } }')).data?.['invitations'] as object[]

  test('makes one user of the role and place named, once, until its last day', async () => {
    const endsOn = shiftDays(today, 30)
    const { data } = await ask(invite, { role: 'LIAISON', institution: '甲银行', endsOn })
    const { token, path } = data!['inviteUser'] as { token: string; path: string }
    expect(path).toBe(`/setup#${token}`)
    expect(await invitations()).toEqual([
      { key: expect.stringMatching(/^[0-9a-f]{64}$/), role: 'LIAISON', user: null, scope: { zh: '甲银行' }, endsOn, createdBy: 'root' },
    ])
    const made = await ask(accept, { token, name: 'bank', password: 'a long password' }, null)
    expect(made.data?.['acceptInvitation']).toEqual({ viewer: { name: 'bank', roles: ['LIAISON'] } })
    expect((await user('bank')).grants).toMatchObject([{ role: 'LIAISON', institution: '甲银行', endsOn, inForce: true }])
    expect(await invitations()).toEqual([])
    expect(await refusal(accept, { token, name: 'other', password: 'a long password' })).toEqual([
      'BAD_USER_INPUT',
      'token',
      'USED_OR_EXPIRED',
    ])
  })

  test('that is withdrawn opens nothing', async () => {
    const { data } = await ask(invite, { role: 'CLERK', region: 'TEST' })
    const { token } = data!['inviteUser'] as { token: string }
    const [{ key }] = (await invitations()) as [{ key: string }]
    expect((await ask('mutation ($key: ID!) { withdrawInvitation(key: $key) }', { key })).data).toEqual({ withdrawInvitation: true })
    expect((await refusal(accept, { token, name: 'late', password: 'a long password' }))[2]).toBe('USED_OR_EXPIRED')
    expect((await refusal('mutation ($key: ID!) { withdrawInvitation(key: $key) }', { key }))[2]).toBe('USED_OR_EXPIRED')
  })

  test.each([
    [{ role: 'LIAISON', region: 'TEST' }, 'institution', 'WRONG_PLACE'],
    [{ role: 'CLERK', institution: '甲银行' }, 'region', 'WRONG_PLACE'],
    [{ role: 'CLERK' }, 'region', 'ONE_PLACE'],
    [{ role: 'CLERK', region: 'NOWHERE' }, 'region', 'UNKNOWN_REGION'],
    [{ role: 'BOARD', institution: 'NONE' }, 'institution', 'UNKNOWN_INSTITUTION'],
    [{ role: 'CLERK', region: 'TEST', endsOn: '2026-02-30' }, 'endsOn', 'NOT_A_DAY'],
  ])('for %j is refused, naming %s: %s', async (asked, path, reason) => {
    expect((await refusal(invite, asked)).slice(1)).toEqual([path, reason])
  })
})

describe('a grant', () => {
  beforeEach(async () => void (await person('li', [{ role: 'clerk', region: rootRegionId }])))

  test('with an end is a stand-in: in force between its days, over after them', async () => {
    const [startsOn, endsOn] = [today, shiftDays(today, 7)]
    const { data } = await ask(grant, { name: 'li', role: 'SUPERVISOR', region: 'TEST', startsOn, endsOn })
    const key = data?.['addGrant'] as string
    const id = (await ids())['li'] as number
    expect((await loadViewer(db, id))?.roles).toEqual(['clerk', 'supervisor'])
    expect((await refusal(grant, { name: 'li', role: 'SUPERVISOR', region: 'TEST' }))[2]).toBe('OVERLAPS')
    expect((await ask(endGrant, { grant: key, endsOn: shiftDays(today, -1) })).data).toEqual({ setGrantEnd: true })
    expect((await loadViewer(db, id))?.roles).toEqual(['clerk'])
    expect((await user('li')).grants.find((one) => one.key === key)).toMatchObject({ endsOn: shiftDays(today, -1), inForce: false })
    // Undone: the end is taken away again.
    expect((await ask(endGrant, { grant: key, endsOn })).data).toEqual({ setGrantEnd: true })
    expect((await loadViewer(db, id))?.roles).toEqual(['clerk', 'supervisor'])
    expect((await refusal(endGrant, { grant: key, endsOn }))[2]).toBe('UNCHANGED')
    expect((await refusal(endGrant, { grant: '999999', endsOn }))[2]).toBe('UNKNOWN_GRANT')
    expect((await refusal(grant, { name: 'li', role: 'AUDITOR', region: 'TEST', startsOn: endsOn, endsOn: startsOn }))[2]).toBe(
      'ENDS_BEFORE_START',
    )
  })

  test('is not given to oneself, nor to the command line, nor to nobody', async () => {
    expect((await refusal(grant, { name: 'root', role: 'CLERK', region: 'TEST' }))[2]).toBe('ONESELF')
    expect((await refusal(grant, { name: 'cli', role: 'ADMIN', region: 'TEST' }))[2]).toBe('COMMAND_LINE')
    expect((await refusal(grant, { name: 'nobody', role: 'ADMIN', region: 'TEST' }))[2]).toBe('UNKNOWN_USER')
  })

  test('is no affair of an administrator of another part of the tree', async () => {
    const county = await writeAs(db, 'mingjing_writer', async (tx) => {
      const { rows } = await sql<{ id: number }>`insert into region (key, parent_id, level, zh, revision)
        values ('EAST', ${rootRegionId}, 'COUNTY', '东区', 1) returning region_id as id`.execute(tx)
      return rows[0]?.id as number
    })
    const token = await createSession(db, await person('east', [{ role: 'admin', region: county }]))
    await person('east-clerk', [{ role: 'clerk', region: county }])
    expect((await users(token)).map((one) => one.name)).toEqual(['east', 'east-clerk'])
    expect((await refusal(grant, { name: 'li', role: 'CLERK', region: 'EAST' }, token))[2]).toBe('OUT_OF_SCOPE')
    expect((await refusal(grant, { name: 'east-clerk', role: 'ADMIN', region: 'TEST' }, token))[2]).toBe('OUT_OF_SCOPE')
    expect((await refusal(`mutation { resetPassword(name: "root") { token } }`, {}, token))[2]).toBe('OUT_OF_SCOPE')
    expect((await refusal(`mutation { inviteUser(role: ADMIN, region: "TEST") { token } }`, {}, token))[2]).toBe('OUT_OF_SCOPE')
    expect((await ask(grant, { name: 'east-clerk', role: 'SUPERVISOR', region: 'EAST' }, token)).errors).toEqual([])
  })
})

describe('the last administrator', () => {
  test('is neither disabled nor ended, at any of the two ways, and may be once there is another', async () => {
    const key = (await user('root')).grants[0]?.key
    expect(await refusal(disable, { name: 'root', disabled: true })).toEqual(['CONFLICT', 'user', 'LAST_ADMINISTRATOR'])
    // An end in the future would leave nobody on the day after it.
    expect((await refusal(endGrant, { grant: key, endsOn: shiftDays(today, 400) }))[2]).toBe('LAST_ADMINISTRATOR')
    await person('second', [{ role: 'admin', region: rootRegionId, endsOn: shiftDays(today, 9) }])
    expect((await refusal(disable, { name: 'root', disabled: true }))[2]).toBe('LAST_ADMINISTRATOR')
    const third = await createSession(db, await person('third', [{ role: 'admin', region: rootRegionId }]))
    expect((await ask(disable, { name: 'root', disabled: true }, third)).errors).toEqual([])
    expect((await refusal(disable, { name: 'third', disabled: true }, third))[2]).toBe('LAST_ADMINISTRATOR')
    expect((await ask(who)).data).toEqual({ session: { viewer: null } })
    expect((await refusal(disable, { name: 'root', disabled: true }, third))[2]).toBe('UNCHANGED')
    expect((await ask(disable, { name: 'root', disabled: false }, third)).errors).toEqual([])
    admin = await createSession(db, adminId)
  })

  test('is kept when two take each other away at the same moment', async () => {
    await ask(disable, { name: 'third', disabled: true })
    const fourth = await createSession(db, await person('fourth', [{ role: 'admin', region: rootRegionId }]))
    const both = await Promise.all([
      ask(disable, { name: 'fourth', disabled: true }, admin),
      ask(disable, { name: 'root', disabled: true }, fourth),
    ])
    expect(both.filter((one) => one.errors.length === 0).length).toBe(1)
    const kept = both[0]?.errors.length === 0 ? 'root' : 'fourth'
    admin = await createSession(db, (await ids())[kept] as number)
    for (const one of ['root', 'fourth']) if (one !== kept) await ask(disable, { name: one, disabled: false })
  })
})

test('a link that resets a password serves its user alone; the old password and sessions end when it is used', async () => {
  await writeAs(db, 'mingjing_identity', async (tx) => {
    const id = await addUser(tx, {
      name: 'wang',
      displayName: { zh: '王', en: 'Wang' },
      password: 'the old password',
      grants: [{ role: 'clerk', region: rootRegionId }],
      grantedBy: 'test',
    })
    expect(id).toBeGreaterThan(0)
  })
  const session = await createSession(db, (await ids())['wang'] as number)
  const reset = async () =>
    (await ask('mutation { resetPassword(name: "wang") { token path } }')).data?.['resetPassword'] as { token: string; path: string }
  const first = await reset()
  const { token, path } = await reset()
  expect(path).toBe(`/setup?user=wang#${token}`)
  const password = 'quite another one'
  expect((await refusal(accept, { token: first.token, name: 'wang', password }))[2]).toBe('USED_OR_EXPIRED')
  expect((await refusal(accept, { token, name: 'root', password }))[2]).toBe('USED_OR_EXPIRED')
  expect((await ask(signIn, { name: 'wang', password: 'the old password' }, null)).errors).toEqual([])
  expect((await ask(accept, { token, name: 'wang', password }, null)).data?.['acceptInvitation']).toMatchObject({
    viewer: { name: 'wang' },
  })
  expect((await ask(who, {}, session)).data).toEqual({ session: { viewer: null } })
  expect((await ask(signIn, { name: 'wang', password: 'the old password' }, null)).errors.length).toBe(1)
  expect((await ask(signIn, { name: 'wang', password }, null)).errors).toEqual([])
  const shown = await user('wang')
  expect(Date.now() - Date.parse(shown.lastSignInAt ?? '')).toBeLessThan(60_000)
  expect(shown.sessions).toBe(2)
  expect((await ask('mutation { endSessions(name: "wang") }')).data).toEqual({ endSessions: 2 })
  expect((await user('wang')).sessions).toBe(0)
})

test('an auditor reads users and changes none', async () => {
  const token = await server.tokenFor('auditor')
  expect((await users(token)).length).toBeGreaterThan(3)
  expect((await refusal(disable, { name: 'li', disabled: true }, token))[0]).toBe('FORBIDDEN')
})

test('every act leaves an audit line that names who did it, and no secret', async () => {
  const { rows } = await readAll(db, (tx) =>
    sql<{ kind: string; actor: string; detail: string }>`select kind, actor_name as actor, detail from audit_line order by id`.execute(tx),
  )
  const kinds = new Set(rows.map((row) => row.kind))
  for (const kind of [
    'INVITE',
    'WITHDRAW_INVITATION',
    'ADD_GRANT',
    'END_GRANT',
    'DISABLE_USER',
    'ENABLE_USER',
    'RESET_PASSWORD',
    'END_SESSIONS',
  ])
    expect([kind, kinds.has(kind)]).toEqual([kind, true])
  expect(rows.filter((row) => /password|argon|[\w-]{43}/i.test(row.detail.replaceAll(/"(digest|change)":"[^"]*"/g, '')))).toEqual([])
  expect(rows.find((row) => row.kind === 'DISABLE_USER')?.actor).toBe('third')
})

async function ids(): Promise<Record<string, number>> {
  const rows = await writeAs(db, 'mingjing_identity', (tx) => tx.selectFrom('user_account').select(['id', 'name']).execute())
  return Object.fromEntries(rows.map((row) => [row.name, row.id]))
}
