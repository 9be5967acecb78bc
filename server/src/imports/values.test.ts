import { describe, expect, it } from 'vitest'
import { readCount, readFen } from './amounts.ts'
import { readDate, readTime, styleEvidence } from './dates.ts'
import { maskName, maskText } from './masking.ts'
import { NameIndex } from './names.ts'
import { textCell, type Cell } from './readers/cells.ts'
import { fingerprint, SeenFingerprints } from './seen.ts'
import { keyedDigests } from './tokens.ts'

const plain = { from1904: false, style: null }
const day = (text: string, style: 'M/D/YYYY' | 'D/M/YYYY' | null = null) => readDate(textCell(text), { from1904: false, style })
const number = (text: string): Cell => ({ text, kind: 'number' })

describe('dates', () => {
  it.each([
    ['2025-01-31', '2025-01-31', null],
    ['2025/1/31', '2025-01-31', null],
    ['2025.01.31', '2025-01-31', null],
    ['20250131', '2025-01-31', null],
    ['2025年1月31日', '2025-01-31', null],
    ['２０２５年１月３１日', '2025-01-31', null],
    ['2025-01-31 09:30', '2025-01-31', '09:30:00'],
    ['2025-01-31T09:30:15Z'.replace('Z', ''), '2025-01-31', '09:30:15'],
    ['2025年1月31日 9时30分', '2025-01-31', '09:30:00'],
    ['2025/1/31 下午'.replace(' 下午', ' 3:05 PM'), '2025-01-31', '15:05:00'],
    ['2025-1-31 下午3:20', '2025-01-31', '15:20:00'],
    ['2025/1/31 上午 12:05:00', '2025-01-31', '00:05:00'],
    ['2025年1月31日 中午12:30', '2025-01-31', '12:30:00'],
    ['20250131093000', '2025-01-31', '09:30:00'],
    ['2024-02-29', '2024-02-29', null],
  ])('%s is %s %s', (text, on, time) => expect(day(text)).toEqual({ day: on, time }))

  it.each(['2025-02-30', '2025-13-01', '25-01-31', '1/31/25', '2025-1', '昨天', '2025-01-31 25:00', '2025/01-31', '45689', '01/31/2025'])(
    '%s is no date',
    (text) => expect(day(text)).toBeNull(),
  )

  it('M/D/YYYY needs a style', () => {
    expect(day('7/29/2013', 'M/D/YYYY')).toEqual({ day: '2013-07-29', time: null })
    expect(day('29/7/2013', 'M/D/YYYY')).toBeNull()
    expect(day('29/7/2013', 'D/M/YYYY')).toEqual({ day: '2013-07-29', time: null })
    expect(['7/29/2013', '29/7/2013', '1/2/2013', '2013/7/29'].map((text) => styleEvidence(textCell(text)))).toEqual([
      'M/D/YYYY',
      'D/M/YYYY',
      null,
      null,
    ])
  })

  it('numbers are serials of the workbook’s system or YYYYMMDD', () => {
    expect(readDate(number('45689'), plain)).toEqual({ day: '2025-02-01', time: null })
    expect(readDate(number('45689'), { from1904: true, style: null })).toEqual({ day: '2029-02-02', time: null })
    expect(readDate(number('20250131'), plain)).toEqual({ day: '2025-01-31', time: null })
    expect(readDate({ text: 'TRUE', kind: 'boolean' }, plain)).toBeNull()
    expect([readTime(textCell('9:05')), readTime(number('0.5')), readTime(textCell('25:00'))]).toEqual(['09:05:00', '12:00:00', null])
  })
})

describe('amounts', () => {
  it('are exact in fen', () => {
    expect(readFen(textCell('0.1'), 2)).toBe(10n)
    expect(readFen(textCell('1,200.00'), 6)).toBe(1_200_000_000n)
    expect(readFen(textCell('０.１０１４５'), 6)).toBe(101_450n)
    expect(readFen(number('5.7149'), 6)).toBe(5_714_900n)
    expect(readFen(number('1e-7'), 6)).toBe(0n)
    expect(readFen(number('1.5e+21'), 2)).toBe(150_000_000_000_000_000_000_000n)
    expect(readFen(textCell('¥ 12.345'), 2)).toBe(1235n)
    expect(readFen(textCell('3万元'), 6)).toBe(3_000_000n)
    expect(readFen(textCell('-2.5元'), 2)).toBe(-250n)
    expect(readFen(textCell('.5'), 2)).toBe(50n)
  })
  it('go by the unit that the cell itself states', () => {
    expect(['5万元', '5万', '0.1亿元', '50000元', '50000'].map((text) => readFen(textCell(text), 2))).toEqual([
      5_000_000n,
      5_000_000n,
      1_000_000_000n,
      5_000_000n,
      5_000_000n,
    ])
    expect([readFen(textCell('３０００元'), 6), readFen(textCell('3000'), 6)]).toEqual([300_000n, 3_000_000_000n])
    expect(readFen(textCell('约5万元'), 2)).toBeNull()
  })
  it('"约3万" is not a number', () => {
    for (const text of ['约3万', '三千左右', '1,2,3', '12 34', '', '1.2.3', 'Infinity']) expect(readFen(textCell(text), 2)).toBeNull()
    expect(readFen({ text: 'TRUE', kind: 'boolean' }, 2)).toBeNull()
    expect([readCount(textCell('12')), readCount(number('12.0')), readCount(textCell('12.5')), readCount(textCell('-1'))]).toEqual([
      12,
      12,
      null,
      null,
    ])
  })
})

