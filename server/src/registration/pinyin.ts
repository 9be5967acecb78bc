import { customPinyin, pinyin } from 'pinyin-pro'

// The library reads whole words; these are the field's own and names of places, where a character alone is read otherwise.
customPinyin({
  银行: 'yin hang',
  支行: 'zhi hang',
  分行: 'fen hang',
  总行: 'zong hang',
  本行: 'ben hang',
  农行: 'nong hang',
  工行: 'gong hang',
  建行: 'jian hang',
  中行: 'zhong hang',
  交行: 'jiao hang',
  招行: 'zhao hang',
  商行: 'shang hang',
  农商行: 'nong shang hang',
  城商行: 'cheng shang hang',
  邮储行: 'you chu hang',
  朝阳: 'chao yang',
  长兴: 'chang xing',
  重银: 'chong yin',
  乐清: 'yue qing',
  乐亭: 'lao ting',
  番禺: 'pan yu',
  浚县: 'xun xian',
  蔚县: 'yu xian',
  东阿: 'dong e',
  涡阳: 'guo yang',
  枞阳: 'zong yang',
  大埔: 'da bu',
  铅山: 'yan shan',
  井陉: 'jing xing',
  单县: 'shan xian',
  莘县: 'shen xian',
  洪洞: 'hong tong',
  丽水: 'li shui',
  台州: 'tai zhou',
})

const kept = new Map<string, string[]>()

/** The reading of each character of a text without tones; what is no Chinese character stands for itself, in lower case. */
export function syllablesOf(text: string): readonly string[] {
  const known = kept.get(text)
  if (known) return known
  const read = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'spaced', v: true }).map((one) => one.toLowerCase())
  if (kept.size > 50_000) kept.clear()
  kept.set(text, read)
  return read
}
