import { monthsOf } from '../filters/period.ts'
import type { Scope } from '../filters/scope.ts'

/** The days that a new remark begins with: the last of the view's period that have been. */
export function proposedDays(scope: Scope): { from: string; through: string } {
  const { to } = monthsOf(scope.period)
  const day = to >= scope.today.slice(0, 7) ? scope.today : `${to}-01`
  return { from: day, through: day }
}
