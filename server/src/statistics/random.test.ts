import { describe, expect, it } from 'vitest'
import { createRandom } from './random.ts'

describe('the fixed generator', () => {
  it('gives the stream of the contract for seed 42', () => {
    const random = createRandom(42)
    expect([random.next(), random.next(), random.next(), random.next()]).toEqual([1776835114, 4165204688, 17111135, 2317295270])
  })

  it('turns an output into a uniform draw in the middle of its step', () => {
    expect(createRandom(42).uniform()).toBe((1776835114 + 0.5) / 2 ** 32)
  })

  it('gives the same stream for the same seed and another for the next one', () => {
    const draws = (seed: number) => Array.from({ length: 50 }, createRandom(seed).next)
    expect(draws(7)).toEqual(draws(7))
    expect(draws(7)).not.toEqual(draws(8))
  })

  it('has a mean near one half', () => {
    const random = createRandom(2 ** 53 - 1)
    let sum = 0
    for (let i = 0; i < 20_000; i += 1) sum += random.uniform()
    expect(Math.abs(sum / 20_000 - 0.5)).toBeLessThan(0.01)
  })

  it.each([-1, 0.5, 2 ** 53, Number.NaN, Infinity])('refuses the seed %s', (seed) => {
    expect(() => createRandom(seed)).toThrow(RangeError)
  })
})
