import { expect, it } from 'vitest'
import { outcomeOf, stateOf } from './trial.ts'

const row = (holdsUpTo: number | null, otherwise = false) => ({ holdsUpTo, otherwise, listed: false })

it('moves an institution over the line where the tried one passes it', () => {
  expect(stateOf(row(239), 150, 239)).toBe('ABOVE')
  expect(stateOf(row(239), 150, 240)).toBe('LEAVES')
  expect(stateOf(row(139), 150, 139)).toBe('ENTERS')
  expect(stateOf(row(139), 150, 140)).toBe('BELOW')
  expect(stateOf(row(null), 150, 100)).toBe('BELOW')
})

it('counts who is proposed by another criterion as gaining a reason, not as entering or leaving', () => {
  const rows = [row(239), row(139), row(120, true), row(160, true)]
  expect(outcomeOf(rows, 150, 110)).toMatchObject({ enters: [rows[1]], leaves: [], adds: [rows[2]] })
  expect(outcomeOf(rows, 150, 300)).toMatchObject({ enters: [], leaves: [rows[0]], adds: [] })
  expect(outcomeOf(rows, 150, 150)).toEqual({ enters: [], leaves: [], adds: [] })
})
