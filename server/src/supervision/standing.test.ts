import { expect, it } from 'vitest'
import type { Decision } from '../ledger/supervision-decisions.ts'
import { decidedFor, standingBefore, standingOn } from './standing.ts'

const made = (periodFrom: string, decision: Decision, endedRevision: number | null = null) => ({ periodFrom, decision, endedRevision })

it('lasts from the decision that lists to the one that releases', () => {
  const decisions = [made('2025-01-01', 'CONFIRMED'), made('2025-04-01', 'KEPT'), made('2025-10-01', 'RELEASED')]
  const at = (day: string) => standingOn(decisions, day)?.latest.decision ?? null
  expect(['2024-10-01', '2025-01-01', '2025-04-01', '2025-07-01', '2025-10-01', '2026-01-01'].map(at)).toEqual([
    null,
    'CONFIRMED',
    'KEPT',
    'KEPT',
    null,
    null,
  ])
  expect(standingOn(decisions, '2025-07-01')?.since.periodFrom).toBe('2025-01-01')
  expect(standingBefore(decisions, '2025-10-01')?.latest.decision).toBe('KEPT')
})

it('is left as it is by what is deferred, not begun by what is rejected, and by nothing that was taken back', () => {
  expect(standingOn([made('2025-01-01', 'DEFERRED'), made('2025-04-01', 'REJECTED')], '2025-04-01')).toBeNull()
  expect(standingOn([made('2025-01-01', 'CONFIRMED'), made('2025-04-01', 'DEFERRED')], '2025-04-01')?.since.periodFrom).toBe('2025-01-01')
  expect(standingOn([made('2025-01-01', 'CONFIRMED', 9)], '2025-04-01')).toBeNull()
  expect(decidedFor([made('2025-01-01', 'CONFIRMED', 9), made('2025-01-01', 'REJECTED')], '2025-01-01')?.decision).toBe('REJECTED')
})

it('begins anew after a release', () => {
  const decisions = [made('2025-01-01', 'CONFIRMED'), made('2025-04-01', 'RELEASED'), made('2025-07-01', 'CONFIRMED')]
  expect(standingOn(decisions, '2025-07-01')?.since.periodFrom).toBe('2025-07-01')
})
