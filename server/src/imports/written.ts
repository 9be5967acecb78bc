/** Characters that are there and not seen: zero-width ones, the word joiner, the soft hyphen, a stray byte-order mark. */
const UNSEEN = /[\u200b-\u200f\u2060\u00ad\ufeff\u202a-\u202e\u0000]/g

/** Without characters that nobody sees: what stands on both sides of one belongs together. */
export function withoutUnseen(text: string): string {
  return UNCOMMON.test(text) ? text.replace(UNSEEN, '') : text
}

/** A word as it is kept: trimmed, composed, without unseen characters. */
export function tidy(text: string): string {
  // Nearly every cell is plain ASCII and common characters, which need neither.
  if (!UNCOMMON.test(text)) return text.trim()
  return text.replace(UNSEEN, '').normalize('NFC').trim()
}
const UNCOMMON = /[\0\u00ad\u0300-\u2fff\u3040-\u31ff\ua000-\ufeff]/

/** What a pen puts into an empty cell: dashes and slashes. */
export function isStruck(text: string): boolean {
  return /^\s*[-－‐-―─/／\\＼][-－‐-―─/／\\＼\s]*$/.test(text)
}

/** What offices write where there is nothing to write. */
export function saysNothing(text: string): boolean {
  return isStruck(text) || /^(?:无|不详|未知|不适用|n\/?a)$/i.test(text)
}

/** What two ways of writing a heading or a word have in common: width, case, white space and marks are left out. */
export function likeness(text: string): string {
  return tidy(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*＊:：/\\_·|>、,，.。-]+/gu, '')
}

/** What two ways of writing a word have in common: width, case and white space are left out. */
export function likeWord(text: string): string {
  return tidy(text).normalize('NFKC').toLowerCase().replace(/\s+/gu, '')
}

/** Full-width digits, signs and letters made plain; the rest stays. */
export function plainWidth(text: string): string {
  return /[\uff01-\uff5e\u3000]/.test(text) ? text.normalize('NFKC') : text
}
