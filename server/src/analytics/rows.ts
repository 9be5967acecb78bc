import { compareFractions, type Fraction } from '../statistics/index.ts'
import type { InstitutionState } from '../ledger/institution-history.ts'
import type { Label } from '../platform/label.ts'
import type { Asked } from './asked.ts'
import { idsIn, institutionsIn, otherDimensions, partsIn, standsIn, subjectAt, type Counted, type Place, type Subject } from './cases.ts'
import { dimensionRegistry, isMember, type DimensionKey } from './dimensions.ts'
import { membersOf, outsideRanking, type Member } from './members.ts'
import { standing } from './narrowing.ts'
import { periodLabel } from './period.ts'
import { undivided } from './places.ts'
import { isNothing } from './tally.ts'

export const othersLabel = { zh: '其他', en: 'Others' }

/** Rows of a table before order and limit: every bucket × every member (silent ones too) × every value that occurs. */
export function subjectsOf(counted: Counted): Subject[] {
  const cells = occurringOthers(counted).map((other) => ({ other, ids: idsIn(other) }))
  return counted.windows.buckets.flatMap((_, bucket) => cells.flatMap(({ other, ids }) => memberSubjects(counted, { bucket, other, ids })))
}

function memberSubjects(counted: Counted, at: Place): Subject[] {
  const { asked, windows } = counted
  const members = asked.by.some(isMember) ? [...(windows.find(at.bucket, 'now')?.members.values() ?? [])] : []
  if (asked.by.includes('institution')) {
    const some = isOfOneEach(asked) ? members.filter((state) => standsAt(counted, at, state)) : members
    const rows = some.map((state) => subjectAt(at, state.id, state.peerGroupId))
    return [...rows, ...withCases(counted, subjectAt(at, 0, 0))]
  }
  if (asked.by.includes('peerGroup')) {
    const groups = [...new Set(members.map((state) => state.peerGroupId ?? 0))]
    return [...groups.map((group) => subjectAt(at, null, group)), ...withCases(counted, subjectAt(at, null, 0))]
  }
  return [subjectAt(at, null, null)]
}

/** Beside an institution stands its own parent and its own outlets, not each of all. */
function isOfOneEach({ by }: Asked): boolean {
  return by.some((dimension) => dimensionRegistry[dimension].kind === 'PARENT' || dimensionRegistry[dimension].kind === 'NAMED')
}

function standsAt(counted: Counted, at: Place, state: InstitutionState): boolean {
  const { asked, tally, windows } = counted
  const now = windows.find(at.bucket, 'now')
  if (now && asked.by.some((dimension) => dimensionRegistry[dimension].kind === 'PARENT') && standsIn(counted, at, state, now)) return true
  return windows.list.some((window) => window.bucket === at.bucket && !isNothing(tally.get(at.other, state.id, window.index)))
}

/** The line outside the ranking stands only where it has cases, now or in what it is compared with. */
function withCases(counted: Counted, subject: Subject): Subject[] {
  const { windows, asked } = counted
  const metric = asked.metrics[0]
  const any = windows.list.some(
    (window) =>
      window.bucket === subject.bucket &&
      metric !== undefined &&
      institutionsIn(counted, subject, window, false).length > 0 &&
      partsIn(counted, subject, metric, window).some((part) => !isNothing(part.amounts)),
  )
  return any ? [subject] : []
}

function occurringOthers({ asked, tally, windows, plan }: Counted): string[] {
  if (otherDimensions(asked).length === 0) return ['']
  return tally
    .others()
    .filter((other) =>
      [...tally.institutions(other)].some((id) =>
        windows.list.some((window, index) => (plan.counts === null || plan.counts(window, id)) && !isNothing(tally.get(other, id, index))),
      ),
    )
}

/** The rows that filters on the rows' own keys leave: they choose, and change no figure. */
export function chosen(counted: Counted, subjects: Subject[]): Subject[] {
  const filters = counted.plan.rowFilters.map(({ dimension, include, exclude }) => ({
    dimension,
    include: include === null ? null : new Set(include),
    exclude: new Set(exclude),
  }))
  if (filters.length === 0) return subjects
  return subjects.filter((subject) =>
    filters.every(({ dimension, include, exclude }) => {
      const id = rowId(counted, subject, dimension)
      return (include === null || include.has(id)) && !exclude.has(id)
    }),
  )
}

