import { describe, expect, it } from 'vitest'
import { decimal } from '../statistics/index.ts'
import { figureOf, rangeOf, type Part } from './figure.ts'
import { metricKeys, metricRegistry, withBase, type MetricKey } from './metrics.ts'
import { round } from './rounding.ts'

type Golden = { parts: Part[]; multiplier?: number; decimals: number; is: number }

const days = (...values: number[]) => new Map(values.map((value) => [value, values.filter((other) => other === value).length]))
const part = (counts: Part['amounts']['counts'], base: number | null = null): Part => ({ amounts: { counts, days: null }, base })
const told = (given: string): Part => ({ amounts: { counts: {}, days: null }, base: null, given: decimal(given) })
const handled = (...values: number[]): Part => ({ amounts: { counts: {}, days: days(...values) }, base: null })

/** One example a metric, to be checked by hand. A metric without one does not compile. */
const golden: Record<MetricKey, Golden> = {
  complaints: { parts: [part({ received: 3 }), part({ received: 4 })], decimals: 0, is: 7 },
  // 7 complaints ÷ 3 + 6 outlets × 100; the part without outlets stays out of both.
  complaintsPerOutlet: {
    parts: [part({ received: 3 }, 3), part({ received: 4 }, 6), part({ received: 9 })],
    multiplier: 100,
    decimals: 2,
    is: 77.78,
  },
  complaintsPerCustomer: { parts: [part({ received: 34 }, 41_500)], multiplier: 10_000, decimals: 2, is: 8.19 },
  complaintsPerPremium: { parts: [part({ received: 6 }, 150_000_000)], multiplier: 100_000_000, decimals: 2, is: 4 },
  complaintsPerPolicy: { parts: [part({ received: 3 }, 20_000)], multiplier: 10_000, decimals: 2, is: 1.5 },
  lateEntries: { parts: [part({ late: 2 }), part({ late: 3 })], decimals: 0, is: 5 },
  majorComplaints: { parts: [part({ major: 2 }), part({ major: 1 })], decimals: 0, is: 3 },
  // 12 × 100,000,000 + 345 fen and 1 fen.
  amount: {
    parts: [part({ amountHigh: 12, amountLow: 345, priced: 2 }), part({ amountLow: 1, priced: 1 })],
    decimals: 2,
    is: 12_000_003.46,
  },
  // 3 upheld or partly of 8 decided; 2 of the 10 received are not decided.
  upheldRate: { parts: [part({ upheld: 3, decided: 8, received: 10 })], decimals: 1, is: 37.5 },
  // 1 − 230 merged ÷ 350 in all.
  repeatRate: { parts: [part({ repeated: 70, receivedAll: 200 }), part({ repeated: 50, receivedAll: 150 })], decimals: 1, is: 34.3 },
  closed: { parts: [part({ closed: 3 }), part({ closed: 2 })], decimals: 0, is: 5 },
  satisfactionRate: {
    parts: [part({ satisfied: 4, answered: 5, closed: 9 }), part({ satisfied: 0, answered: 1, closed: 1 })],
    decimals: 1,
    is: 66.7,
  },
  onTimeRate: { parts: [part({ onTime: 21, closed: 29 })], decimals: 1, is: 72.4 },
  medianHandlingDays: { parts: [handled(2, 5)], decimals: 0, is: 2 },
  p90HandlingDays: { parts: [handled(1, 2, 3, 4, 5), handled(6, 7, 8, 9, 10)], decimals: 0, is: 9 },
  open: { parts: [part({ open: 2 }), part({ open: 0 })], decimals: 0, is: 2 },
  overdue: { parts: [part({ overdue: 1 })], decimals: 0, is: 1 },
  reported: { parts: [told('81'), told('17')], decimals: 0, is: 98 },
  // A rate comes worked out, or as it was stated.
  reportedPerOutlet: { parts: [told('373.6')], decimals: 1, is: 373.6 },
  reportedPerCustomer: { parts: [told('86.15')], decimals: 1, is: 86.2 },
  // 102 told, 97 received.
  gap: { parts: [{ ...told('102'), amounts: { counts: { received: 97 }, days: null } }], decimals: 0, is: 5 },
  assessmentScore: { parts: [told('88.45')], decimals: 2, is: 88.45 },
}

