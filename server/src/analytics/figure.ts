import {
  addFractions,
  compareFractions,
  fraction,
  multiplyFractions,
  nearestRank,
  subtractFractions,
  totalOf,
  type Fraction,
} from '../statistics/index.ts'
import type { NullReasonKey } from './analytics.enums.ts'
import { amountPart } from './facts.ts'
import type { Metric } from './metrics.ts'
import type { Amounts } from './tally.ts'
import { sumOf } from './tally.ts'

/** An exact figure in the unit of its metric, or the reason why there is none; with what it was made of. */
export type Figure = ({ value: Fraction; reason: null } | { value: null; reason: NullReasonKey }) & Made
export type Missing = Extract<Figure, { value: null }>
/** `outOf`: of how many the base is the part that is known. */
type Made = { numerator: number | null; base: number | null; outOf?: number }

/** Cases that are counted together, with the exposure of whoever they are against. */
export type Part = {
  amounts: Amounts
  base: number | null
  /** What was told of them, for a metric that is given; null where nobody told. */
  given?: Fraction | null
}

/**
 * A metric over some parts: counts add up, rates are the sum of counts over the sum of bases, and a part without a
 * base takes neither into it.
 * @param multiplier of a rate, from the jurisdiction; 1 for all else.
 */
export function figureOf(metric: Metric, parts: readonly Part[], multiplier: number): Figure {
  if (metric.given !== undefined) return givenFigure(metric, parts)
  if (metric.per !== undefined) return rateOf(metric, parts, multiplier)
  const [only] = parts
  const amounts = only && parts.length === 1 ? only.amounts : sumOf(parts.map((part) => part.amounts))
  if (metric.quantile) return quantileOf(metric.quantile, amounts)
  if (metric.money) return moneyOf(metric, metric.money, amounts)
  const count = amounts.counts[metric.of] ?? 0
  if (metric.over === undefined) return countFigure(count)
  const base = amounts.counts[metric.over] ?? 0
  const figure: Figure =
    base === 0 ? missing('noCases', count, base) : { value: fraction(BigInt(count) * 100n, base), reason: null, numerator: count, base }
  if (metric.outOf !== undefined) figure.outOf = amounts.counts[metric.outOf] ?? 0
  return figure
}

/** The share that a rate would have if all that is unknown spoke against it, or for it. */
export function rangeOf({ numerator, base, outOf }: Figure): { lowest: Fraction; highest: Fraction } | null {
  if (numerator === null || base === null || !outOf) return null
  return { lowest: fraction(BigInt(numerator) * 100n, outOf), highest: fraction(BigInt(numerator + outOf - base) * 100n, outOf) }
}

/** Yuan of sums in fen, exactly: the two parts meet as big integers. */
function moneyOf(metric: Metric, { high, counts }: NonNullable<Metric['money']>, amounts: Amounts): Figure {
  const fen = BigInt(amounts.counts[high] ?? 0) * BigInt(amountPart) + BigInt(amounts.counts[metric.of] ?? 0)
  return { value: fraction(fen, 100), reason: null, numerator: null, base: amounts.counts[counts] ?? 0 }
}

/** Small counts recur in every table: their figures are made once and shared; nobody alters a figure. */
const countFigures = Array.from({ length: 1024 }, (_, count): Figure => ({
  value: fraction(count),
  reason: null,
  numerator: count,
  base: null,
}))

function countFigure(count: number): Figure {
  return countFigures[count] ?? { value: fraction(count), reason: null, numerator: count, base: null }
}

/** A sum is known when all its parts are; scores and told rates make no sum. */
function givenFigure(metric: Metric, parts: readonly Part[]): Figure {
  if (parts.length > 1 && (metric.given === 'assessment' || metric.toldPer !== undefined)) return missing('notAdditive')
  let value = fraction(0)
  for (const part of parts) {
    if (!part.given) return missing('noData')
    value = addFractions(value, part.given)
    if (metric.less !== undefined) value = subtractFractions(value, fraction(part.amounts.counts[metric.less] ?? 0))
  }
  return parts.length === 0 ? missing('noData') : { value, reason: null, numerator: null, base: null }
}

function rateOf(metric: Metric, parts: readonly Part[], multiplier: number): Figure {
  const judged = parts.filter((part) => part.base !== null)
  // Cases of nobody with a base are no numerator: nothing is divided, and no rows stand behind it.
  if (judged.length === 0) return missing('noBase')
  const count = judged.reduce((sum, part) => sum + (part.amounts.counts[metric.of] ?? 0), 0)
  const base = judged.reduce((sum, part) => sum + (part.base ?? 0), 0)
  return { value: fraction(BigInt(count) * BigInt(multiplier), base), reason: null, numerator: count, base }
}

function quantileOf(p: { of: number; outOf: number }, amounts: Amounts): Figure {
  const histogram = amounts.days ?? new Map<number, number>()
  const cases = totalOf(histogram)
  const days = nearestRank(histogram, p)
  return days === null ? missing('noCases', null, 0) : { value: fraction(days), reason: null, numerator: null, base: cases }
}

export function missing(reason: NullReasonKey, numerator: number | null = null, base: number | null = null): Missing {
  return { value: null, reason, numerator, base }
}

/** What a change says of two figures: per cent of the earlier one, or the difference. */
export function changeOf(metric: Metric, now: Figure, before: Figure): Fraction | NullReasonKey {
  if (now.value === null) return now.reason
  // Before the ledger began there is nothing to grow from; where nobody told, nothing is known.
  if (before.value === null) return before.reason === 'noData' && metric.given === undefined ? 'zeroBase' : before.reason
  const difference = subtractFractions(now.value, before.value)
  if (metric.change === 'difference') return difference
  if (compareFractions(before.value, fraction(0)) === 0) return 'zeroBase'
  return multiplyFractions(difference, fraction(before.value.denominator * 100n, before.value.numerator))
}

/** A part's share of a whole in per cent. */
export function shareOf(part: Figure, whole: Figure): Fraction | NullReasonKey {
  if (part.value === null) return part.reason
  if (whole.value === null) return whole.reason
  if (whole.value.numerator === 0n) return 'noCases'
  const { numerator, denominator } = part.value
  // Counts of counts are most of what shares are taken of.
  if (denominator === 1n && whole.value.denominator === 1n) return fraction(numerator * 100n, whole.value.numerator)
  return multiplyFractions(part.value, fraction(whole.value.denominator * 100n, whole.value.numerator))
}
