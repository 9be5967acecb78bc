import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp } from '../../server/src/app.ts'
import { readConfig } from '../../server/src/config.ts'
import { startImports } from '../../server/src/imports/start-imports.ts'
import { openService } from '../../server/src/service.ts'

/** The product's server as a process of its own, without the page: for tests that kill it. Prints its address. */
async function serve(): Promise<void> {
  const service = await openService(readConfig(), () => {})
  await startImports(service, () => {})
  const server = createServer((await createApp(service, { page: null })).express)
  server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`))
}

void serve()