describe('masks', () => {
  it.each([
    ['电话15412345678', '电话154****5678'],
    ['154-1234-5678 154 1234 5678', '154****5678 154****5678'],
    ['１５４１２３４５６７８', '154****5678'],
    ['0529-81711940', '052*****1940'],
    ['32990119850624915X', '3****************X'],
    ['329901560906036', '3*************6'],
    ['6299 9919 6382 2971 953', '629999*********1953'],
    ['2025-01-04 154 1234 5678', '2025-01-04 154****5678'],
    ['投诉人：鲍叙白，反映', '投诉人：鲍＊，反映'],
    ['投诉人 闵砚要求赔礼道歉', '投诉人 闵＊要求赔礼道歉'],
    ['投诉人欧阳拾禾反映', '投诉人欧阳＊反映'],
    ['联系人: John Smith, tel', '联系人: J＊, tel'],
    ['户名:阿依·买买提', '户名:阿＊'],
    ['座机电话8671234', '座机电话***1234'],
  ])('%s is %s', (text, masked) => {
    expect(maskText(text)).toBe(masked)
    expect(maskText(masked)).toBe(masked)
  })
  it.each([
    '拨打12363前银行未答复',
    '跨行转账2025年1月31日 3000元',
    '2025-01-04 09:30:00',
    '20250131',
    '投诉人反映',
    '投诉人多次致电',
    '1,234,567.89',
    '400-8888-999',
  ])('%s stays', (text) => expect(maskText(text)).toBe(text))
  it('a name of a person’s column goes wherever it stands', () => {
    expect(maskText('佟疏影称未收到,佟疏影再次来电', ['佟疏影'])).toBe('佟＊称未收到,佟＊再次来电')
    expect([maskName('欧阳闻筝'), maskName('王五')]).toEqual(['欧阳＊', '王＊'])
  })
})

describe('institution names', () => {
  const index = new NameIndex([
    { id: 1, name: '远信银行示范县支行', aliases: ['远信银行（示范）', '远信'], code: 'A1' },
    { id: 2, name: '江海银行示范县支行', aliases: ['远信'], code: null },
  ])
  it('are exact, then aliases, then alike', () => {
    expect(
      [
        '远信银行示范县支行',
        ' 远信银行 示范县支行',
        '远信银行股份有限公司示范县支行',
        '远信银行(示范)',
        'A1',
        '远信\u200b银行示范县支行',
      ].map((name) => index.find(name)),
    ).toEqual([1, 1, 1, 1, 1, 1])
  })
  it('that mean two institutions mean none, and likeness only proposes', () => {
    expect(index.find('远信')).toBeNull()
    expect(index.find('江海银行示范支行')).toBeNull()
    expect(index.similar('江海银行示范支行')[0]).toMatchObject({ id: 2 })
  })
})

describe('keyed digests', () => {
  const digests = keyedDigests(Buffer.from('one'))
  it('know a phone however it is written, and a text without its marks', () => {
    const token = digests.person(['154-1234-5678'], null)
    expect(digests.person(['＋86 １５４１２３４５６７８'.replace('＋', '+')], null)).toEqual(token)
    expect(digests.person(['无'], '32990119850624915x')).toEqual(digests.person([], '32990119850624915X'))
    expect(digests.person(['无'], null)).toBeNull()
    expect(keyedDigests(Buffer.from('two')).person(['15412345678'], null)).not.toEqual(token)
    expect(digests.match('反映:\nＡbc, 12。')).toEqual(digests.match('反映ABC１２'))
    expect(digests.match('，。')).toBeNull()
  })
})

describe('fingerprints', () => {
  it('are told apart by the thousand outside the heap', () => {
    const seen = new SeenFingerprints()
    const keys = Array.from({ length: 20_000 }, (_, index) => fingerprint(`N${index}`))
    expect(keys.map((key) => seen.count(key)).every((count) => count === 0)).toBe(true)
    expect(keys.map((key) => seen.count(key)).every((count) => count === 1)).toBe(true)
    const [one, two] = [fingerprint('N0'), fingerprint('N1')]
    expect([seen.holds(one, two, 7), seen.holds(one, two, 8), seen.holds(one, one, 9), seen.holds(two, two, 10)]).toEqual([
      'first',
      'same',
      'other',
      'first',
    ])
    expect([seen.placeOf(one), seen.placeOf(two)]).toEqual([7, 10])
  })
})
