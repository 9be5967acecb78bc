import { describe, expect, it } from 'vitest'
import { daysOfBucket, periodBefore, periodOfSpan, spanOf, weekOf } from './span.ts'

const known = { from: '2023-10', to: '2026-10' }

describe('the months shown', () => {
  it('are the year of the period, as far as the ledger goes', () => {
    expect(spanOf(undefined, 'MONTH', '2026Q3', known)).toEqual({ from: '2026-01', to: '2026-10' })
    expect(spanOf(undefined, 'MONTH', '2025Q3', known)).toEqual({ from: '2025-01', to: '2025-12' })
    expect(spanOf(undefined, 'MONTH', '2023Q4..2026Q3', known)).toEqual({ from: '2023-10', to: '2026-10' })
    expect(spanOf(undefined, 'QUARTER', '2026Q3', known)).toEqual({ from: '2025-01', to: '2026-10' })
    expect(spanOf(undefined, 'DAY', '2026-09', known)).toEqual({ from: '2026-08', to: '2026-09' })
  })

  it('are those chosen, inside what is known and what a chart holds', () => {
    expect(spanOf('2024-02..2024-05', 'MONTH', '2026Q3', known)).toEqual({ from: '2024-02', to: '2024-05' })
    expect(spanOf('1999-01..2030-01', 'MONTH', '2026Q3', known)).toEqual(known)
    expect(spanOf('2024-05..2024-02', 'MONTH', '2026Q3', known)).toEqual({ from: '2026-01', to: '2026-10' })
    expect(spanOf('2023-10..2026-10', 'DAY', '2026Q3', known)).toEqual({ from: '2026-07', to: '2026-10' })
  })

  it('are asked for in whole buckets', () => {
    expect(periodOfSpan({ from: '2026-02', to: '2026-10' }, 'QUARTER')).toBe('2026-01..2026-12')
    expect(periodOfSpan({ from: '2026-02', to: '2026-10' }, 'MONTH')).toBe('2026-02..2026-10')
    expect(periodOfSpan({ from: '2026-02', to: '2026-02' }, 'DAY')).toBe('2026-02')
    expect(periodOfSpan({ from: '2026-01', to: '2026-10' }, 'WEEK')).toBe('2026-W01..2026-W44')
    expect(periodOfSpan({ from: '2025-08', to: '2026-03' }, 'HALF')).toBe('2025-07..2026-06')
  })

  it('have as many before them', () => {
    expect(periodBefore({ from: '2026-01', to: '2026-10' }, 'MONTH')).toBe('2025-03..2025-12')
    expect(periodBefore({ from: '2025-02', to: '2025-04' }, 'QUARTER')).toBe('2024-07..2024-12')
    expect(periodBefore({ from: '2026-02', to: '2026-02' }, 'DAY')).toBe('2026-01-04..2026-01-31')
    expect(periodBefore({ from: '2026-02', to: '2026-02' }, 'WEEK')).toBe('2025-W52..2026-W04')
  })
})

describe('a bucket', () => {
  it('knows its days', () => {
    expect(daysOfBucket('2026-02')).toEqual({ from: '2026-02-01', to: '2026-02-28' })
    expect(daysOfBucket('2024Q1')).toEqual({ from: '2024-01-01', to: '2024-03-31' })
    expect(daysOfBucket('2026H2')).toEqual({ from: '2026-07-01', to: '2026-12-31' })
    expect(daysOfBucket('2026-W01')).toEqual({ from: '2025-12-29', to: '2026-01-04' })
    expect(daysOfBucket('2026-10-12')).toEqual({ from: '2026-10-12', to: '2026-10-12' })
  })

  it('of a week belongs to the year of its Thursday', () => {
    expect(weekOf('2026-01-01')).toBe('2026-W01')
    expect(weekOf('2027-01-01')).toBe('2026-W53')
    expect(weekOf('2024-12-30')).toBe('2025-W01')
  })
})
