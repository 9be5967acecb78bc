import { addFractions, compareFractions, fraction, multiplyFractions, subtractFractions, type Fraction } from './fraction.ts'

export type From = 'high' | 'low'

/**
 * Competition ranks 1, 2, 2, 4 of unrounded numbers, in the order of the input; null for a missing value.
 * @param from where rank 1 is: at the highest or the lowest value.
 * @throws RangeError for NaN.
 */
export function competitionRanks(values: readonly (number | null)[], from: From): (number | null)[] {
  if (values.some((value) => value !== null && Number.isNaN(value))) throw new RangeError('NaN has no rank.')
  return ranked(values, (a, b) => (a < b ? -1 : a > b ? 1 : 0), from)
}

/** Competition ranks of exact fractions, compared by cross-multiplication: equal rates tie, however they were formed. */
export function competitionRanksOfFractions(values: readonly (Fraction | null)[], from: From): (number | null)[] {
  return ranked(values, compareFractions, from)
}

/** The middle value of the numbers present, or the mean of the two in the middle; null of none. */
export function median(values: readonly (number | null)[]): number | null {
  return quantileType7(values, 0.5)
}

/** Lower and upper quartile by inclusive interpolation (Hyndman & Fan type 7, QUARTILE.INC); null of none. */
export function quartiles(values: readonly (number | null)[]): { lower: number; upper: number } | null {
  const lower = quantileType7(values, 0.25)
  const upper = quantileType7(values, 0.75)
  return lower === null || upper === null ? null : { lower, upper }
}

/** Median and quartiles (type 7) of exact fractions, exact themselves; null of none. */
export function quartilesOfFractions(values: readonly (Fraction | null)[]): { lower: Fraction; median: Fraction; upper: Fraction } | null {
  const sorted = values.filter((value) => value !== null).sort(compareFractions)
  if (sorted.length === 0) return null
  return { lower: atQuarter(sorted, 1), median: atQuarter(sorted, 2), upper: atQuarter(sorted, 3) }
}

function ranked<T>(values: readonly (T | null)[], compare: (a: T, b: T) => number, from: From): (number | null)[] {
  const sign = from === 'high' ? -1 : 1
  const order = values
    .flatMap((value, index) => (value === null ? [] : [{ value, index }]))
    .sort((a, b) => sign * compare(a.value, b.value))
  const ranks: (number | null)[] = values.map(() => null)
  let rank = 0
  order.forEach((entry, position) => {
    const before = order[position - 1]
    if (before === undefined || compare(before.value, entry.value) !== 0) rank = position + 1
    ranks[entry.index] = rank
  })
  return ranks
}

function quantileType7(values: readonly (number | null)[], p: number): number | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b)
  if (sorted.length === 0) return null
  const position = (sorted.length - 1) * p
  const below = sorted[Math.floor(position)] as number // position is inside the list
  const above = sorted[Math.ceil(position)] as number
  return below + (above - below) * (position - Math.floor(position))
}

function atQuarter(sorted: readonly Fraction[], quarter: 1 | 2 | 3): Fraction {
  const position = (sorted.length - 1) * quarter
  const below = sorted[Math.floor(position / 4)] as Fraction // position / 4 is inside the list
  const above = sorted[Math.ceil(position / 4)] as Fraction
  return addFractions(below, multiplyFractions(subtractFractions(above, below), fraction(position % 4, 4)))
}
