import type { Fraction } from '../statistics/index.ts'

/** How a jurisdiction rounds: half up means away from zero (−6.25 is −6.3); truncation exists among published rankings. */
export type Rounding = 'HALF_UP' | 'TRUNCATE'

/**
 * Rounds an exact value once, in whole numbers, and gives the number that is printed.
 * `toFixed` and `Math.round` are not used: they misprint values that lie on a half (1.005, −6.25).
 * @param value exact, in the unit of the figure (a share in per cent comes multiplied by 100).
 * @param decimals whole, 0 to 12.
 */
export function round(value: Fraction, decimals: number, rounding: Rounding): number {
  if (value.denominator === 1n) return Number(value.numerator)
  return roundSmall(Number(value.numerator), Number(value.denominator), decimals, rounding) ?? roundLarge(value, decimals, rounding)
}

/** Below this, the floor of a quotient of two doubles is the quotient of the whole numbers. */
const exactBelow = 2 ** 50

/** In doubles, where every step is exact; null where the numbers are too large. */
function roundSmall(numerator: number, denominator: number, decimals: number, rounding: Rounding): number | null {
  const scale = 10 ** decimals
  const above = Math.abs(numerator) * scale
  if (above * 2 + denominator >= exactBelow || denominator * 2 >= exactBelow) return null
  const whole = rounding === 'TRUNCATE' ? Math.floor(above / denominator) : Math.floor((above * 2 + denominator) / (denominator * 2))
  // Both are whole and exact, so that the quotient is the double nearest to the decimal text.
  const size = whole / scale
  return numerator < 0 && size !== 0 ? -size : size
}

function roundLarge(value: Fraction, decimals: number, rounding: Rounding): number {
  const scale = 10n ** BigInt(decimals)
  const negative = value.numerator < 0n
  const above = (negative ? -value.numerator : value.numerator) * scale
  const whole = rounding === 'TRUNCATE' ? above / value.denominator : (above * 2n + value.denominator) / (value.denominator * 2n)
  // Through the decimal text, because dividing two numbers could miss the nearest double of that text.
  const text = `${whole / scale}.${String(whole % scale).padStart(decimals, '0')}`
  const size = Number(decimals === 0 ? String(whole) : text)
  return negative && size !== 0 ? -size : size
}
