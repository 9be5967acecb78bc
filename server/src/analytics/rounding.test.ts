import { describe, expect, it } from 'vitest'
import { fraction } from '../statistics/index.ts'
import { createRandom } from '../statistics/random.ts'
import { round } from './rounding.ts'

describe('rounding', () => {
  it('rounds halves away from zero', () => {
    expect(round(fraction(-625, 100), 1, 'HALF_UP')).toBe(-6.3)
    expect(round(fraction(625, 100), 1, 'HALF_UP')).toBe(6.3)
    expect(round(fraction(8615, 100), 1, 'HALF_UP')).toBe(86.2)
    expect(round(fraction(1005, 1000), 2, 'HALF_UP')).toBe(1.01)
  })
  it('cuts off where the jurisdiction truncates', () => {
    expect(round(fraction(-629, 100), 1, 'TRUNCATE')).toBe(-6.2)
    expect(round(fraction(2, 3), 2, 'TRUNCATE')).toBe(0.66)
  })
  it('never gives a negative zero', () => expect(Object.is(round(fraction(-1, 1000), 1, 'HALF_UP'), 0)).toBe(true))
  it('gives the same through doubles and through whole numbers of any size', () => {
    const { uniform: draw } = createRandom(5)
    for (let size = 1; size < 60; size += 1) {
      for (let times = 0; times < 40; times += 1) {
        const numerator = BigInt(Math.floor(draw() * 2 ** Math.min(size, 52))) * (size > 52 ? 2n ** BigInt(size - 52) : 1n) + 1n
        const denominator = BigInt(Math.floor(draw() * 2 ** Math.min(size, 40))) + 2n
        const tenths = (numerator * 20n + denominator) / (denominator * 2n)
        expect(round(fraction(numerator, denominator), 1, 'HALF_UP')).toBe(Number(`${tenths / 10n}.${tenths % 10n}`))
      }
    }
  })
  it('agrees with a decimal calculation for every share of 1 to 200', () => {
    for (let whole = 1; whole <= 200; whole += 1) {
      for (let part = 0; part <= whole; part += 1) {
        const tenths = Math.floor((part * 2000 + whole) / (2 * whole))
        expect(round(fraction(part * 100, whole), 1, 'HALF_UP')).toBe(Number(`${Math.floor(tenths / 10)}.${tenths % 10}`))
      }
    }
  })
})
