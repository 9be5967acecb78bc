/** A number of the office with the day on which its complaint came in. */
export type Numbered = { number: string; receivedOn: string }

type DatePart = '' | 'YYYY' | 'YYYYMM' | 'YYYYMMDD'
/** How an office writes its numbers: 投2025-0231 is `before` 投, `date` YYYY, `between` -, `width` 4, `after` nothing. */
export type NumberPattern = { before: string; date: DatePart; between: string; width: number; after: string }

/** A way to read one number: `sure` the more the less it could be chance. */
type Reading = { pattern: NumberPattern; serial: string; sure: number }

const lengths: Record<DatePart, number> = { '': 0, YYYY: 4, YYYYMM: 6, YYYYMMDD: 8 }
/** Fewer numbers, or all of one month, do not tell a month in a number from a serial that looks like one. */
const enough = 5

/** What the latest numbers of an office have in common; null where they have nothing. */
export function learnPattern(latest: readonly Numbered[]): NumberPattern | null {
  const severalMonths = latest.length >= enough && new Set(latest.map((one) => one.receivedOn.slice(0, 7))).size > 1
  const found = new Map<string, { readings: Reading[]; sure: number }>()
  for (const one of latest) {
    for (const reading of readings(one, severalMonths)) {
      const { before, date, between, after } = reading.pattern
      const key = [before, date, between, after].join('\u001f')
      const held = found.get(key) ?? { readings: [], sure: reading.sure }
      held.readings.push(reading)
      found.set(key, held)
    }
  }
  const common = [...found.values()].filter((one) => one.readings.length * 2 > latest.length)
  const best = common.sort((a, b) => b.sure - a.sure || b.readings.length - a.readings.length)[0]
  const [first] = best?.readings ?? []
  return best && first ? { ...first.pattern, width: widthOf(best.readings.map((one) => one.serial)) } : null
}

/** The text before the serial on a day: a new year (or month) begins anew. */
export function prefixOn({ before, date, between }: NumberPattern, day: string): string {
  return before + day.replaceAll('-', '').slice(0, lengths[date]) + between
}

export function numberWith(pattern: NumberPattern, day: string, serial: number): string {
  return prefixOn(pattern, day) + String(serial).padStart(pattern.width, '0') + pattern.after
}

/** An office that has no numbers yet begins like this. */
export const firstPattern: NumberPattern = { before: '', date: 'YYYY', between: '-', width: 4, after: '' }

function readings({ number, receivedOn }: Numbered, severalMonths: boolean): Reading[] {
  const parts = /^(.*?)(\d{1,15})(\D*)$/su.exec(number)
  if (!parts) return []
  const [, head = '', run = '', after = ''] = parts
  const plain: Reading = { pattern: { before: head, date: '', between: '', width: 0, after }, serial: run, sure: 1 }
  return [plain, ...datedHead(head, run, after), ...datedRun(head, run, after, receivedOn, severalMonths)]
}

/** A date that stands apart before the serial: 投2025-0231, 202502-031. */
function datedHead(head: string, run: string, after: string): Reading[] {
  const found = /^(.*?)(?<!\d)((?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?)?)(\D+)$/su.exec(head)
  if (!found) return []
  const [, before = '', digits = '', between = ''] = found
  const date = (Object.keys(lengths) as DatePart[]).find((part) => lengths[part] === digits.length) ?? ''
  return [{ pattern: { before, date, between, width: 0, after }, serial: run, sure: 4 }]
}

/** A date that the serial follows at once: 20250231. */
function datedRun(head: string, run: string, after: string, receivedOn: string, severalMonths: boolean): Reading[] {
  const day = receivedOn.replaceAll('-', '')
  return (['YYYY', 'YYYYMM', 'YYYYMMDD'] as const).flatMap((date) => {
    const length = lengths[date]
    const agrees = date === 'YYYY' ? nearYear(run.slice(0, 4), day) : run.startsWith(day.slice(0, length))
    if (!agrees || run.length < length + 2) return []
    const sure = date === 'YYYY' ? 2 : severalMonths ? 2 + length / 10 : 0
    return [{ pattern: { before: head, date, between: '', width: 0, after }, serial: run.slice(length), sure }]
  })
}

function nearYear(digits: string, day: string): boolean {
  return digits.length === 4 && Math.abs(Number(digits) - Number(day.slice(0, 4))) <= 1
}

/** Serials with leading zeros, or all of one length above two, are padded to it. */
function widthOf(serials: readonly string[]): number {
  const padded = serials.filter((serial) => serial.startsWith('0') && serial.length > 1)
  if (padded.length > 0) return Math.max(...padded.map((serial) => serial.length))
  const [length = 1] = serials.map((serial) => serial.length)
  return length > 2 && serials.every((serial) => serial.length === length) ? length : 1
}
