import type { InstitutionState } from '../ledger/institution-history.ts'
import type { Asked } from './asked.ts'
import { dimensionRegistry, splitsCases } from './dimensions.ts'
import type { Exposures } from './exposures.ts'
import type { Figure, Part } from './figure.ts'
import type { Given } from './given.ts'
import type { Ground } from './ground.ts'
import type { WholeGroups } from './groups.types.ts'
import { metricRegistry, type MetricKey } from './metrics.ts'
import { standing, type Plan } from './narrowing.ts'
import { placesOf } from './places.ts'
import { everyone, type Tally } from './tally.ts'
import { predecessorsIn, type Window, type Windows } from './windows.ts'

/** Everything that a table is computed from; nothing in it is read again. */
export type Counted = {
  asked: Asked
  ground: Ground
  windows: Windows
  plan: Plan
  tally: Tally
  exposures: Exposures
  /** What returns and assessments tell, for the metrics that are given. */
  given: Given
  /** The first day of which the ledger knows anything. */
  firstDay: string | null
  /** Groups as the database tells them to a viewer who may not see all their members; null for who may. */
  anonymous: WholeGroups | null
}

/**
 * Whose and which cases a row stands for. `institution` and `group` are null where the table is not split by them and
 * 0 outside the ranking; `other` joins the `ids` of the remaining dimensions; OTHERS stands for the rows in `rest`.
 */
export type Subject = {
  bucket: number
  institution: number | null
  group: number | null
  other: string
  ids: readonly number[]
  rest?: Subject[]
  /** A group as a whole: filters that narrow its row do not narrow it. */
  whole?: boolean
  /** Its figures by metric and window role, as far as they were worked out. */
  figures: (Figure | null | undefined)[]
}

/** Where a subject stands among buckets and the other dimensions. */
export type Place = { bucket: number; other: string; ids: readonly number[] }

/** A subject. Thousands are made for one table: all of one shape, each with a place for its figures. */
export function subjectAt({ bucket, other, ids }: Place, institution: number | null, group: number | null): Subject {
  return { bucket, institution, group, other, ids, figures: [] }
}

/** The multiplier of a rate in force on the period's last day. */
export function multiplierOf({ ground, asked }: Pick<Counted, 'ground' | 'asked'>, metric: MetricKey): number {
  const { times } = metricRegistry[metric]
  return times === undefined ? 1 : ground.settings.at(lastDay(asked))[times]
}

