import type { Settings } from '../ledger/settings.ts'
import type { Decision, Proposed } from '../ledger/supervision-decisions.ts'
import type { FullLabel } from '../platform/label.ts'
import { criterionKeys, criterionRegistry, type CriterionKey } from './criteria.ts'
import { filled, type Judged, type Strength, type Subject } from './criterion.ts'

export type Judgement = Judged & { criterion: CriterionKey }

/** What is proposed of one institution for a list, and on which judgements; of an exit on all that there are. */
export type Proposal = {
  proposed: Proposed
  judgements: readonly Judgement[]
  advised: Decision
  /** The reason in words, offered to whoever decides. */
  reason: FullLabel
}

/** The three decisions that each proposal leaves; the first is what it proposes. */
export const CHOICES = {
  ENTRY: ['CONFIRMED', 'DEFERRED', 'REJECTED'],
  STAY: ['KEPT', 'DEFERRED', 'RELEASED'],
  EXIT: ['RELEASED', 'DEFERRED', 'KEPT'],
} as const satisfies Record<Proposed, readonly Decision[]>

/** Every criterion's judgement on one institution, in the order of the registry. */
export function judge(subject: Subject, settings: Settings): Judgement[] {
  return criterionKeys.map((criterion) => ({ criterion, ...criterionRegistry[criterion].judge(subject, settings) }))
}

/** Who is not listed enters where a criterion holds; who is listed stays as long as one does, and leaves where none does. */
export function proposalOf(judgements: readonly Judgement[], listed: boolean): Proposal | null {
  const holding = judgements.filter((one) => one.holds === true)
  if (!listed && holding.length === 0) return null
  if (holding.length > 0) {
    const convincing = holding.some((one) => one.strength !== 'WEAK')
    return {
      proposed: listed ? 'STAY' : 'ENTRY',
      judgements: holding,
      advised: !convincing ? 'DEFERRED' : listed ? 'KEPT' : 'CONFIRMED',
      reason: sentencesOf(holding),
    }
  }
  const { zh, en } = sentencesOf(judgements)
  return {
    proposed: 'EXIT',
    judgements,
    advised: 'RELEASED',
    reason: { zh: `列入条件均不再成立。${zh}`, en: `No criterion holds any more. ${en}` },
  }
}

/** An institution on the list that is no member of any group any more: closed, or taken out of the ranking. */
export function exitOfAbsent(why: FullLabel): Proposal {
  return { proposed: 'EXIT', judgements: [], advised: 'RELEASED', reason: why }
}

export function sentencesOf(judgements: readonly Judgement[]): FullLabel {
  const sentences = judgements.map(({ pattern, figures }) => filled(pattern, figures))
  return { zh: sentences.map(({ zh }) => zh).join(''), en: sentences.map(({ en }) => en).join(' ') }
}

const order: Record<Strength, number> = { STRONG: 0, FACT: 1, FAIR: 2, WEAK: 3 }

/** Entries before stays before exits, and in each the strongest evidence first. */
export function compareProposals(a: Proposal, b: Proposal): number {
  const place = ({ proposed, judgements }: Proposal): [number, number, number] => [
    ['ENTRY', 'STAY', 'EXIT'].indexOf(proposed),
    Math.min(...judgements.map(({ strength }) => (strength === null ? 9 : order[strength])), 9),
    -Math.max(0, ...judgements.map(({ holdsUpTo }) => holdsUpTo ?? 0)),
  ]
  const [x, y] = [place(a), place(b)]
  return x[0] - y[0] || x[1] - y[1] || x[2] - y[2]
}
