import type { HeldReturn } from '../ledger/returns.ts'
import { institutionsIn, membersOfGroup, multiplierOf, otherDimensions, partsIn, type Counted, type Subject } from './cases.ts'
import type { Part } from './figure.ts'
import { fraction, multiplyFractions } from '../statistics/index.ts'
import type { Given, Teller, Told } from './given.ts'
import { metricRegistry, type MetricKey } from './metrics.ts'
import type { Range } from './period.ts'
import { sumOf } from './tally.ts'
import type { Window } from './windows.ts'

/** What was told of a subject in a window, apart by who told it, and in which returns. */
export type ToldParts = { parts: Part[]; returns: readonly HeldReturn[] }

const nothing: ToldParts = { parts: [{ amounts: { counts: {}, days: null }, base: null, given: null }], returns: [] }

/**
 * What returns or assessments tell of a subject. A group and a jurisdiction tell their own total; where they do not, it
 * is known when every member told. Filters on what a return does not know leave nothing to tell.
 */
export function toldOf(counted: Counted, subject: Subject, metric: MetricKey, window: Window): ToldParts {
  if (subject.rest) return joined(subject.rest.map((row) => toldOf(counted, row, metric, window)))
  if (narrowsCases(counted)) return nothing
  if (subject.institution !== null) return subject.institution === 0 ? nothing : ofInstitution(counted, subject, metric, window)
  const own = ownTeller(counted, subject)
  const { given, toldPer } = metricRegistry[metric]
  const told = own && given === 'return' && toldPer === undefined ? counted.given.total(own, window.period) : null
  if (told)
    return {
      parts: [{ amounts: sumOf(partsIn(counted, subject, metric, window).map((part) => part.amounts)), base: null, given: told.value }],
      returns: told.returns,
    }
  const members = membersIn(counted, subject, window)
  return members.length === 0 ? nothing : joined(members.map((id) => ofMember(counted, subject, metric, window, id)))
}

function joined(all: readonly ToldParts[]): ToldParts {
  return { parts: all.flatMap((one) => one.parts), returns: all.flatMap((one) => one.returns) }
}

/** An earlier figure of a successor has what its predecessors told, as far as they did. */
function ofInstitution(counted: Counted, subject: Subject, metric: MetricKey, window: Window): ToldParts {
  const [own, ...before] = institutionsIn(counted, subject, window, true).map((id) => ofMember(counted, subject, metric, window, id))
  const told = before.filter((one) => one.returns.length > 0)
  return own ? joined([own, ...told]) : nothing
}

function ofMember(counted: Counted, { other }: Subject, metric: MetricKey, window: Window, id: number): ToldParts {
  const { tally, plan } = counted
  const amounts = plan.byInstitution ? tally.get(other, id, window.index) : { counts: {}, days: null }
  const told = memberTold(counted, metric, window, id)
  return { parts: [{ amounts, base: null, given: told?.value ?? null }], returns: told?.returns ?? [] }
}

/** What an institution told in a window; null where it told nothing. */
export function memberTold(counted: Counted, metric: MetricKey, window: Window, id: number): ToldValue | null {
  const { toldPer } = metricRegistry[metric]
  const exposure = toldPer === undefined ? 0 : (counted.exposures.of(id, toldPer, window)?.value ?? 0)
  return valueTold(counted.given, metric, id, window.period, { exposure, multiplier: multiplierOf(counted, metric) })
}

/** `stated`: a rate that the return itself states. */
export type ToldValue = Told & { stated: boolean }

/** A given metric of an institution: its score, the count it told, or the rate of that count over its exposure, else as stated. */
export function valueTold(
  given: Given,
  metric: MetricKey,
  id: number,
  period: Range,
  { exposure, multiplier }: { exposure: number; multiplier: number },
): ToldValue | null {
  const { given: by, toldPer } = metricRegistry[metric]
  if (by === 'assessment') {
    const score = given.score(id, period)
    return score && { value: score, returns: [], stated: false }
  }
  const count = given.total({ kind: 'institution', id }, period)
  if (toldPer === undefined) return count && { ...count, stated: false }
  if (count && exposure > 0)
    return { value: multiplyFractions(count.value, fraction(multiplier, exposure)), returns: count.returns, stated: false }
  const rate = given.rate(id, period, toldPer, multiplier)
  return rate && { ...rate, stated: true }
}

/** Who tells a subject's total itself: its group, its region, the jurisdiction, unless filters choose among its members. */
function ownTeller(counted: Counted, subject: Subject): Teller | null {
  const { asked, ground, plan } = counted
  const place = otherDimensions(asked).indexOf('region')
  if (place >= 0) return subject.group === null && asked.filters.length === 0 ? { kind: 'region', id: subject.ids[place] ?? 0 } : null
  if (subject.group !== null) return plan.counts === null || subject.whole ? { kind: 'peerGroup', id: subject.group } : null
  if (asked.filters.length === 0) return { kind: 'region', id: ground.jurisdiction.id }
  const [only, ...more] = asked.filters
  const one = more.length === 0 && only?.dimension === 'peerGroup' && only.include?.length === 1 && only.exclude.length === 0
  return one ? { kind: 'peerGroup', id: only.include?.[0] ?? 0 } : null
}

function membersIn({ asked, plan }: Counted, subject: Subject, window: Window): readonly number[] {
  const place = otherDimensions(asked).indexOf('region')
  const regions = plan.narrowing.region
  const { institution } = plan.narrowing
  const ids = subject.group === null ? [...window.members.keys()] : subject.group === 0 ? [] : membersOfGroup(window, subject.group)
  return ids.filter((id) => {
    const region = window.members.get(id)?.regionId ?? 0
    if (place >= 0 && subject.ids[place] !== region) return false
    if (regions && ((regions.include !== null && !regions.include.includes(region)) || regions.exclude.includes(region))) return false
    if (subject.whole) return true
    if (institution && ((institution.include !== null && !institution.include.includes(id)) || institution.exclude.includes(id)))
      return false
    return plan.counts === null || plan.counts(window, id)
  })
}

/** A filter on category, cause or channel: a return's total and a score do not know it. */
export function narrowsCases({ plan, asked }: Counted): boolean {
  return asked.text !== null || Object.keys(plan.narrowing).some((column) => column !== 'region' && column !== 'institution')
}
