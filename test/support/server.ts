import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '../../server/src/access/permissions.ts'
import { createSession } from '../../server/src/access/session.ts'
import { createApp, type App } from '../../server/src/app.ts'
import { readConfig } from '../../server/src/config.ts'
import type { Service } from '../../server/src/context.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { writeAs } from '../../server/src/db/snapshot.ts'
import { rootRegionId } from '../../server/src/ledger/install.ts'
import { openFileStore } from '../../server/src/platform/files.ts'
import { addUser } from '../../server/src/users/users.commands.ts'

export type Answer = {
  status: number
  headers: Headers
  data: Record<string, unknown> | null
  errors: { message: string; extensions: Record<string, unknown> }[]
}
export type TestServer = {
  url: string
  app: App
  service: Service
  /** Asks over HTTP; `token` is a bearer token. */
  ask(query: string, variables?: Record<string, unknown>, token?: string | null): Promise<Answer>
  /** A bearer token of a user with this role: at the root, or at an institution. */
  tokenFor(role: Role, institution?: number): Promise<string>
  close(): Promise<void>
}

/** The real HTTP server over a test's database, without the page. The database is the caller's to close. */
export async function startTestServer(db: Db): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'mingjing-files-'))
  const service: Service = {
    config: readConfig({ MINGJING_DATA: dataDir }),
    db,
    files: await openFileStore(dataDir),
    startReal: null,
    close: async () => undefined,
  }
  const app = await createApp(service, { page: null })
  const server = createServer(app.express)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    app,
    service,
    ask: (query, variables, token) => ask(url, query, variables ?? {}, token ?? null),
    tokenFor: (role, institution) => tokenFor(db, role, institution),
    async close() {
      await new Promise((done) => {
        server.close(done)
        server.closeAllConnections()
      })
      await app.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function ask(url: string, query: string, variables: Record<string, unknown>, token: string | null): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query, variables }),
  })
  const { data = null, errors = [] } = (await response.json()) as Partial<Answer>
  return { status: response.status, headers: response.headers, data, errors }
}

async function tokenFor(db: Db, role: Role, institution?: number): Promise<string> {
  const scope = institution === undefined ? { region: rootRegionId } : { institution }
  const name = institution === undefined ? `test-${role}` : `test-${role}-${institution}`
  const id = await writeAs(db, 'mingjing_identity', (tx) =>
    addUser(tx, { name, displayName: { zh: name, en: name }, password: null, grants: [{ role, ...scope }], grantedBy: 'test' }),
  )
  return createSession(db, id)
}
