import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { isComplete } from '../analytics/period-notes.ts'
import { parsePeriod, type Period } from '../analytics/period.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import type { HeldDecision } from '../ledger/supervision-decisions.ts'
import { settingRegistry } from '../ledger/settings.ts'
import { criterionKeys, criterionRegistry, type CriterionKey } from './criteria.ts'
import { listPeriodOf, unfinishedWords } from './list-period.ts'
import { loadListState, proposedIn, type ListAsked, type Listed, type ListState } from './list-state.queries.ts'
import { measureKinds, type MeasureKind } from './measures.ts'
import { CHOICES, judge, type Judgement, type Proposal } from './proposals.ts'
import { decidedShown, figureShown, judgementShown, measuresShown, namedPeriod, type Acts, type Around } from './shown.ts'
import { standingOn } from './standing.ts'
import { loadSubjects } from './subjects.queries.ts'
import type {
  SupervisionCriterionInfo,
  SupervisionDecided,
  SupervisionEntry,
  SupervisionLine,
  SupervisionList,
  SupervisionListName,
  SupervisionProposal,
  SupervisionProposals,
} from './supervision.types.ts'

/** What is proposed for a list, decided or open, with the criteria and the lines that can be tried. */
export function readProposals(db: Db, viewer: Viewer, asked: ListAsked): Promise<SupervisionProposals> {
  return readSnapshot(db, viewer, async (tx) => {
    const state = await loadListState(tx, viewer, asked)
    const { ground, period } = state
    const proposed = proposedIn(state)
    const show = await decisionShower(tx, viewer, state)
    return {
      revision: ground.asOf.revision,
      period: namedPeriod(period.list),
      basis: namedPeriod(period.basis),
      basisComplete: isComplete(period.basis, ground),
      unfinished: unfinishedWords(period.basis, ground),
      open: proposed.filter((one) => one.decided === null).length,
      rows: proposed.map((one) => proposalShown(one, show)),
      criteria: criteriaShown(state),
      lines: criterionKeys.flatMap((key) => lineShown(state, key) ?? []),
      measureKinds: (Object.keys(measureKinds) as MeasureKind[]).map((kind) => ({ kind, label: measureKinds[kind] })),
    }
  })
}

/** The proposals that wait for a decision, by the names of their institutions. */
export async function openProposals(
  tx: Transaction<Tables>,
  viewer: Viewer,
  asked: ListAsked,
): Promise<{ open: number; names: string[]; list: Period }> {
  const state = await loadListState(tx, viewer, asked)
  const waiting = proposedIn(state).filter((one) => one.decided === null)
  return { open: waiting.length, names: waiting.map((one) => one.name), list: state.period.list }
}

/** The list of a period: who is on it and since when, who left with it, and every act on it. */
export function readList(db: Db, viewer: Viewer, asked: ListAsked): Promise<SupervisionList> {
  return readSnapshot(db, viewer, (tx) => listIn(tx, viewer, asked))
}

/** The same inside a snapshot that is open already. */
export async function listIn(tx: Transaction<Tables>, viewer: Viewer, asked: ListAsked): Promise<SupervisionList> {
  const state = await loadListState(tx, viewer, asked)
  const show = await decisionShower(tx, viewer, state)
  const { ground, period, institutions } = state
  const from = period.list.from
  const history = institutions.flatMap((one) => one.decisions.filter((each) => each.periodFrom === from).map((each) => ({ one, each })))
  return {
    revision: ground.asOf.revision,
    period: namedPeriod(period.list),
    basis: namedPeriod(period.basis),
    rows: institutions.flatMap((one) => entryShown(one, show, ground.today) ?? []),
    history: history.sort((a, b) => b.each.revision - a.each.revision).map(({ one, each }) => show(one, each)),
    lists: listsOf(state),
  }
}

export type ShowDecision = (one: Pick<Listed, 'key' | 'name'>, decision: HeldDecision) => SupervisionDecided

/** What shows decisions: their acts, and their figures computed anew as of the state's revision, each basis once. */
export async function decisionShower(tx: Transaction<Tables>, viewer: Viewer, state: ListState): Promise<ShowDecision> {
  const { ground, institutions } = state
  const all = institutions.flatMap((one) => one.decisions)
  const acts = await loadActs(
    tx,
    all.flatMap((one) => [one.revision, one.endedRevision ?? one.revision]),
  )
  const judged = new Map<string, ReadonlyMap<string, readonly Judgement[]>>()
  for (const period of new Set(all.map((one) => one.period))) judged.set(period, await judgedFor(tx, viewer, state, period))
  return (one, decision) => {
    const around: Around = {
      institution: { key: one.key, label: { zh: one.name, en: null } },
      acts,
      now: ({ period }) => judged.get(period)?.get(one.key) ?? [],
      today: ground.today,
      periodOf: ({ period }) => namedPeriod(parsePeriod(period)),
    }
    return decidedShown(decision, around)
  }
}

