import { beforeEach, describe, expect, it } from 'vitest'
import { keepRecent, recentChoices } from './recent.ts'
import type { Choice } from './targets.ts'

const store = new Map<string, string>()
globalThis.localStorage = {
  getItem: (key: string) => store.get(key) ?? null,
  setItem: (key: string, value: string) => void store.set(key, value),
} as Storage

const institution = (key: string): Choice => ({
  section: 'institution',
  target: { kind: 'institution', key },
  label: { zh: key },
  second: null,
})

describe('what was chosen last', () => {
  beforeEach(() => store.clear())

  it('stands once, the latest first, six at the most, and is nobody else’s', () => {
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'b']) keepRecent('clerk', institution(key))
    expect(recentChoices('clerk').map((choice) => choice.target.key)).toEqual(['b', 'g', 'f', 'e', 'd', 'c'])
    expect(recentChoices('clerk').every((choice) => choice.section === 'recent')).toBe(true)
    expect(recentChoices('board')).toEqual([])
  })

  it('does not trip over what it cannot read', () => {
    store.set('mingjing.recent.clerk', '{"not": "a list"}')
    expect(recentChoices('clerk')).toEqual([])
    store.set('mingjing.recent.clerk', '[{"target":{"kind":"elsewhere","key":"x"},"label":{"zh":"x"}}, 3, null')
    expect(recentChoices('clerk')).toEqual([])
  })
})
