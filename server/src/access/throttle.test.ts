import { expect, test } from 'vitest'
import { createThrottle } from './throttle.ts'

test('a key is blocked from the limit on, until the window has passed since the first failure that counts', () => {
  let now = 0
  const throttle = createThrottle(3, 60, () => now)
  for (const second of [0, 10, 20]) {
    now = second * 1000
    expect(throttle.blockedFor('a')).toBe(0)
    throttle.fail('a')
  }
  expect(throttle.blockedFor('a')).toBe(40)
  expect(throttle.blockedFor('b')).toBe(0)
  now = 60_001
  expect(throttle.blockedFor('a')).toBe(0)
})

test('a success forgets the failures', () => {
  const throttle = createThrottle(1, 60, () => 0)
  throttle.fail('a')
  expect(throttle.blockedFor('a')).toBe(60)
  throttle.clear('a')
  expect(throttle.blockedFor('a')).toBe(0)
})
