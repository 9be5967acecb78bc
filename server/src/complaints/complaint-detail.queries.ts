import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { loadGround, type Ground } from '../analytics/ground.ts'
import { heldAsOf } from '../analytics/revisions.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { complaintId, complaintKey } from '../ledger/keys.ts'
import type { Step } from '../ledger/steps.ts'
import { complaintRows, storedColumns, storedJoins, type StoredRow } from './complaint-columns.ts'
import { readHistory } from './complaint-history.ts'
import type { Complaint, MatterMember } from './complaints.types.ts'
import { complaintDetails, storedDetails, type DetailValues } from './detail-fields.ts'
import { actsOf, shownStep } from './shown-steps.ts'
import { noComplaint } from './visible.ts'

/**
 * One complaint as of a revision, with its history, steps and the others of its matter; of one that is no longer in
 * the ledger the last version that was.
 * @throws NotFoundError where the key is of another database or the complaint is not the viewer's to see.
 */
export function readComplaint(db: Db, viewer: Viewer, key: string, revision: number | null): Promise<Complaint> {
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, { revision })
    const { origin } = ground
    const id = complaintId(origin, key)
    const stored = id === null ? undefined : await readVersion(tx, ground, id)
    const [row] = stored ? await complaintRows(tx, ground, [stored]) : []
    if (!row || !stored) throw noComplaint()
    const steps = await readSteps(tx, ground, stored.id)
    return {
      ...row,
      revision: ground.asOf.revision,
      text: viewer.permissions.has('complaintText:read') ? await readText(tx, ground, stored) : null,
      details: complaintDetails(stored.details),
      history: await readHistory(tx, ground, stored.id),
      steps: steps.map(shownStep),
      acts: stored.toRevision !== null && stored.toRevision <= ground.asOf.revision ? [] : actsOf(row, steps),
      matter: await readMatter(tx, ground, stored.id),
    }
  })
}

type StoredVersion = StoredRow & { textId: number | null; details: DetailValues; toRevision: number | null }

async function readVersion(tx: Transaction<Tables>, ground: Ground, id: number): Promise<StoredVersion | undefined> {
  const { rows } = await sql<StoredVersion>`
    select ${storedColumns}, ${storedDetails}, v.text_id as "textId", v.to_revision as "toRevision" from complaint_version v ${storedJoins}
     where v.complaint_id = ${id} and v.region_id = any(${ground.regionIds}) and v.from_revision <= ${ground.asOf.revision}
     order by v.from_revision desc limit 1`.execute(tx)
  return rows[0]
}

async function readText(tx: Transaction<Tables>, ground: Ground, stored: StoredVersion): Promise<string | null> {
  if (stored.textId === null) return null
  const { rows } = await sql<{ masked: string }>`
    select masked from complaint_text where region_id = any(${ground.regionIds}) and id = ${stored.textId}`.execute(tx)
  return rows[0]?.masked ?? null
}

async function readSteps(tx: Transaction<Tables>, ground: Ground, id: number): Promise<Step[]> {
  const { revision } = ground.asOf
  const { rows } = await sql<Step>`
    select step, step_on as on, until_on as until, unit, person, note from handling_step
     where region_id = any(${ground.regionIds}) and complaint_id = ${id}
       and from_revision <= ${revision} and (to_revision is null or to_revision > ${revision}) order by step_on, id`.execute(tx)
  return rows
}

/** The other complaints of its group that share register and ranked institution: one matter. */
async function readMatter(tx: Transaction<Tables>, ground: Ground, id: number): Promise<MatterMember[]> {
  const { rows } = await sql<{ id: number; number: string | null; receivedOn: string }>`
    select v.complaint_id as id, c.number, v.received_on as "receivedOn"
      from complaint_version o
      join complaint_version v on v.region_id = o.region_id and v.matter_group_id = o.matter_group_id and v.register = o.register
       and v.ranked_institution_id = o.ranked_institution_id and v.complaint_id <> o.complaint_id
      join matter_member m on m.region_id = v.region_id and m.group_id = o.matter_group_id and m.complaint_id = v.complaint_id
      ${sql`join complaint c on c.region_id = v.region_id and c.id = v.complaint_id`}
     where o.complaint_id = ${id} and o.region_id = any(${ground.regionIds}) and ${held(ground, 'o')} and ${heldAsOf(ground.asOf)} and ${held(ground, 'm')}
     order by v.received_on, c.number`.execute(tx)
  return rows.map((row) => ({ key: complaintKey(ground.origin, row.id), number: row.number, receivedOn: row.receivedOn }))
}

function held(ground: Ground, alias: string) {
  const { revision } = ground.asOf
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  return sql`${column('from_revision')} <= ${revision} and (${column('to_revision')} is null or ${column('to_revision')} > ${revision})`
}
