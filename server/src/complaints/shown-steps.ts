import { actOf, impliedSteps, possibleActs, stepLabel, walk } from '../handling/handling.rules.ts'
import type { PossibleAct } from '../handling/handling.types.ts'
import type { Step } from '../ledger/steps.ts'
import type { HandlingStepRow } from './complaints.types.ts'

/** A step as it is shown. */
export function shownStep({ step, on, until, unit, person, note }: Step): HandlingStepRow {
  return { step, label: stepLabel(step), on, until: until ?? null, unit: unit ?? null, person: person ?? null, note: note ?? null }
}

/** What may be done about a complaint where it stands: by its steps, or by what its columns say. */
export function actsOf(row: { receivedOn: string; closedOn: string | null }, steps: readonly Step[]): PossibleAct[] {
  const { stand } = walk(steps.length > 0 ? steps : impliedSteps(row))
  return possibleActs(stand).map((act) => {
    const { label, needs = [], takes = [] } = actOf(act)
    return { act, label, needs: [...needs], takes: [...takes] }
  })
}
