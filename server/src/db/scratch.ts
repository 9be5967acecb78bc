import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { chmodSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { log } from '../platform/log.ts'
import { isUsed, startEmbedded } from './embedded.ts'
import { embeddedConnections, ensureDatabase } from './connect.ts'
import { migrate } from './migrate.ts'
import type { ClusterSecrets } from './embedded-files.ts'

/** A server of its own for a test run or a schema emission, with one migrated, empty database. */
export type Scratch = { secrets: ClusterSecrets; template: string; stop(): Promise<void> }

const prefix = 'mingjing-scratch-'

/** Ends and removes what a killed run has left behind. */
async function sweep(): Promise<void> {
  for (const name of (await readdir(tmpdir())).filter((one) => one.startsWith(prefix))) {
    const folder = join(tmpdir(), name)
    // A run that has just begun has left no mark yet.
    if (Date.now() - (await stat(folder)).mtimeMs < 60_000 || (await isUsed(folder))) continue
    try {
      if (existsSync(join(folder, 'postgres.json'))) await (await startEmbedded(folder, { fast: true })).stop()
      await rm(folder, { recursive: true, force: true })
    } catch (error) {
      log.warn('a scratch database of a former run was not removed', { folder, error })
    }
  }
}

/** Starts a throw-away server (no crash safety) and migrates one database in it. */
export async function startScratch(): Promise<Scratch> {
  await sweep()
  const folder = await mkdtemp(join(tmpdir(), prefix))
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
