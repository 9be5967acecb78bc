import { describe, expect, it } from 'vitest'
import { monthsOf, parsePeriod, periodKey, periodWords, shiftPeriod, sixUpTo } from './period.ts'

describe('periods', () => {
  it.each([
    ['2026Q3', '2026年第三季度', 'Q3 2026'],
    ['2026H1', '2026年上半年', 'First half of 2026'],
    ['2026-09', '2026年9月', 'Sep 2026'],
    ['2026', '2026年', '2026'],
    ['2026-09-14', '2026年9月14日', '14 Sep 2026'],
    ['2025Q1..2025Q3', '2025年第一季度至2025年第三季度', 'Q1 2025 – Q3 2025'],
    ['2025Q3-ytd', '2025年1—9月', 'Jan–Sep 2025'],
  ])('%s is said in both languages', (key, zh, en) => {
    expect(periodWords(key, 'zh')).toBe(zh)
    expect(periodWords(key, 'en')).toBe(en)
  })

  it('step back over the year', () => {
    const first = parsePeriod('2026Q1')
    expect(first && periodKey(shiftPeriod(first, -1))).toBe('2025Q4')
    const january = parsePeriod('2026-01')
    expect(january && periodKey(shiftPeriod(january, -13))).toBe('2024-12')
  })

  it('give six of their own kind for a sparkline', () => {
    expect(sixUpTo('2026Q3')).toEqual({ period: '2025Q2..2026Q3', by: 'QUARTER' })
    expect(sixUpTo('2026-02')).toEqual({ period: '2025-09..2026-02', by: 'MONTH' })
    expect(sixUpTo('2026H1')).toEqual({ period: '2025Q1..2026Q2', by: 'QUARTER' })
    expect(sixUpTo('2026')).toEqual({ period: '2021..2026', by: 'YEAR' })
  })

  it('know their months', () => {
    expect(monthsOf('2026Q3')).toEqual({ from: '2026-07', to: '2026-09' })
    expect(monthsOf('2025Q1..2025-08')).toEqual({ from: '2025-01', to: '2025-08' })
    expect(monthsOf('2025Q3-ytd')).toEqual({ from: '2025-01', to: '2025-09' })
    expect(parsePeriod('someday')).toBeNull()
  })
})
