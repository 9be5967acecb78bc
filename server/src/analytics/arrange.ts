import { LimitError } from '../platform/errors.ts'
import type { Fraction } from '../statistics/index.ts'
import type { Asked } from './asked.ts'
import { subjectAt, type Counted, type Subject } from './cases.ts'
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
  const rule = sortingRule(counted)
  const placed = subjects.map((subject) => placeOf(rule, subject, names, valueOf))
  const ordered = placed.sort((a, b) => comparePlaces(rule, a, b)).map((place) => place.subject)
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

type Rule = { sign: 1 | -1; dimensions: Asked['by']; byGroup: boolean; byValue: boolean }
/** What a row is put in order by, worked out once a row and not once a comparison. */
type Place = { subject: Subject; outside: number; group: number; value: Fraction | null; orders: number[]; ids: string[] }

function sortingRule({ asked }: Counted): Rule {
  const dimensions = asked.by.filter((dimension) => dimension !== asked.time)
  // An institution's group is no second dimension: it only says where it stands.
  const lines = dimensions.filter((dimension) => !(dimension === 'peerGroup' && asked.by.includes('institution')))
  return {
    sign: asked.order?.direction === 'ascending' ? 1 : -1,
    dimensions,
    byGroup: asked.order === null && asked.by.includes('institution'),
    // Lines of a trend keep their place from month to month; a plain list begins with the largest.
    byValue: asked.order !== null || (lines.length <= 1 && asked.time === null),
  }
}

function placeOf(rule: Rule, subject: Subject, names: Names, valueOf: ValueOf): Place {
  return {
    subject,
    outside: isOutside(subject) ? 1 : 0,
    group: rule.byGroup ? names.order('peerGroup', subject) : 0,
    value: rule.byValue ? valueOf(subject) : null,
    orders: rule.dimensions.map((dimension) => names.order(dimension, subject)),
    ids: rule.dimensions.map((dimension) => names.key(dimension, subject).id),
  }
}

function comparePlaces(rule: Rule, a: Place, b: Place): number {
  const first = a.subject.bucket - b.subject.bucket || a.outside - b.outside || a.group - b.group
  return first || (rule.byValue ? compareValues(a.value, b.value, rule.sign) : 0) || displayOrder(a, b)
}

function displayOrder(a: Place, b: Place): number {
  for (let index = 0; index < a.orders.length; index++) {
    const difference = (a.orders[index] ?? 0) - (b.orders[index] ?? 0)
    if (difference !== 0) return difference
    const [one, other] = [a.ids[index] ?? '', b.ids[index] ?? '']
    if (one !== other) return one < other ? -1 : 1
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
  const place = { bucket, other: others.size === 1 ? other : '', ids: [] }
  return { ...subjectAt(place, null, groups.size === 1 ? group : null), rest }
}

function seriesOf(row: Subject): string {
  return `${row.institution ?? ''} ${row.group ?? ''} ${row.other}`
}

export function isOutside(row: Subject): boolean {
  return row.group === 0 && !row.rest
}

function tooMany(rows: number): LimitError {
  return new LimitError(
    {
      zh: `结果有 ${rows} 行，超过 ${mostRows} 行，请缩小范围。`,
      en: `The answer has ${rows} rows, more than ${mostRows}; narrow the question.`,
    },
    [{ path: 'query', reason: 'TOO_MANY_ROWS', params: { rows, limit: mostRows } }],
  )
}
