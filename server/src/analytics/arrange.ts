import { LimitError } from '../platform/errors.ts'
import type { Fraction } from '../statistics/index.ts'
import type { Counted, Subject } from './cases.ts'
import { compareValues, type Names } from './rows.ts'

/** What rows are ordered by: the exact value of a column. */
export type ValueOf = (subject: Subject) => Fraction | null

const mostRows = 200_000

/**
 * Puts rows in order and cuts them to the limit. Time comes first, ascending; then the column asked for, or by default
 * groups in display order with the first metric from high, ties in display order. Outside the ranking and 其他 come last.
 */
export function arranged(counted: Counted, subjects: Subject[], names: Names, valueOf: ValueOf): Subject[] {
  if (subjects.length > mostRows) throw tooMany(subjects.length)
  const { asked } = counted
  const ordered = [...subjects].sort((a, b) => a.bucket - b.bucket || compareRows(counted, a, b, names, valueOf))
  if (asked.limit === null) return ordered
  const { rows, others } = asked.limit
  const leading = asked.time === null ? leadingRows(ordered, rows, valueOf) : leadingSeries(ordered, rows, valueOf)
  return counted.windows.buckets.flatMap((_, bucket) => {
    const inBucket = ordered.filter((row) => row.bucket === bucket)
    const kept = inBucket.filter((row) => leading.has(seriesOf(row)) && !isOutside(row))
    const rest = inBucket.filter((row) => !leading.has(seriesOf(row)) && !isOutside(row))
    const made: Subject[] = others && rest.length > 0 ? [restOf(rest, bucket)] : []
    return [...kept, ...made, ...inBucket.filter(isOutside)]
  })
}

function compareRows(counted: Counted, a: Subject, b: Subject, names: Names, valueOf: ValueOf): number {
  const { asked } = counted
  const outside = Number(isOutside(a)) - Number(isOutside(b))
  if (outside !== 0) return outside
  const sign = asked.order?.direction === 'ascending' ? 1 : -1
  const byValue = () => compareValues(valueOf(a), valueOf(b), sign)
  const byPlace = () => displayOrder(counted, a, b, names)
  if (asked.order !== null) return byValue() || byPlace()
  // An institution's group is no second dimension: it only says where it stands.
  const dimensions = asked.by.filter((dimension) => dimension !== asked.time && !(dimension === 'peerGroup' && asked.by.includes('institution')))
  const byGroup = () => (asked.by.includes('institution') ? names.order('peerGroup', a) - names.order('peerGroup', b) : 0)
  // Lines of a trend keep their place from month to month; a plain list begins with the largest.
  if (dimensions.length > 1 || asked.time !== null) return byGroup() || byPlace()
  return byGroup() || byValue() || byPlace()
}

function displayOrder({ asked }: Counted, a: Subject, b: Subject, names: Names): number {
  for (const dimension of asked.by) {
    if (dimension === asked.time) continue
    const difference = names.order(dimension, a) - names.order(dimension, b)
    if (difference !== 0) return difference
    const keys = [names.key(dimension, a).id, names.key(dimension, b).id] as const
    if (keys[0] !== keys[1]) return keys[0] < keys[1] ? -1 : 1
  }
  return 0
}

/** The first rows, and those that tie with the last of them: 前5位 shows all who share rank 5. */
function leadingRows(ordered: Subject[], rows: number, valueOf: ValueOf): Set<string> {
  const ranked = ordered.filter((row) => !isOutside(row))
  const last = ranked[rows - 1]
  const leading = new Set(ranked.slice(0, rows).map(seriesOf))
  if (!last) return leading
  for (const row of ranked.slice(rows)) {
    if (compareValues(valueOf(row), valueOf(last), 1) !== 0) break
    leading.add(seriesOf(row))
  }
  return leading
}

/** Over time the largest series are kept whole: by the sum of their values over the buckets. */
function leadingSeries(ordered: Subject[], rows: number, valueOf: ValueOf): Set<string> {
  const totals = new Map<string, number>()
  for (const row of ordered) {
    if (isOutside(row)) continue
    const value = valueOf(row)
    const size = value === null ? 0 : Number(value.numerator) / Number(value.denominator)
    totals.set(seriesOf(row), (totals.get(seriesOf(row)) ?? 0) + size)
  }
  const largest = [...totals].sort(([, a], [, b]) => b - a)
  const last = largest[rows - 1]?.[1]
  return new Set(largest.filter(([, total], index) => index < rows || total === last).map(([series]) => series))
}

function restOf(rest: Subject[], bucket: number): Subject {
  const groups = new Set(rest.map((row) => row.group))
  const others = new Set(rest.map((row) => row.other))
  const [group = null] = groups
  const [other = ''] = others
  // What all of the rest have in common keeps its meaning for the row that stands for them.
  return { bucket, institution: null, group: groups.size === 1 ? group : null, other: others.size === 1 ? other : '', rest }
}

function seriesOf(row: Subject): string {
  return `${row.institution ?? ''} ${row.group ?? ''} ${row.other}`
}

export function isOutside(row: Subject): boolean {
  return row.group === 0 && !row.rest
}

function tooMany(rows: number): LimitError {
  return new LimitError(
    { zh: `结果有 ${rows} 行，超过 ${mostRows} 行，请缩小范围。`, en: `The answer has ${rows} rows, more than ${mostRows}; narrow the question.` },
    [{ path: 'query', reason: 'TOO_MANY_ROWS', params: { rows, limit: mostRows } }],
  )
}
