import { once } from 'node:events'
import { hostname } from 'node:os'
import { sql } from 'kysely'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readAll, writeAs } from '../db/snapshot.ts'
import { uuid7 } from '../ledger/keys.ts'
import { isRunning } from '../platform/processes.ts'
import type { ImportKind } from './columns.ts'
import { COMPLAINT_COLUMNS, REJECTION_COLUMNS, ROW_COLUMNS } from './copy-text.ts'
import { SHEET_ROW_COLUMNS } from './sheet-row.ts'
import type { RememberedMap } from './remembered.ts'
import { rememberedFor } from './mappings.queries.ts'
import type { ImportMap } from './map.ts'
import type { Parsed, StagingTable } from './parse-file.ts'
import { parseInWorker } from './run-worker.ts'
import type { WorkerTask } from './worker-protocol.ts'
import { loadWorld, type ParsingWorld } from './world.ts'

export type Register = 'REGULATOR' | 'INSTITUTION'

/** A file to import. `fileName` is what is remembered of it. */
export type ImportFile = {
  path: string
  fileName: string
  kind: ImportKind
  map: ImportMap
  register: Register
  /** Reads it through the mapping that the office keeps for its headings, where `map` says nothing. */
  recall?: boolean
}

/** `ofServer`: a draft of the running server, cleared when the next one starts. */
export type StageHooks = { progress?: (rowsRead: number) => void; signal?: AbortSignal; ofServer?: boolean }

/** A parsed file in staging; `file.map` is the one that it was read through. `world.revision` is the ledger that its institutions were looked up in. */
export type Staged = {
  importId: number
  key: string
  file: ImportFile
  parsed: Parsed
  digest: Buffer
  size: number
  world: ParsingWorld
  recalled: RememberedMap | null
}

export const REGISTERS = { REGULATOR: 1, INSTITUTION: 2 } as const

/**
 * Parses a file and fills staging, in one transaction that holds no lock of the ledger: whatever goes wrong leaves
 * nothing. Throws `Refusal`.
 */
