import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import type { Tables } from '../db/tables.ts'
import type { StagedComplaint } from '../imports/complaint-row.ts'
import { COMPLAINT_COLUMNS, complaintValues } from '../imports/copy-text.ts'
import { addBatch } from '../ledger/batch.ts'
import { write, type Writing } from '../ledger/change.ts'
import { installed, today } from '../ledger/clock.ts'
import { registers } from '../ledger/columns.ts'
import { commitStaged } from '../ledger/commit-staged.ts'
import { complaintKey, uuid7 } from '../ledger/keys.ts'
import { examine, type Examined } from './examine.ts'
import { holderOf, nextNumber } from './numbers.queries.ts'
import { assertedBy, readTyped, type Typed } from './registration.rules.ts'
import type { RegisteredComplaint, Registration } from './registration.types.ts'

export type RegistrationAsked = {
  values: unknown
  /** The number is the one proposed, or left to the office: where it is gone or absent, the next one is given. */
  numberProposed: boolean
  /** Likely repeats were seen, and the complaint is entered all the same. */
  confirmDuplicate: boolean
}

/**
 * Registers one complaint that a person typed. In the ledger it is a batch of one row, so that a file that brings the
 * same number later is compared with it, and its undoing is the void of that batch.
 */
export async function registerComplaint(db: Db, viewer: Viewer, asked: RegistrationAsked, secret: Buffer): Promise<Registration> {
  const typed = readTyped(asked.values)
  const options = { secret, ownNumber: asked.numberProposed }
  for (let attempt = 1; ; attempt++) {
    const examined = await examine(db, viewer, typed, options)
    const { complaint, problems, repeats } = examined
    if (!complaint || problems.length > 0 || (repeats.length > 0 && !asked.confirmDuplicate))
      return { complaint: null, problems, repeats, change: null, ledger: null }
    try {
      return await enter(db, viewer, { typed, complaint, examined, numberProposed: asked.numberProposed })
    } catch (error) {
      // The ledger moved on between looking and writing: look again at what it holds now.
      if (!(error instanceof LedgerMoved) || attempt === 5) throw error
    }
  }
}

class LedgerMoved extends Error {}

type Entering = { typed: Typed; complaint: StagedComplaint; examined: Examined; numberProposed: boolean }

async function enter(db: Db, viewer: Viewer, { typed, complaint, examined, numberProposed }: Entering): Promise<Registration> {
  const detail: Record<string, unknown> = {}
  const { value, change } = await write(db, viewer, { kind: 'REGISTER', regionId: viewer.rootRegionId, detail }, async (writing) => {
    const number = await numberFor(writing, complaint, numberProposed)
    if (await institutionsMoved(writing.tx, examined.revision)) throw new LedgerMoved()
    const id = await assertOne(writing, { ...complaint, number, rowDigest: null }, typed)
    const key = complaintKey((await installed(writing.tx)).origin, id)
    Object.assign(detail, { complaint: key, source: complaint.source, number })
    return { key, number, numberMoved: complaint.number !== null && number !== complaint.number } satisfies RegisteredComplaint
  })
  return { complaint: value, problems: [], repeats: [], change, ledger: { revision: change.revision } }
}

/** The number asked for, which nobody has; a proposed one that is gone by now gives way to the next. */
async function numberFor(writing: Writing, { source, number }: StagedComplaint, proposed: boolean): Promise<string> {
  const issuer = { regionId: writing.regionId, source }
  if (number !== null && (await holderOf(writing.tx, issuer, number)) === null) return number
  if (!proposed) throw new LedgerMoved()
  return nextNumber(writing.tx, issuer, await today(writing.tx))
}

/** Institutions decide what names mean; they changed since the complaint was read. */
async function institutionsMoved(tx: Transaction<Tables>, since: number): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`
    select exists (select from institution_version where revision > ${since})
        or exists (select from batch_void v join batch b on b.id = v.batch_id and b.kind = 'INSTITUTIONS' where v.from_revision > ${since} or v.to_revision > ${since}) as moved`.execute(
    tx,
  )
  return rows[0]?.moved ?? false
}

/** Enters the row as an import of one row, staged and committed in this change. */
async function assertOne(writing: Writing, complaint: StagedComplaint, typed: Typed): Promise<number> {
  const { tx, regionId } = writing
  const fields = assertedBy(typed)
  const batch = await addBatch(writing, {
    kind: 'COMPLAINTS',
    register: registers.REGULATOR,
    fileName: complaint.number ?? '',
    fileDigest: null,
    fileSize: null,
    rowCount: 1,
    fields,
    mapping: {},
    report: {},
  })
  const importId = await stageOne(writing, complaint, fields)
  await commitStaged(writing, importId, { batchId: batch.id, create: [], take: false })
  await tx.deleteFrom('staging.complaint').where('import_id', '=', importId).execute()
  await tx.deleteFrom('staging.import').where('id', '=', importId).execute()
  const id = await holderOf(tx, { regionId, source: complaint.source }, complaint.number ?? '')
  if (id === null) throw new Error('The registered complaint is not in the ledger.')
  return id
}

async function stageOne({ tx, regionId, viewer, now }: Writing, complaint: StagedComplaint, fields: string[]): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into staging.import (key, kind, region_id_of_ledger, register, file_name, fields, row_count, user_id)
    values (${uuid7(now)}, 'COMPLAINTS', ${regionId}, ${registers.REGULATOR}, '', ${fields}::text[], 1, ${viewer.userId}) returning id`.execute(
    tx,
  )
  const importId = rows[0]?.id
  if (importId === undefined) throw new Error('Nothing was staged.')
  const values = complaintValues({ importId, seq: 0, sheet: undefined, row: 1 }, complaint)
  await sql`insert into staging.complaint (${sql.raw(COMPLAINT_COLUMNS)}) values (${sql.join(values.map((value) => value ?? null))})`.execute(
    tx,
  )
  return importId
}
