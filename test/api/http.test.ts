import { request } from 'node:http'
import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { installReal } from '../../server/src/service.ts'
import { createTestDatabase } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let db: Db
let server: TestServer

beforeAll(async () => {
  db = await createTestDatabase()
  await installReal(db)
  server = await startTestServer(db)
})
afterAll(async () => {
  await server.close()
  await db.close()
})

test('GraphQL is taken by POST alone', async () => {
  const response = await fetch(`${server.url}/graphql?query={session{demo}}`)
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
})

test('a form of another site cannot ask', async () => {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: '{"query":"{session{demo}}"}',
  })
  expect(response.status).toBeGreaterThanOrEqual(400)
})

test('a foreign name that points here is refused', async () => {
  const { port } = new URL(server.url)
  const status = await new Promise((done) => {
    request({ host: '127.0.0.1', port, path: '/graphql', method: 'POST', headers: { host: 'evil.example' } }, (res) =>
      done(res.statusCode),
    ).end()
  })
  expect(status).toBe(421)
})

test('every answer forbids foreign scripts and frames and names its request', async () => {
  const { headers } = await server.ask('{ session { demo } }')
  expect(headers.get('content-security-policy')).toContain("script-src 'self';")
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
})

test('an error carries code, fields and request id, and no stack', async () => {
  const { errors, headers } = await server.ask('{ nonsense }')
  expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', fields: [], requestId: headers.get('x-request-id') })
  expect(JSON.stringify(errors)).not.toContain('node_modules')
})

describe('limits', () => {
  test.each([
    ['a syntax error is the asker’s fault', '{ session { demo '],
    ['too many tokens', `{ ${'session { demo } '.repeat(1500)} }`],
    ['too many aliases of __typename', `{ ${Array.from({ length: 60 }, (_, at) => `a${at}: __typename`).join(' ')} }`],
    ['too many directives', `{ session { demo ${'@include(if: true) '.repeat(60)} } }`],
  ])('%s', async (_name, query) => {
    const { status, errors } = await server.ask(query)
    expect(status).toBe(400)
    expect(errors[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  })
})

test('files: an upload of a clerk is kept for the clerk; an export is taken once, by its user', async () => {
  const token = await server.tokenFor('clerk')
  const headers = { authorization: `Bearer ${token}`, 'x-mingjing-csrf': '1', 'x-file-name': encodeURIComponent('台账.csv') }
  const response = await fetch(`${server.url}/files`, { method: 'POST', headers, body: '编号,机构\n' })
  expect(response.status).toBe(201)
  const { id, fileName } = (await response.json()) as { id: string; fileName: string }
  expect(fileName).toBe('台账.csv')
  const other = await fetch(`${server.url}/files/${id}`, { headers: { authorization: `Bearer ${await server.tokenFor('auditor')}` } })
  expect(other.status).toBe(404)
  const first = await fetch(`${server.url}/files/${id}`, { headers })
  expect([first.status, await first.text()]).toEqual([200, '编号,机构\n'])
  expect((await fetch(`${server.url}/files/${id}`, { headers })).status).toBe(404)
})

describe('GraphQL over HTTP (graphql-http’s audits that a server must pass)', () => {
  const audits = serverAudits({ url: () => `${server.url}/graphql`, fetchFn: fetch })
  // Asking by GET is refused on purpose; those audits are about GET.
  test.each(audits.filter((audit) => audit.name.startsWith('MUST') && !audit.name.includes('GET')))('$name', async (audit) => {
    const result = await audit.fn()
    expect(result.status, JSON.stringify('reason' in result ? result.reason : '')).toBe('ok')
  })
})
