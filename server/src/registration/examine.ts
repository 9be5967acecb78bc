import type { Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readAll, readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { LOCAL_SOURCE, type StagedComplaint, type World } from '../imports/complaint-row.ts'
import { NameIndex } from '../imports/names.ts'
import { sealing } from '../imports/originals.ts'
import { REASONS } from '../imports/reasons.ts'
import { keyedDigests } from '../imports/tokens.ts'
import { loadWorld, type ParsingWorld } from '../imports/world.ts'
import { installed } from '../ledger/clock.ts'
import { wordsOf } from '../ledger/columns.ts'
import { matchWords } from '../ledger/dictionary.ts'
import { complaintKey } from '../ledger/keys.ts'
import { dueByRule } from '../ledger/deadline.ts'
import { loadSettings } from '../ledger/settings.ts'
import { meaningFields } from '../words/words.queries.ts'
import { holderOf } from './numbers.queries.ts'
import { likelyRepeats, type Compared } from './repeats.queries.ts'
import { dayOf, maskedText, readAsRow, type Typed, type TypedProblem } from './registration.rules.ts'
import type { LikelyRepeat, RegistrationProblem } from './registration.types.ts'

/** A typed complaint read against the ledger as it stands. `complaint` is null where there are problems. */
export type Examined = {
  revision: number
  complaint: StagedComplaint | null
  problems: RegistrationProblem[]
  receivedOn: string | null
  dueOn: string | null
  masked: string | null
  knowsPerson: boolean
  unclassified: string[]
  repeats: LikelyRepeat[]
}

/**
 * Reads what was typed by the rules of imports, and what the ledger holds that it may repeat. `ownNumber`: the number is
 * one that was proposed, so that another takes its place where it is gone.
 */
export async function examine(db: Db, viewer: Viewer, typed: Typed, options: { secret: Buffer; ownNumber: boolean }): Promise<Examined> {
  const found = await readAll(db, (tx) => examineIn(tx, viewer, typed, options))
  const { taken, compared, ...examined } = found
  return readSnapshot(db, viewer, async (tx) => ({
    ...examined,
    problems: taken === null ? examined.problems : [...examined.problems, await takenProblem(tx, taken)],
    repeats: compared ? await likelyRepeats(tx, compared) : [],
  }))
}

type Found = Omit<Examined, 'repeats'> & { taken: { id: number; number: string } | null; compared: Compared | null }

async function examineIn(
  tx: Transaction<Tables>,
  viewer: Viewer,
  typed: Typed,
  { secret, ownNumber }: { secret: Buffer; ownNumber: boolean },
): Promise<Found> {
  const parsing = await loadWorld(tx, viewer.rootRegionId)
  const digests = keyedDigests(secret)
  const read = readAsRow(typed, worldOf(parsing, viewer, secret), ownNumber)
  const holder =
    read.number === null || ownNumber ? null : await holderOf(tx, { regionId: viewer.rootRegionId, source: read.source }, read.number)
  const { complaint } = read
  const taken = holder === null ? null : { id: holder, number: read.number ?? '' }
  return {
    revision: parsing.revision,
    complaint: read.problems.length > 0 || taken ? null : complaint,
    problems: read.problems.map((problem) => problemOf(problem)),
    taken,
    receivedOn: dayOf(typed, 'receivedOn'),
    masked: maskedText(typed),
    knowsPerson: parsing.keepsPersons && digests.person([typed.get('complainantPhone') ?? ''], typed.get('complainantId') ?? null) !== null,
    dueOn: await dueOf(tx, parsing, typed, regionOf(parsing, viewer, complaint)),
    unclassified: complaint ? await unclassifiedOf(tx, parsing, complaint) : [],
    compared: complaint && (await comparedBy(tx, parsing, complaint, regionOf(parsing, viewer, complaint))),
  }
}

/** What a typed complaint is read against: the institutions of the viewer's scope alone, known by key as well. */
function worldOf(parsing: ParsingWorld, viewer: Viewer, secret: Buffer): World {
  const { scope } = viewer
  const ours = parsing.named.filter(({ id }) => scope.kind === 'ALL' || scope.institutions.includes(id))
  return {
    names: new NameIndex(ours.map((one) => ({ ...one, aliases: one.key === undefined ? one.aliases : [...one.aliases, one.key] }))),
    closed: new Map(parsing.closed),
    today: parsing.today,
    digests: keyedDigests(secret),
    sourceOf: () => LOCAL_SOURCE,
    keepsPersons: parsing.keepsPersons,
    keepsAgeBands: parsing.keepsAgeBands,
    seal: parsing.keepsOriginals ? sealing(secret).seal : null,
  }
}

function problemOf({ field, reason, value }: TypedProblem, complaint: string | null = null): RegistrationProblem {
  return { field, reason, value, label: REASONS[reason], complaint }
}

async function takenProblem(tx: Transaction<Tables>, { id, number }: { id: number; number: string }): Promise<RegistrationProblem> {
  const { origin } = await installed(tx)
  const seen = await tx.selectFrom('complaint').select('id').where('id', '=', id).executeTakeFirst()
  return problemOf({ field: 'number', reason: 'NUMBER_TAKEN', value: number }, seen ? complaintKey(origin, id) : null)
}

/** The stated day, else the deadline rule in force on receipt at a node. */
async function dueOf(tx: Transaction<Tables>, { revision }: ParsingWorld, typed: Typed, regionId: number): Promise<string | null> {
  const stated = dayOf(typed, 'dueOn')
  const receivedOn = dayOf(typed, 'receivedOn')
  if (stated !== null || receivedOn === null) return stated
  return dueByRule(tx, regionId, revision, receivedOn)
}

/** The node where a complaint will lie: its institution's, while none is known the office's. */
function regionOf(parsing: ParsingWorld, viewer: Viewer, complaint: StagedComplaint | null): number {
  const state = complaint && parsing.history.stateOn(complaint.institutionId, complaint.receivedOn)
  return state?.regionId ?? viewer.rootRegionId
}

async function unclassifiedOf(tx: Transaction<Tables>, { revision }: ParsingWorld, { words }: StagedComplaint): Promise<string[]> {
  const open: string[] = []
  for (const field of meaningFields) {
    const word = words[field] ?? null
    if (word === null) continue
    if ((await matchWords(tx, wordsOf(field) ?? field, [word], revision)).get(word) === null) open.push(field)
  }
  return open
}

async function comparedBy(tx: Transaction<Tables>, parsing: ParsingWorld, complaint: StagedComplaint, regionId: number): Promise<Compared> {
  const { receivedOn, personToken, textMatch, institutionId } = complaint
  const candidateDays = (await loadSettings(tx, regionId, parsing.revision)).on('candidateDays', receivedOn)
  return { rankedId: parsing.history.rankedAncestor(institutionId, receivedOn) ?? 0, receivedOn, personToken, textMatch, candidateDays }
}
