import { describe, expect, it } from 'vitest'
import { comparisonsOf, filtersOf, hasFilters, parseAddress, viewSearch, withoutFilters, writeAddress } from './search.ts'

describe('the view in the address', () => {
  it('comes back as it went out', () => {
    const search = {
      period: '2026Q3',
      compare: ['PREVIOUS_PERIOD' as const],
      cause: ['PRICING_FEES'],
      institution: ['a', 'b'],
      revision: 92,
    }
    expect(viewSearch(parseAddress(writeAddress(search)))).toEqual(search)
  })

  it('drops what it does not know, and never fails', () => {
    expect(viewSearch(parseAddress('?period=<script>&compare=SOMETIME&register=X&revision=-1&cause='))).toEqual({})
  })

  it('tells included from excluded members', () => {
    expect(filtersOf({ cause: ['!A', '!B'], group: ['G'] })).toEqual([
      { dimension: 'PEER_GROUP', include: ['G'] },
      { dimension: 'CAUSE', exclude: ['A', 'B'] },
    ])
  })

  it('compares with both earlier periods unless told otherwise', () => {
    expect(comparisonsOf({})).toEqual(['PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_YEAR'])
    expect(comparisonsOf({ compare: ['NONE'] })).toEqual([])
  })

  it('is cleared without losing its period', () => {
    const search = { period: '2026Q3', cause: ['A'], repeats: 'ALL' as const }
    expect(hasFilters(search)).toBe(true)
    expect(hasFilters(withoutFilters(search))).toBe(false)
    expect(withoutFilters(search).period).toBe('2026Q3')
  })
})
