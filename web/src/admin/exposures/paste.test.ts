import { expect, it } from 'vitest'
import type { Group } from './documents.ts'
import { isJump, pasteInto } from './paste.ts'

const row = (key: string, zh: string) => ({ key, label: { zh }, cells: [], status: 'OPEN' })
const group = {
  key: 'CITY',
  label: { zh: '城商行' },
  missing: 0,
  bases: [
    { key: 'outlets', label: { zh: '营业网点', en: 'outlets' } },
    { key: 'personalCustomers', label: { zh: '个人客户', en: 'customers' } },
  ],
  rows: [row('a', '甲银行'), row('b', '乙 银行'), row('c', '丙银行')],
} as unknown as Group
const pasted = (text: string, at = { row: 0, base: 0 }) => {
  const { entries, unmatched, over } = pasteInto(group, at, text)
  return { cells: Object.fromEntries(entries), unmatched, over }
}

it('goes from its cell to the right and down', () => {
  expect(pasted('4\t51,000\r\n\t18000\r\n', { row: 1, base: 0 })).toEqual({
    cells: { 'b outlets': '4', 'b personalCustomers': '51,000', 'c personalCustomers': '18000' },
    unmatched: [],
    over: 0,
  })
})

it('counts what lies beyond the table', () => {
  expect(pasted('1\t2\t3\n4\t5', { row: 2, base: 0 })).toEqual({
    cells: { 'c outlets': '1', 'c personalCustomers': '2' },
    unmatched: [],
    over: 3,
  })
})

it('follows names in the first column, whatever cell it was pasted into, under a heading or not', () => {
  const text = '机构\t网点\t客户\n乙银行\t2\t23000\n丁银行\t9\t9\na\t4\t\n'
  expect(pasted(text, { row: 2, base: 1 })).toEqual({
    cells: { 'b outlets': '2', 'b personalCustomers': '23000', 'a outlets': '4' },
    unmatched: ['丁银行'],
    over: 0,
  })
})

it.each([
  ['95,000', 9_500, false],
  ['95,001', 9_500, true],
  ['９', 9, false],
  ['0', 9, true],
  ['', 9, false],
  ['7', null, false],
])('holds %s beside %s for a jump: %s', (typed, held, jump) => {
  expect(isJump(typed, held)).toBe(jump)
})
