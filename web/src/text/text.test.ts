import { describe, expect, it } from 'vitest'
import { en as enFirst } from './en.ts'
import { enAdmin } from './en-admin.ts'
import { zh as zhFirst } from './zh.ts'
import { zhAdmin } from './zh-admin.ts'

/** Those of the first screen, and those that come with a page of their own. */
const zh = { ...zhFirst, admin: zhAdmin }
const en = { ...enFirst, admin: enAdmin }

const HAN = /[\u4e00-\u9fff]/
/** Names that stay as they are in a Chinese sentence. */
const NAMES = /MAP\.json|JSON|CSV|\.xlsx?|\.csv|MB|Ctrl|Esc|LOCAL/g

/** Every plain text of a table, with its path; sentences made by functions are called with plain arguments. */
function texts(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return texts((value as (...words: unknown[]) => unknown)(1, 2, 3, 4), `${path}()`)
  if (Array.isArray(value)) return value.flatMap((each, place) => texts(each, `${path}[${place}]`))
  if (value && typeof value === 'object') return Object.entries(value).flatMap(([key, each]) => texts(each, `${path}.${key}`))
  return []
}

describe('the words of the page', () => {
  it('hold no English in Chinese', () => {
    const wrong = texts(zh, 'zh').filter(([, text]) => /[A-Za-z]{2,}/.test(text.replaceAll(NAMES, '')))
    expect(wrong).toEqual([])
  })

  it('hold no Chinese in English', () => {
    expect(texts(en, 'en').filter(([, text]) => HAN.test(text))).toEqual([])
  })

  it('say everything in both languages', () => {
    const keys = (table: unknown): string[] =>
      texts(table, '')
        .map(([path]) => path)
        .sort()
    expect(keys(en)).toEqual(keys(zh))
  })
})
