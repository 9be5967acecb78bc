import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { textDays } from '../ledger/candidate-links.ts'
import { installed } from '../ledger/clock.ts'
import { registers } from '../ledger/columns.ts'
import { complaintKey } from '../ledger/keys.ts'
import type { EvidenceKey, LikelyRepeat } from './registration.types.ts'

const listed = 10

/** What a complaint that is not yet in the ledger is compared by. */
export type Compared = { rankedId: number; receivedOn: string; personToken: Buffer | null; textMatch: Buffer | null; candidateDays: number }

/**
 * Complaints that a new one may repeat, as the viewer of the snapshot may see them: the same ranked institution, and the
 * same person within the setting's days or the same text within three.
 */
export async function likelyRepeats(tx: Transaction<Tables>, one: Compared): Promise<LikelyRepeat[]> {
  // Outside the ranking there is no institution that two complaints share.
  if ((!one.personToken && !one.textMatch) || one.rankedId === 0) return []
  const { origin } = await installed(tx)
  const near = (days: number) => sql`abs(v.received_on - ${one.receivedOn}::date) <= ${days}::integer`
  const samePerson = sql<boolean>`coalesce(v.person_token = ${one.personToken}::bytea and ${near(one.candidateDays)}, false)`
  const sameText = sql<boolean>`coalesce(t.match_digest = ${one.textMatch}::bytea and ${near(textDays)}, false)`
  const { rows } = await sql<{
    id: number
    number: string | null
    source: string
    receivedOn: string
    name: string
    samePerson: boolean
    sameText: boolean
  }>`
    select v.complaint_id as id, c.number, s.name as source, v.received_on as "receivedOn", ${samePerson} as "samePerson", ${sameText} as "sameText",
           (select i.name from institution_version i where i.institution_id = v.institution_id order by i.revision desc limit 1) as name
      from complaint_version v join complaint c on c.region_id = v.region_id and c.id = v.complaint_id join complaint_source s on s.id = c.source_id
      left join complaint_text t on t.region_id = v.region_id and t.id = v.text_id
     where v.to_revision is null and v.kind = 1 and v.counted and v.register = ${registers.REGULATOR} and v.ranked_institution_id = ${one.rankedId}
       and v.received_on between ${one.receivedOn}::date - ${Math.max(one.candidateDays, textDays)}::integer
                             and ${one.receivedOn}::date + ${Math.max(one.candidateDays, textDays)}::integer
       and (${samePerson} or ${sameText}) order by v.received_on desc, v.complaint_id desc limit ${listed}`.execute(tx)
  return rows.map((row) => ({
    key: complaintKey(origin, row.id),
    number: row.number,
    source: row.source,
    receivedOn: row.receivedOn,
    institution: { zh: row.name, en: null },
    evidence: evidenceOf(row),
  }))
}

function evidenceOf({ samePerson, sameText }: { samePerson: boolean; sameText: boolean }): EvidenceKey[] {
  return [...(samePerson ? (['samePerson'] as const) : []), ...(sameText ? (['sameText'] as const) : [])]
}
