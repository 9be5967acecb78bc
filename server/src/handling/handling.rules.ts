import { stepKinds, type Step, type StepKind } from '../ledger/steps.ts'
import { InvalidError } from '../platform/errors.ts'
import type { FullLabel } from '../platform/label.ts'

export type Standing = 'OPEN' | 'CLOSED' | 'REJECTED' | 'WITHDRAWN'

/** What an act asks for beside its day: `needs` must be given, `takes` may be. */
type Ask = 'reason' | 'until' | 'unit' | 'upheld' | 'satisfaction'
type Act = {
  label: FullLabel
  step: StepKind
  /** Where a complaint must stand for it. */
  from: readonly Standing[]
  /** Where it stands afterwards; absent: where it stood. */
  to?: Standing
  needs?: readonly Ask[]
  takes?: readonly Ask[]
}

const anywhere: readonly Standing[] = ['OPEN', 'CLOSED', 'REJECTED', 'WITHDRAWN']

/** THE REGISTRY of acts on one complaint: each writes one handling step. */
export const acts = {
  accept: { label: { zh: '受理', en: 'Accept' }, step: 'ACCEPTED', from: ['OPEN'] },
  reject: { label: { zh: '不予受理', en: 'Reject' }, step: 'REJECTED', from: ['OPEN'], to: 'REJECTED', needs: ['reason'] },
  assign: { label: { zh: '转办', en: 'Assign' }, step: 'ASSIGNED', from: ['OPEN'], needs: ['unit'] },
  urge: { label: { zh: '催办', en: 'Urge' }, step: 'URGED', from: ['OPEN'], takes: ['unit'] },
  extend: { label: { zh: '延期', en: 'Extend' }, step: 'EXTENDED', from: ['OPEN'], needs: ['until', 'reason'] },
  close: { label: { zh: '办结', en: 'Close' }, step: 'CLOSED', from: ['OPEN'], to: 'CLOSED', takes: ['upheld', 'satisfaction'] },
  reply: { label: { zh: '答复', en: 'Reply' }, step: 'REPLIED', from: ['OPEN', 'CLOSED', 'REJECTED'] },
  visit: { label: { zh: '回访', en: 'Follow up' }, step: 'VISITED', from: ['CLOSED'], takes: ['satisfaction'] },
  withdraw: { label: { zh: '撤诉', en: 'Withdraw' }, step: 'WITHDRAWN', from: ['OPEN'], to: 'WITHDRAWN', takes: ['reason'] },
  reopen: {
    label: { zh: '重新办理', en: 'Reopen' },
    step: 'REOPENED',
    from: ['CLOSED', 'REJECTED', 'WITHDRAWN'],
    to: 'OPEN',
    needs: ['reason'],
  },
} as const satisfies Record<string, Act>

export type ActKey = keyof typeof acts
export const actKeys = Object.keys(acts) as ActKey[]

export function actOf(key: ActKey): Act {
  return acts[key]
}

export function asks(act: Act, what: Ask): boolean {
  return (act.needs?.includes(what) ?? false) || (act.takes?.includes(what) ?? false)
}

/** The kinds of change on a complaint that a person may take back. */
export const undoableKinds = ['REGISTER', 'UNREGISTER', 'CORRECT', ...stepKinds] as const
export type UndoableKind = (typeof undoableKinds)[number]

const byStep = new Map<StepKind, Act>(actKeys.map((key) => [acts[key].step, acts[key]]))
const received: Act = { label: { zh: '收到', en: 'Receipt' }, step: 'RECEIVED', from: anywhere }

/** What a step is called. */
export function stepLabel(step: StepKind): FullLabel {
  return (byStep.get(step) ?? received).label
}

type Placed = Pick<Step, 'step' | 'on'>
export type Stand = { standing: Standing; since: string | null; accepted: boolean }
/** The first step that does not fit where the complaint stood, and how it stood there. */
export type Misfit<S extends Placed> = { step: S; stand: Stand }

