import { describe, expect, it } from 'vitest'
import { matchOf } from './choices.rules.ts'
import { syllablesOf } from './pinyin.ts'

const initials = (text: string) =>
  syllablesOf(text)
    .map((one) => one[0])
    .join('')

describe('the initials of names', () => {
  it.each([
    ['禾丰银行', 'hfyh'],
    ['重庆银行', 'cqyh'],
    ['长沙银行', 'csyh'],
    ['厦门银行', 'xmyh'],
    ['厦门国际银行', 'xmgjyh'],
    ['成都银行长兴支行', 'cdyhcxzh'],
    ['农业银行示范县支行', 'nyyhsfxzh'],
    ['交行', 'jh'],
    ['农商行', 'nsh'],
    ['重庆农村商业银行股份有限公司', 'cqncsyyhgfyxgs'],
    ['六安农商行', 'lansh'],
    ['乐清农村商业银行', 'yqncsyyh'],
    ['12363', '12363'],
  ])('%s is %s', (name, expected) => expect(initials(name)).toBe(expected))
})

describe('a choice', () => {
  const choice = { texts: ['禾丰银行示范县支行', '禾丰示范'], code: 'HF01' }
  it('is found by name, alias, code, initials, reading, and both mixed', () => {
    for (const typed of ['禾丰银行示范县支行', '示范县', '禾丰示范', 'hf01', 'hfyh', 'sfx', 'hefengyin', '禾丰yh', 'HFYH', 'hf银行'])
      expect([typed, matchOf(choice, typed)]).toEqual([typed, expect.any(Number)])
    for (const typed of ['xfyh', '江海', 'hfyx', 'zz']) expect([typed, matchOf(choice, typed)]).toEqual([typed, null])
  })
  it('stands before others the more exactly it is named', () => {
    const ranks = ['禾丰银行示范县支行', '禾丰银行', 'hfyh', 'sfx'].map((typed) => matchOf(choice, typed) ?? 99)
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
    expect(new Set(ranks).size).toBe(4)
  })
})
