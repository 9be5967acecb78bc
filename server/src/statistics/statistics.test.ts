import { describe, expect, it } from 'vitest'
import {
  compareFractions,
  competitionRanks,
  competitionRanksOfFractions,
  fraction,
  median,
  nearestRank,
  quartiles,
  quartilesOfFractions,
  toNumber,
} from './index.ts'

describe('competition ranks', () => {
  it('gives ties the smaller rank and leaves the next one out', () => {
    expect(competitionRanks([10, 8, 8, 3], 'high')).toEqual([1, 2, 2, 4])
    expect(competitionRanks([10, 8, 8, 3], 'low')).toEqual([4, 2, 2, 1])
  })
  it('gives a missing value no rank and counts it for nobody', () => {
    expect(competitionRanks([null, 5, null, 7], 'high')).toEqual([null, 2, null, 1])
    expect(competitionRanks([], 'high')).toEqual([])
  })
  it('ties rates that are equal as fractions, and tells apart what doubles cannot', () => {
    const rates = [fraction(1, 3), fraction(2, 6), fraction(10n ** 20n + 1n, 10n ** 20n), fraction(1)]
    expect(competitionRanksOfFractions(rates, 'high')).toEqual([3, 3, 1, 2])
  })
  it('refuses NaN', () => expect(() => competitionRanks([Number.NaN], 'high')).toThrow(RangeError))
})

describe('median and quartiles', () => {
  it('takes the mean of the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, null, 2, 3])).toBe(2.5)
    expect(median([])).toBeNull()
  })
  it('interpolates inclusively, as QUARTILE.INC does', () => {
    expect(quartiles([1, 2, 3, 4])).toEqual({ lower: 1.75, upper: 3.25 })
    expect(quartiles([7])).toEqual({ lower: 7, upper: 7 })
  })
  it('keeps exact fractions exact', () => {
    const result = quartilesOfFractions([fraction(1, 3), fraction(1, 2), fraction(2, 3), null, fraction(1)])
    expect(compareFractions(result!.median, fraction(7, 12))).toBe(0)
    expect(compareFractions(result!.lower, fraction(11, 24))).toBe(0)
    expect(toNumber(result!.upper)).toBe(0.75)
  })
})

describe('nearest rank', () => {
  const days = (...values: number[]) => new Map(values.map((day) => [day, values.filter((other) => other === day).length]))
  it('takes the smaller of two as the median', () => {
    expect(nearestRank(days(2, 5), { of: 1, outOf: 2 })).toBe(2)
    expect(nearestRank(days(2, 5, 9), { of: 1, outOf: 2 })).toBe(5)
  })
  it('takes the ninth of ten as the 0.9-quantile', () => {
    expect(nearestRank(days(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), { of: 9, outOf: 10 })).toBe(9)
  })
  it('has none of no cases', () => expect(nearestRank(new Map([[3, 0]]), { of: 1, outOf: 2 })).toBeNull())
})