/** Walks steps by day, then in the order given; says where the complaint stands after them, or which one does not fit. */
export function walk<S extends Placed>(steps: readonly S[]): { stand: Stand; misfit: Misfit<S> | null } {
  let stand: Stand = { standing: 'OPEN', since: null, accepted: false }
  const ordered = steps.map((step, place) => ({ step, place })).sort((a, b) => compare(a.step.on, b.step.on) || a.place - b.place)
  for (const { step } of ordered) {
    const act = byStep.get(step.step) ?? received
    const refused = !act.from.includes(stand.standing) || (stand.accepted && (step.step === 'ACCEPTED' || step.step === 'REJECTED'))
    if (refused) return { stand, misfit: { step, stand } }
    stand = {
      standing: act.to ?? stand.standing,
      since: act.to ? step.on : stand.since,
      accepted: step.step === 'ACCEPTED' || (stand.accepted && step.step !== 'REOPENED'),
    }
  }
  return { stand, misfit: null }
}

/** What the columns of a complaint say, as steps. */
export function impliedSteps({ receivedOn, closedOn }: { receivedOn: string; closedOn: string | null }): Step[] {
  return [{ step: 'RECEIVED', on: receivedOn }, ...(closedOn === null ? [] : [{ step: 'CLOSED' as const, on: closedOn }])]
}

/** The acts that fit where a complaint stands now. */
export function possibleActs(stand: Stand): ActKey[] {
  return actKeys.filter((key) => {
    const act = actOf(key)
    return act.from.includes(stand.standing) && !(stand.accepted && (key === 'accept' || key === 'reject'))
  })
}

const standingWords: Record<Standing, FullLabel> = {
  OPEN: { zh: '正在办理', en: 'open' },
  CLOSED: { zh: '已办结', en: 'closed' },
  REJECTED: { zh: '已不予受理', en: 'rejected' },
  WITHDRAWN: { zh: '已撤诉', en: 'withdrawn' },
}

/**
 * @throws InvalidError where the steps do not follow from one another with a new one among them. The sentence names what
 * stands in the way: where the complaint stood, or the later step that would no longer fit.
 */
export function demandOrder<S extends Placed>(steps: readonly S[], added: S): void {
  const { misfit } = walk([...steps, added])
  if (!misfit) return
  const act = stepLabel(added.step)
  const { step, stand } = misfit
  if (step !== added) throw refused('STEP_IN_THE_WAY', inTheWay(act, step))
  if (stand.standing !== 'OPEN' || !stand.accepted) throw refused('WRONG_STANDING', wrongStanding(act, stand))
  throw refused('ACCEPTED_ALREADY', {
    zh: `这件投诉已经受理，不能再${act.zh}；如属误记，请先撤销受理。`,
    en: `The complaint has been accepted, so “${act.en}” is not possible; undo the acceptance first if it was a mistake.`,
  })
}

/** @throws InvalidError where what is left does not fit once steps are taken back. */
export function demandOrderWithout(left: readonly Placed[]): void {
  const { misfit } = walk(left)
  if (!misfit) return
  const later = stepLabel(misfit.step.step)
  throw refused('STEP_IN_THE_WAY', {
    zh: `${misfit.step.on} 的“${later.zh}”以它为前提，请先撤销那一步。`,
    en: `“${later.en}” of ${misfit.step.on} rests on it; undo that step first.`,
  })
}

function wrongStanding(act: FullLabel, { standing, since }: Stand): FullLabel {
  const words = standingWords[standing]
  return {
    zh: `这件投诉${since ? `于 ${since} ` : ''}${words.zh}，不能${act.zh}。`,
    en: `The complaint is ${words.en}${since ? ` since ${since}` : ''}; “${act.en}” is not possible.`,
  }
}

function inTheWay(act: FullLabel, step: Placed): FullLabel {
  const later = stepLabel(step.step)
  return {
    zh: `${step.on} 已登记“${later.zh}”，不能在它之前补登“${act.zh}”：请先撤销那一步。`,
    en: `“${later.en}” is entered for ${step.on}, so “${act.en}” cannot come before it: undo that step first.`,
  }
}

function refused(reason: string, label: FullLabel): InvalidError {
  return new InvalidError(label, [{ path: 'on', reason }])
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
