import { describe, expect, it } from 'vitest'
import { SettingHistory, type Settings } from '../ledger/settings.ts'
import { criteria } from './criteria.ts'
import { filled, type Criterion, type HeldGrade, type JudgedFigure, type Subject } from './criterion.ts'
import { judge, proposalOf } from './proposals.ts'

const settings = new SettingHistory([], []).at('2025-10-01')
const with_ = (more: Partial<Settings>): Settings => ({ ...settings, ...more })

const figure = (value: number | null, numerator: number | null, base: number | null, rank: number | null = null): JudgedFigure => ({
  value,
  numerator,
  base,
  rank,
})

/** 12 of the group's 20 complaints on 100,000 of its 400,000 customers: 1.2 against 0.5 per 10,000, 2.4 times it. */
const bank: Subject = {
  key: 'jia',
  name: '甲银行',
  group: { key: 'STATE_OWNED_LARGE', label: { zh: '国有大型商业银行', en: null }, bases: ['outlets', 'personalCustomers'], members: 3 },
  period: { key: '2025Q3', label: { zh: '2025年第三季度', en: 'Q3 2025' } },
  own: new Map([
    ['complaints', figure(12, null, null, 1)],
    ['complaintsPerCustomer', figure(1.2, 12, 100_000, 1)],
    ['complaintsPerOutlet', figure(3, 12, 4, 2)],
  ]),
  whole: new Map([
    ['complaints', figure(20, null, null)],
    ['complaintsPerCustomer', figure(0.5, 20, 400_000)],
    ['complaintsPerOutlet', figure(2, 20, 10)],
  ]),
  words: new Map([
    [
      'complaintsPerCustomer',
      {
        label: { zh: '每万个人客户投诉量', en: 'Complaints per 10,000 personal customers' },
        unit: { zh: '件/万客户', en: 'per 10,000 customers' },
        decimals: 2,
      },
    ],
  ]),
  assessment: null,
}
const own = (count: number, base: number): Subject => ({
  ...bank,
  own: new Map([['complaintsPerCustomer', figure(0, count, base, 1)]]),
})
const grade = (name: string, scale: string[], more: Partial<HeldGrade> = {}): Subject => ({
  ...bank,
  assessment: {
    period: '2024',
    label: { zh: '2024年', en: '2024' },
    grade: name,
    place: scale.indexOf(name),
    scale,
    score: 73.5,
    rank: 3,
    members: 3,
    median: 82,
    ...more,
  },
})
const five = ['一级', '二级', '三级', '四级', '五级']

describe('the complaint rate against the group', () => {
  it('holds above the line, with its figures and the sentence that they make', () => {
    const judged = criteria.highRate.judge(bank, settings)
    expect(judged.holds).toBe(true)
    expect(Object.fromEntries(judged.figures.map(({ name, value }) => [name, value]))).toEqual({
      COUNT: 12,
      BASE: 100_000,
      RATE: 1.2,
      GROUP_RATE: 0.5,
      GROUP_COUNT: 20,
      GROUP_BASE: 400_000,
      RATIO: 2.4,
      RANK: 1,
    })
    expect(filled(judged.pattern, judged.figures)).toEqual({
      zh: '2025年第三季度受理 12 件，每万个人客户投诉量 1.20 件，同类 0.50 件，为同类的 2.40 倍，高于界线 1.5 倍；同类 3 家中居第 1 位。',
      en: '12 complaints in Q3 2025; complaints per 10,000 personal customers: 1.20, 0.50 in the group: 2.40 times that, above the line of 1.5; rank 1 of 3.',
    })
  })

  it('is exact at the line: 2.4 times is not above 2.4, and a third is not rounded', () => {
    const at = (percent: number, subject = bank) => criteria.highRate.judge(subject, with_({ supervisionRatePercent: percent }))
    expect([at(239).holds, at(240).holds, at(241).holds]).toEqual([true, false, false])
    expect(at(150).holdsUpTo).toBe(239)
    // 8 on 120,000 against 20 on 400,000 is 4/3 of it: above 133 %, not above 134 %.
    expect([at(133, own(8, 120_000)).holds, at(134, own(8, 120_000)).holds]).toEqual([true, false])
  })

  it('needs the fewest complaints set', () => {
    const small = own(5, 10_000)
    expect(criteria.highRate.judge(small, settings).holds).toBe(true)
    const judged = criteria.highRate.judge(small, with_({ supervisionRateMinimum: 6 }))
    expect([judged.holds, judged.holdsUpTo]).toEqual([false, null])
    expect(judged.pattern.zh).toContain('但不足 6 件')
  })

  it('takes the base that is set, any of the group’s, or the group’s own where it lacks that one', () => {
    const rate = (subject: Subject, base: Settings['supervisionRateBase']) =>
      criteria.highRate.judge(subject, with_({ supervisionRateBase: base })).figures.find(({ name }) => name === 'BASE')?.value
    expect(rate(bank, 'PERSONAL_CUSTOMERS')).toBe(100_000)
    expect(rate(bank, 'OUTLETS')).toBe(4)
    // By customers it stands out more: 2.4 times against 1.5.
    expect(rate(bank, 'ANY')).toBe(100_000)
    expect(rate({ ...bank, group: { ...bank.group, bases: ['outlets'] } }, 'PERSONAL_CUSTOMERS')).toBe(4)
    expect(criteria.highRate.judge({ ...bank, group: { ...bank.group, bases: [] } }, settings).holds).toBeNull()
  })

  it('judges nobody without a base or beside a group without complaints', () => {
    expect(criteria.highRate.judge(own(12, 0), settings).holds).toBeNull()
    expect(
      criteria.highRate.judge({ ...bank, whole: new Map([['complaintsPerCustomer', figure(0, 0, 400_000)]]) }, settings),
    ).toMatchObject({
      holds: null,
      strength: null,
    })
  })

  it('says how strong it is: 12 or more of 20 where a quarter is expected happen in 0.09 %, 5 of 6 by one case alone', () => {
    expect(criteria.highRate.judge(bank, settings)).toMatchObject({
      strength: 'STRONG',
      strengthWords: { zh: '证据强：偶然达到的可能不到 0.1%' },
    })
    const weak = criteria.highRate.judge(own(8, 100_000), settings)
    // P(X ≥ 8) of 20 at 1/4 is 10.2 %; with 7 of 19 the rate would still be 1.47 times the group’s.
    expect(weak).toMatchObject({
      holds: true,
      strength: 'WEAK',
      strengthWords: { zh: '证据弱：偶然也有 10% 的可能达到，少 1 件即不达条件' },
    })
    // P(X ≥ 10) is 1.4 %.
    expect(criteria.highRate.judge(own(10, 100_000), settings).strength).toBe('FAIR')
  })
})

