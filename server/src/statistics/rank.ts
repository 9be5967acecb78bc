import { addFractions, compareFractions, fraction, multiplyFractions, subtractFractions, type Fraction } from './fraction.ts'

export type From = 'high' | 'low'

/**
 * Competition ranks 1, 2, 2, 4 of unrounded numbers, in the order of the input; null for a missing value.
 * @param from where rank 1 is: at the highest or the lowest value.
 * @throws RangeError for NaN.
 */
export function competitionRanks(values: readonly (number | null)[], from: From): (number | null)[] {
  if (values.some((value) => value !== null && Number.isNaN(value))) throw new RangeError('NaN has no rank.')
  return ranked(values, byNumber, from)
}

/** Competition ranks of exact fractions, compared by cross-multiplication: equal rates tie, however they were formed. */
export function competitionRanksOfFractions(values: readonly (Fraction | null)[], from: From): (number | null)[] {
  // Counts are most of what is ranked, and numbers compare faster than whole numbers without limit.
  const plain = values.map((value) => (value === null ? null : value.denominator === 1n ? Number(value.numerator) : Number.NaN))
  if (plain.every((value) => value === null || Number.isSafeInteger(value))) return ranked(plain, byNumber, from)
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

const byNumber = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0)

function ranked<T>(values: readonly (T | null)[], compare: (a: T, b: T) => number, from: From): (number | null)[] {
  const sign = from === 'high' ? -1 : 1
  const at = (index: number): T => values[index] as T // only places of values that are there are sorted
  const order: number[] = []
  for (let index = 0; index < values.length; index += 1) if (values[index] !== null) order.push(index)
  order.sort((a, b) => sign * compare(at(a), at(b)))
  const ranks: (number | null)[] = Array.from({ length: values.length }, () => null)
  let rank = 0
  for (let position = 0; position < order.length; position += 1) {
    const index = order[position] as number
    if (position === 0 || compare(at(order[position - 1] as number), at(index)) !== 0) rank = position + 1
    ranks[index] = rank
  }
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
