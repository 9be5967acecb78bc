import {
  returnBreakdownKeys,
  breakdownRegistry,
  returnMeasureKeys,
  returnMeasureRegistry,
  type ReturnBreakdown,
  type ReturnMeasure,
} from '../../ledger/return-words.ts'
import { likeness, tidy } from '../written.ts'

const measures = new Map(
  returnMeasureKeys.flatMap((key) =>
    [key, returnMeasureRegistry[key].label.zh, returnMeasureRegistry[key].label.en, ...returnMeasureRegistry[key].words].map(
      (word) => [bare(word), key] as const,
    ),
  ),
)
const breakdowns = new Map(
  returnBreakdownKeys.flatMap((key) =>
    [key, breakdownRegistry[key].label.zh, breakdownRegistry[key].label.en, ...breakdownRegistry[key].words].map(
      (word) => [likeness(word), key] as const,
    ),
  ),
)
// 机构 and 类别 stand for whatever the form lists; the more special reading comes from its places.
const general: readonly ReturnBreakdown[] = ['item']

/** What a heading or a word says a cell states; null where it says nothing of the kind. */
export function measureOf(text: string): ReturnMeasure | null {
  const known = measures.get(bare(text))
  if (known) return known
  return /^(?:件|笔|宗|起)$/.test(bare(text)) ? 'count' : null
}

/** A measure at the end of a heading with more in it: 信用卡占比. The rest names the place. */
export function measureEnding(text: string): { name: string; measure: ReturnMeasure } | null {
  const found = /^(.+?)(件数|投诉量|占比|环比|同比|排名|位次|中位数)(?:\([%件]\))?$/u.exec(text.normalize('NFKC').replace(/\s+/gu, ''))
  const measure = found && measureOf(found[2] ?? '')
  return found && measure ? { name: found[1] ?? '', measure } : null
}

export function breakdownOf(text: string): ReturnBreakdown | null {
  return breakdowns.get(likeness(text)) ?? null
}

/** What the places of a line are: by what they look like, where at least half of them agree. */
export function breakdownByPlaces(places: readonly string[]): ReturnBreakdown | null {
  let best: { key: ReturnBreakdown; hits: number } | null = null
  for (const key of returnBreakdownKeys) {
    const { places: pattern } = breakdownRegistry[key]
    const hits = pattern ? places.filter((place) => pattern.test(place)).length : 0
    if (hits * 2 >= places.length && hits > (best?.hits ?? 0)) best = { key, hits }
  }
  return best?.key ?? null
}

/** The breakdown that a corner names (机构, 渠道/机构) and what its places look like, in that order. */
export function axisBreakdown(corner: readonly string[], places: readonly string[]): ReturnBreakdown {
  const named = corner.flatMap((text) => breakdownOf(text) ?? []).filter((key) => !general.includes(key) && key !== 'total')
  const seen = breakdownByPlaces(places)
  if (named.length === 1 && named[0]) return named[0] === 'branch' && seen === 'peerGroup' ? 'peerGroup' : named[0]
  if (seen && (named.length === 0 || named.includes(seen))) return seen
  return named[0] ?? seen ?? 'item'
}

const SUM = /(?:小计|合计|总计|共计|总数|总量|总和|subtotal|total|sum)$/i
const WHOLE =
  /^(?:合计|总计|共计|总数|总量|总和|投诉总量|投诉合计|投诉总数|全部|全行合计|全辖合计|各渠道合计|各机构合计|grandtotal|total)$/i

/** A place that is a sum: of `name`, of the group it stands in (name ''), or of everything. Null: it is none. */
export function sumOf(text: string): { name: string; whole: boolean } | null {
  const plain = text.normalize('NFKC').replace(/[\s():：]+/gu, '')
  if (WHOLE.test(plain)) return { name: '', whole: true }
  if (!SUM.test(plain) || plain.length > 30) return null
  return { name: plain.replace(SUM, ''), whole: false }
}

/** 其中：信用卡 → 信用卡; null where it is no such line. */
export function ofWhich(text: string): string | null {
  const found = /^(?:其中|of which)\s*[:：、,，]?\s*(.*)$/iu.exec(tidy(text))
  return found ? (found[1] ?? '') : null
}

function bare(text: string): string {
  return likeness(text).replace(/\((?:%|件|‰|位|名|笔)\)|%$/gu, (sign) => (sign === '%' && likeness(text) === '%' ? sign : ''))
}