export async function stageFile(db: Db, viewer: Viewer, file: ImportFile, secret: Buffer, hooks: StageHooks = {}): Promise<Staged> {
  const { world, remembered } = await readAll(db, async (tx) => ({
    world: await loadWorld(tx, viewer.rootRegionId),
    remembered: file.recall && Object.keys(file.map).length === 0 ? await rememberedFor(tx, viewer.rootRegionId, file.kind) : [],
  }))
  const client = await db.pools.writing.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    await client.query(`select set_config('role', 'mingjing_writer', true), set_config('synchronous_commit', 'off', true)`)
    const { id, key } = await addImport(client, viewer, file)
    const { parsed, recalled, digest, size } = await parseInWorker(
      { ...taskOf(file, world), remembered, importId: id, secret },
      { take: (table, bytes) => copyLines(client, table, bytes), ...hooks },
    )
    await client.query(
      `update staging.import set file_digest = $2, file_size = $3, row_count = $4, fields = $5, state = $6 where id = $1`,
      [id, digest, size, parsed.rows, stagedFields(parsed), hooks.ofServer ? DRAFT : ownState()],
    )
    await client.query('commit')
    return { importId: id, key, file: recalled ? { ...file, map: recalled.map } : file, parsed, digest, size, world, recalled }
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

function taskOf(file: ImportFile, world: ParsingWorld): Omit<WorkerTask, 'importId' | 'secret' | 'remembered'> {
  const { named, closed, today, keepsPersons, keepsAgeBands, keepsOriginals } = world
  return {
    path: file.path,
    kind: file.kind,
    map: file.map,
    ownNumbers: file.register === 'INSTITUTION',
    keepsPersons,
    keepsAgeBands,
    keepsOriginals,
    named,
    closed,
    today,
  }
}

/** Removes a file from staging. */
export function dropStaged(db: Db, importId: number): Promise<void> {
  return writeAs(db, 'mingjing_writer', async (tx) => {
    for (const table of STAGED) await tx.deleteFrom(table).where('import_id', '=', importId).execute()
    await tx.deleteFrom('staging.import').where('id', '=', importId).execute()
  })
}

const STAGED = ['staging.complaint', 'staging.row', 'staging.rejection', 'staging.sheet_row', 'staging.outcome'] as const

/** Leaves of a committed file what goes back to its office: the rows that were not taken, and its headings. */
export function keepRejected(db: Db, importId: number): Promise<void> {
  return writeAs(db, 'mingjing_writer', async (tx) => {
    await tx.deleteFrom('staging.complaint').where('import_id', '=', importId).execute()
    await tx.deleteFrom('staging.row').where('import_id', '=', importId).execute()
    await tx.deleteFrom('staging.outcome').where('import_id', '=', importId).where('outcome', '<>', 'REJECTED').execute()
    await sql`delete from staging.sheet_row r where r.import_id = ${importId} and r.kind not in ('rejected', 'headings')
      and not exists (select from staging.outcome o where o.import_id = r.import_id and o.seq = r.seq)
      and r.seq not in (select f.first_seq from staging.sheet_row f where f.import_id = r.import_id and f.kind <> 'accepted' and f.kind = 'rejected' and f.first_seq is not null)`.execute(
      tx,
    )
  })
}

/**
 * Clears what processes left in staging that are gone: of this machine by their pid, of others after a day. `drafts`:
 * those of a former run of the server too. Gives how many imports that were.
 */
export function clearStaging(db: Db, drafts: boolean): Promise<number> {
  return writeAs(db, 'mingjing_writer', async (tx) => {
    const found = await tx.selectFrom('staging.import').select(['id', 'state', 'created_at']).execute()
    const left = found.filter(({ state, created_at: at }) => isAbandoned(state, drafts) || at.getTime() < Date.now() - 86_400_000)
    if (left.length === 0) return 0
    const ids = left.map((one) => one.id)
    for (const table of STAGED) await tx.deleteFrom(table).where('import_id', 'in', ids).execute()
    await tx.deleteFrom('staging.import').where('id', 'in', ids).execute()
    return left.length
  })
}

const DRAFT = 'DRAFT'
const ownState = () => `RUN ${hostname()} ${process.pid}`

function isAbandoned(state: string, drafts: boolean): boolean {
  if (state === DRAFT) return drafts
  const [kind, host, pid] = state.split(' ')
  return kind === 'RUN' && host === hostname() && !isRunning(Number(pid))
}

async function addImport(client: PoolClient, viewer: Viewer, file: ImportFile): Promise<{ id: number; key: string }> {
  const key = uuid7(new Date())
  const { rows } = await client.query<{ id: number }>(
    `insert into staging.import (key, kind, region_id_of_ledger, register, file_name, map, user_id) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [key, file.kind.toUpperCase(), viewer.rootRegionId, REGISTERS[file.register], file.fileName, JSON.stringify(file.map), viewer.userId],
  )
  return { id: (rows[0] as { id: number }).id, key }
}

const COPIES: Record<StagingTable, string> = {
  complaint: `copy staging.complaint (${COMPLAINT_COLUMNS}) from stdin`,
  row: `copy staging.row (${ROW_COLUMNS}) from stdin`,
  rejection: `copy staging.rejection (${REJECTION_COLUMNS}) from stdin`,
  sheetRow: `copy staging.sheet_row (${SHEET_ROW_COLUMNS}) from stdin`,
}

async function copyLines(client: PoolClient, table: StagingTable, bytes: Uint8Array): Promise<void> {
  const stream = client.query(copyFrom(COPIES[table]))
  stream.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  await once(stream, 'finish')
}

/** The columns that the file asserts. A time of day beside the date of receipt is one where any row has it. */
function stagedFields(parsed: Parsed): string[] {
  return parsed.hasTimes && !parsed.fields.includes('receivedTime') ? [...parsed.fields, 'receivedTime'] : parsed.fields
}
