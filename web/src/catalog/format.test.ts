import { describe, expect, it } from 'vitest'
import { zh } from '../text/zh.ts'
import { changeWords, compact, printed, signed, withUnit } from './format.ts'

describe('figures in print', () => {
  it('keep their decimals and carry a true minus sign', () => {
    expect(printed(1234.5, 2)).toBe('1,234.50')
    expect(printed(-6.3, 1)).toBe('−6.3')
    expect(printed(-0, 1)).toBe('0.0')
    expect(signed(12.8, 1)).toBe('+12.8')
  })

  it('are short on axes and tiles alone', () => {
    expect(compact(9999, 0, 'zh')).toBe('9,999')
    expect(compact(12_345, 0, 'zh')).toBe('1.23万')
    expect(compact(186_000, 0, 'zh')).toBe('18.6万')
    expect(compact(340_000_000, 0, 'zh')).toBe('3.40亿')
    expect(compact(12_345, 0, 'en')).toBe('12.3k')
    expect(compact(1_200_000, 0, 'en')).toBe('1.20m')
  })

  it('say a change with its unit, and nothing as flat', () => {
    expect(changeWords(12.8, 1, '%', zh)).toBe('+12.8%')
    expect(changeWords(0.8, 1, '个百分点', zh)).toBe('+0.8 个百分点')
    expect(changeWords(-2, 0, '天', zh)).toBe('−2 天')
    expect(changeWords(0, 1, '%', zh)).toBe('持平')
    expect(withUnit('9', '天')).toBe('9 天')
    expect([withUnit('−1', 'days'), withUnit('1', 'complaints'), withUnit('1.0', 'days'), withUnit('21', 'days')]).toEqual([
      '−1 day',
      '1 complaint',
      '1.0 days',
      '21 days',
    ])
  })
})
