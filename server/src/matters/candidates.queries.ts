import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { membersOf } from '../analytics/members.ts'
import { candidateDays, comparedIn } from '../analytics/compared.ts'
import { loadGround, type Ground } from '../analytics/ground.ts'
import { parsePeriod } from '../analytics/period.ts'
import type { Tables } from '../db/tables.ts'
import { findLinks } from '../ledger/candidate-links.ts'
import { candidatesOf, type Candidate, type KeptLinks } from '../ledger/candidates.ts'
import { InvalidError } from '../platform/errors.ts'
import type { EvidenceKey, RepeatRows } from './matters.types.ts'

/** The viewer's candidates as of a revision, under filters. */
export type Found = { ground: Ground; register: 1 | 2; days: number; candidates: Candidate[]; kept: Kept }
/** What is kept of a list: of a revision nothing ever changes, and pages ask again and again. */
type Kept = { candidates: Candidate[]; drop?: Promise<{ complaints: number; matters: number }> }

/** Finds them in the transaction given, which reads as the viewer or, to write, as the writer: the scope is in the question too. */
export async function findCandidates(tx: Transaction<Tables>, viewer: Viewer, rows: RepeatRows): Promise<Found> {
  const ground = await loadGround(tx, viewer, { jurisdiction: rows.jurisdiction ?? null, revision: rows.revision ?? null })
  const register = rows.register === 'institution' ? 2 : 1
  const kept = await keptList(tx, viewer, { ground, register, rows })
  return { ground, register, days: candidateDays(ground), candidates: kept.candidates, kept }
}

/** Why, in one word: both, else the one there is. */
export function evidenceOf({ samePerson, sameText }: Candidate): EvidenceKey {
  return samePerson && sameText ? 'both' : samePerson ? 'samePerson' : 'sameText'
}

/** Lists found last, by revision, by what the viewer may see, and by filter. */
const lists = new Map<string, Kept>()
const mostLists = 24
/** Links found last by the same names without the revision: the next revision's are these with what changed since. */
const links = new Map<string, KeptLinks>()
const mostLinks = 4

type Wanted = { ground: Ground; register: 1 | 2; rows: RepeatRows }

async function keptList(tx: Transaction<Tables>, viewer: Viewer, wanted: Wanted): Promise<Kept> {
  const { ground, register, rows } = wanted
  const { scope } = viewer
  const compared = comparedIn(ground, viewer, register)
  const seen = scope.kind === 'ALL' ? 'ALL' : `${scope.regions.join(',')} ${scope.institutions.join(',')}`
  const question = [ground.origin, await databaseOf(tx), ground.jurisdiction.id, register, compared.days, compared.texts, seen].join('|')
  const whole = `${question}|${ground.asOf.revision}`
  const all = await keep(whole, async () => {
    const earlier = links.get(question) ?? null
    const found = await findLinks(tx, compared, earlier)
    if (!earlier || earlier.revision < found.kept.revision) keepLast(links, question, found.kept, mostLinks)
    return candidatesOf(found)
  })
  const filters = [rows.period ?? '', (rows.institutions ?? []).join(','), rows.evidence ?? ''].join('|')
  return filters === '||' ? all : keep(`${whole}|${filters}`, async () => all.candidates.filter(filterOf(ground, rows)))
}

async function keep(name: string, find: () => Promise<Candidate[]>): Promise<Kept> {
  const list = lists.get(name) ?? { candidates: await find() }
  keepLast(lists, name, list, mostLists)
  return list
}

/** Puts a value last, and lets those go that were used longest ago. */
function keepLast<T>(kept: Map<string, T>, name: string, value: T, most: number): void {
  kept.delete(name)
  kept.set(name, value)
  for (const oldest of kept.keys()) {
    if (kept.size <= most) break
    kept.delete(oldest)
  }
}

async function databaseOf(tx: Transaction<Tables>): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(tx)
  return rows[0]?.name ?? ''
}

function filterOf(ground: Ground, rows: RepeatRows): (candidate: Candidate) => boolean {
  const period = rows.period ? parsePeriod(rows.period) : null
  const institutions = rows.institutions?.length ? new Set(institutionIds(ground, rows.institutions)) : null
  const evidence = rows.evidence ?? null
  return (one) =>
    (period === null || (one.later.receivedOn >= period.from && one.later.receivedOn < period.end)) &&
    (institutions === null || institutions.has(one.later.ranked)) &&
    (evidence === null || evidenceOf(one) === evidence)
}

function institutionIds(ground: Ground, keys: readonly string[]): number[] {
  const members = membersOf('institution', ground)
  return keys.map((key, index) => {
    const found = members.find((member) => member.key === key || member.label.zh === key)
    if (found) return found.id
    throw new InvalidError({ zh: `没有机构“${key}”。`, en: `There is no institution “${key}”.` }, [
      { path: `rows.institutions[${index}]`, reason: 'UNKNOWN_INSTITUTION', params: { value: key } },
    ])
  })
}
