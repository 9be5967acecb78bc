import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { Writing } from './change.ts'
import { assertCorrection, resolveAgain, type Correction } from './correct.ts'
import { rederiveComplaints } from './rederive.ts'

/** What can happen to a complaint after it came in (data.md 3). */
export const stepKinds = [
  'RECEIVED',
  'ACCEPTED',
  'REJECTED',
  'ASSIGNED',
  'URGED',
  'EXTENDED',
  'CLOSED',
  'REPLIED',
  'VISITED',
  'WITHDRAWN',
  'REOPENED',
] as const
export type StepKind = (typeof stepKinds)[number]

/** A step as it is written: `until` is the day to which an extension moves the due day. */
export type Step = {
  step: StepKind
  on: string
  until?: string | null
  unit?: string | null
  person?: string | null
  note?: string | null
}
/** A step in force, with the change that wrote it. */
export type HeldStep = Step & { id: number; revision: number }

/** The steps of a complaint in force now, in the order in which they count: by day, then as they were written. */
export async function stepsInForce(tx: Transaction<Tables>, complaintId: number): Promise<HeldStep[]> {
  const { rows } = await sql<HeldStep>`
    select id, step, step_on as on, until_on as until, unit, person, note, from_revision as revision from handling_step
     where region_id in (select region_id from region) and complaint_id = ${complaintId} and to_revision is null order by step_on, id`.execute(
    tx,
  )
  return rows
}

/** Records a handling step; the complaint's status and dates come from its steps from then on. */
export async function addStep(writing: Writing, complaintId: number, step: Step): Promise<void> {
  await insertSteps(writing, complaintId, [step])
  await rederiveComplaints(writing, [complaintId])
}

/** Steps of one act, with what the act also corrects (how a case ended), resolved once. */
export async function recordAct(writing: Writing, complaintId: number, steps: readonly Step[], correction: Correction): Promise<void> {
  await insertSteps(writing, complaintId, steps)
  if (Object.keys(correction).length > 0) await assertCorrection(writing, complaintId, correction)
  await resolveAgain(writing, complaintId)
}

/** Ends the steps that a change wrote and takes back its correction. Gives how many rows that were. */
export async function takeBack(writing: Writing, complaintId: number, revision: number): Promise<number> {
  const { tx } = writing
  const ended = await sql`update handling_step set to_revision = ${writing.revision}
    where region_id in (select region_id from region) and complaint_id = ${complaintId} and from_revision = ${revision} and to_revision is null`.execute(
    tx,
  )
  const undone = await sql`insert into correction_undo (region_id, complaint_id, corrected_revision, revision)
    select a.region_id, a.complaint_id, a.revision, ${writing.revision} from assertion a
     where a.region_id in (select region_id from region) and a.complaint_id = ${complaintId} and a.revision = ${revision} and a.kind = 2
       and not exists (select from correction_undo u where u.region_id = a.region_id and u.complaint_id = a.complaint_id and u.corrected_revision = a.revision)`.execute(
    tx,
  )
  const rows = Number(ended.numAffectedRows ?? 0) + Number(undone.numAffectedRows ?? 0)
  if (rows > 0) await resolveAgain(writing, complaintId)
  return rows
}

async function insertSteps(writing: Writing, complaintId: number, steps: readonly Step[]): Promise<void> {
  for (const { step, on, until, unit, person, note } of steps) {
    await sql`insert into handling_step (region_id, complaint_id, step, step_on, until_on, unit, person, note, from_revision)
      select c.region_id, c.id, ${step}, ${on}::date, ${until ?? null}::date, ${unit ?? null}, ${person ?? null}, ${note ?? null}, ${writing.revision}
        from complaint c where c.region_id in (select region_id from region) and c.id = ${complaintId}`.execute(writing.tx)
  }
}
