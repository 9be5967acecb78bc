import { describe, expect, it } from 'vitest'
import { firstPattern, learnPattern, numberWith, prefixOn, type Numbered } from './number-pattern.ts'

const year = (write: (serial: number, day: string) => string, count = 24): Numbered[] =>
  Array.from({ length: count }, (_, i) => {
    const receivedOn = `2025-${String(1 + (i % 12)).padStart(2, '0')}-10`
    return { number: write(i + 1, receivedOn), receivedOn }
  })
const padded = (serial: number, width: number) => String(serial).padStart(width, '0')
const next = (latest: Numbered[], day: string, serial: number) => {
  const pattern = learnPattern(latest)
  return pattern && numberWith(pattern, day, serial)
}

describe('the numbers of an office', () => {
  it('keep prefix, year and width, and begin anew with the year', () => {
    const latest = year((serial) => `投2025-${padded(serial, 4)}`)
    expect(next(latest, '2025-12-31', 232)).toBe('投2025-0232')
    expect(next(latest, '2026-01-02', 1)).toBe('投2026-0001')
  })

  it('keep what stands after the serial', () => {
    expect(
      next(
        year((serial) => `示金消〔2025〕${serial}号`),
        '2026-03-01',
        7,
      ),
    ).toBe('示金消〔2026〕7号')
  })

  it('read a year that the serial follows at once', () => {
    expect(
      next(
        year((serial) => `2025${padded(serial, 4)}`),
        '2026-01-01',
        1,
      ),
    ).toBe('20260001')
  })

  it('read a month only where several months show it', () => {
    const monthly = year((serial, day) => `${day.slice(0, 7).replace('-', '')}${padded(serial, 3)}`)
    expect(next(monthly, '2026-02-01', 5)).toBe('202602005')
    expect(next([{ number: '20250231', receivedOn: '2025-02-14' }], '2025-08-01', 232)).toBe('20250232')
    expect(
      next(
        year((serial, day) => `TS${day.replaceAll('-', '')}-${padded(serial, 2)}`),
        '2026-02-01',
        1,
      ),
    ).toBe('TS20260201-01')
  })

  it('know serials without any date, and grow beyond their width', () => {
    const latest = year((serial) => `K${padded(serial, 3)}`)
    expect(next(latest, '2026-01-01', 999)).toBe('K999')
    expect(next(latest, '2026-01-01', 1000)).toBe('K1000')
  })

  it('follow what most of the latest have in common', () => {
    const latest = [...year((serial) => `投2025-${padded(serial, 4)}`), { number: '急件A1', receivedOn: '2025-12-01' }]
    expect(next(latest, '2025-12-31', 25)).toBe('投2025-0025')
  })

  it('are nobody’s where there are none or all differ', () => {
    expect(learnPattern([])).toBeNull()
    expect(learnPattern([{ number: '来信', receivedOn: '2025-01-01' }])).toBeNull()
    expect(prefixOn(firstPattern, '2026-05-01')).toBe('2026-')
  })
})
