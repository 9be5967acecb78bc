import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { hashPassword } from '../../server/src/access/password.ts'
import { createSession } from '../../server/src/access/session.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll, writeAs } from '../../server/src/db/snapshot.ts'
import { rootRegionId } from '../../server/src/ledger/install.ts'
import { installReal } from '../../server/src/service.ts'
import { invite } from '../../server/src/users/invitations.ts'
import { addUser, ensureCliUser } from '../../server/src/users/users.commands.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, putInstitution } from '../support/ledger.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let db: Db
let server: TestServer
const signIn =
  'mutation ($name: String!, $password: String!) { signIn(name: $name, password: $password) { viewer { name roles permissions } } }'

beforeAll(async () => {
  db = await createTestDatabase()
  await installReal(db)
  await ensureCliUser(db)
  server = await startTestServer(db)
})
afterAll(async () => {
  await server.close()
  await db.close()
})

async function addPerson(name: string, password: string): Promise<number> {
  const grants = [{ role: 'clerk' as const, region: rootRegionId }]
  return writeAs(db, 'mingjing_identity', (tx) =>
    addUser(tx, { name, displayName: { zh: name, en: name }, password, grants, grantedBy: 'test' }),
  )
}

async function auditKinds(): Promise<string[]> {
  const { rows } = await readAll(db, (tx) => sql<{ kind: string }>`select kind from audit_line order by id`.execute(tx))
  return rows.map((row) => row.kind)
}

test('an office without a user needs a set-up, and its one-time link makes the first administrator once', async () => {
  expect((await server.ask('{ session { needsSetup demo demoUsers { name } viewer { name } } }')).data).toEqual({
    session: { needsSetup: true, demo: false, demoUsers: [], viewer: null },
  })
  const token = await invite(db, 'admin', rootRegionId)
  const accept = `mutation ($token: ID!, $name: String!) { acceptInvitation(token: $token, name: $name, password: "a long password") { viewer { name roles } needsSetup } }`
  const first = await server.ask(accept, { token, name: '王主任' })
  expect(first.data?.['acceptInvitation']).toEqual({
    viewer: { name: '王主任', roles: ['ADMIN', 'SUPERVISOR', 'CLERK'] },
    needsSetup: false,
  })
  const second = await server.ask(accept, { token, name: '别人' })
  expect(second.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: 'token', reason: 'USED_OR_EXPIRED' }] })
})

test('a short password and a strange name are both named', async () => {
  const token = await invite(db, 'clerk', rootRegionId)
  const { errors } = await server.ask(
    `mutation ($token: ID!) { acceptInvitation(token: $token, name: "!", password: "short") { viewer { name } } }`,
    { token },
  )
  expect(errors[0]?.extensions['fields']).toMatchObject([
    { path: 'name', reason: 'NAME_FORM' },
    { path: 'password', reason: 'TOO_SHORT' },
  ])
})

test('a password opens a session in a cookie that scripts and other sites cannot use', async () => {
  await addPerson('li', 'correct horse')
  const answer = await server.ask(signIn, { name: 'li', password: 'correct horse' })
  expect(answer.data?.['signIn']).toMatchObject({ viewer: { name: 'li', roles: ['CLERK'] } })
  const cookie = answer.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^mingjing_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  const withCookie = (query: string) =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: cookie.split(';')[0] ?? '' },
      body: JSON.stringify({ query }),
    }).then((response) => response.json())
  expect(await withCookie('{ session { viewer { name } } }')).toEqual({ data: { session: { viewer: { name: 'li' } } } })
  await withCookie('mutation { signOut { viewer { name } } }')
  expect(await withCookie('{ session { viewer { name } } }')).toEqual({ data: { session: { viewer: null } } })
})

test('the database keeps neither a token nor a password', async () => {
  const token = await server.tokenFor('clerk')
  const { rows } = await (db.pools.owner as NonNullable<typeof db.pools.owner>).query<{ kept: string }>(
    `select encode(token_hash, 'escape') || ' ' as kept from user_session union all select secret_hash from user_identity where secret_hash is not null`,
  )
  expect(rows.some(({ kept }) => kept.includes(token) || kept.includes('correct horse'))).toBe(false)
  expect(await hashPassword('x')).toMatch(/^\$argon2id\$/)
})

