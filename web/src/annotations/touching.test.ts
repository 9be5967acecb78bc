import { describe, expect, it } from 'vitest'
import { flagsOf, touches, type Counted } from './touching.ts'

const counted: Counted = { metric: 'COMPLAINTS', filters: [], member: null }
const remark = (members: string[] = [], metrics: ('COMPLAINTS' | 'OPEN')[] = []) => ({
  metrics,
  dimension: members.length > 0 ? ('CATEGORY' as const) : null,
  members: members.map((key) => ({ key, label: { zh: key, en: null } })),
})

describe('a remark', () => {
  it('touches every chart where it names nothing', () => {
    expect(touches(remark(), counted)).toBe(true)
    expect(touches(remark([], ['OPEN']), counted)).toBe(false)
    expect(touches(remark([], ['OPEN', 'COMPLAINTS']), counted)).toBe(true)
  })

  it('about members touches what counts them', () => {
    expect(touches(remark(['LOAN']), counted)).toBe(true)
    expect(touches(remark(['LOAN']), { ...counted, filters: [{ dimension: 'CATEGORY', include: ['CARD'] }] })).toBe(false)
    expect(touches(remark(['LOAN']), { ...counted, filters: [{ dimension: 'CATEGORY', exclude: ['LOAN'] }] })).toBe(false)
    expect(touches(remark(['LOAN', 'CARD']), { ...counted, filters: [{ dimension: 'CATEGORY', exclude: ['LOAN'] }] })).toBe(true)
    expect(touches(remark(['LOAN']), { ...counted, member: { dimension: 'CATEGORY', key: 'CARD' } })).toBe(false)
    expect(touches(remark(['LOAN']), { ...counted, filters: [{ dimension: 'CAUSE', include: ['FEES'] }] })).toBe(true)
  })

  it('stands over the buckets that its days lie in', () => {
    const may = [
      { from: '2026-05-03', through: '2026-05-05' },
      { from: '2026-05-30', through: '2026-06-02' },
    ]
    expect(flagsOf(may, ['2026-04', '2026-05', '2026-06'])).toEqual([
      { number: 1, from: '2026-05', to: '2026-05' },
      { number: 2, from: '2026-05', to: '2026-06' },
    ])
    expect(flagsOf(may, ['2026-07'])).toEqual([])
  })
})
