import { describe, expect, it } from 'vitest'
import { toNumber } from '../statistics/index.ts'
import { checkReturn, rolesOf, type StatedCell } from './return-check.ts'

type Given = Partial<StatedCell> & { value: string | null }

function cellsOf(given: Given[]): StatedCell[] {
  const cells = given.map((one) => ({
    breakdown: 'branch' as const,
    path: [],
    across: null,
    acrossPath: [],
    partial: false,
    measure: 'count' as const,
    unit: null,
    stated: one.value ?? '未公布',
    published: one.value !== null,
    rowLabel: '',
    columnLabel: '',
    sheet: null,
    cell: null,
    ...one,
  }))
  const roles = rolesOf(cells)
  return cells.map((cell, at) => ({ ...cell, role: roles[at] ?? 'LEAF' }))
}

const check = (given: Given[]) => {
  const { total, discrepancies, ...rest } = checkReturn(cellsOf(given))
  const found = discrepancies.map(({ kind, at, stated, computed }) => [kind, at, toNumber(stated), toNumber(computed)])
  return { total: total && toNumber(total), found, ...rest }
}
const channel = (path: string[], value: string | null): Given => ({ breakdown: 'channel', path, value })
const branch = (path: string[], value: string | null): Given => ({ path, value })

describe('the sums of a return', () => {
  it('that are right are no discrepancy, and the total is the stated one', () => {
    expect(check([branch(['甲'], '3'), branch(['乙'], '4'), branch([], '7')])).toMatchObject({ total: 7, computed: false, found: [] })
  })
  it('are compared with the leaves: a right total above a wrong subtotal is none', () => {
    const cells = [branch(['东', '甲'], '3'), branch(['东', '乙'], '4'), branch(['东'], '9'), branch(['西'], '1'), branch([], '8')]
    expect(check(cells).found).toEqual([['SUM', 2, 9, 7]])
  })
  it('a total that added up a wrong subtotal is a discrepancy of its own', () => {
    const cells = [branch(['东', '甲'], '3'), branch(['东', '乙'], '4'), branch(['东'], '9'), branch(['西'], '1'), branch([], '10')]
    expect(check(cells).found).toEqual([
      ['SUM', 2, 9, 7],
      ['SUM', 4, 10, 8],
    ])
  })
  it('a missing total is computed and marked', () => {
    expect(check([branch(['甲'], '3'), branch(['乙'], '4')])).toMatchObject({ total: 7, computed: true, found: [] })
  })
  it('of which lines add nothing', () => {
    const cells = [branch(['甲'], '5'), { ...branch(['甲', '信用卡'], '3'), partial: true }, branch(['乙'], '4'), branch([], '9')]
    expect(check(cells).found).toEqual([])
  })
  it('over a leaf that is not published stay open', () => {
    expect(check([branch(['甲'], '5'), branch(['乙'], null), branch([], '9')])).toMatchObject({ total: 9, found: [] })
  })
  it('a row that tells no leaves counts with its own sum', () => {
    const at = (row: string[], column: string[], value: string): Given => ({ path: row, across: 'channel', acrossPath: column, value })
    const cells = [at(['甲'], ['电话'], '1'), at(['甲'], ['网银'], '2'), at(['甲'], [], '3'), at(['乙'], [], '4'), at([], [], '7')]
    expect(check(cells).found).toEqual([])
  })
  it('in a table of two are checked both ways, each wrong cell once', () => {
    const at = (row: string[], column: string[], value: string): Given => ({ path: row, across: 'channel', acrossPath: column, value })
    const line = (row: string[], values: string[]) =>
      [['电子', '网银'], ['电子', '电话'], ['电子'], ['现场'], []].map((column, index) => at(row, column, values[index] ?? ''))
    const cells = [
      ...line(['甲'], ['1', '2', '3', '4', '7']),
      ...line(['乙'], ['5', '6', '12', '8', '19']),
      ...line([], ['6', '8', '14', '12', '26']),
    ]
    expect(check(cells)).toMatchObject({ total: 26, found: [['SUM', 7, 12, 11]] })
    expect(cellsOf(cells).map((cell) => cell.role)).toEqual(
      ['LEAF LEAF SUBTOTAL LEAF TOTAL', 'LEAF LEAF SUBTOTAL LEAF TOTAL', 'TOTAL TOTAL SUBTOTAL TOTAL TOTAL'].join(' ').split(' '),
    )
  })
})

describe('two breakdowns of one return', () => {
  it('that come to different totals are one discrepancy', () => {
    const cells = [channel(['电话'], '5'), channel(['来信'], '5'), channel([], '10'), branch(['甲'], '4'), branch(['乙'], '4')]
    expect(check(cells).found).toEqual([['TOTALS', 2, 10, 8]])
  })
  it('one wrong total is not told twice', () => {
    const cells = [
      channel(['电话'], '5'),
      channel(['来信'], '5'),
      channel([], '10'),
      branch(['甲'], '4'),
      branch(['乙'], '6'),
      branch([], '12'),
    ]
    expect(check(cells).found).toEqual([['SUM', 5, 12, 10]])
  })
  it('published groups that leave others out are called not published', () => {
    const group = (path: string[], value: string): Given => ({ breakdown: 'peerGroup', path, value })
    const total: Given = { breakdown: 'total', path: [], value: '85097' }
    const four = [
      group(['国有大型商业银行'], '27278'),
      group(['股份制商业银行'], '37475'),
      group(['外资法人银行'], '447'),
      group(['城市商业银行'], '8471'),
    ]
    expect(check([total, ...four]).found).toEqual([['NOT_PUBLISHED', 0, 85097, 73671]])
    expect(check([total, ...four, group(['其他银行业金融机构'], '11426')]).found).toEqual([])
  })
})

describe('stated percentages', () => {
  const share = (path: string[], value: string): Given => ({ path, measure: 'share', value })
  it('may be off by half a unit of their last decimal', () => {
    const cells = [branch(['甲'], '1'), share(['甲'], '33'), branch(['乙'], '2'), share(['乙'], '66.67'), branch([], '3'), share([], '100')]
    expect(check(cells).found).toEqual([])
  })
  it('the seed return: 98 of 102, and 44.1 % where it says 45 %', () => {
    const places = { 总行营业部: 45, 安居: 11, 射洪: 6, 蓬溪: 3, 大英: 3, 资阳: 2, 乐至: 1, 绵阳: 1, '96677电话中心': 9, 其他社保卡: 17 }
    const cells = [
      channel(['12345'], '81'),
      channel(['96677'], '17'),
      channel(['12363'], '4'),
      channel([], '102'),
      ...Object.entries(places).map(([name, value]) => branch([name], String(value))),
      share(['总行营业部'], '45'),
      branch([], '102'),
    ]
    const { total, discrepancies } = checkReturn(cellsOf(cells))
    expect(total && toNumber(total)).toBe(102)
    expect(discrepancies.map(({ kind, stated, computed }) => [kind, toNumber(stated), Number(toNumber(computed).toFixed(3))])).toEqual([
      ['SHARE', 45, 44.118],
      ['SUM', 102, 98],
    ])
    expect(discrepancies[0]?.ofPlaced && toNumber(discrepancies[0].ofPlaced).toFixed(1)).toBe('55.6')
  })
})
