import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { addDays } from '../analytics/calendar.ts'
import { loadGround, type Ground } from '../analytics/ground.ts'
import { monthsWithData } from '../analytics/ledger-state.ts'
import { isUnfinished } from '../analytics/period.ts'
import type { Tables } from '../db/tables.ts'
import type { Settings } from '../ledger/settings.ts'
import { loadDecisions, type Evidence, type HeldDecision } from '../ledger/supervision-decisions.ts'
import { ForbiddenError } from '../platform/errors.ts'
import { dayLabel, type FullLabel, type Label } from '../platform/label.ts'
import type { Subject } from './criterion.ts'
import { evidenceFigures, evidenceMethod, sealed } from './evidence.ts'
import { listPeriodOf, type ListPeriod } from './list-period.ts'
import { compareProposals, exitOfAbsent, judge, proposalOf, type Judgement, type Proposal } from './proposals.ts'
import { decidedFor, standingBefore, standingOn, type Standing } from './standing.ts'
import { loadSubjects, queryDocument, subjectsQuery } from './subjects.queries.ts'

export type ListAsked = { period: string | null; jurisdiction: string | null; revision: number | null }

/** One institution as far as a list is concerned with it. */
export type Listed = {
  id: number
  key: string
  name: string
  group: Label | null
  /** Null where it was no member of a group in the basis period. */
  subject: Subject | null
  judgements: readonly Judgement[]
  decisions: readonly HeldDecision[]
  before: Standing<HeldDecision> | null
  now: Standing<HeldDecision> | null
  decided: HeldDecision | null
  proposal: Proposal | null
}

/** A list with all that it rests on, as of one revision. */
export type ListState = {
  ground: Ground
  period: ListPeriod
  settings: Settings
  /** The basis period is over, so that there are proposals. */
  finished: boolean
  institutions: Listed[]
}

/**
 * Reads what a list is made of: judgements on every member, decisions of this list and those before it, and what is
 * proposed. Figures come from the metric table and the assessments alone.
 * @throws ForbiddenError for a viewer who does not see the whole jurisdiction: groups are judged as wholes.
 */
export async function loadListState(tx: Transaction<Tables>, viewer: Viewer, asked: ListAsked): Promise<ListState> {
  const ground = await loadGround(tx, viewer, asked)
  if (!ground.seesAll) throw onlyWhole()
  const { last } = await monthsWithData(tx, ground)
  const period = listPeriodOf(ground, asked.period, last)
  const settings = ground.settings.at(period.list.from)
  const finished = !isUnfinished(period.basis, ground.today)
  const subjects = finished ? await loadSubjects(tx, viewer, ground, period.basis, settings) : []
  const decisions = await loadDecisions(tx, ground.asOf.revision, sql`d.region_id = ${ground.jurisdiction.id}`)
  return { ground, period, settings, finished, institutions: listed(ground, period, settings, subjects, decisions, finished) }
}

/** What a decision on this institution rests on, as of the state's revision. */
export function evidenceOf({ ground, period, settings }: ListState, judgements: readonly Judgement[]): Evidence {
  return sealed({
    query: queryDocument(subjectsQuery(ground, period.basis, settings)),
    revision: ground.asOf.revision,
    businessOn: ground.today,
    method: evidenceMethod,
    figures: evidenceFigures(judgements, settings),
  })
}

/** Those with a proposal, in order; those decided keep their place. */
export function proposedIn({ institutions }: ListState): (Listed & { proposal: Proposal })[] {
  return institutions
    .filter((one): one is Listed & { proposal: Proposal } => one.proposal !== null)
    .sort((a, b) => compareProposals(a.proposal, b.proposal))
}

function listed(
  ground: Ground,
  { list, basis }: ListPeriod,
  settings: Settings,
  subjects: readonly Subject[],
  decisions: readonly HeldDecision[],
  finished: boolean,
): Listed[] {
  const bySubject = new Map(subjects.map((subject) => [subject.key, subject]))
  return ground.history.ids().flatMap((id): Listed[] => {
    const state = ground.history.stateOn(id, addDays(basis.end, -1))
    const own = decisions.filter((one) => one.institutionId === id)
    const subject = state ? (bySubject.get(state.key) ?? null) : null
    if (!state || (!subject && own.length === 0)) return []
    const before = standingBefore(own, list.from)
    const { judgements, gone } = judged(ground, id, list.from, subject, settings)
    const proposal = !finished ? null : gone ? (before ? exitOfAbsent(gone) : null) : proposalOf(judgements, before !== null)
    return [
      {
        id,
        key: state.key,
        name: state.name,
        group: subject?.group.label ?? ground.dictionary.find((entry) => entry.id === state.peerGroupId)?.label ?? null,
        subject,
        judgements,
        decisions: own,
        before,
        now: standingOn(own, list.from),
        decided: decidedFor(own, list.from),
        proposal,
      },
    ]
  })
}

/** The judgements on one institution for a list that begins on the day; who is gone by then is judged no longer. */
export function judged(
  ground: Ground,
  id: number,
  day: string,
  subject: Subject | null,
  settings: Settings,
): { judgements: readonly Judgement[]; gone: FullLabel | null } {
  const gone = goneWords(ground, id, day, subject === null)
  return { judgements: gone || !subject ? [] : judge(subject, settings), gone }
}

/** Closed before the list begins, or in no group any more. */
function goneWords(ground: Ground, id: number, day: string, absent: boolean): FullLabel | null {
  const closedOn = ground.history.stateOn(id, day)?.closedOn ?? null
  if (closedOn !== null && closedOn < day) {
    const { zh, en } = dayLabel(closedOn)
    return { zh: `该机构已于${zh}终止。`, en: `The institution closed on ${en}.` }
  }
  if (!absent) return null
  return {
    zh: '该机构在依据期末不属任何机构类别，无法与同类比较。',
    en: 'At the end of the period of the figures the institution is in no peer group.',
  }
}

function onlyWhole(): ForbiddenError {
  return new ForbiddenError({ zh: '只有能看到整个辖区的人可以查看重点监督名单。', en: 'The list is for who sees the whole jurisdiction.' })
}
