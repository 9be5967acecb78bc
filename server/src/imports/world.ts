import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { dayIn, installed, today } from '../ledger/clock.ts'
import { loadInstitutionHistory, type InstitutionHistory } from '../ledger/institution-history.ts'
import { loadSettings } from '../ledger/settings.ts'
import type { Named } from './names.ts'
import { currentRevision } from '../ledger/revision.ts'

/** What a file is parsed against, as the ledger stood at `revision`. */
export type ParsingWorld = {
  revision: number
  today: string
  history: InstitutionHistory
  named: Named[]
  closed: [id: number, stretches: { from: string; to: string }[]][]
  /** Whether the jurisdiction keeps the keyed token of a person at all. */
  keepsPersons: boolean
  /** Whether the jurisdiction keeps the ten years of a person's age. */
  keepsAgeBands: boolean
  /** Whether the jurisdiction keeps what a mask replaced, sealed. */
  keepsOriginals: boolean
}

export async function loadWorld(tx: Transaction<Tables>, regionId: number): Promise<ParsingWorld> {
  const revision = await currentRevision(tx)
  const history = await loadInstitutionHistory(tx, revision)
  const closed = new Map<number, { from: string; to: string }[]>()
  for (const stretch of history.rankedIntervals())
    if (stretch.closed)
      closed.set(stretch.institutionId, [...(closed.get(stretch.institutionId) ?? []), { from: stretch.from, to: stretch.to }])
  const day = await lastDay(tx)
  const settings = await loadSettings(tx, regionId, revision)
  return {
    revision,
    today: day,
    keepsPersons: settings.on('keepPersonToken', day),
    keepsAgeBands: settings.on('keepAgeBand', day),
    keepsOriginals: settings.on('keepOriginals', day),
    history,
    named: await namesOf(tx, history),
    closed: [...closed],
  }
}

/** After this day a date lies in the future. A real ledger tried in the demo is as old as the calendar, not as the demo. */
async function lastDay(tx: Transaction<Tables>): Promise<string> {
  const day = await today(tx)
  const now = dayIn(new Date())
  return (await installed(tx)).kind === 'DEMO' && now > day ? now : day
}

/** Each institution's present name, its code, and as aliases every name that it had in a batch in force. */
async function namesOf(tx: Transaction<Tables>, history: InstitutionHistory): Promise<Named[]> {
  const { rows } = await sql<{ id: number; code: string | null; aliases: string[] }>`
    select i.institution_id as id, i.code, coalesce(array_agg(distinct n.name) filter (where n.name is not null), '{}') as aliases
      from institution i left join institution_version v on v.institution_id = i.institution_id
        and not exists (select from batch_void b where b.batch_id = v.batch_id and b.to_revision is null)
      left join lateral unnest(array_append(v.aliases, v.name)) n (name) on true
     group by i.institution_id, i.code`.execute(tx)
  const known = new Map(rows.map((row) => [row.id, row]))
  return history.latest().map(({ id, key, name }) => {
    const row = known.get(id)
    return { id, key, name, aliases: (row?.aliases ?? []).filter((alias) => alias !== name), code: row?.code ?? null }
  })
}
