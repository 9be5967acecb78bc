import { describe, expect, it } from 'vitest'
import { difference } from './difference.ts'

const marked = (one: string, other: string) =>
  difference(one, other).map((side) => side.map(({ text, differs }) => (differs ? `[${text}]` : text)).join(''))

describe('two texts side by side', () => {
  it.each([
    ['', '', '', ''],
    ['年费', '年费', '年费', '年费'],
    ['', '年费', '', '[年费]'],
    ['年费，多收', '年费多收。', '年费[，]多收', '年费多收[。]'],
    ['卡号123', '卡号１２３', '卡号[123]', '卡号[１２３]'],
    ['甲乙丙丁', '甲丙戊丁', '甲[乙]丙丁', '甲丙[戊]丁'],
    ['𠮷野家', '吉野家', '[𠮷]野家', '[吉]野家'],
  ])('%s | %s', (one, other, left, right) => {
    expect(marked(one, other)).toEqual([left, right])
  })

  it('that have little in common differ as a whole, and their stretches always make the texts again', () => {
    const [one, other] = ['甲'.repeat(500), '乙'.repeat(500)]
    expect(marked(one, other)).toEqual([`[${one}]`, `[${other}]`])
    const [left, right] = difference('客户反映2025年1月收费不实', '客户反映 2025年01月\n收费不实。')
    expect([left, right].map((side) => side.map(({ text }) => text).join(''))).toEqual([
      '客户反映2025年1月收费不实',
      '客户反映 2025年01月\n收费不实。',
    ])
  })
})
