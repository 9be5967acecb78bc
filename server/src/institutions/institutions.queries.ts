import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { addDays } from '../analytics/calendar.ts'
import { loadGround, subtree, type Ground } from '../analytics/ground.ts'
import { parsePeriod, periodLabel, type Period } from '../analytics/period.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { loadAssessments, type HeldAssessment } from '../ledger/assessments.ts'
import type { InstitutionState } from '../ledger/institution-history.ts'
import { InvalidError } from '../platform/errors.ts'
import { matchOf } from '../registration/choices.rules.ts'
import { statusIn, type Standing } from './institutions.rules.ts'
import type { InstitutionList, InstitutionRow, LatestAssessment } from './institutions.types.ts'

const mostRows = 5000

export type ListAsked = {
  period: string | null
  search: string
  /** Keys; null: all. */
  peerGroup?: string | null
  region?: string | null
  standing?: Standing | null
  first: number
  after: string | null
  jurisdiction: string | null
  revision: number | null
}

/** The institutions that the viewer sees, as they stood in a period: by group and display order, or the best matches first. */
export function readInstitutions(db: Db, viewer: Viewer, asked: ListAsked): Promise<InstitutionList> {
  return readSnapshot(db, viewer, async (tx) => {
    const view = await loadView(tx, viewer, asked)
    const found = inOrder(view, asked.search).filter((state) => isWanted(view, state, asked))
    const from = asked.after === null ? 0 : readCursor(asked.after)
    const first = Math.min(Math.max(asked.first, 1), mostRows)
    const shown = found.slice(from, from + first)
    return {
      revision: view.ground.asOf.revision,
      rows: shown.map((state) => rowOf(view, state)),
      endCursor: shown.length > 0 ? Buffer.from(`institutions:${from + shown.length}`).toString('base64url') : null,
      hasNextPage: from + shown.length < found.length,
      totalCount: found.length,
    }
  })
}

/** Whether a filter lets it through; a region stands for all below it, NONE for those without a group. */
function isWanted(view: InstitutionView, state: InstitutionState, { peerGroup, region, standing }: ListAsked): boolean {
  const { ground, period } = view
  const group = ground.dictionary.find((entry) => entry.id === state.peerGroupId)?.key ?? 'NONE'
  if (peerGroup != null && group !== peerGroup) return false
  const node = region == null ? null : ground.regions.find((one) => one.key === region)
  if (region != null && !(node && subtree(ground.regions, node).some((one) => one.id === state.regionId))) return false
  const closed = state.closedOn !== null && state.closedOn < period.end
  return standing == null || (standing === 'closed') === closed
}

/** What rows of institutions are made from: the ground, the period, who is a member in it, the latest assessments. */
export type InstitutionView = {
  ground: Ground
  period: Period
  members: ReadonlyMap<number, InstitutionState>
  assessments: ReadonlyMap<number, HeldAssessment>
}

export async function loadView(
  tx: Transaction<Tables>,
  viewer: Viewer,
  asked: { period: string | null; jurisdiction: string | null; revision: number | null },
): Promise<InstitutionView> {
  const ground = await loadGround(tx, viewer, asked)
  const period = parsePeriod(asked.period ?? ground.today, 'period')
  const all = await loadAssessments(tx, ground.asOf.revision, sql`r.region_id = any (${ground.regionIds}::bigint[])`)
  const assessments = new Map<number, HeldAssessment>()
  // Of one period the result written last.
  for (const one of all.sort((a, b) => (a.periodEnd === b.periodEnd ? a.revision - b.revision : a.periodEnd < b.periodEnd ? -1 : 1)))
    assessments.set(one.institutionId, one)
  const members = ground.history.membersOf({ from: period.from, to: period.end })
  return { ground, period, members: new Map(members.map((state) => [state.id, state])), assessments }
}

/** The state that the period shows: of a member that of the day which decides its membership, else that of the last day. */
export function stateIn({ ground, period, members }: InstitutionView, id: number): InstitutionState | null {
  return members.get(id) ?? ground.history.stateOn(id, addDays(period.end, -1))
}

/** All that lie in the jurisdiction, in the order of groups and of display. */
export function statesIn(view: InstitutionView): InstitutionState[] {
  const { ground } = view
  const groups = new Map(ground.dictionary.filter((entry) => entry.kind === 'peerGroup').map((entry, place) => [entry.id, place]))
  const placeOf = (state: InstitutionState) => groups.get(state.peerGroupId ?? 0) ?? groups.size
  return ground.history
    .ids()
    .flatMap((id) => stateIn(view, id) ?? [])
    .filter((state) => ground.regionIds.includes(state.regionId))
    .sort((a, b) => placeOf(a) - placeOf(b) || a.displayOrder - b.displayOrder || (a.name < b.name ? -1 : 1))
}

function inOrder(view: InstitutionView, search: string): InstitutionState[] {
  const states = statesIn(view)
  if (search.trim() === '') return states
  const found = states.flatMap((state, place) => {
    const rank = matchOf({ texts: [state.name, ...state.aliases], code: state.key }, search)
    return rank === null ? [] : [{ state, rank, place, outside: view.members.has(state.id) ? 0 : 1 }]
  })
  return found.sort((a, b) => a.rank - b.rank || a.outside - b.outside || a.place - b.place).map((one) => one.state)
}

export function rowOf(view: InstitutionView, state: InstitutionState): InstitutionRow {
  const { ground, period, members } = view
  const group = ground.dictionary.find((entry) => entry.id === state.peerGroupId)
  const ranked = members.has(state.id)
  return {
    key: state.key,
    label: { zh: state.name, en: null },
    aliases: state.aliases,
    peerGroup: group ? { key: group.key, label: group.label } : null,
    status: statusIn(state, period, ranked),
    ranked,
    place: placeOf(view, state.regionId),
    displayOrder: state.displayOrder,
    openedOn: state.openedOn,
    closedOn: state.closedOn,
    parent: namedIn(view, state.parentId),
    successor: namedIn(view, state.successorId),
    assessment: assessmentOf(view, state.id),
  }
}

function placeOf({ ground }: InstitutionView, id: number): InstitutionRow['place'] {
  const region = ground.regions.find((one) => one.id === id)
  return { key: region?.key ?? '', label: region?.label ?? { zh: '', en: null } }
}

/** An institution by name, as the period shows it; null where the viewer does not see it. */
export function namedIn(view: InstitutionView, id: number | null): { key: string; label: { zh: string; en: null } } | null {
  const state = id === null ? null : stateIn(view, id)
  return state && { key: state.key, label: { zh: state.name, en: null } }
}

function assessmentOf({ ground, assessments }: InstitutionView, id: number): LatestAssessment | null {
  const found = assessments.get(id)
  if (!found) return null
  const grade = ground.dictionary.find((entry) => entry.id === found.gradeId)
  const scale = grade ? ground.dictionary.filter((entry) => entry.kind === 'grade' && entry.parentId === grade.parentId) : []
  return {
    period: found.period,
    periodLabel: periodLabel(parsePeriod(found.period)),
    score: found.statedScore,
    grade: found.statedGrade,
    gradePlace: grade?.displayOrder ?? null,
    grades: scale.length,
  }
}

function readCursor(cursor: string): number {
  const [, place] = /^institutions:(\d{1,7})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (place) return Number(place)
  throw new InvalidError({ zh: '分页位置无效。', en: 'The cursor is not one of this list.' }, [{ path: 'after', reason: 'BAD_CURSOR' }])
}
