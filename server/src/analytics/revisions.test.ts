import { expect, it } from 'vitest'
import { deltasAfter } from './revisions.ts'

it('covers every revision after the one asked exactly once', () => {
  for (let current = 0; current <= 140; current += 7) {
    for (let revision = 0; revision <= current; revision += 1) {
      const { singles, blocks } = deltasAfter({ revision, current })
      const covered = [...singles, ...blocks.flatMap((end) => Array.from({ length: 32 }, (_, step) => end - step))]
      expect(covered.sort((a, b) => a - b)).toEqual(Array.from({ length: current - revision }, (_, step) => revision + 1 + step))
      expect(singles.length).toBeLessThanOrEqual(62)
      expect(blocks.every((end) => end % 32 === 0)).toBe(true)
    }
  }
})