async function judgedFor(
  tx: Transaction<Tables>,
  viewer: Viewer,
  state: ListState,
  text: string,
): Promise<Map<string, readonly Judgement[]>> {
  const { ground, period, institutions } = state
  if (text === period.list.text) return new Map(institutions.map((one) => [one.key, one.judgements]))
  const { list, basis } = listPeriodOf(ground, text, null)
  const settings = ground.settings.at(list.from)
  const subjects = await loadSubjects(tx, viewer, ground, basis, settings)
  return new Map(subjects.map((subject) => [subject.key, judge(subject, settings)]))
}

async function loadActs(tx: Transaction<Tables>, revisions: readonly number[]): Promise<Acts> {
  const { rows } = await sql<{ revision: number; at: Date; actor: string; reason: string | null }>`
    select c.revision, c.at, c.actor_name as actor, c.reason from change c where c.revision = any (${[...new Set(revisions)]}::integer[])`.execute(
    tx,
  )
  return new Map(rows.map(({ revision, ...act }) => [revision, act]))
}

function proposalShown(one: Listed & { proposal: Proposal }, show: ShowDecision): SupervisionProposal {
  const { proposed, judgements, advised, reason } = one.proposal
  return {
    institution: one.key,
    label: { zh: one.name, en: null },
    group: one.group,
    proposed,
    judgements: judgements.map(judgementShown),
    advised,
    choices: [...CHOICES[proposed]],
    reason,
    since: one.before && namedPeriod(parsePeriod(one.before.since.period)),
    decision: one.decided && show(one, one.decided),
  }
}

function criteriaShown({ institutions, settings }: ListState): SupervisionCriterionInfo[] {
  return criterionKeys.map((key) => ({
    key,
    label: criterionRegistry[key].label,
    definition: criterionRegistry[key].definition(settings),
    settings: [...criterionRegistry[key].settings],
    holding: institutions.filter((one) => one.judgements.some(({ criterion, holds }) => criterion === key && holds)).length,
  }))
}

/** Every institution that the criterion judges, so that a page can tell for each value of its line who would enter or leave. */
function lineShown({ institutions, settings }: ListState, key: CriterionKey): SupervisionLine | null {
  const { line, label } = criterionRegistry[key]
  if (!line) return null
  const { form } = settingRegistry[line.setting]
  if (form.kind !== 'INTEGER') return null
  const judged = institutions.flatMap((one) => {
    const own = one.judgements.find(({ criterion }) => criterion === key)
    return own && one.subject && own.holds !== null ? [{ one, own, group: one.subject.group.label }] : []
  })
  return {
    criterion: key,
    label,
    setting: line.setting,
    value: Number(settings[line.setting]),
    least: form.least,
    most: form.most,
    outOf: line.outOf,
    unit: line.unit,
    rows: judged
      .filter(({ own }) => own.holdsUpTo !== null)
      .sort((a, b) => (b.own.holdsUpTo ?? 0) - (a.own.holdsUpTo ?? 0))
      .map(({ one, own, group }) => ({
        institution: one.key,
        label: { zh: one.name, en: null },
        group,
        figures: own.figures.map((figure) => figureShown(key, figure)),
        holdsUpTo: own.holdsUpTo,
        otherwise: one.judgements.some(({ criterion, holds }) => criterion !== key && holds === true),
        listed: one.before !== null,
      })),
  }
}

function entryShown(one: Listed, show: ShowDecision, today: string): SupervisionEntry | null {
  const standing = one.now ?? one.before
  if (!standing) return null
  const stretch = one.decisions.filter((each) => each.endedRevision === null && each.revision >= standing.since.revision)
  const own = stretch.filter((each) => each.periodFrom <= (one.decided ?? standing.latest).periodFrom)
  return {
    institution: one.key,
    label: { zh: one.name, en: null },
    group: one.group,
    state: one.now === null ? 'LEFT' : one.before === null ? 'NEW' : one.decided === null ? 'PENDING' : 'STAYS',
    since: namedPeriod(parsePeriod(standing.since.period)),
    entered: show(one, standing.since),
    decided: one.decided && show(one, one.decided),
    measures: measuresShown(
      own.flatMap(({ measures }) => measures).sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1)),
      today,
    ),
    judgements: one.judgements.map(judgementShown),
    proposed: one.decided === null ? (one.proposal?.proposed ?? null) : null,
  }
}

function listsOf({ institutions }: ListState): SupervisionListName[] {
  const standing = institutions.flatMap((one) => one.decisions.filter((each) => each.endedRevision === null))
  const periods = [...new Set(standing.map((one) => one.period))].map((text) => parsePeriod(text))
  return periods
    .sort((a, b) => (a.from < b.from ? 1 : -1))
    .map((period) => ({
      ...namedPeriod(period),
      members: institutions.filter((one) => standingOn(one.decisions, period.from) !== null).length,
    }))
}
