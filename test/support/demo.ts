import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { connect, embeddedConnections, ensureDatabase, type Db } from '../../server/src/db/connect.ts'
import { superuserClient } from '../../server/src/db/embedded.ts'
import { loadDemo } from '../../server/src/demo/load.ts'
import { keyedDigests } from '../../server/src/imports/tokens.ts'

const loaded = 'mingjing_demo_loaded'

/**
 * A database of this test file that holds the demo county, as its own commands loaded it. The first file of a run
 * loads it once; the others copy what it loaded. `close()` drops the copy.
 */
export async function createDemoDatabase(): Promise<Db> {
  const { secrets, template } = inject('postgres')
  const admin = superuserClient(secrets, 'postgres')
  await admin.connect()
  try {
    // One file at a time: the next finds the county loaded.
    await admin.query("select pg_advisory_lock(hashtext('demo county'))")
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [loaded])
    if (!rowCount)
      await loadOnce(
        () => ensureDatabase(secrets, loaded, template),
        () => connect(embeddedConnections(secrets, loaded), { name: loaded, installation: 'DEMO' }),
      )
    const name = `mingjing_${randomBytes(6).toString('hex')}`
    await ensureDatabase(secrets, name, loaded)
    return connect(embeddedConnections(secrets, name), { name, installation: 'DEMO', after: () => drop(name) })
  } finally {
    await admin.end()
  }
}

async function loadOnce(create: () => Promise<void>, open: () => Db): Promise<void> {
  await create()
  const db = open()
  try {
    await loadDemo(db, keyedDigests(randomBytes(32)))
  } finally {
    await db.close()
  }
}

async function drop(name: string): Promise<void> {
  const client = superuserClient(inject('postgres').secrets, 'postgres')
  await client.connect()
  await client.query(`drop database "${name}" with (force)`).finally(() => client.end())
}
