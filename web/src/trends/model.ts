/** From the answers of the server to what is drawn: series with their points, breaks, axis. */
import type { Table } from '../catalog/table.ts'
import type { PlotBreak, PlotPoint, PlotSeries } from '../charts/series.ts'
import { monthsOf } from '../filters/period.ts'
import type { Comparison, Dimension, Metric } from '../gql/graphql.ts'
import { daysOfBucket } from './span.ts'

export const TOTAL = 'TOTAL'
export const OTHERS = 'OTHERS'

/** The answers over time: the total, the members that stand by themselves, and the rest of them. */
export type Answers = { total: Table; lines: Table | null; rest: Table | null }

export type Frame = {
  metric: Metric
  grain: Dimension
  dimension: Dimension | null
  thin: Comparison | null
  today: string
  period: string
  /** The stretch before, where it is what the thin line shows. */
  before: Answers | null
}

/** The bucket keys of a table, in order. */
export function bucketsOf(table: Table, grain: Dimension): string[] {
  return [...new Set(table.rows.map((row) => table.id(grain, row)))]
}

/** The first buckets of a changed definition: each is compared across the break with the bucket before it. */
export function breakKeys(table: Table, metric: Metric, grain: Dimension): string[] {
  const broken = table.rows.map((row) => table.reason(metric, 'CHANGE', row) === 'SERIES_BREAK')
  return table.rows.filter((row) => broken[row] && !broken[row - 1]).map((row) => table.id(grain, row))
}

/** The breaks with their sentences. */
export function breaksOf(
  table: Table,
  metric: Metric,
  grain: Dimension,
  say: (label: { zh: string; en?: string | null }) => string,
): PlotBreak[] {
  const keys = breakKeys(table, metric, grain)
  // Notes stand in the order of their days; those of earlier definitions, which only comparisons meet, come first.
  const sentences = [...new Set(table.notes('SERIES_BREAK').map((note) => say(note.text)))].slice(-keys.length)
  return keys.map((key, place) => ({ key, sentence: sentences[place] ?? '' }))
}

export function totalSeries(answers: Answers, frame: Frame, name: string): PlotSeries {
  const buckets = bucketsOf(answers.total, frame.grain)
  const rows = new Map(answers.total.rows.map((row) => [answers.total.id(frame.grain, row), row]))
  const points = pointsOf(answers.total, (key) => rows.get(key), buckets, frame, frame.before?.total ?? null, TOTAL)
  return { id: TOTAL, name, tone: 1, points }
}

/** One series a member in the order of the members' table, the rest last and grey. */
export function memberSeries(members: Table, answers: Answers, frame: Frame, nameOf: (row: number) => string): PlotSeries[] {
  const { dimension, grain } = frame
  if (!dimension) return []
  const buckets = bucketsOf(answers.total, grain)
  const byPlace = answers.lines ? rowsByPlace(answers.lines, grain, dimension) : new Map<string, number>()
  return members.rows.flatMap((row, place): PlotSeries[] => {
    const id = members.id(dimension, row)
    const table = id === OTHERS ? answers.rest : answers.lines
    if (!table) return []
    const rows = id === OTHERS ? rowsByPlace(table, grain, null) : byPlace
    const before = id === OTHERS ? frame.before?.rest : frame.before?.lines
    const points = pointsOf(table, (key) => rows.get(`${key} ${id === OTHERS ? '' : id}`), buckets, frame, before ?? null, id)
    return [{ id, name: nameOf(row), tone: id === OTHERS ? 'rest' : (place % 6) + 1, points }]
  })
}

function rowsByPlace(table: Table, grain: Dimension, dimension: Dimension | null): Map<string, number> {
  return new Map(table.rows.map((row) => [`${table.id(grain, row)} ${dimension ? table.id(dimension, row) : ''}`, row]))
}

function pointsOf(
  table: Table,
  rowOf: (key: string) => number | undefined,
  buckets: readonly string[],
  frame: Frame,
  before: Table | null,
  id: string,
): PlotPoint[] {
  const { metric, thin, today, period } = frame
  const inside = monthsOf(period)
  const broken = placesOf(table, frame)
  const earlier = thin === 'PREVIOUS_PERIOD' && frame.before && before ? earlierValues(before, frame, id) : null
  return buckets.map((key, place) => {
    const row = rowOf(key)
    const { from, to } = daysOfBucket(key)
    const begun = from <= today
    const lastYear = thin === 'SAME_PERIOD_LAST_YEAR' && row !== undefined
    return {
      key,
      value: begun && row !== undefined ? table.figure(metric, 'VALUE', row) : null,
      // Of a bucket that is not over only the same days are known of last year: no point of a line.
      before: to > today ? null : lastYear ? table.figure(metric, 'LAST_YEAR', row) : (earlier?.values[place] ?? null),
      old: lastYear
        ? table.reason(metric, 'CHANGE_LAST_YEAR', row) === 'SERIES_BREAK'
        : earlier !== null && isOld(earlier.breaks, broken, place),
      unfinished: begun && to > today,
      inPeriod: from.slice(0, 7) >= inside.from && from.slice(0, 7) <= inside.to,
    }
  })
}

type Earlier = { values: (number | null)[]; breaks: number[] }

/** The stretch before, bucket by bucket, to be laid under the one shown. */
function earlierValues(before: Table, { metric, grain, dimension }: Frame, id: string): Earlier {
  const own = dimension && id !== TOTAL && id !== OTHERS ? dimension : null
  const rows = before.rows.filter((row) => own === null || before.id(own, row) === id)
  const buckets = bucketsOf(before, grain)
  const byKey = new Map(rows.map((row) => [before.id(grain, row), before.figure(metric, 'VALUE', row)]))
  return { values: buckets.map((key) => byKey.get(key) ?? null), breaks: placesOf(before, { metric, grain }) }
}

function placesOf(table: Table, { metric, grain }: Pick<Frame, 'metric' | 'grain'>): number[] {
  const buckets = bucketsOf(table, grain)
  const broken = table.rows.filter((row) => table.reason(metric, 'CHANGE', row) === 'SERIES_BREAK').map((row) => table.id(grain, row))
  return [...new Set(broken)].map((key) => buckets.indexOf(key))
}

/** Whether a definition changed between a bucket of the stretch before and the same place of the one shown. */
function isOld(before: readonly number[], now: readonly number[], place: number): boolean {
  return now.some((each) => each <= place) || before.some((each) => each > place)
}
