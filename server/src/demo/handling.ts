import type { Random } from '../statistics/random.ts'
import { addDays, daysBetween, isFree, openDay } from './calendar.ts'
import { drawIndex, drawTrue, drawWeighted } from './draw.ts'
import type { Day, DemoComplaint, DemoKind } from './demo.types.ts'
import type { Profile } from './institutions.ts'
import { LATE_DAYS, TIMELY_DAYS } from './mixes.ts'
import type { Satisfaction } from './words.ts'

type Outcome = Pick<DemoComplaint, 'closedOn' | 'withdrawnOn' | 'upheld' | 'satisfaction'>

/** Where a few cases of late summer are still open today, long past their day. */
const STUCK: ReadonlySet<string> = new Set(['HEFENG', 'ANLAN', 'SHIFAN_RURAL'])

const DEADLINE_DAYS = 15
const AS_OF: Day = '2026-10-12'

/** How a complaint ended, as far as it has ended by the demo's today. */
export function drawOutcome(random: Random, profile: Profile, receivedOn: Day, kind: DemoKind): Outcome {
  const late = kind === 'COMPLAINT' && drawTrue(random, lateChance(profile, receivedOn))
  const days = late ? DEADLINE_DAYS + drawIndex(random, LATE_DAYS) : timelyDays(random, profile, receivedOn)
  const withdrawn = kind === 'COMPLAINT' && drawTrue(random, 0.004)
  const closedOn = workingClose(receivedOn, days, late)
  const upheld = drawWeighted<'UPHELD' | 'PARTLY' | 'NOT_UPHELD' | 'NONE'>(random, { UPHELD: 21, PARTLY: 25, NOT_UPHELD: 46, NONE: 8 })
  const satisfaction = drawSatisfaction(random, late, upheld === 'NOT_UPHELD')
  const forgotten = STUCK.has(profile.code) && receivedOn >= '2026-08-25' && receivedOn <= '2026-09-25' && drawTrue(random, 0.14)
  if (closedOn > AS_OF || forgotten) return { closedOn: null, withdrawnOn: null, upheld: null, satisfaction: null }
  if (withdrawn) return { closedOn: null, withdrawnOn: closedOn, upheld: null, satisfaction: null }
  return { closedOn, withdrawnOn: null, upheld: upheld === 'NONE' || kind !== 'COMPLAINT' ? null : upheld, satisfaction }
}

/** Offices grow a little more punctual over the three years; 禾丰 does not in its last two quarters. */
function lateChance(profile: Profile, day: Day): number {
  const worse = profile.code === 'HEFENG' && day >= '2026-04-01' ? 1.5 : 1
  const year = day < '2024-10-01' ? 1.3 : day < '2025-10-01' ? 1.1 : 0.9
  return profile.late * worse * year
}

function timelyDays(random: Random, profile: Profile, day: Day): number {
  const faster = day >= '2026-07-01' ? 2 : day >= '2025-07-01' ? 1 : 0
  const days = drawIndex(random, TIMELY_DAYS) + profile.pace - (drawTrue(random, 0.6) ? faster : 0)
  return Math.min(DEADLINE_DAYS, Math.max(0, days))
}

/** A case is closed on a day when the office is open: the one before where the deadline would pass, else the next. */
function workingClose(receivedOn: Day, days: number, late: boolean): Day {
  const next = openDay(addDays(receivedOn, days))
  if (late || daysBetween(receivedOn, next) <= DEADLINE_DAYS) return next
  let before = addDays(receivedOn, days)
  while (isFree(before) && before > receivedOn) before = addDays(before, -1)
  return before === receivedOn && isFree(before) ? next : before
}

/** Silence is common; who waited or lost is less content. */
function drawSatisfaction(random: Random, late: boolean, lost: boolean): Satisfaction | null {
  const unhappy = 14 + (late ? 26 : 0) + (lost ? 14 : 0)
  const answer = drawWeighted<Satisfaction>(random, { SATISFIED: 48, FAIRLY_SATISFIED: 36, DISSATISFIED: unhappy })
  return drawTrue(random, 0.62) ? answer : null
}