describe('every metric', () => {
  it.each(metricKeys)('%s gives its golden figure', (key) => {
    const { parts, multiplier = 1, decimals, is } = golden[key]
    const figure = figureOf(metricRegistry[key], parts, multiplier)
    expect(figure.value && round(figure.value, decimals, 'HALF_UP')).toBe(is)
  })
  it.each(metricKeys)('%s has words in both languages, and a base only with a setting for it', (key) => {
    const { label, definition, unit, per, times } = metricRegistry[key]
    for (const text of [label, definition, unit]) expect(text.zh && text.en).toBeTruthy()
    expect(per === undefined && metricRegistry[key].toldPer === undefined).toBe(times === undefined)
    expect(label.zh.includes('{base}')).toBe(times !== undefined)
  })
})

describe('a rate without cases or base', () => {
  it('says why there is no figure', () => {
    expect(figureOf(metricRegistry.onTimeRate, [part({ closed: 0 })], 1)).toMatchObject({ value: null, reason: 'noCases' })
    expect(figureOf(metricRegistry.complaintsPerOutlet, [part({ received: 2 })], 1)).toMatchObject({ value: null, reason: 'noBase' })
    expect(figureOf(metricRegistry.medianHandlingDays, [part({})], 1)).toMatchObject({ value: null, reason: 'noCases' })
  })
})

describe('a rate that is known of some cases alone', () => {
  const shown = (parts: Part[]) => {
    const range = rangeOf(figureOf(metricRegistry.upheldRate, parts, 1))
    return range && [round(range.lowest, 1, 'HALF_UP'), round(range.highest, 1, 'HALF_UP')]
  }
  it('says what it leaves open: from 3 of 10 to 5 of 10, and everything where nothing is known', () => {
    expect(shown([part({ upheld: 3, decided: 8, received: 10 })])).toEqual([30, 50])
    expect(shown([part({ upheld: 0, decided: 0, received: 4 })])).toEqual([0, 100])
    expect(shown([part({ upheld: 0, decided: 0, received: 0 })])).toBeNull()
  })
})

describe('an amount', () => {
  it('stays exact beyond what a number holds', () => {
    const figure = figureOf(metricRegistry.amount, [part({ amountHigh: 9_007_199_254_740_991, amountLow: 99_999_999, priced: 9 })], 1)
    expect(figure).toMatchObject({ value: { numerator: 900719925474099199999999n, denominator: 100n }, base: 9 })
  })
})

describe('what others tell', () => {
  it('is a sum only where all of them told, and scores make none', () => {
    const silent: Part = { amounts: { counts: {}, days: null }, base: null, given: null }
    expect(figureOf(metricRegistry.reported, [told('1'), silent], 1)).toMatchObject({ value: null, reason: 'noData' })
    expect(figureOf(metricRegistry.assessmentScore, [told('90'), told('80')], 1)).toMatchObject({ value: null, reason: 'notAdditive' })
  })
})

describe('the multiplier in words', () => {
  it('says the hundred million of a premium, and one policy', () => {
    expect(withBase(metricRegistry.complaintsPerPremium.label, 100_000_000).zh).toBe('每亿元保费投诉量')
    expect(withBase(metricRegistry.complaintsPerOutlet.definition, 1).zh).toBe('期内投诉件数 ÷ 期末营业网点数')
    expect(withBase(metricRegistry.complaintsPerPolicy.label, 1)).toEqual({ zh: '每张保单投诉量', en: 'Complaints per policy' })
  })
  it.each([
    [1, '每营业网点投诉量', 'Complaints per outlet'],
    [100, '每百营业网点投诉量', 'Complaints per 100 outlets'],
    [1000, '每千营业网点投诉量', 'Complaints per 1,000 outlets'],
    [10_000, '每万营业网点投诉量', 'Complaints per 10,000 outlets'],
    [10_000_000, '每千万营业网点投诉量', 'Complaints per 10,000,000 outlets'],
  ])('%i', (multiplier, zh, en) => {
    expect(withBase(metricRegistry.complaintsPerOutlet.label, multiplier)).toEqual({ zh, en })
  })
})
