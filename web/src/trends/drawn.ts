import type { Table } from '../catalog/table.ts'
import { compact, printed } from '../catalog/format.ts'
import { axisOf, type Axis } from '../charts/scale.ts'
import type { PlotBreak, PlotPoint, PlotSeries, PlotWords } from '../charts/series.ts'
import { periodWords } from '../filters/period.ts'
import { rowsSearch } from '../filters/rows.ts'
import type { Scope } from '../filters/scope.ts'
import { EXCEPT, filterNameOf, type FilterName } from '../filters/search.ts'
import type { ComplaintSearch } from '../complaints/search.ts'
import type { FigurePart } from '../gql/graphql.ts'
import type { Words } from '../text/text.tsx'
import { opensRows, type Choice } from './choice.ts'
import { breaksOf, bucketsOf, memberSeries, OTHERS, TOTAL, totalSeries, type Answers, type Frame } from './model.ts'
import { ticksOf } from './ticks.ts'

/** Everything that the page draws, worked out once for charts, table and pictures. */
export type TrendModel = {
  choice: Choice
  answers: Answers
  members: PlotSeries[]
  total: PlotSeries
  membersTable: Table | null
  whole: Table | null
  breaks: PlotBreak[]
  buckets: string[]
  words: PlotWords
  decimals: number
  unit: string
  name: string
}

type Parts = { scope: Scope; choice: Choice; answers: Answers; before: Answers | null; members: Table | null; whole: Table | null }

export function modelOf(parts: Parts, words: Words): TrendModel {
  const { scope, choice, answers, before, members } = parts
  const { say, language, t } = words
  const metric = choice.metric.key
  const column = answers.total.column(metric)
  const decimals = column?.decimals ?? choice.metric.decimals
  const buckets = bucketsOf(answers.total, choice.grain)
  const dimension = choice.dimension?.key ?? null
  const frame: Frame = { metric, grain: choice.grain, dimension, thin: choice.thin, today: scope.today, period: scope.period, before }
  const nameOf = (row: number): string =>
    dimension && members ? (members.id(dimension, row) === OTHERS ? t.overview.others : say(members.label(dimension, row))) : ''
  return {
    choice,
    answers,
    members: members && dimension ? memberSeries(members, answers, frame, nameOf) : [],
    total: totalSeries(answers, frame, say(choice.metric.label)),
    membersTable: dimension ? members : null,
    whole: parts.whole,
    breaks: breaksOf(answers.total, metric, choice.grain, say),
    buckets,
    words: {
      axis: (value) => compact(value, Number.isInteger(value) ? 0 : Math.min(2, decimals), language),
      figure: (value) => printed(value, decimals),
      ...ticksOf(buckets, language),
    },
    decimals,
    unit: say(column?.unit ?? choice.metric.unit),
    name: say(choice.metric.label),
  }
}

/** Counts stand on zero and may be bars; a rate need not. */
export function standsOnZero({ choice, unit }: Pick<TrendModel, 'choice' | 'unit'>): boolean {
  return choice.metric.additive || unit !== '%'
}

/** One axis for all series that are drawn beside one another. */
export function axisFor(model: TrendModel, series: readonly PlotSeries[], withBefore: boolean, steps?: number): Axis {
  const values = series.flatMap((each) =>
    each.points.flatMap((point) => [point.value, withBefore ? point.before : null].filter((value) => value !== null)),
  )
  return axisOf(values, { fromZero: standsOnZero(model), whole: model.decimals === 0, ...(steps ? { steps } : {}) })
}

/** What a point says: whose, when, how many, against what. */
export function pointWords(model: TrendModel, series: PlotSeries, point: PlotPoint, { t, language }: Words): string {
  const { words, unit, choice } = model
  const value = t.charts.pointOf(periodWords(point.key, language), words.figure(point.value ?? 0), unit)
  const parts = [series.id === TOTAL ? value : t.trends.pointOfMember(series.name, value)]
  if (point.unfinished) parts.push(t.trends.unfinished[choice.unit] ?? '')
  if (point.old) parts.push(t.charts.old)
  else if (point.before !== null) parts.push(t.trends.beforeOf(thinWords(choice, t), words.figure(point.before)))
  return parts.join(t.filters.join)
}

export function thinWords(choice: Choice, t: Words['t']): string {
  return choice.thin === 'PREVIOUS_PERIOD' ? t.trends.stretchBefore : t.filters.lastYear
}

/** What narrows the view to one member; null where the address has no word for it. */
export function narrowOf(model: TrendModel, scope: Scope, id: string): Partial<Record<FilterName, string[]>> | null {
  const { dimension } = model.choice
  if (id === TOTAL || !dimension) return {}
  const name = filterNameOf(dimension.key)
  if (!name) return null
  if (id !== OTHERS) return { [name]: [id] }
  // The rest is everything but the members beside it, which is how its address says it too.
  const listed = model.members.map((each) => each.id).filter((each) => each !== OTHERS)
  return { [name]: [...(scope.search[name] ?? []), ...listed.map((each) => EXCEPT + each)] }
}

/** The address of the rows behind a figure of the page; null where there are none. */
export function rowsOf(model: TrendModel, scope: Scope, id: string, period?: string, part?: FigurePart): ComplaintSearch | null {
  const narrow = narrowOf(model, scope, id)
  if (!narrow || !opensRows(model.choice.metric)) return null
  return rowsSearch(scope, { metric: model.choice.metric.key, narrow, ...(period ? { period } : {}), ...(part ? { part } : {}) })
}
