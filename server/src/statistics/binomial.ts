/**
 * P(X ≥ count) for X ~ Binomial(n, p): how often chance alone gives as many. Whole numbers, 0 ≤ count; p in [0, 1].
 * Summed in logarithms, so that neither a large n nor a small p runs out of digits.
 * @throws RangeError for numbers that are none of these.
 */
export function binomialTail(count: number, n: number, p: number): number {
  if (!Number.isInteger(count) || !Number.isInteger(n) || count < 0 || n < 0) throw new RangeError('Counts are whole and not negative.')
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${p} is no probability.`)
  if (count === 0) return 1
  if (count > n || p === 0) return 0
  if (p === 1) return 1
  let logTerm = count * Math.log(p) + (n - count) * Math.log1p(-p)
  for (let i = 1; i <= count; i++) logTerm += Math.log((n - count + i) / i)
  const logOdds = Math.log(p) - Math.log1p(-p)
  let sum = 0
  for (let k = count; k <= n; k++) {
    const term = Math.exp(logTerm)
    sum += term
    // Before the likeliest number terms still grow, and may be too small for a number at first.
    if (k > n * p && term < sum * 1e-17) break
    logTerm += Math.log((n - k) / (k + 1)) + logOdds
  }
  return Math.min(1, sum)
}
