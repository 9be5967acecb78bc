/** An exact number: numerator ÷ denominator, the denominator above 0. */
export type Fraction = { numerator: bigint; denominator: bigint }

/** A fraction from whole numbers. A denominator of 0, or a number that is not whole, is a RangeError. */
export function fraction(numerator: bigint | number, denominator: bigint | number = 1n): Fraction {
  const below = BigInt(denominator)
  if (below === 0n) throw new RangeError('A fraction has no denominator of 0.')
  const above = BigInt(numerator)
  return below < 0n ? { numerator: -above, denominator: -below } : { numerator: above, denominator: below }
}

/** A decimal as it is written ('45', '-6.25', '100.0'), exactly. Anything else is a RangeError. */
export function decimal(text: string): Fraction {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!found) throw new RangeError(`${text} is no decimal.`)
  const [, sign = '', whole = '', places = ''] = found
  return { numerator: BigInt(sign + whole + places), denominator: 10n ** BigInt(places.length) }
}

/** Below, equal, above: −1, 0, 1, by cross-multiplication, so that 1/3 and 2/6 are equal and nothing is rounded. */
export function compareFractions(a: Fraction, b: Fraction): -1 | 0 | 1 {
  const same = a.denominator === b.denominator
  const left = same ? a.numerator : a.numerator * b.denominator
  const right = same ? b.numerator : b.numerator * a.denominator
  return left < right ? -1 : left > right ? 1 : 0
}

export function addFractions(a: Fraction, b: Fraction): Fraction {
  return { numerator: a.numerator * b.denominator + b.numerator * a.denominator, denominator: a.denominator * b.denominator }
}

export function subtractFractions(a: Fraction, b: Fraction): Fraction {
  return addFractions(a, { numerator: -b.numerator, denominator: b.denominator })
}

export function multiplyFractions(a: Fraction, b: Fraction): Fraction {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator }
}

/** The nearest floating-point number; for drawing and sorting only, never for a printed figure. */
export function toNumber(value: Fraction): number {
  return Number(value.numerator) / Number(value.denominator)
}
