import type { TestProject } from 'vitest/node'
import { startScratch } from '../../server/src/db/scratch.ts'
import type { ClusterSecrets } from '../../server/src/db/embedded-files.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { secrets: ClusterSecrets; template: string }
  }
}

/** One PostgreSQL for the whole run, with one migrated database that every test file's own is copied from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const scratch = await startScratch()
  project.provide('postgres', { secrets: scratch.secrets, template: scratch.template })
  return scratch.stop
}