test('a wrong password and an unknown name get the same answer, and leave a line in the audit log', async () => {
  await addPerson('zhao', 'another password')
  const wrong = await server.ask(signIn, { name: 'zhao', password: 'no' })
  const unknown = await server.ask(signIn, { name: 'nobody', password: 'no' })
  expect(wrong.errors[0]?.message).toBe(unknown.errors[0]?.message)
  expect(wrong.errors[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  expect((await auditKinds()).slice(-2)).toEqual(['SIGN_IN_REFUSED', 'SIGN_IN_REFUSED'])
})

test('after ten wrong passwords even the right one has to wait', async () => {
  await addPerson('sun', 'the right password')
  for (let attempt = 0; attempt < 10; attempt++) await server.ask(signIn, { name: 'sun', password: 'no' })
  const { errors } = await server.ask(signIn, { name: 'sun', password: 'the right password' })
  expect(errors[0]?.extensions).toMatchObject({ code: 'LIMIT', fields: [{ reason: 'TOO_MANY_TRIES' }] })
})

test('a refusal is written down with the permission that was lacking', async () => {
  const before = (await auditKinds()).length
  await server.ask('mutation { startReal { path } }', {}, await server.tokenFor('auditor'))
  expect((await auditKinds()).slice(before)).toEqual(['REFUSAL'])
})

test('a grant that has ended opens nothing', async () => {
  const id = await addPerson('qian', 'some long password')
  await writeAs(db, 'mingjing_identity', (tx) =>
    tx.updateTable('user_grant').set({ ends_on: '2020-01-01' }).where('user_id', '=', id).execute(),
  )
  const { data } = await server.ask(signIn, { name: 'qian', password: 'some long password' })
  expect(data?.['signIn']).toEqual({ viewer: null })
})

test('the auditor reads the audit log page by page, and who may sign in', async () => {
  const token = await server.tokenFor('auditor')
  const ask = (after: string | null) =>
    server.ask(
      'query ($after: String) { audit(first: 2, after: $after) { rows { key kind actor digest } endCursor hasNextPage totalCount } }',
      { after },
      token,
    )
  type Page = { rows: { key: string }[]; endCursor: string; totalCount: number }
  const first = (await ask(null)).data?.['audit'] as Page
  const second = (await ask(first.endCursor)).data?.['audit'] as Page
  const keys = [...first.rows, ...second.rows].map((row) => Number(row.key))
  expect(keys).toEqual([0, 1, 2, 3].map((back) => first.totalCount - back))
  expect((await ask('nonsense')).errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: 'after' }] })
  const { data } = await server.ask('{ users { name grants { role scope { zh } } } }', {}, token)
  expect(data?.['users']).toContainEqual({
    name: 'cli',
    grants: [
      { role: 'CLERK', scope: { zh: '本辖区' } },
      { role: 'SUPERVISOR', scope: { zh: '本辖区' } },
    ],
  })
})

test('whose acts one meets has a name for who acts in a region, and for nobody else', async () => {
  const people = async (token?: string) => {
    const { data } = await server.ask('{ session { people { name label { zh en } } } }', {}, token)
    return (data as { session: { people: unknown[] } }).session.people
  }
  await addPerson('renamed', 'a long password')
  const known = await people(await server.tokenFor('clerk'))
  expect(known).toContainEqual({ name: 'renamed', label: { zh: 'renamed', en: 'renamed' } })
  expect(known).toContainEqual({ name: 'installation', label: { zh: '安装', en: 'Installation' } })
  const here = await act(db, 'PREPARE', async ({ tx }) => {
    const { rows } = await sql<{ id: number }>`
      insert into region (key, parent_id, level, zh, revision)
      values ('north', ${rootRegionId}, 'COUNTY', '北县', 1), ('south', ${rootRegionId}, 'COUNTY', '南县', 1)
      returning region_id as id`.execute(tx)
    return rows.map((row) => row.id)
  })
  const [north, south] = await Promise.all(
    here.value.map((region, place) =>
      writeAs(db, 'mingjing_identity', (tx) => {
        const name = ['northern', 'southern'][place] ?? ''
        return addUser(tx, {
          name,
          displayName: { zh: name, en: name },
          password: null,
          grants: [{ role: 'clerk', region }],
          grantedBy: 'test',
        })
      }),
    ),
  )
  const names = async (user: number | undefined) =>
    ((await people(await createSession(db, user ?? 0))) as { name: string }[]).map((one) => one.name)
  expect(await names(north)).toEqual(expect.arrayContaining(['northern', 'renamed']))
  expect(await names(north)).not.toContain('southern')
  expect(await names(south)).not.toContain('northern')
  const { value: bank } = await act(db, 'PREPARE', (writing) => putInstitution(writing, { name: '甲银行', ranked: true }))
  expect(await people(await server.tokenFor('liaison', bank))).toEqual([])
  expect(await people()).toEqual([])
})
