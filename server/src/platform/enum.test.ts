import { expect, test } from 'vitest'
import { screaming } from './enum.ts'

test.each([
  ['complaints', 'COMPLAINTS'],
  ['complaintsPerOutlet', 'COMPLAINTS_PER_OUTLET'],
  ['p90HandlingDays', 'P90_HANDLING_DAYS'],
  ['changeLastYear', 'CHANGE_LAST_YEAR'],
])('%s is %s outside', (key, outside) => {
  expect(screaming(key)).toBe(outside)
})
