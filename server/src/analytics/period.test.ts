import { describe, expect, it } from 'vitest'
import { bucketsOf, elapsed, isUnfinished, parsePeriod, periodLabel, previousPeriod, sameDays, samePeriodLastYear } from './period.ts'

const range = (text: string) => {
  const { from, end } = parsePeriod(text)
  return `${from} ${end}`
}

describe('period strings', () => {
  it.each([
    ['2025', '2025-01-01 2026-01-01'],
    ['2025H1', '2025-01-01 2025-07-01'],
    ['2025H2', '2025-07-01 2026-01-01'],
    ['2025Q3', '2025-07-01 2025-10-01'],
    ['2025-09', '2025-09-01 2025-10-01'],
    ['2025-12', '2025-12-01 2026-01-01'],
    ['2025-W37', '2025-09-08 2025-09-15'],
    ['2026-W01', '2025-12-29 2026-01-05'],
    ['2020-W53', '2020-12-28 2021-01-04'],
    ['2025-09-14', '2025-09-14 2025-09-15'],
    ['2025Q1..2025Q3', '2025-01-01 2025-10-01'],
    ['2024-11..2025-02', '2024-11-01 2025-03-01'],
    ['2025-01-15..2025-02-03', '2025-01-15 2025-02-04'],
    ['2025Q1..2025-04-10', '2025-01-01 2025-04-11'],
    ['2025Q3-ytd', '2025-01-01 2025-10-01'],
    ['2025-09-14-ytd', '2025-01-01 2025-09-15'],
  ])('%s is %s', (text, expected) => {
    expect(range(text)).toBe(expected)
    expect(range(parsePeriod(text).text)).toBe(expected)
  })
  it.each([
    '',
    '25',
    '2025Q5',
    '2025-13',
    '2025-02-30',
    '2025-W54',
    '2021-W53',
    '2025Q3..2025Q1',
    '2025..',
    'x',
    '2025Q1..2025Q2..2025Q3',
    '2025-W10-ytd',
  ])('refuses %j and names it', (text) => expect(() => parsePeriod(text)).toThrow(`“${text}”`))
})

describe('earlier periods', () => {
  it.each([
    ['2025', '2024', '2024'],
    ['2025H1', '2024H2', '2024H1'],
    ['2025Q1', '2024Q4', '2024Q1'],
    ['2025-01', '2024-12', '2024-01'],
    ['2021-W01', '2020-W53', '2020-W01'],
    ['2020-W53', '2020-W52', '2019-W52'],
    ['2024-02-29', '2024-02-28', '2023-02-28'],
    ['2025Q1..2025Q3', '2024Q2..2024Q4', '2024Q1..2024Q3'],
    ['2025Q3-ytd', '2024Q2..2024Q4', '2024Q3-ytd'],
  ])('before %s lies %s, a year earlier %s', (text, previous, lastYear) => {
    expect(previousPeriod(parsePeriod(text)).text).toBe(previous)
    expect(samePeriodLastYear(parsePeriod(text)).text).toBe(lastYear)
  })
})

describe('an unfinished period', () => {
  it('is compared with the same days of the earlier one', () => {
    const quarter = parsePeriod('2026Q3')
    expect(isUnfinished(quarter, '2026-09-10')).toBe(true)
    expect(isUnfinished(quarter, '2026-09-30')).toBe(false)
    expect(elapsed(quarter, '2026-09-10')).toEqual({ from: '2026-07-01', end: '2026-09-11' })
    expect(sameDays(quarter, previousPeriod(quarter), '2026-09-10')).toEqual({ from: '2026-04-01', end: '2026-06-11' })
    expect(sameDays(quarter, samePeriodLastYear(quarter), '2026-09-10')).toEqual({ from: '2025-07-01', end: '2025-09-11' })
  })
  it('sets whole months against whole months, and never runs past the earlier period', () => {
    const quarter = parsePeriod('2026Q1')
    expect(sameDays(quarter, previousPeriod(quarter), '2026-02-28').end).toBe('2025-12-01')
    const march = parsePeriod('2026-03')
    expect(sameDays(march, previousPeriod(march), '2026-03-30').end).toBe('2026-03-01')
    const week = parsePeriod('2026-W11')
    expect(sameDays(week, previousPeriod(week), week.from)).toEqual({ from: '2026-03-02', end: '2026-03-03' })
  })
  it('has no days before it begins', () => {
    const quarter = parsePeriod('2026Q4')
    expect(elapsed(quarter, '2026-09-10')).toEqual({ from: '2026-10-01', end: '2026-10-01' })
    expect(sameDays(quarter, previousPeriod(quarter), '2026-09-10')).toEqual({ from: '2026-07-01', end: '2026-07-01' })
  })
  it('cuts the earlier month as a bucket at the edge is cut', () => {
    const [january, february] = bucketsOf(parsePeriod('2026-01-15..2026-02-10'), 'MONTH')
    expect(sameDays(january!, previousPeriod(january!), '2026-12-31')).toEqual({ from: '2025-12-15', end: '2026-01-01' })
    expect(sameDays(february!, samePeriodLastYear(february!), '2026-12-31')).toEqual({ from: '2025-02-01', end: '2025-02-11' })
  })
})

describe('buckets', () => {
  it('are the units that the period touches, cut to its days', () => {
    const buckets = bucketsOf(parsePeriod('2025-01-15..2025-03-02'), 'MONTH')
    expect(buckets.map((bucket) => `${bucket.text} ${bucket.from} ${bucket.end}`)).toEqual([
      '2025-01 2025-01-15 2025-02-01',
      '2025-02 2025-02-01 2025-03-01',
      '2025-03 2025-03-01 2025-03-03',
    ])
  })
})

describe('labels', () => {
  it('say the period in both languages', () => {
    expect(periodLabel(parsePeriod('2026Q3'))).toEqual({ zh: '2026年第三季度', en: 'Q3 2026' })
    expect(periodLabel(parsePeriod('2025H2')).zh).toBe('2025年下半年')
    expect(periodLabel(parsePeriod('2025-09-14')).en).toBe('14 September 2025')
    expect(periodLabel(parsePeriod('2025Q1..2025Q3')).zh).toBe('2025年第一季度至2025年第三季度')
  })
})
