/** How often each whole value (a number of days, say) occurs. A count is whole and ≥ 0; 0 and absent are the same. */
export type Histogram = ReadonlyMap<number, number>

/** How many cases the histogram holds. */
export function totalOf(histogram: Histogram): number {
  let total = 0
  for (const count of histogram.values()) total += count
  return total
}

/**
 * The quantile by nearest rank: the ceil(p·n)-th smallest of n values (the median of 2 and 5 is 2); null of none.
 * @param p given as a fraction of whole numbers, 0 < p ≤ 1, so that ceil(0.9 · 10) is 9 and no rounding error makes it 10.
 */
export function nearestRank(histogram: Histogram, p: { of: number; outOf: number }): number | null {
  if (!(p.of > 0 && p.of <= p.outOf)) throw new RangeError('A quantile lies above 0 and at most at 1.')
  const total = totalOf(histogram)
  if (total === 0) return null
  const place = Math.ceil((p.of * total) / p.outOf)
  let passed = 0
  for (const value of [...histogram.keys()].sort((a, b) => a - b)) {
    passed += histogram.get(value) ?? 0
    if (passed >= place) return value
  }
  return null
}
