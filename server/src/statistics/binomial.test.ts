import { expect, it } from 'vitest'
import { binomialTail } from './binomial.ts'

it('is the chance of as many or more: coins by hand', () => {
  // Of 8 outcomes of three coins 4 have two heads or more, 1 has three.
  expect(binomialTail(2, 3, 0.5)).toBeCloseTo(4 / 8, 15)
  expect(binomialTail(3, 3, 0.5)).toBeCloseTo(1 / 8, 15)
  expect(binomialTail(0, 3, 0.5)).toBe(1)
  expect(binomialTail(4, 3, 0.5)).toBe(0)
})

it('keeps its digits for many cases and for small chances', () => {
  // 1 − (1 − 1e-6)^1000 by its series: 1000e-6 − 499500e-12 + 166167000e-18 − …
  expect(binomialTail(1, 1000, 1e-6)).toBeCloseTo(0.000999500666125583, 15)
  // The sum of all terms is one.
  expect(binomialTail(1, 100_000, 0.5)).toBeCloseTo(1, 9)
  expect(binomialTail(50_001, 100_001, 0.5)).toBeCloseTo(0.5, 9)
})

it('knows the edges and refuses what is no count or chance', () => {
  expect([binomialTail(1, 5, 0), binomialTail(5, 5, 1)]).toEqual([0, 1])
  expect(() => binomialTail(1.5, 5, 0.5)).toThrow(RangeError)
  expect(() => binomialTail(-1, 5, 0.5)).toThrow(RangeError)
  expect(() => binomialTail(1, 5, 1.1)).toThrow(RangeError)
  expect(() => binomialTail(1, 5, Number.NaN)).toThrow(RangeError)
})