function lastDay(asked: Asked): string {
  return new Date(Date.parse(`${asked.period.end}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

/** The cases of a subject in a window, apart by institution where its base is needed. */
export function partsIn(counted: Counted, subject: Subject, metric: MetricKey, window: Window): Part[] {
  if (subject.rest) return subject.rest.flatMap((row) => partsIn(counted, row, metric, window))
  const { tally, plan, exposures } = counted
  const { per } = metricRegistry[metric]
  if (!plan.byInstitution) return [{ amounts: tally.get(subject.other, everyone, window.index), base: null }]
  // Most cells are one institution's now: no list has to be made for them.
  if (subject.institution && window.role === 'now' && per === undefined)
    return [{ amounts: tally.get(subject.other, subject.institution, window.index), base: null }]
  return institutionsIn(counted, subject, window, per !== undefined).map((id) => ({
    amounts: tally.get(subject.other, id, window.index),
    // A base is a member's: outside the ranking there is none.
    base: per === undefined || !window.members.has(id) ? null : (exposures.of(id, per, window)?.value ?? null),
  }))
}

/** The institutions whose cases a subject's figure counts in a window; with `silent`, members without cases too. */
export function institutionsIn(counted: Counted, subject: Subject, window: Window, silent: boolean): readonly number[] {
  const ids = candidatesIn(counted, subject, window, silent)
  return silent && tellsApart(counted) ? ids.filter((id) => standsHere(counted, subject, window.members.get(id), window)) : ids
}

function candidatesIn(counted: Counted, subject: Subject, window: Window, silent: boolean): readonly number[] {
  const { tally, plan, ground, windows } = counted
  if (subject.institution !== null) {
    if (subject.institution === 0) return outsideIn(tally, subject, window)
    const now = windows.find(subject.bucket, 'now')
    const before = window.role === 'now' || now === null ? [] : (predecessorsIn(now, ground).get(subject.institution) ?? [])
    return [subject.institution, ...before]
  }
  const ids = subject.group === null ? everybodyIn(tally, subject, window, silent) : groupIn(tally, subject, window)
  const { counts } = plan
  return counts === null || subject.whole ? ids : ids.filter((id) => counts(window, id))
}

/** Whether anything but the row's own key says where a member, and with it its base, belongs. */
function tellsApart({ asked, plan }: Counted): boolean {
  if (plan.narrowing.region !== undefined) return true
  return otherDimensions(asked).some((dimension) => placing.has(dimensionRegistry[dimension].kind))
}
const placing = new Set(['REGION', 'PARENT'])

/** A member's base counts where it stands in the window and where a filter on regions lets it. */
function standsHere(counted: Counted, subject: Subject, state: InstitutionState | undefined, window: Window): boolean {
  if (!state) return true
  const { region } = counted.plan.narrowing
  const isLet =
    !region || ((region.include === null || region.include.includes(state.regionId)) && !region.exclude.includes(state.regionId))
  return isLet && standsIn(counted, subject, state, window)
}

function groupIn(tally: Tally, subject: Subject, window: Window): readonly number[] {
  return subject.group === 0 ? outsideIn(tally, subject, window) : membersOfGroup(window, subject.group ?? 0)
}

function everybodyIn(tally: Tally, subject: Subject, window: Window, silent: boolean): number[] {
  const present = [...tally.institutions(subject.other)]
  return silent ? [...new Set([...window.members.keys(), ...present])] : present
}

function outsideIn(tally: Tally, subject: Subject, window: Window): number[] {
  return [...tally.institutions(subject.other)].filter((id) => !window.members.has(id))
}

export function membersOfGroup({ members }: Window, group: number): readonly number[] {
  let groups = groupsOf.get(members)
  if (!groups) {
    groups = new Map()
    for (const { id, peerGroupId } of members.values()) groups.set(peerGroupId, [...(groups.get(peerGroupId) ?? []), id])
    groupsOf.set(members, groups)
  }
  return groups.get(group) ?? []
}

/** Asked for once a group and a member of every other dimension. */
const groupsOf = new WeakMap<Window['members'], Map<number | null, number[]>>()

/** Whether a member's base belongs to the subject: only a table by region or by parent tells members apart. */
export function standsIn(counted: Pick<Counted, 'asked' | 'ground'>, subject: Place, state: InstitutionState, window: Window): boolean {
  return otherDimensions(counted.asked).every((dimension, place) => {
    const { kind } = dimensionRegistry[dimension]
    if (kind === 'PARENT') return standing(dimension, state.id, window, counted.ground) === subject.ids[place]
    if (kind !== 'REGION') return true
    const { memberOf } = placesOf(dimension, counted.ground)
    return (memberOf ? memberOf(state.regionId) : state.regionId) === subject.ids[place]
  })
}

/** The dimensions that split the count by something else than the institution and its group, in the order of `other`. */
export function otherDimensions({ by }: Asked): Asked['by'] {
  const known = othersOf.get(by)
  if (known) return known
  const others = by.filter((dimension) => splitsCases(dimension))
  othersOf.set(by, others)
  return others
}

/** It is asked for once a cell. */
const othersOf = new WeakMap<Asked['by'], Asked['by']>()

/** The ids that `other` joins. */
export function idsIn(other: string): number[] {
  return other === '' ? [] : other.split('|').map(Number)
}
