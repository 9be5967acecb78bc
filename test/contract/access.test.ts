import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isLeafType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permissionOfField as permissionOf, publicFields } from '../../server/src/access/guard.ts'
import { permissions, permissionsOf, roles, type Role } from '../../server/src/access/permissions.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { guardedRoutes } from '../../server/src/file-routes.ts'
import { createSchema } from '../../server/src/schema.ts'
import { installReal } from '../../server/src/service.ts'
import { createTestDatabase } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let db: Db
let server: TestServer
const schema = await createSchema()
const fields = rootFields(schema)

beforeAll(async () => {
  db = await createTestDatabase()
  await installReal(db)
  server = await startTestServer(db)
})
afterAll(async () => {
  await server.close()
  await db.close()
})

describe('every root field', () => {
  test.each(fields)('$kind $name is public by the list or names a permission of the registry', ({ name }) => {
    if (publicFields.has(name)) expect(permissionOf(name)).toBeNull()
    else expect(Object.keys(permissions)).toContain(permissionOf(name))
  })

  test.each(fields.filter(({ name }) => !publicFields.has(name)))('$kind $name refuses whoever has not signed in', async ({ question }) => {
    const { data, errors } = await server.ask(question)
    expect(errors[0]?.extensions['code']).toBe('UNAUTHENTICATED')
    expect(Object.values(data ?? {}).every((value) => value === null)).toBe(true)
  })

  test.each(Object.keys(roles) as Role[])('refuses a %s who lacks its permission', async (role) => {
    const token = await server.tokenFor(role)
    const held = permissionsOf([role])
    for (const { name, question } of fields) {
      const permission = permissionOf(name)
      if (!permission || held.has(permission)) continue
      const { errors } = await server.ask(question, {}, token)
      expect([name, errors[0]?.extensions['code']]).toEqual([name, 'FORBIDDEN'])
    }
  })
})

describe('every HTTP route', () => {
  test('is /graphql, a guarded one, or a file of the page', () => {
    const known = new Set(['/graphql', ...guardedRoutes.map((route) => route.path)])
    expect(routesOf(server.app.express.router as unknown as Layers).filter((path) => !known.has(path))).toEqual([])
  })

  test.each(guardedRoutes)('$method $path refuses whoever has not signed in', async ({ method, path }) => {
    const response = await fetch(server.url + path.replace(':id', 'x'.repeat(22)), { method, headers: { 'x-mingjing-csrf': '1' } })
    expect(response.status).toBe(401)
  })

  test.each(guardedRoutes)('$method $path refuses a role without $permission', async ({ method, path, permission }) => {
    const role = (Object.keys(roles) as Role[]).find((one) => !permissionsOf([one]).has(permission)) as Role
    const headers = { 'x-mingjing-csrf': '1', authorization: `Bearer ${await server.tokenFor(role)}` }
    const response = await fetch(server.url + path.replace(':id', 'x'.repeat(22)), { method, headers })
    expect(response.status).toBe(403)
  })

  test('an upload without our own header is refused', async () => {
    const headers = { authorization: `Bearer ${await server.tokenFor('clerk')}` }
    expect((await fetch(`${server.url}/files`, { method: 'POST', headers, body: 'x' })).status).toBe(403)
  })
})

/** Each root field with a question that is valid against the schema, so that only the guard can refuse it. */
function rootFields(from: GraphQLSchema): { kind: string; name: string; question: string }[] {
  return [
    { kind: 'query', type: from.getQueryType() },
    { kind: 'mutation', type: from.getMutationType() },
  ].flatMap(({ kind, type }) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({ kind, name: field.name, question: `${kind} { ${call(field)} }` })),
  )
}

function call(field: GraphQLField<unknown, unknown>): string {
  const given = field.args.filter((one) => isNonNullType(one.type) && one.defaultValue === undefined)
  const args = given.map((one) => `${one.name}: ${valueOf(one.type)}`)
  const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }'
  return `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${selection}`
}

function valueOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return valueOf(type.ofType)
  if (isListType(type)) return '[]'
  if (isEnumType(type)) return type.getValues()[0]?.name ?? ''
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter((one) => isNonNullType(one.type) && one.defaultValue === undefined)
    return `{ ${needed.map((one) => `${one.name}: ${valueOf(one.type)}`).join(', ')} }`
  }
  return { Int: '1', Float: '1', Boolean: 'true', JSON: '{}' }[type.toString()] ?? '"x"'
}

/** What is read of express's router: it declares less of itself. */
type Layers = { stack: { route?: { path: string }; handle: Partial<Layers> }[] }

function routesOf(router: Layers): string[] {
  return router.stack.flatMap(({ route, handle }) => {
    if (route) return [route.path]
    return handle.stack ? routesOf(handle as Layers) : []
  })
}
