import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { escapeIdentifier, type Pool } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { Viewer } from '../../server/src/access/viewer.ts'
import { permissionsOf } from '../../server/src/access/permissions.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { writeAs } from '../../server/src/db/snapshot.ts'
import { addBatch } from '../../server/src/ledger/batch.ts'
import { write } from '../../server/src/ledger/change.ts'
import { commitStaged } from '../../server/src/ledger/commit-staged.ts'
import { compareStaged } from '../../server/src/ledger/compare.ts'
import { shape } from './generate.ts'

const region = 2

const viewer: Viewer = {
  userId: 0,
  name: 'bench',
  displayName: 'Bench',
  roles: ['clerk', 'supervisor'],
  permissions: permissionsOf(['clerk', 'supervisor']),
  scope: { kind: 'ALL' },
  rootRegionId: 1,
  language: 'en',
}

/** Imports `rows` new complaints of the last quarter as the product does: dry run, then commit; both in ms. */
export async function importRows(db: Db, rows: number, mark: string): Promise<{ dryRun: number; commit: number; revision: number }> {
  const importId = await stage(db, rows, mark)
  const start = performance.now()
  await writeAs(db, 'mingjing_writer', (tx) => compareStaged(tx, importId))
  const staged = performance.now()
  const { change } = await write(db, viewer, { kind: 'IMPORT', regionId: region }, async (writing) => {
    const facts = {
      kind: 'COMPLAINTS' as const,
      register: 1,
      fileName: `${mark}.csv`,
      fileDigest: null,
      fileSize: null,
      rowCount: rows,
      fields: FIELDS,
      mapping: {},
      report: {},
    }
    const batch = await addBatch(writing, facts)
    return commitStaged(writing, importId, { batchId: batch.id, create: [], take: false })
  })
  const committed = performance.now()
  await writeAs(db, 'mingjing_writer', (tx) => sql`delete from staging.complaint where import_id = ${importId}`.execute(tx))
  return { dryRun: staged - start, commit: committed - staged, revision: change.revision }
}

const FIELDS = ['number', 'receivedOn', 'institution', 'category', 'cause', 'lodgingChannel', 'serviceChannel', 'closedOn']

function stage(db: Db, rows: number, mark: string): Promise<number> {
  const drawn = (count: number, power: number) => `least(${count - 1}, floor(${count} * power(random(), ${power}))::integer)`
  return writeAs(db, 'mingjing_writer', async (tx) => {
    await sql`select setseed(0.7)`.execute(tx)
    const added = await sql<{ id: number }>`
      insert into staging.import (key, kind, region_id_of_ledger, register, file_name, row_count, fields, state, user_id)
      values (gen_random_uuid(), 'COMPLAINTS', ${region}, 1, ${`${mark}.csv`}, ${rows}, ${FIELDS}::text[], 'READY', 0) returning id`.execute(
      tx,
    )
    const id = added.rows[0]?.id as number
    await sql
      .raw(`insert into staging.complaint (import_id, seq, row_no, source, number, content_digest, received_on, institution_id,
        category_word, cause_word, lodging_channel_word, service_channel_word, closed_on)
      select ${id}, i, i, 'LOCAL', '${mark}-' || i, '', received_on, institution_id, '业务' || category, '原因' || cause, '渠道' || channel, '办理渠道' || i % 4,
             case when days < 40 then received_on + days end
        from (select i, date '2025-10-01' + floor(random() * 92)::integer as received_on, 1 + ${drawn(shape.institutions, 1.7)} as institution_id, ${drawn(shape.categories, 1.5)} as category,
                     ${drawn(shape.causes, 1.6)} as cause, ${drawn(shape.channels, 1.4)} as channel, floor(45 * power(random(), 2))::integer as days
                from generate_series(1, ${rows}) i) drawn`)
      .execute(tx)
    await sql.raw('analyze staging.complaint').execute(tx)
    return id
  })
}

/** A bare COPY of the versions that a revision opened into a table with the version table's columns and indexes; ms. */
export async function bareCopy(db: Db, revision: number): Promise<number> {
  if (!db.pools.owner) throw new Error('The bench needs the owner of its database.')
  const client = await db.pools.owner.connect()
  try {
    await client.query('alter table complaint_version disable row level security')
    const chunks: Buffer[] = []
    const out = client.query(copyTo(`copy (select * from complaint_version where from_revision = ${revision}) to stdout`))
    for await (const chunk of out) chunks.push(chunk as Buffer)
    await client.query('alter table complaint_version enable row level security')
    await client.query('create table bench_copy (like complaint_version including all)')
    const start = performance.now()
    await pipeline(Readable.from(chunks), client.query(copyFrom('copy bench_copy from stdin')))
    const taken = performance.now() - start
    await client.query('drop table bench_copy')
    return taken
  } finally {
    client.release()
  }
}

/** Takes row security off every table, or puts it back as the migrations made it. */
export async function setRowSecurity(db: Db, on: boolean): Promise<void> {
  const owner = db.pools.owner as Pool
  const { rows } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and exists (select from pg_policy where polrelid = pg_class.oid)`,
  )
  for (const { name } of rows) await owner.query(`alter table ${escapeIdentifier(name)} ${on ? 'enable' : 'disable'} row level security`)
}
