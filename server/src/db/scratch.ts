import { mkdtemp, rm } from 'node:fs/promises'
import { chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from './embedded.ts'
import { embeddedConnections, ensureDatabase } from './connect.ts'
import { migrate } from './migrate.ts'
import type { ClusterSecrets } from './embedded-files.ts'

/** A server of its own for a test run or a schema emission, with one migrated, empty database. */
export type Scratch = { secrets: ClusterSecrets; template: string; stop(): Promise<void> }

/** Starts a throw-away server (no crash safety) and migrates one database in it. */
export async function startScratch(): Promise<Scratch> {
  const folder = await mkdtemp(join(tmpdir(), 'mingjing-'))
  chmodSync(folder, 0o755)
  const cluster = await startEmbedded(folder, { fast: true })
  const stop = async () => {
    await cluster.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const template = 'mingjing_template'
    await ensureDatabase(cluster.secrets, template)
    const client = new pg.Client(embeddedConnections(cluster.secrets, template).owner ?? {})
    await client.connect()
    await migrate(client).finally(() => client.end())
    return { secrets: cluster.secrets, template, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
