import type { Decision, HeldDecision } from '../ledger/supervision-decisions.ts'

type Dated = Pick<HeldDecision, 'periodFrom' | 'decision' | 'endedRevision'>
/** An institution on the list: since which decision without a break, and the latest one that says so. */
export type Standing<D extends Dated> = { since: D; latest: D }

const effects: Record<Decision, 'ON' | 'OFF' | 'AS_BEFORE'> = {
  CONFIRMED: 'ON',
  KEPT: 'ON',
  REJECTED: 'OFF',
  RELEASED: 'OFF',
  DEFERRED: 'AS_BEFORE',
}

/**
 * Whether one institution is on the list of the period that begins on `from`: who was listed stays until a decision
 * releases it. Decisions in order of their periods; those taken back count for nothing.
 */
export function standingOn<D extends Dated>(decisions: readonly D[], from: string): Standing<D> | null {
  let standing: Standing<D> | null = null
  for (const one of decisions) {
    if (one.endedRevision !== null || one.periodFrom > from) continue
    const effect = effects[one.decision]
    if (effect === 'OFF') standing = null
    else if (effect === 'ON') standing = { since: (standing as Standing<D> | null)?.since ?? one, latest: one }
  }
  return standing
}

/** The same of the list before: of everything decided for earlier periods alone. */
export function standingBefore<D extends Dated>(decisions: readonly D[], from: string): Standing<D> | null {
  return standingOn(
    decisions.filter((one) => one.periodFrom < from),
    from,
  )
}

/** The decision that stands for exactly the list that begins on the day. */
export function decidedFor<D extends Dated>(decisions: readonly D[], from: string): D | null {
  return decisions.find((one) => one.endedRevision === null && one.periodFrom === from) ?? null
}
