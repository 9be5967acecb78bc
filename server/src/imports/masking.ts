import { isSurname, surnameLength } from './surnames.ts'

/**
 * Masks what may name a person, by its shape: mobile and landline numbers (first 3, last 4), identity numbers of 15 and
 * 18 digits (first, last), card numbers of 13 to 19 digits (first 6, last 4), names after 投诉人, 联系人, 户名 and the
 * like, and the `persons` that stand in a person's column of the same row (family name + ＊).
 * A mask is written without separators in plain digits, so that two ways of writing one number read the same.
 */
export function maskText(text: string, persons: readonly string[] = []): string {
  let masked = text
  for (const person of persons) if (masked.includes(person)) masked = masked.replaceAll(person, maskName(person))
  if (DIGIT.test(masked)) masked = maskNumbers(masked)
  if (LABEL_TEST.test(masked)) masked = maskLabelled(masked)
  return masked
}

/** '欧阳闻筝' becomes '欧阳＊', '王五' '王＊', 'John Smith' 'J＊'. */
export function maskName(name: string): string {
  return name.slice(0, surnameLength(name)) + '＊'
}

/** Of a number that a system gave, which may be as long as a card's: masked where it is a person's, or a sentence. */
export function maskReference(text: string, persons: readonly string[] = []): string {
  const kind = kindOf(text.normalize('NFKC').replace(/[\s-]/g, ''))
  return kind === 'phone' || kind === 'identity' || /[\s\p{Script=Han}]/u.test(text) ? maskText(text, persons) : text
}