/** A row's id in a dimension; its region and its parent are those of its institution where the table is not split by them. */
function rowId({ asked, windows, ground }: Counted, subject: Subject, dimension: DimensionKey): number {
  const id = idOf(asked, subject, dimension)
  if (id !== null) return id
  const now = windows.find(subject.bucket, 'now')
  const { kind } = dimensionRegistry[dimension]
  if (kind === 'PARENT') return now ? standing(dimension, subject.institution ?? 0, now, ground) : 0
  return kind === 'REGION' ? (now?.members.get(subject.institution ?? 0)?.regionId ?? 0) : 0
}

/** A subject's id in a dimension that is not of time; null where the subject is not split by it. */
export function idOf(asked: Asked, subject: Subject, dimension: DimensionKey): number | null {
  if (dimension === 'institution') return subject.institution
  if (dimension === 'peerGroup') return subject.group
  const place = otherDimensions(asked).indexOf(dimension)
  return place < 0 ? null : (subject.ids[place] ?? 0)
}

/** Keys, labels and display order of a dimension's members. */
export class Names {
  private readonly known = new Map<DimensionKey, Map<number, Member & { order: number }>>()
  private readonly keys = new Map<DimensionKey, Map<number, { id: string; label: Label }>[]>()

  constructor(private readonly counted: Counted) {}

  member(dimension: DimensionKey, id: number): (Member & { order: number }) | null {
    return this.of(dimension).get(id) ?? null
  }

  key(dimension: DimensionKey, subject: Subject): { id: string; label: Label } {
    let keys = this.keys.get(dimension)
    if (!keys) this.keys.set(dimension, (keys = []))
    // Of one bucket and one member the key is the same.
    const ofBucket = (keys[subject.bucket] ??= new Map())
    const id = subject.rest ? -1 : (idOf(this.counted.asked, subject, dimension) ?? 0)
    const known = ofBucket.get(id)
    if (known) return known
    const made = this.made(dimension, subject)
    ofBucket.set(id, made)
    return made
  }

  private made(dimension: DimensionKey, subject: Subject): { id: string; label: Label } {
    const { asked, windows, ground } = this.counted
    if (dimensionRegistry[dimension].kind === 'TIME') {
      const bucket = windows.buckets[subject.bucket]
      return bucket ? { id: bucket.text, label: periodLabel(bucket) } : { id: '', label: { zh: '', en: '' } }
    }
    if (subject.rest) return { id: 'OTHERS', label: othersLabel }
    const id = idOf(asked, subject, dimension) ?? 0
    const state = dimension === 'institution' ? windows.find(subject.bucket, 'now')?.members.get(id) : undefined
    // The name in force in the bucket, not today's.
    if (state) return { id: state.key, label: { zh: state.name, en: null } }
    const member = this.member(dimension, id)
    if (member) return { id: member.key, label: member.label }
    const latest = ofInstitutions.has(dimensionRegistry[dimension].kind) ? ground.history.stateOn(id, ground.today) : null
    if (latest) return { id: latest.key, label: { zh: latest.name, en: null } }
    return { id: String(id), label: dimensionRegistry[dimension].kind === 'REGION' ? undivided.label : outsideRanking.label }
  }

  order(dimension: DimensionKey, subject: Subject): number {
    const { asked, windows } = this.counted
    const id = idOf(asked, subject, dimension) ?? 0
    const state = dimension === 'institution' ? windows.find(subject.bucket, 'now')?.members.get(id) : undefined
    return id === 0 ? Number.MAX_SAFE_INTEGER : (state?.displayOrder ?? this.member(dimension, id)?.order ?? 0)
  }

  private of(dimension: DimensionKey): Map<number, Member & { order: number }> {
    const found = this.known.get(dimension)
    if (found) return found
    const made = new Map(membersOf(dimension, this.counted.ground).map((member, order) => [member.id, { ...member, order }]))
    this.known.set(dimension, made)
    return made
  }
}

const ofInstitutions = new Set(['INSTITUTION', 'PARENT', 'NAMED'])

/** Ascending, missing values last; 0 where both are missing or equal. */
export function compareValues(a: Fraction | null, b: Fraction | null, sign: 1 | -1): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return sign * compareFractions(a, b)
}
