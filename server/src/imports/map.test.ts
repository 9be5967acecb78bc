import { describe, expect, it } from 'vitest'
import { checkMap } from './map.ts'

describe('mappings', () => {
  it('that are wrong are refused with what is wrong', async () => {
    expect(() => checkMap('complaints', { columns: { 编号: 'nummer' } })).toThrow('nummer')
    expect(() => checkMap('complaints', { column: {} })).toThrow('column')
    expect(() => checkMap('complaints', { dates: { 日期: 'DD.MM.YY' } })).toThrow('D/M/YYYY')
    expect(() => checkMap('exposures', { create: ['category'] })).toThrow('category')
    expect(() => checkMap('exposures', [])).toThrow()
  })
})