describe('the grade', () => {
  it('holds at the line and below it, in each scale by the grade named there', () => {
    const holds = (name: string, scale: string[]) => criteria.lowGrade.judge(grade(name, scale), settings).holds
    expect(five.map((name) => holds(name, five))).toEqual([false, false, true, true, true])
    const letters = ['A', 'B', 'C', 'D']
    expect(letters.map((name) => holds(name, letters))).toEqual([false, false, true, true])
    const fine = ['一级', '二级A', '二级B', '二级C', '三级A', '三级B', '三级C', '四级', '五级']
    expect(fine.map((name) => holds(name, fine))).toEqual([false, false, false, false, true, true, true, true, true])
  })

  it('tells grade, score, rank and median', () => {
    const judged = criteria.lowGrade.judge(grade('四级', five), settings)
    expect(filled(judged.pattern, judged.figures)).toEqual({
      zh: '2024年考评等级为 四级，达到界线（三级及以下），得分 73.50，同类 3 家中居第 3 位，中位数 82.00。',
      en: 'Assessment of 2024: grade 四级, at or below the line (三级), score 73.50, rank 3 of 3 in its group (median 82.00).',
    })
    expect(judged.strength).toBe('FACT')
  })

  it('judges nobody without a result, or by a scale in which the line is not named', () => {
    expect(criteria.lowGrade.judge(bank, settings).holds).toBeNull()
    expect(criteria.lowGrade.judge(grade('乙', ['甲', '乙']), settings).holds).toBeNull()
    expect(criteria.lowGrade.judge(grade('五级', five), with_({ supervisionGrades: '' })).holds).toBeNull()
  })
})

describe('what is proposed', () => {
  it('is an entry by all that holds, a stay while one does, an exit when none does', () => {
    const both = judge({ ...grade('三级', five), own: bank.own }, settings)
    expect(proposalOf(both, false)).toMatchObject({
      proposed: 'ENTRY',
      advised: 'CONFIRMED',
      judgements: [{ criterion: 'lowGrade' }, { criterion: 'highRate' }],
    })
    expect(proposalOf(both, true)).toMatchObject({ proposed: 'STAY', advised: 'KEPT' })
    const none = judge({ ...grade('一级', five), own: own(2, 100_000).own }, settings)
    expect(proposalOf(none, false)).toBeNull()
    const exit = proposalOf(none, true)
    expect(exit).toMatchObject({ proposed: 'EXIT', advised: 'RELEASED' })
    expect(exit?.reason.zh).toMatch(/^列入条件均不再成立。2024年考评等级为 一级，高于界线.*未高于界线 1.5 倍/)
  })

  it('is to wait where chance explains it as well', () => {
    expect(proposalOf(judge(own(8, 100_000), settings), false)).toMatchObject({ proposed: 'ENTRY', advised: 'DEFERRED' })
  })
})

describe('a third criterion', () => {
  it('is one entry: words, the metrics that it reads, a pure judgement', () => {
    const late: Criterion = {
      label: { zh: '按期办结率低', en: 'Late' },
      definition: () => ({ zh: '按期办结率低于 85%', en: 'on time below 85 %' }),
      settings: [],
      metrics: () => ['onTimeRate'],
      judge: ({ own: figures }) => {
        const { numerator, base, value } = figures.get('onTimeRate') ?? figure(null, null, null)
        const holds = numerator === null || !base ? null : numerator * 100 < base * 85
        const found = { name: 'ON_TIME', value, text: null, decimals: 1, unit: { zh: '%', en: '%' }, own: true, opens: null }
        return {
          holds,
          pattern: { zh: '{ON_TIME}%', en: '{ON_TIME} %' },
          figures: [found],
          strength: 'FACT',
          strengthWords: null,
          holdsUpTo: null,
        }
      },
      figures: { ON_TIME: { zh: '按期办结率', en: 'On time' } },
      method: 1,
    }
    const judged = late.judge({ ...bank, own: new Map([['onTimeRate', figure(80, 4, 5)]]) }, settings)
    expect([judged.holds, filled(judged.pattern, judged.figures).zh]).toEqual([true, '80.0%'])
  })
})