/** Whether a word of a person's column is a name that can be looked for in the row's other cells. */
export function isPersonName(text: string): boolean {
  if (text.length < 2 || text.length > 60 || /^[\d０-９]/.test(text)) return false
  if (/匿名|不详|未知|保密|无名|本人|先生|女士|投诉人|群众|客户/.test(text)) return false
  return /^\p{Script=Han}{2,6}$|^\p{Script=Han}+[·•・]\p{Script=Han}+$|^[A-Za-z]{2,}(?:[ .'-]+[A-Za-z]+)+$/u.test(text)
}

// ── Numbers ─────────────────────────────────────────────────────────────────────────────────────────
const DIGIT = /[0-9０-９]{3}/
/** Digits with at most one space or dash between two of them; an X may end an identity number. */
const RUN = /[0-9０-９](?:[ \u00a0\u3000\t\-－‐‑–—]?[0-9０-９]){6,}[XxＸｘ]?/g
const SEPARATOR = /[ \u00a0\u3000\t\-－‐‑–—]/

function maskNumbers(text: string): string {
  return text.replace(RUN, (run, at: number) => {
    const groups = run.normalize('NFKC').split(/[ \u00a0\t\-‐‑–—]/)
    const whole = groups.join('')
    const asOne = maskDigits(whole)
    if (groups.length === 1) return asOne ?? localLine(whole, text, at) ?? run
    return maskGroups(groups, run) ?? (asOne && !dateLike(groups) ? asOne : run)
  })
}

/** Groups that are private alone are masked alone; then what some neighbouring groups make together. */
function maskGroups(groups: string[], run: string): string | null {
  const cardStyle = groups.every((group, index) => group.length === 4 || (index === groups.length - 1 && group.length <= 4))
  if (cardStyle) return maskDigits(groups.join(''))
  const separators = [...run].filter((character) => SEPARATOR.test(character))
  const parts: string[] = []
  let found = false
  let afterDate = 0
  for (let from = 0; from < groups.length;) {
    if (dateLike(groups.slice(from))) afterDate = Math.max(afterDate, from + 3)
    const span = from < afterDate ? null : privateSpan(groups, from)
    found ||= span !== null
    parts.push(span?.masked ?? (groups[from] as string))
    from += span?.length ?? 1
    if (from < groups.length) parts.push(separators[from - 1] ?? ' ')
  }
  return found ? parts.join('') : null
}

function privateSpan(groups: string[], from: number): { masked: string; length: number } | null {
  const alone = maskDigits(groups[from] as string)
  if (alone) return { masked: alone, length: 1 }
  let digits = groups[from] as string
  let longest: { masked: string; length: number } | null = null
  for (let to = from + 1; to < groups.length && digits.length < 20; to++) {
    const next = groups[to] as string
    if (maskDigits(next) || dateLike(groups.slice(to))) break
    digits += next
    const kind = kindOf(digits)
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

function dateLike(groups: string[]): boolean {
  const [year = '', month = '', day = ''] = groups
  return /^(19|20)\d\d$/.test(year) && /^(0?[1-9]|1[0-2])$/.test(month) && /^(0?[1-9]|[12]\d|3[01])$/.test(day)
}

/** Seven or eight digits are a local line only after a word that says so; an account after its word is masked at any length. */
function localLine(digits: string, text: string, at: number): string | null {
  const before = text.slice(Math.max(0, at - 8), at)
  if (/(?:电话|座机|致电|手机|固话|传真|tel)[号码]{0,2}[是为:：\s(（]*$/i.test(before) && /^[2-9]\d{6,7}$/.test(digits))
    return maskAs('phone', digits)
  if (/(?:账号|帐号|卡号|账户|帐户|存折号)[是为:：\s(（]*$/.test(before) && digits.length >= 8) return maskAs('card', digits)
  return null
}

type NumberKind = 'phone' | 'identity' | 'card'

function maskDigits(digits: string): string | null {
  const kind = kindOf(digits)
  return kind && maskAs(kind, digits)
}

function kindOf(digits: string): NumberKind | null {
  if (/^(?:86|0086)?1[3-9]\d{9}$/.test(digits)) return 'phone'
  if (/^0(?:10|2\d|[3-9]\d{2})\d{7,8}$/.test(digits)) return 'phone'
  if (/^[48]00\d{7}$/.test(digits)) return null
  if (/^[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/.test(digits)) return 'identity'
  if (/^[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}$/.test(digits)) return 'identity'
  if (/^\d{17}[Xx]$/.test(digits)) return 'identity'
  return /^\d{13,19}$/.test(digits) ? 'card' : null
}

function maskAs(kind: NumberKind, digits: string): string {
  const [head, tail] = kind === 'phone' ? [3, 4] : kind === 'identity' ? [1, 1] : [6, 4]
  const shown = Math.min(head, Math.max(0, digits.length - tail - 3))
  return digits.slice(0, shown) + '*'.repeat(digits.length - shown - tail) + digits.slice(digits.length - tail)
}

// ── Names ───────────────────────────────────────────────────────────────────────────────────────────
const LABELS =
  '投诉人|联系人|户名|姓名|申请人|申诉人|举报人|来电人|来访人|来信人|信访人|反映人|当事人|持卡人|借款人|贷款人|担保人|储户|存款人|开户人|账户名|收款人|付款人|代办人|委托人|代理人|投保人|被保险人|受益人|报案人|诉求人|消费者|机主|户主'
const LABEL_TEST = new RegExp(LABELS)
const LABELLED = new RegExp(
  String.raw`(?:${LABELS})(?:姓名|名称)?(?:[ \t\u3000\u00a0]*[:：]\s*|[ \t\u3000\u00a0]*[为是][ \t\u3000\u00a0]*|[ \t\u3000\u00a0]*)`,
  'g',
)
const NAME_LIKE = /\p{Script=Han}[\p{Script=Han}·•・]{0,11}|[A-Za-z]+(?:[ .'-]+[A-Z][A-Za-z]*){0,3}/uy
/** Words that follow a name or a label and are no part of a name. */
const AFTER =
  /^(?:要求|反映|来电|来访|来信|来函|称|表示|投诉|请求|认为|诉称|诉|说|于|在|对|因|向|与|和|及|的|到|就|电话|手机|联系|身份|证件|号码|地址|住址|住|为|系|是|本人|多次|已|曾|未|不|自|从|被|将|把|要|想|希望|再次|再|又|并|先生|女士|同志|小姐|老师|家属|通过|年龄|性别|男|女|需|拨打|提出|提供|咨询|举报|申请|办理|名下|名称|姓名|信息|情况|之|一|等|收到|发现|质疑|不满|购买|持|去|前往|报)/

function maskLabelled(text: string): string {
  let masked = ''
  let done = 0
  LABELLED.lastIndex = 0
  for (let label = LABELLED.exec(text); label; label = LABELLED.exec(text)) {
    const at = LABELLED.lastIndex
    const length = nameLengthAt(text, at, /[:：]/.test(label[0]))
    if (length === 0) continue
    masked += text.slice(done, at) + maskName(text.slice(at, at + length))
    done = at + length
    LABELLED.lastIndex = done
  }
  return masked + text.slice(done)
}

function nameLengthAt(text: string, at: number, afterColon: boolean): number {
  NAME_LIKE.lastIndex = at
  const rest = NAME_LIKE.exec(text)?.[0] ?? ''
  // A name that is masked already keeps its mask.
  if (rest === '' || text[at + rest.length] === '＊') return 0
  if (/^[A-Za-z]/.test(rest)) return afterColon ? rest.length : 0
  return nameLength(rest, afterColon)
}

/**
 * How many characters at the head of a text are a name. After a colon anything but a known other word is one; without
 * a colon the text must begin with a family name.
 */
function nameLength(rest: string, afterColon: boolean): number {
  if (AFTER.test(rest)) return 0
  const dotted = /^\p{Script=Han}+(?:[·•・]\p{Script=Han}+)+/u.exec(rest)
  if (dotted) return dotted[0].length
  if (!afterColon && !isSurname(rest)) return 0
  const family = surnameLength(rest)
  const limit = afterColon && rest.length <= 4 ? rest.length : Math.min(rest.length, family + 2)
  let length = family
  while (length < limit && !AFTER.test(rest.slice(length))) length++
  return length
}
