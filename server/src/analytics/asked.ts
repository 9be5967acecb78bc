import { wordKey } from '../ledger/dictionary.ts'
import type { Viewer } from '../access/viewer.ts'
import { ForbiddenError, InvalidError, type FieldProblem } from '../platform/errors.ts'
import type { FullLabel } from '../platform/label.ts'
import { screaming, type ComparisonKey } from './analytics.enums.ts'
import { dimensionRegistry, isKnownBy, isTime, type DimensionKey } from './dimensions.ts'
import type { Ground } from './ground.ts'
import { membersOf, stoodFor, type Member } from './members.ts'
import type { Filter, Limit, MetricQuery, Order } from './metric-query.types.ts'
import { metricRegistry, type MetricKey } from './metrics.ts'
import { addDays } from './calendar.ts'
import { parsePeriod, type Period } from './period.ts'

/**
 * A filter by ids, each with all below it: entries, regions, institutions, not what a column stores of them.
 * `include` null: everything but `exclude`.
 */
export type AskedFilter = { dimension: DimensionKey; include: number[] | null; exclude: number[] }

/** A metric query whose names are checked and looked up. */
export type Asked = {
  metrics: MetricKey[]
  by: DimensionKey[]
  /** The one dimension of time in `by`. */
  time: DimensionKey | null
  filters: AskedFilter[]
  period: Period
  comparison: ComparisonKey[]
  register: 1 | 2
  merged: boolean
  /** Only complaints whose text holds this. */
  text: string | null
  order: Required<Order> | null
  limit: Required<Limit> | null
}

/**
 * Checks a query and looks its names up.
 * @throws InvalidError that names each unknown or impossible part, ForbiddenError for a filter on texts without the right to them.
 */
export function askedOf(query: MetricQuery, ground: Ground, viewer: Viewer): Asked {
  const text = textOf(query.text ?? null, viewer)
  const period = parsePeriod(query.period)
  const by = dimensionsOf(query)
  const metrics = [...new Set(query.metrics)]
  const problems = [...problemsOfShape(query, metrics, by), ...problemsOfBases(metrics, by)]
  const filters = (query.filters ?? []).map((filter, index) => lookUp(filter, `query.filters[${index}]`, { ground, period, problems }))
  refuse(problems)
  const { mergedFrom } = ground.settings.at(addDays(period.end, -1))
  return {
    metrics,
    by,
    time: by.find((dimension) => isTime(dimension)) ?? null,
    filters,
    period,
    comparison: [...new Set(query.comparison ?? [])],
    register: query.register === 'institution' ? 2 : 1,
    merged: query.repeats ? query.repeats === 'merged' : mergedFrom !== null && mergedFrom < period.end,
    text,
    order: query.order ? { kind: 'value', direction: 'descending', ...defined(query.order) } : null,
    limit: query.limit ? { others: true, ...defined(query.limit) } : null,
  }
}

/** The words looked for in texts: at least two characters, and only for who may read texts. */
function textOf(asked: string | null, viewer: Viewer): string | null {
  const text = asked?.trim() ?? ''
  if (text === '') return null
  if (!viewer.permissions.has('complaintText:read')) {
    throw new ForbiddenError(
      { zh: '您没有查看投诉内容的权限，不能按内容筛选。', en: 'You may not read complaint texts, so you cannot filter by them.' },
      [{ path: 'query.text', reason: 'NOT_ALLOWED' }],
    )
  }
  const length = [...text.replaceAll(/\s/g, '')].length
  if (length >= 2 && text.length <= longestText) return text
  throw new InvalidError(
    {
      zh: `按内容筛选需要 2 到 ${longestText} 个字。`,
      en: `A filter on texts takes 2 to ${longestText} characters.`,
    },
    [{ path: 'query.text', reason: length < 2 ? 'TOO_SHORT' : 'TOO_LONG', params: { least: 2, most: longestText } }],
  )
}
const longestText = 100

function dimensionsOf(query: MetricQuery): DimensionKey[] {
  const { by = [], grain } = query
  const clash = grain && by.some((dimension) => isTime(dimension))
  if (clash) {
    throw problem('grain', 'GRAIN_TWICE', {
      zh: 'grain 与 by 中的时间维度不能同时给出。',
      en: 'Give grain or a dimension of time in by, not both.',
    })
  }
  return [...new Set(grain ? [grain, ...by] : by)]
}

