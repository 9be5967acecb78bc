import { maskName } from './person-names.ts'
import { maskNames } from './mask-names.ts'
import { maskNumbers, numberKind } from './mask-numbers.ts'
import { withoutUnseen } from './written.ts'

export { isPersonName, maskName } from './person-names.ts'

/**
 * Masks what may name a person, by its shape: mobile and landline numbers (first 3, last 4), identity numbers of 15 and
 * 18 digits (first, last), card numbers of 13 to 19 digits (first 6, last 4), e-mail addresses, passports, permits and
 * the names of accounts in messengers after their word (first, last), names after 投诉人, 联系人, 户名 and the like or before
 * 先生, 女士, and the `persons` that stand in a person's column of the same row (family name + ＊).
 * A mask is written without separators in plain digits, so that two ways of writing one number read the same. What is
 * masked is masked again to itself.
 */
export function maskText(text: string, persons: readonly string[] = []): string {
  let masked = withoutUnseen(text)
  for (const person of persons) if (masked.includes(person)) masked = masked.replaceAll(person, maskName(person))
  if (ADDRESS_SIGN.test(masked)) masked = masked.replace(ADDRESS, '$1***@$2')
  if (DOCUMENT_TEST.test(masked)) masked = maskLabelledDocuments(masked)
  masked = maskNumbers(masked)
  return maskNames(masked)
}

/** Of a number that a system gave, which may be as long as a card's: masked where it is a person's, or a sentence. */
export function maskReference(text: string, persons: readonly string[] = []): string {
  const kind = numberKind(text.normalize('NFKC').replace(/[\s-]/g, ''))
  return kind === 'phone' || kind === 'identity' || /[\s@＠\p{Script=Han}]/u.test(text) ? maskText(text, persons) : text
}

const ADDRESS_SIGN = /[@＠]/
/** The first character of the mailbox and the domain stay. A mailbox has 64 characters at most; without an end, long words would take long. */
const ADDRESS =
  /([A-Za-z0-9０-９Ａ-Ｚａ-ｚ])[A-Za-z0-9０-９Ａ-Ｚａ-ｚ._%+-]{0,63}\s?[@＠]\s?([A-Za-z0-9-]+(?:[.．][A-Za-z0-9-]+)*[.．][A-Za-z]{2,})/g

const DOCUMENT_TEST = /护照|通行证|回乡证|台胞证|居住证|军官证|士兵证|微信|威信|[pP](?:ass|er)|P[AE][SR]|[wvWV](?:[xX]|[eE])|[qQ][qQ]/
const SAID = String.raw`[ \t\u3000]*(?:号码|号|账号|帐号|编号|number|no\.?|id)?[ \t\u3000]*[:：是为]?[ \t\u3000]*[(（]?`
const DOCUMENT = new RegExp(
  String.raw`((?:护照|通行证|回乡证|台胞证|居住证|军官证|士兵证|passport|permit)(?:件)?${SAID}(?:\p{Script=Han}?字第?)?)([A-Za-zＡ-Ｚａ-ｚ]{0,2}[0-9０-９]{7,10})(?![0-9０-９])`,
  'giu',
)
/** An account follows its word at once; a word without a digit in it ("微信支付", "WeChat Pay") is none, unless 号 or a colon says so. */
const MESSENGER = new RegExp(
  String.raw`((?:微信|威信|wechat|weixin|(?<![A-Za-z])(?:wx|vx))(?:同号)?[ \t\u3000]*(?:(?:号码|号|账号|帐号|id)[ \t\u3000]*[:：是为]?|[:：])[ \t\u3000]*)([A-Za-z][-_A-Za-z0-9]{4,19}|[0-9]{5,12})(?![-_A-Za-z0-9*])`,
  'gi',
)
const MESSENGER_PLAIN =
  /((?:微信|威信|wechat|weixin|(?<![A-Za-z])(?:wx|vx))[是为]?[ \t\u3000]*)((?=[-_A-Za-z]*[0-9])[A-Za-z][-_A-Za-z0-9]{5,19}|[0-9]{6,12})(?![-_A-Za-z0-9*])/gi
const QQ = new RegExp(String.raw`((?<![A-Za-z])qq${SAID})([1-9０-９][0-9０-９]{4,11})(?![0-9０-９])`, 'gi')

function maskLabelledDocuments(text: string): string {
  let masked = text
  for (const pattern of [DOCUMENT, MESSENGER, MESSENGER_PLAIN, QQ]) masked = masked.replace(pattern, hideMiddle)
  return masked
}

function hideMiddle(_: string, label: string, value: string): string {
  const plain = value.normalize('NFKC')
  return label + plain.slice(0, 1) + '*'.repeat(plain.length - 2) + plain.slice(-1)
}
