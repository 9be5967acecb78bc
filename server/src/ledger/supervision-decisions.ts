import { sql, type RawBuilder, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { Writing } from './change.ts'
import { uuid7 } from './keys.ts'

/** What is proposed of an institution for a list: that it enters, stays or leaves. */
export const PROPOSED = ['ENTRY', 'STAY', 'EXIT'] as const
export type Proposed = (typeof PROPOSED)[number]
/** CONFIRMED enters, REJECTED does not, KEPT stays, RELEASED leaves, DEFERRED leaves everything as it is. */
export const DECISIONS = ['CONFIRMED', 'REJECTED', 'KEPT', 'RELEASED', 'DEFERRED'] as const
export type Decision = (typeof DECISIONS)[number]

/** Something demanded of an institution on the list, with the day by which it is due. */
export type Measure = { kind: string; text: string; dueOn: string }

/** What a decision rests on: computed again from query, revision and day, it gives the figures. */
export type Evidence = { query: unknown; revision: number; businessOn: string; method: number; figures: unknown; digest: Buffer }

export type NewDecision = {
  institutionId: number
  period: string
  periodFrom: string
  periodEnd: string
  proposed: Proposed
  criteria: readonly string[]
  decision: Decision
  reason: string
  measures: readonly Measure[]
  evidence: Evidence
}
export type HeldDecision = NewDecision & {
  id: number
  key: string
  regionId: number
  revision: number
  /** The revision that took it back, as of the revision asked; null: it stands. */
  endedRevision: number | null
}

type Row = Omit<HeldDecision, 'evidence'> & Omit<Evidence, 'revision'> & { evidenceRevision: number }

/** Decisions as of a revision, taken back or not, by list and then as they were made; `where` narrows `supervision_decision d`. */
export async function loadDecisions(
  tx: Transaction<Tables>,
  revision: number,
  where: RawBuilder<unknown> = sql`true`,
): Promise<HeldDecision[]> {
  const { rows } = await sql<Row>`
    select d.id, d.key, d.region_id as "regionId", d.institution_id as "institutionId", d.period, d.period_from as "periodFrom", d.period_end as "periodEnd",
           d.proposed, d.criteria, d.decision, d.reason, d.measures, d.evidence_query as query, d.evidence_revision as "evidenceRevision", d.business_on as "businessOn",
           d.method, d.figures, d.digest, d.from_revision as revision, case when d.to_revision <= ${revision} then d.to_revision end as "endedRevision"
      from supervision_decision d
     where d.from_revision <= ${revision} and (${where})
     order by d.period_from, d.from_revision, d.id`.execute(tx)
  return rows.map(heldOf)
}

function heldOf(row: Row): HeldDecision {
  const { query, businessOn, method, figures, digest, evidenceRevision, ...held } = row
  return { ...held, evidence: { query, revision: evidenceRevision, businessOn, method, figures, digest } }
}

/** Adds a decision at the writing's node. */
export async function addDecision({ tx, revision, regionId, now }: Writing, one: NewDecision): Promise<string> {
  const key = uuid7(now)
  const { evidence } = one
  await sql`
    insert into supervision_decision (region_id, key, institution_id, period, period_from, period_end, proposed, criteria, decision, reason, measures,
                                      evidence_query, evidence_revision, business_on, method, figures, digest, from_revision)
    values (${regionId}, ${key}, ${one.institutionId}, ${one.period}, ${one.periodFrom}, ${one.periodEnd}, ${one.proposed}, ${one.criteria}::text[], ${one.decision},
            ${one.reason}, ${JSON.stringify(one.measures)}::jsonb, ${JSON.stringify(evidence.query)}::jsonb, ${evidence.revision}, ${evidence.businessOn},
            ${evidence.method}, ${JSON.stringify(evidence.figures)}::jsonb, ${evidence.digest}, ${revision})`.execute(tx)
  return key
}

/** Takes a decision back from this revision on; false where that was done already. */
export async function endDecision({ tx, revision }: Writing, one: Pick<HeldDecision, 'regionId' | 'id'>): Promise<boolean> {
  const ended = await sql`update supervision_decision set to_revision = ${revision}
    where region_id = ${one.regionId} and id = ${one.id} and to_revision is null`.execute(tx)
  return Number(ended.numAffectedRows ?? 0) > 0
}
