export type NumberKind = 'phone' | 'identity' | 'card'

/** Masks phone, identity and card numbers wherever they stand. */
export function maskNumbers(text: string): string {
  let masked = text
  if (SPOKEN_TEST.test(masked)) masked = masked.replace(SPOKEN, (digits) => digits.slice(0, 3) + '****' + digits.slice(7))
  if (!DIGIT.test(masked)) return masked
  if (BRACKETED_TEST.test(masked))
    masked = masked.replace(BRACKETED, (_, area: string, line: string) => maskAs('phone', plain(area + line)))
  masked = masked.replace(RUN, (run, at: number) => maskRun(run, at, masked))
  return DOTTED_TEST.test(masked) ? masked.replace(DOTTED, maskDotted) : masked
}

/** What a number without separators is, by its shape. */
export function numberKind(digits: string): NumberKind | null {
  if (/^(?:86|0086)?1[3-9]\d{9}$/.test(digits)) return 'phone'
  if (/^0(?:10|2\d|[3-9]\d{2})\d{7,8}$/.test(digits)) return 'phone'
  if (/^[48]00\d{7}$/.test(digits)) return null
  if (/^[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/.test(digits)) return 'identity'
  if (/^[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}$/.test(digits)) return 'identity'
  if (/^\d{17}[Xx]$/.test(digits)) return 'identity'
  return /^\d{13,19}$/.test(digits) ? 'card' : null
}

const DIGIT = /[0-9０-９]{3}/
const GAP = String.raw`[ \u00a0\u3000\t\-－‐‑–—_＿]`
/** Digits with a few spaces or dashes between two of them; an X may end an identity number. */
const RUN = new RegExp(`[0-9０-９](?:${GAP}{0,3}[0-9０-９]){6,}[XxＸｘ]?`, 'g')
/** A phone said digit by digit in characters. */
const SPOKEN_TEST = /[一幺壹][三四五六七八九]/
const SPOKEN = /[一幺壹][三四五六七八九][零〇一二三四五六七八九幺两]{9}(?![零〇一二三四五六七八九十百千万亿])/g
/** (0529) 8171 1940 */
const BRACKETED_TEST = /[(（][0０]/
const BRACKETED = new RegExp(
  String.raw`[(（]([0０][0-9０-９]{2,3})[)）]${GAP}{0,2}([0-9０-９]{3,4}${GAP}?[0-9０-９]{4})(?![0-9０-９])`,
  'g',
)
const DOTTED_TEST = /[0-9０-９][.．·•・/][0-9０-９]{3,}[.．·•・/]?/
const DOTTED = /(?<![0-9０-９.．])[0-9０-９]{3,4}(?:[.．·•・/][0-9０-９]{3,9}){1,4}(?![0-9０-９])/g

function plain(run: string): string {
  return run.normalize('NFKC').replace(/[^0-9Xx]/g, '')
}

function maskRun(run: string, at: number, text: string): string {
  const before = text.slice(Math.max(0, at - 14), at)
  const groups = run.normalize('NFKC').split(/[^0-9Xx]+/)
  const separators = run.match(new RegExp(`${GAP}+`, 'g')) ?? []
  const asOne = maskDigits(groups.join(''))
  if (groups.length === 1) {
    if (asOne && isOther(groups[0] as string, before, text.slice(at + run.length))) return run
    return asOne ?? localLine(groups[0] as string, before) ?? run
  }
  if (CARD_WORD.test(before) && groups.join('').length >= 8 && !dateLike(groups)) return asOne ?? maskAs('card', groups.join(''))
  return maskGroups(groups, separators) ?? run
}

/** Cards in groups of four and phones in their usual groups; dates, amounts, versions and addresses of the net are none. */
function maskDotted(run: string): string {
  const groups = run.normalize('NFKC').split(/[^0-9]/)
  const digits = groups.join('')
  const kind = numberKind(digits)
  if (kind === 'card' && groups.length >= 4 && cardStyle(groups)) return maskAs('card', digits)
  return kind === 'phone' && phoneGroups(groups) ? maskAs('phone', digits) : run
}

/** Groups that are private alone are masked alone; then what some neighbouring groups make together. */
function maskGroups(groups: string[], separators: readonly string[]): string | null {
  if (cardStyle(groups)) return maskDigits(groups.join(''))
  const parts: string[] = []
  let found = false
  let afterDate = 0
  for (let from = 0; from < groups.length;) {
    if (dateLike(groups, from)) afterDate = Math.max(afterDate, from + 3)
    const span = from < afterDate ? null : privateSpan(groups, from)
    found ||= span !== null
    parts.push(span?.masked ?? (groups[from] as string))
    from += span?.length ?? 1
    if (from < groups.length) parts.push(separators[from - 1] ?? ' ')
  }
  return found ? parts.join('') : null
}

function cardStyle(groups: readonly string[]): boolean {
  return groups.every((group, index) => group.length === 4 || (index === groups.length - 1 && group.length <= 4))
}

function privateSpan(groups: string[], from: number): { masked: string; length: number } | null {
  // 329901 19850624 9153: the day of birth is no day of its own.
  const three = groups.slice(from, from + 3)
  if (three[0]?.length === 6 && numberKind(three.join('')) === 'identity') return { masked: maskAs('identity', three.join('')), length: 3 }
  const alone = isOther(groups[from] as string, '', '') ? null : maskDigits(groups[from] as string)
  if (alone) return { masked: alone, length: 1 }
  let digits = groups[from] as string
  if (isDay(digits)) return null
  let longest: { masked: string; length: number } | null = null
  for (let to = from + 1; to < groups.length && digits.length < 20; to++) {
    const next = groups[to] as string
    if (maskDigits(next) || dateLike(groups, to) || isDay(next)) break
    digits += next
    const kind = numberKind(digits)
    if (kind === null || (kind === 'phone' && !phoneGroups(groups.slice(from, to + 1)))) continue
    longest = { masked: maskAs(kind, digits), length: to - from + 1 }
    if (kind === 'phone') break
  }
  return longest
}

/** 154 0356 4351, 1540356 4351, 0529-87694209: the first group is a prefix, none is a single digit. */
function phoneGroups(groups: string[]): boolean {
  return /^(?:0\d{2,3}|1[3-9]\d{1,6}|0?0?86)$/.test(groups[0] as string) && groups.every((group) => group.length >= 2)
}

function dateLike(groups: string[], from = 0): boolean {
  const [year = '', month = '', day = ''] = [groups[from], groups[from + 1], groups[from + 2]]
  return /^(19|20)\d\d$/.test(year) && /^(0?[1-9]|1[0-2])$/.test(month) && /^(0?[1-9]|[12]\d|3[01])$/.test(day)
}

/** 20250131 */
function isDay(digits: string): boolean {
  return /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(digits)
}

// ── Numbers that are long and nobody's ──────────────────────────────────────────────────────────────
const CARD_WORD =
  /(?:账号|帐号|卡号|账户|帐户|存折号|银行卡|储蓄卡|信用卡|借记卡|社保卡|存折|account|card)(?:号码|number|no\.?)?[是为:：\s(（]*$/i
const ORDER_WORD =
  /(?:单号|编号|流水号?|凭证号?|合同号?|保单号?|发票号?|文号|案号|档案号|参考号|批次号?|代码|订单|交易号|order|reference|ref|no)[ .]*[是为:：\s(（#]*$/i
const MEASURE = /^(?:\.\d+)?\s*(?:元|万元|亿元|万|亿|美元|人民币|件|笔|户|次|股|份|kb|mb|yuan|cny|rmb)/i

/** A work order's number or an amount: said by the word beside it, by letters before it, or by the day that it begins with. */
function isOther(digits: string, before: string, after: string): boolean {
  if (CARD_WORD.test(before)) return false
  const kind = numberKind(digits)
  if (MEASURE.test(after) && kind !== 'identity') return true
  if (kind !== 'card') return false
  if (/^20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d/.test(digits)) return true
  return (ORDER_WORD.test(before) || /(?:^|[^A-Za-z])[A-Z]{1,6}$/.test(before)) && !isCard(digits)
}

/** A bank card of the usual beginnings with a right check digit. */
function isCard(digits: string): boolean {
  if (!/^(?:62|[3-6])\d{14,18}$/.test(digits)) return false
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]) * (place % 2 === 1 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}

/** Seven or eight digits are a local line only after a word that says so; an account after its word is masked at any length. */
function localLine(digits: string, before: string): string | null {
  if (/(?:电话|座机|致电|手机|固话|传真|tel|phone)[号码]{0,2}[是为:：.\s(（]*$/i.test(before) && /^[2-9]\d{6,7}$/.test(digits))
    return maskAs('phone', digits)
  return CARD_WORD.test(before) && digits.length >= 8 && !isDay(digits) ? maskAs('card', digits) : null
}

function maskDigits(digits: string): string | null {
  const kind = numberKind(digits)
  return kind && maskAs(kind, digits)
}

function maskAs(kind: NumberKind, digits: string): string {
  const [head, tail] = kind === 'phone' ? [3, 4] : kind === 'identity' ? [1, 1] : [6, 4]
  const shown = Math.min(head, Math.max(0, digits.length - tail - 3))
  return digits.slice(0, shown) + '*'.repeat(digits.length - shown - tail) + digits.slice(digits.length - tail)
}
