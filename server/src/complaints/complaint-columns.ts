import { sql, type Transaction } from 'kysely'
import { isLate } from '../analytics/facts.ts'
import type { Ground } from '../analytics/ground.ts'
import { any } from '../analytics/read-parts.ts'
import type { Tables } from '../db/tables.ts'
import { complaintKey } from '../ledger/keys.ts'
import { unclassified } from '../ledger/dictionary.ts'
import type { ComplaintRow, KindKey, NamedKey, StatusKey } from './complaints.types.ts'

/** A version with its identity, as SQL gives it. */
export type StoredRow = {
  id: number
  number: string | null
  source: string
  register: 1 | 2
  kind: number
  status: number
  receivedOn: string
  closedOn: string | null
  leftOn: string | null
  dueOn: string
  handlingDays: number | null
  onTime: boolean | null
  institutionId: number
  rankedId: number
  categoryId: number
  causeId: number
  lodgingChannelId: number
  serviceChannelId: number
  upheldId: number
  satisfactionId: number
  amountFen: number | null
  represents: boolean
  late: boolean
  wordIds: (number | null)[]
}

/** Columns whose words as written stand where no entry is known, in the order of the ids above. */
const wordColumns = ['category', 'cause', 'lodging_channel', 'service_channel', 'upheld', 'satisfaction'] as const

/** SQL: what a complaint's row needs of version `v`, identity `c` and source `s`. */
export const storedColumns = sql`v.complaint_id as id, c.number, s.name as source, v.register, v.kind, v.status,
  v.received_on as "receivedOn", v.finished_on as "closedOn", v.left_on as "leftOn", v.due_on as "dueOn",
  v.handling_days as "handlingDays", v.on_time as "onTime", v.institution_id as "institutionId", v.ranked_institution_id as "rankedId",
  v.category_id as "categoryId", v.cause_id as "causeId", v.lodging_channel_id as "lodgingChannelId",
  v.service_channel_id as "serviceChannelId", v.upheld_id as "upheldId", v.satisfaction_id as "satisfactionId",
  v.amount_fen as "amountFen", v.represents, ${sql.raw(isLate)} as late, array[${sql.join(wordColumns.map((name) => sql`v.${sql.ref(`${name}_word_id`)}`))}] as "wordIds"`

/** SQL: identity and source of version `v`. */
export const storedJoins = sql`join complaint c on c.region_id = v.region_id and c.id = v.complaint_id
  join complaint_source s on s.id = c.source_id`

const statuses: Record<number, StatusKey> = { 1: 'open', 2: 'closed', 3: 'rejected', 4: 'withdrawn' }
const kinds: Record<number, KindKey> = { 1: 'complaint', 2: 'report', 3: 'petition', 4: 'inquiry', 5: 'suggestion' }

/** Turns stored rows into what a list shows: ids become keys and labels as of the revision. */
export async function complaintRows(tx: Transaction<Tables>, ground: Ground, stored: readonly StoredRow[]): Promise<ComplaintRow[]> {
  const entries = new Map(ground.dictionary.map((entry) => [entry.id, { key: entry.key, label: entry.label }]))
  const words = await wordsAsWritten(tx, stored, entries)
  return stored.map((row) => {
    const named = (id: number, place: number): NamedKey => entries.get(id) ?? unknown(words.get(row.wordIds[place] ?? 0) ?? null)
    const ranked = row.rankedId === 0 ? null : ground.history.stateOn(row.rankedId, row.receivedOn)
    return {
      key: complaintKey(ground.origin, row.id),
      number: row.number,
      source: row.source,
      register: row.register === 2 ? 'institution' : 'regulator',
      kind: kinds[row.kind] ?? 'complaint',
      status: statuses[row.status] ?? 'open',
      receivedOn: row.receivedOn,
      closedOn: row.closedOn,
      dueOn: row.dueOn,
      handlingDays: row.handlingDays,
      onTime: row.onTime,
      overdue: row.leftOn === null && row.status === 1 && row.dueOn < ground.today,
      institution: institution(ground, row.institutionId, row.receivedOn) ?? { key: '', label: { zh: '', en: null } },
      rankedInstitution: row.rankedId === 0 ? null : institution(ground, row.rankedId, row.receivedOn),
      peerGroup: ranked?.peerGroupId ? (entries.get(ranked.peerGroupId) ?? null) : null,
      category: named(row.categoryId, 0),
      cause: named(row.causeId, 1),
      lodgingChannel: named(row.lodgingChannelId, 2),
      serviceChannel: named(row.serviceChannelId, 3),
      upheld: named(row.upheldId, 4),
      satisfaction: named(row.satisfactionId, 5),
      amountYuan: row.amountFen === null ? null : row.amountFen / 100,
      represents: row.represents,
      late: row.late,
    }
  })
}

/** Only words without an entry are looked up: on most pages there is none, and the list waits for nothing. */
async function wordsAsWritten(
  tx: Transaction<Tables>,
  stored: readonly StoredRow[],
  entries: ReadonlyMap<number, unknown>,
): Promise<Map<number, string>> {
  const wanted = new Set<number>()
  for (const row of stored) {
    const ids = [row.categoryId, row.causeId, row.lodgingChannelId, row.serviceChannelId, row.upheldId, row.satisfactionId]
    for (const [place, id] of ids.entries()) {
      const word = row.wordIds[place]
      if (word && !entries.has(id)) wanted.add(word)
    }
  }
  if (wanted.size === 0) return new Map()
  const { rows } = await sql<{ id: number; word: string }>`
    select w.id, w.word from dictionary_word w where w.region_id in (select region_id from region) and w.id = ${any([...wanted])}`.execute(
    tx,
  )
  return new Map(rows.map(({ id, word }) => [id, word]))
}

function institution(ground: Ground, id: number, day: string): NamedKey | null {
  const state = ground.history.stateOn(id, day)
  return state && { key: state.key, label: { zh: state.name, en: null } }
}

/** No entry is known: the word as written stands beside. */
function unknown(word: string | null): NamedKey {
  const { key, label } = unclassified
  return word === null ? { key, label: { zh: '', en: '' } } : { key, label: { zh: `${label.zh}：${word}`, en: `${label.en}: ${word}` } }
}
