import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Viewer } from '../../server/src/access/viewer.ts'
import { permissionsOf } from '../../server/src/access/permissions.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { writeAs } from '../../server/src/db/snapshot.ts'
import { keyedDigests } from '../../server/src/imports/tokens.ts'
import { addBatch } from '../../server/src/ledger/batch.ts'
import { write, type Writing } from '../../server/src/ledger/change.ts'
import { commitStaged, type Committed } from '../../server/src/ledger/commit-staged.ts'
import { install, rootRegionId } from '../../server/src/ledger/install.ts'
import { rederiveInstitutions } from '../../server/src/ledger/rederive.ts'

/** The clerk and supervisor of the whole tree, who needs no account. */
export const officer: Viewer = {
  userId: 1,
  name: 'officer',
  displayName: '经办',
  roles: ['clerk', 'supervisor'],
  permissions: permissionsOf(['clerk', 'supervisor']),
  scope: { kind: 'ALL' },
  rootRegionId,
  language: 'zh',
}

export function installTest(db: Db): Promise<number> {
  return install(db, officer, { kind: 'REAL', demoToday: null, root: { key: 'TEST', level: 'COUNTY', zh: '测试县', en: 'Test county' } })
}

/** Writes as the officer at the root. */
export function act<T>(db: Db, kind: string, work: (writing: Writing) => Promise<T>) {
  return write(db, officer, { kind, regionId: rootRegionId, reason: 'test' }, work)
}

export type TestInstitution = {
  id?: number
  name: string
  parentId?: number | null
  peerGroupId?: number | null
  ranked?: boolean | null
  validFrom?: string | null
  openedOn?: string | null
  closedOn?: string | null
  successorId?: number | null
}

/** Adds one version of an institution (a new one where no id is given) and derives again what hangs on it. */
export async function putInstitution(writing: Writing, one: TestInstitution): Promise<number> {
  const { tx, revision } = writing
  const made =
    one.id === undefined
      ? await sql<{
          id: number
        }>`insert into institution (region_id, key, revision) values (${rootRegionId}, ${one.name}, ${revision}) returning institution_id as id`.execute(
          tx,
        )
      : { rows: [{ id: one.id }] }
  const id = made.rows[0]?.id ?? 0
  await sql`insert into institution_version (region_id, institution_id, valid_from, name, parent_id, peer_group_id, ranked, opened_on, closed_on, successor_id, revision)
    values (${rootRegionId}, ${id}, ${one.validFrom ?? null}, ${one.name}, ${one.parentId ?? null}, ${one.peerGroupId ?? null}, ${one.ranked ?? null},
            ${one.openedOn ?? null}, ${one.closedOn ?? null}, ${one.successorId ?? null}, ${revision})`.execute(tx)
  await rederiveInstitutions(writing)
  return id
}

export type TestRow = {
  number: string
  source?: string
  receivedOn: string
  institutionId: number
  category?: string | null
  cause?: string | null
  lodgingChannel?: string | null
  closedOn?: string | null
  amountFen?: number | null
  text?: string | null
  /** Any name: the same one is the same person. */
  person?: string | null
  kind?: number
}

/** Stages rows as the importer would and commits them as one batch. */
export async function importRows(
  db: Db,
  fields: string[],
  rows: TestRow[],
  options: { take?: boolean; create?: string[]; register?: number } = {},
): Promise<Committed & { batchId: number; batchKey: string; revision: number }> {
  const importId = await stageRows(db, fields, rows, options.register ?? 1)
  const { value, change } = await act(db, 'IMPORT', async (writing) => {
    const batch = await addBatch(writing, {
      kind: 'COMPLAINTS',
      register: options.register ?? 1,
      fileName: 'rows',
      fileDigest: null,
      fileSize: null,
      rowCount: rows.length,
      fields,
      mapping: {},
      report: {},
    })
    const committed = await commitStaged(writing, importId, {
      batchId: batch.id,
      create: options.create ?? ['category', 'cause', 'lodgingChannel'],
      take: options.take ?? false,
    })
    return { ...committed, batchId: batch.id, batchKey: batch.key }
  })
  return { ...value, revision: change.revision }
}

const digests = keyedDigests(Buffer.from('test'))

function hexOf(digest: Buffer | null): string | null {
  return digest && `\\x${digest.toString('hex')}`
}

export function stageRows(db: Db, fields: string[], rows: TestRow[], register: number): Promise<number> {
  return writeAs(db, 'mingjing_writer', async (tx) => {
    const { rows: made } = await sql<{ id: number }>`
      insert into staging.import (key, kind, region_id_of_ledger, register, file_name, fields, user_id)
      values (gen_random_uuid(), 'COMPLAINTS', ${rootRegionId}, ${register}, 'rows', ${fields}::text[], 1) returning id`.execute(tx)
    const id = made[0]?.id ?? 0
    const records = rows.map((row, seq) => ({
      seq,
      row_no: seq + 2,
      source: row.source ?? 'LOCAL',
      number: row.number,
      content_digest: '\\x00',
      kind: row.kind ?? 1,
      received_on: row.receivedOn,
      institution_id: row.institutionId,
      category_word: row.category ?? null,
      cause_word: row.cause ?? null,
      lodging_channel_word: row.lodgingChannel ?? null,
      amount_fen: row.amountFen ?? null,
      closed_on: row.closedOn ?? null,
      text_masked: row.text ?? null,
      text_digest: row.text ? `\\x${createHash('sha256').update(row.text).digest('hex')}` : null,
      text_match: hexOf(digests.match(row.text ?? '')),
      person_token: row.person ? `\\x${createHash('sha256').update(row.person).digest('hex').slice(0, 32)}` : null,
    }))
    await sql`insert into staging.complaint (import_id, seq, row_no, source, number, content_digest, kind, received_on, institution_id, category_word, cause_word, lodging_channel_word, amount_fen, closed_on, text_masked, text_digest, text_match, person_token)
      select ${id}, r.* from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r (seq integer, row_no integer, source text, number text, content_digest bytea, kind smallint, received_on date,
        institution_id bigint, category_word text, cause_word text, lodging_channel_word text, amount_fen bigint, closed_on date, text_masked text, text_digest bytea, text_match bytea, person_token bytea)`.execute(
      tx,
    )
    return id
  })
}
