import { describe, expect, it } from 'vitest'
import { Table } from '../catalog/table.ts'
import type { MetricTableQuery } from '../gql/graphql.ts'
import { ranking } from './ranking.ts'

type Answer = NonNullable<MetricTableQuery['metricTable']>

/** A table of one group: value and rank of each member, and the group's median, as the server would send them. */
function table(values: (number | null)[], ranks: (number | null)[], median: number | null, members = values.length): Table {
  const column = (kind: 'VALUE' | 'RANK', figures: (number | null)[]): Answer['columns'][number] => ({
    metric: 'COMPLAINTS',
    kind,
    decimals: 0,
    unit: { zh: '件', en: 'complaints' },
    figures,
    reasons: [],
  })
  return new Table({
    revision: 1,
    period: { key: '2026Q3', from: '2026-07-01', through: '2026-09-30', complete: true, unfinished: false, previous: null, lastYear: null },
    keys: [
      {
        dimension: 'INSTITUTION',
        places: values.map((_, row) => row),
        members: values.map((_, row) => ({ id: `i${row}`, label: { zh: `i${row}`, en: null } })),
      },
    ],
    columns: [column('VALUE', values), column('RANK', ranks)],
    groups: [
      {
        group: 'G',
        label: { zh: 'G', en: null },
        bucket: null,
        metric: 'COMPLAINTS',
        members,
        total: 0,
        median,
        lowerQuartile: null,
        upperQuartile: null,
        reason: null,
      },
    ],
    notes: [],
  })
}

describe('the order of a ranking', () => {
  it('puts the median of an even group between the middle two, and marks ties', () => {
    const made = ranking(table([5, 24, 12, 5, 0, 7], [4, 1, 2, 4, 6, 3], 6), 'G', 'COMPLAINTS', ['COMPLAINTS'])
    expect(made.ranked.map(({ id }) => id)).toEqual(['i1', 'i2', 'i5', 'i0', 'i3', 'i4'])
    expect(made.medianAfter).toBe(3)
    expect(made.ranked.filter(({ tied }) => tied).map(({ id }) => id)).toEqual(['i0', 'i3'])
  })

  it('puts the median of an odd group on the lower edge of the middle row', () => {
    expect(ranking(table([9, 4, 1], [1, 2, 3], 4), 'G', 'COMPLAINTS', ['COMPLAINTS']).medianAfter).toBe(2)
  })

  it('ranks a member without complaints, and lists one without a base apart', () => {
    const made = ranking(table([3, 0, null, 2], [1, 3, null, 2], 2), 'G', 'COMPLAINTS', ['COMPLAINTS'])
    expect(made.ranked.at(-1)?.id).toBe('i1')
    expect(made.unranked.map(({ id }) => id)).toEqual(['i2'])
  })

  it('knows a group too small to rank, and one that is not wholly shown', () => {
    expect(ranking(table([3, 1], [1, 2], 2), 'G', 'COMPLAINTS', ['COMPLAINTS'])).toMatchObject({ small: true, medianAfter: null })
    expect(ranking(table([3], [1], 1, 7), 'G', 'COMPLAINTS', ['COMPLAINTS']).whole).toBe(false)
  })
})
