import { describe, expect, it } from 'vitest'
import { fraction } from '../statistics/index.ts'
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
  it('agrees with a decimal calculation for every share of 1 to 200', () => {
    for (let whole = 1; whole <= 200; whole += 1) {
      for (let part = 0; part <= whole; part += 1) {
        const tenths = Math.floor((part * 2000 + whole) / (2 * whole))
        expect(round(fraction(part * 100, whole), 1, 'HALF_UP')).toBe(Number(`${Math.floor(tenths / 10)}.${tenths % 10}`))
      }
    }
  })
})
