import { describe, expect, it } from 'vitest'
import { cut, runsOf } from './segments.ts'

const show = (windows: [string, string][]) =>
  cut(windows.map(([from, end]) => ({ from, end }))).segments.map((s) => `${s.from}..${s.end}${s.whole ? ' whole' : ''}`)

describe('cutting windows', () => {
  it('leaves a quarter whole', () => {
    expect(show([['2025-07-01', '2025-10-01']])).toEqual(['2025-07-01..2025-10-01 whole'])
  })
  it('splits broken edges from whole months', () => {
    expect(show([['2025-01-15', '2025-04-03']])).toEqual([
      '2025-01-15..2025-02-01',
      '2025-02-01..2025-04-01 whole',
      '2025-04-01..2025-04-03',
    ])
  })
  it('reads each day once where windows overlap', () => {
    const { segments, of } = cut([
      { from: '2025-01-01', end: '2025-03-01' },
      { from: '2025-02-01', end: '2025-04-01' },
      { from: '2025-02-10', end: '2025-02-10' },
    ])
    expect(segments).toHaveLength(3)
    expect(of).toEqual([[0, 1], [1, 2], []])
  })
  it('never makes a segment over several months out of another window’s edge', () => {
    for (const segment of cut([
      { from: '2025-01-01', end: '2025-12-01' },
      { from: '2025-05-10', end: '2025-05-20' },
    ]).segments) {
      expect(segment.whole || segment.from.slice(0, 7) === segment.end.slice(0, 7) || segment.end.endsWith('-01')).toBe(true)
    }
  })
  it('joins touching segments of one kind to runs', () => {
    const { segments } = cut([
      { from: '2025-07-01', end: '2025-08-01' },
      { from: '2025-08-01', end: '2025-09-01' },
      { from: '2024-07-01', end: '2024-08-01' },
    ])
    const runs = runsOf(segments, (segment) => segment.whole)
    expect(runs.map((run) => [run.first, run.segments.length])).toEqual([
      [0, 1],
      [1, 2],
    ])
  })
})
