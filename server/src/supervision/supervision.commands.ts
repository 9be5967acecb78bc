import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { readJurisdictionId } from '../analytics/ledger-state.ts'
import type { Db } from '../db/connect.ts'
import { write, type Writing, type Written } from '../ledger/change.ts'
import { dayIn, today as businessDay } from '../ledger/clock.ts'
import { addDecision, endDecision, loadDecisions, type Decision, type HeldDecision, type Measure } from '../ledger/supervision-decisions.ts'
import { currentRevision } from '../ledger/revision.ts'
import { ConflictError, InvalidError, NotFoundError } from '../platform/errors.ts'
import { demandReason } from '../platform/reason.ts'
import { canonical, evidenceFigures } from './evidence.ts'
import { evidenceOf, loadListState, proposedIn, type ListState, type Listed } from './list-state.queries.ts'
import { demandMeasures } from './measures.ts'
import { CHOICES, type Proposal } from './proposals.ts'

export type DecisionAsked = {
  period: string
  jurisdiction: string | null
  /** Key of the institution. */
  institution: string
  decision: Decision
  reason: string
  measures: readonly Measure[]
  /** The revision whose proposal was looked at. */
  revision: number
}
export type Decided = { key: string }

/**
 * Decides on a proposal: one row of the ledger with the reason, what is demanded, and the evidence as of the moment.
 * @throws ConflictError where the figures are no longer those that were looked at, or a decision stands already.
 * @throws InvalidError for an institution that is not proposed, a decision that does not answer what is, or a measure that cannot be.
 */
export async function decide(db: Db, viewer: Viewer, asked: DecisionAsked, at?: Date): Promise<Written<Decided>> {
  const reason = demandReason(asked.reason)
  const regionId = await readJurisdictionId(db, viewer, asked.jurisdiction)
  const { period, institution, decision } = asked
  const act = { kind: 'SUPERVISION', regionId, reason, detail: { period, institution, decision }, ...(at ? { at } : {}) }
  return write(db, viewer, act, async (writing) => {
    const now = await loadListState(writing.tx, viewer, { ...asked, revision: null })
    const one = proposedFor(now, institution)
    await demandSame(writing, viewer, asked, now, one)
    if (one.decided) throw decidedAlready(one)
    const { proposed, judgements } = one.proposal
    const choices: readonly Decision[] = CHOICES[proposed]
    if (!choices.includes(decision)) throw noAnswer(decision, choices)
    const day = at ? dayIn(at) : await businessDay(writing.tx)
    const measures = demandMeasures(asked.measures, day, decision === 'CONFIRMED')
    const { list } = now.period
    const key = await addDecision(writing, {
      institutionId: one.id,
      period: list.text,
      periodFrom: list.from,
      periodEnd: list.end,
      proposed,
      criteria: judgements.filter(({ holds }) => holds).map(({ criterion }) => criterion),
      decision,
      reason,
      measures,
      evidence: evidenceOf(now, judgements),
    })
    return { key }
  })
}

/**
 * Takes a decision back by a dated act, so that what was proposed is open again.
 * @throws ConflictError where it was taken back already, or a later list builds on it.
 */
export async function undoDecision(
  db: Db,
  viewer: Viewer,
  key: string,
  reason: string,
  jurisdiction: string | null = null,
): Promise<Written<Decided>> {
  const why = demandReason(reason)
  const regionId = await readJurisdictionId(db, viewer, jurisdiction)
  return write(db, viewer, { kind: 'UNDO_SUPERVISION', regionId, reason: why, detail: { decision: key } }, async (writing) => {
    const { tx } = writing
    const all = await loadDecisions(tx, await currentRevision(tx), sql`d.region_id = ${regionId}`)
    const one = all.find((other) => other.key === key)
    if (!one) throw new NotFoundError({ zh: '没有这项决定，或您无权查看。', en: 'There is no such decision, or it is not yours to see.' })
    const later = all.find((other) => isLater(other, one))
    if (later) throw laterStands(later)
    if (one.endedRevision !== null || !(await endDecision(writing, one)))
      throw new ConflictError({ zh: '这项决定已经撤销。', en: 'This decision is taken back already.' })
    return { key }
  })
}

function isLater(other: HeldDecision, one: HeldDecision): boolean {
  return other.institutionId === one.institutionId && other.endedRevision === null && other.periodFrom > one.periodFrom
}

function proposedFor(state: ListState, institution: string): Listed & { proposal: Proposal } {
  const found = proposedIn(state).find((one) => one.key === institution)
  if (found) return found
  throw new InvalidError({ zh: '该机构在这一期没有待决定的建议。', en: 'Nothing is proposed of this institution for this list.' }, [
    { path: 'institution', reason: 'NO_PROPOSAL', params: { institution } },
  ])
}

/** What was looked at must be what is: else the person looks again first. */
async function demandSame(
  writing: Writing,
  viewer: Viewer,
  asked: DecisionAsked,
  now: ListState,
  one: Listed & { proposal: Proposal },
): Promise<void> {
  if (asked.revision === now.ground.asOf.revision) return
  const seen = await loadListState(writing.tx, viewer, asked)
  const before = proposedIn(seen).find(({ key }) => key === asked.institution)
  const plain = (state: ListState, proposal: Proposal | undefined) =>
    canonical(proposal ? [proposal.proposed, evidenceFigures(proposal.judgements, state.settings)] : null)
  if (plain(seen, before?.proposal) === plain(now, one.proposal)) return
  throw new ConflictError(
    {
      zh: '数据已有更新，这项建议的依据与您看到的不同。请看过最新的数字再决定。',
      en: 'The ledger has moved on and this proposal rests on other figures than you saw. Look at them first.',
    },
    [{ path: 'revision', reason: 'MOVED_ON', params: { seen: asked.revision, now: now.ground.asOf.revision } }],
  )
}

function decidedAlready({ name }: Listed): ConflictError {
  return new ConflictError(
    { zh: `${name}在这一期已有决定，改动请先撤销。`, en: `A decision on ${name} stands for this list; take it back first.` },
    [{ path: 'institution', reason: 'DECIDED' }],
  )
}

function noAnswer(decision: Decision, choices: readonly Decision[]): InvalidError {
  return new InvalidError(
    {
      zh: `这项建议不能以 ${decision} 决定，可用：${choices.join('、')}。`,
      en: `${decision} does not answer this proposal; known: ${choices.join(', ')}.`,
    },
    [{ path: 'decision', reason: 'NO_ANSWER', params: { choices } }],
  )
}

function laterStands({ period }: HeldDecision): ConflictError {
  return new ConflictError(
    {
      zh: `之后的名单（${period}）已据此另有决定，请先撤销那一项。`,
      en: `A decision for a later list (${period}) builds on this one; take that back first.`,
    },
    [{ path: 'decision', reason: 'LATER_STANDS', params: { period } }],
  )
}
