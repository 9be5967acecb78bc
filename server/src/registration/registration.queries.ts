import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { loadGround, type Ground } from '../analytics/ground.ts'
import type { Db } from '../db/connect.ts'
import { readAll, readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { LOCAL_SOURCE } from '../imports/complaint-row.ts'
import { loadWorld } from '../imports/world.ts'
import { today } from '../ledger/clock.ts'
import { ledgerColumns, registers, wordsOf, type LedgerField } from '../ledger/columns.ts'
import { isOffered, type DictionaryEntry } from '../ledger/dictionary.ts'
import { InvalidError } from '../platform/errors.ts'
import { matchOf, type Named } from './choices.rules.ts'
import { examine } from './examine.ts'
import { nextNumber } from './numbers.queries.ts'
import { readTyped } from './registration.rules.ts'
import type { RegistrationCheck, RegistrationChoice, RegistrationProposal } from './registration.types.ts'

/** What a new complaint begins with. A number is proposed where this office issues it. */
export function readProposal(db: Db, viewer: Viewer, source: string): Promise<RegistrationProposal> {
  return readAll(db, async (tx) => {
    const { keepsPersons } = await loadWorld(tx, viewer.rootRegionId)
    const day = await today(tx)
    const number = source === LOCAL_SOURCE ? await nextNumber(tx, { regionId: viewer.rootRegionId, source }, day) : null
    return { number, today: day, sources: await sourcesOf(tx, viewer.rootRegionId), keepsPersons }
  })
}

async function sourcesOf(tx: Transaction<Tables>, regionId: number): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from complaint_source where region_id = ${regionId} and register = ${registers.REGULATOR} and name <> ${LOCAL_SOURCE} order by id`.execute(
    tx,
  )
  return [LOCAL_SOURCE, ...rows.map((row) => row.name)]
}

/** What a typed complaint comes to; nothing is written. */
export async function checkTyped(
  db: Db,
  viewer: Viewer,
  asked: { values: unknown; numberProposed: boolean },
  secret: Buffer,
): Promise<RegistrationCheck> {
  const {
    revision: _,
    complaint: __,
    ...check
  } = await examine(db, viewer, readTyped(asked.values), { secret, ownNumber: asked.numberProposed })
  return check
}

export type ChoicesAsked = { field: string; search: string; on: string | null; first: number }

/** What a field of the form may hold, the best matches first; without a search in the order of its tree. */
export function readChoices(db: Db, viewer: Viewer, { field, search, on, first }: ChoicesAsked): Promise<RegistrationChoice[]> {
  const words = field in ledgerColumns ? wordsOf(field as LedgerField) : null
  if (field !== 'institution' && words === null)
    throw new InvalidError({ zh: `“${field}”没有可选的项。`, en: `There is nothing to choose for ${field}.` }, [
      { path: 'field', reason: 'UNKNOWN_FIELD', params: { value: field } },
    ])
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, {})
    const all =
      words === null ? institutionChoices(ground, viewer, on ?? ground.today) : wordChoices(ground.dictionary, words, on ?? ground.today)
    const found = all.flatMap(({ named, choice }, place) => {
      const rank = matchOf(named, search)
      return rank === null ? [] : [{ choice, rank, place }]
    })
    found.sort((a, b) => a.rank - b.rank || Number(a.choice.outside) - Number(b.choice.outside) || a.place - b.place)
    return found.slice(0, Math.min(Math.max(first, 1), 500)).map((one) => one.choice)
  })
}

type Choosable = { named: Named; choice: RegistrationChoice }

/** The institutions of the viewer's scope that take complaints on a day, each with what it counts for. */
function institutionChoices(ground: Ground, viewer: Viewer, day: string): Choosable[] {
  const { history, dictionary } = ground
  const { scope } = viewer
  const groups = new Map(dictionary.map((entry) => [entry.id, entry.label]))
  const open = history.latest().filter(({ id }) => (scope.kind === 'ALL' || scope.institutions.includes(id)) && history.accepts(id, day))
  return open
    .sort((a, b) => a.displayOrder - b.displayOrder || (a.name < b.name ? -1 : 1))
    .map(({ id, key, name, aliases }) => {
      const rankedId = history.rankedAncestor(id, day)
      const ranked = rankedId === null ? null : history.stateOn(rankedId, day)
      return {
        named: { texts: [name, ...aliases], code: key },
        choice: {
          value: key,
          label: { zh: name, en: null },
          code: null,
          depth: 0,
          countsFor: ranked && ranked.id !== id ? { zh: ranked.name, en: null } : null,
          group: ranked?.peerGroupId ? (groups.get(ranked.peerGroupId) ?? null) : null,
          outside: ranked === null,
        },
      }
    })
}

/** A dictionary's entries that are offered on a day, each below its parent. A word is sent as a file would write it. */
function wordChoices(dictionary: readonly DictionaryEntry[], kind: string, day: string): Choosable[] {
  const entries = dictionary.filter((entry) => entry.kind === kind && isOffered(entry, day))
  const known = new Set(entries.map((entry) => entry.id))
  const below = (parentId: number | null, depth: number): Choosable[] =>
    entries
      .filter((entry) => (entry.parentId !== null && known.has(entry.parentId) ? entry.parentId : null) === parentId)
      .flatMap((entry) => [wordChoice(entry, depth), ...below(entry.id, depth + 1)])
  return below(null, 0)
}

function wordChoice({ key, code, label, attributes }: DictionaryEntry, depth: number): Choosable {
  return {
    named: { texts: [label.zh, ...(label.en ? [label.en] : []), ...(attributes.aliases ?? []), key], code },
    choice: { value: label.zh, label, code, depth, countsFor: null, group: null, outside: false },
  }
}