function problemsOfShape(query: MetricQuery, metrics: MetricKey[], by: DimensionKey[]): Named[] {
  const { grain, limit } = query
  return [
    ...(metrics.length === 0 ? [named('metrics', 'NO_METRIC', { zh: '至少要有一个指标。', en: 'Name at least one metric.' })] : []),
    ...(by.length > 2
      ? [named('by', 'TOO_MANY_DIMENSIONS', { zh: 'by 最多两个维度(grain 算一个)。', en: 'At most two dimensions, grain included.' })]
      : []),
    ...(by.filter((dimension) => isTime(dimension)).length > 1
      ? [named('by', 'TWO_TIMES', { zh: 'by 中只能有一个时间维度。', en: 'Only one dimension of time.' })]
      : []),
    ...(grain && !isTime(grain)
      ? [
          named('grain', 'NOT_A_GRAIN', {
            zh: 'grain 只能是日、周、月、季度、半年或年。',
            en: 'grain is DAY, WEEK, MONTH, QUARTER, HALF_YEAR or YEAR.',
          }),
        ]
      : []),
    ...(limit && limit.rows < 1 ? [named('limit.rows', 'NOT_POSITIVE', { zh: '行数至少为 1。', en: 'At least one row.' })] : []),
    ...(query.order && !metrics.includes(query.order.metric)
      ? [named('order.metric', 'NOT_ASKED', { zh: '只能按查询中的指标排序。', en: 'Order by a metric that the query asks for.' })]
      : []),
  ]
}

/** A base, a return's total or a score is not known by category or channel, so it cannot be split by them. */
function problemsOfBases(metrics: MetricKey[], by: DimensionKey[]): Named[] {
  return metrics.flatMap((metric) =>
    by
      .filter((dimension) => !isKnownBy(metricRegistry[metric], dimension))
      .map((dimension) =>
        named(
          'by',
          'NO_BASE_BY_DIMENSION',
          {
            zh: `${screaming(metric)} 不能按${dimensionRegistry[dimension].label.zh}(${screaming(dimension)})拆分：没有分类的基数。`,
            en: `${screaming(metric)} cannot be split by ${screaming(dimension)}: its base is not known by it.`,
          },
          { metric: screaming(metric), dimension: screaming(dimension) },
        ),
      ),
  )
}

type LookingUp = { ground: Ground; period: Period; problems: Named[] }

function lookUp(filter: Filter, path: string, { ground, period, problems }: LookingUp): AskedFilter {
  const { dimension } = filter
  if (isTime(dimension)) {
    problems.push(
      named(`${path}.dimension`, 'TIME_FILTER', { zh: '时间用 period 限定，不用筛选。', en: 'Narrow time by period, not by a filter.' }),
    )
    return { dimension, include: null, exclude: [] }
  }
  const members = membersOf(dimension, ground)
  const find = (list: string[] | null | undefined, part: string) =>
    (list ?? []).flatMap((value, index) => {
      const found = namedBy(members, value)
      if (found.length === 0) problems.push(unknownMember(dimension, value, `${path}.${part}[${index}]`))
      return found.flatMap((member) => stoodFor(dimension, member, ground, period))
    })
  return { dimension, include: filter.include ? find(filter.include, 'include') : null, exclude: find(filter.exclude, 'exclude') }
}

/** Keys win over labels and codes; those over other spellings, which may mean several members. */
function namedBy(members: readonly Member[], value: string): Member[] {
  const byKey = members.filter((member) => member.key === value)
  if (byKey.length > 0) return byKey
  const wanted = wordKey(value)
  const same = (text: string | null) => text !== null && wordKey(text) === wanted
  const byLabel = members.filter((member) => same(member.label.zh) || same(member.label.en))
  return byLabel.length > 0 ? byLabel : members.filter((member) => member.names.some(same))
}

type Named = FieldProblem & { sentence: FullLabel }

function named(path: string, reason: string, sentence: FullLabel, params?: Record<string, unknown>): Named {
  return { path: path.startsWith('query') ? path : `query.${path}`, reason, sentence, ...(params ? { params } : {}) }
}

function unknownMember(dimension: DimensionKey, value: string, path: string): Named {
  const { label } = dimensionRegistry[dimension]
  return named(
    path,
    'UNKNOWN_MEMBER',
    { zh: `${label.zh}中没有“${value}”。`, en: `${screaming(dimension)} has no member “${value}”.` },
    { dimension: screaming(dimension), value },
  )
}

function problem(path: string, reason: string, sentence: FullLabel): InvalidError {
  return new InvalidError(sentence, [{ path: `query.${path}`, reason }])
}

function refuse(problems: Named[]): void {
  if (problems.length === 0) return
  const sentence = { zh: problems.map((one) => one.sentence.zh).join(''), en: problems.map((one) => one.sentence.en).join(' ') }
  throw new InvalidError(
    sentence,
    problems.map(({ sentence: _, ...field }) => field),
  )
}

/** Without the properties that GraphQL left undefined or null. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined && part !== null)) as T
}
