import { shortMonth } from '../filters/period.ts'
import type { Language } from './language.ts'

/** A business date in words: 2026年11月3日, 3 Nov 2026. */
export function dateWords(day: string, language: Language): string {
  const [year, month, date] = day.slice(0, 10).split('-').map(Number) as [number, number, number]
  return language === 'zh' ? `${year}年${month}月${date}日` : `${date} ${shortMonth(month)} ${year}`
}

/** The same without its year, for lists whose year is plain: 11月3日, 3 Nov. */
export function shortDateWords(day: string, language: Language): string {
  const [, month, date] = day.slice(0, 10).split('-').map(Number) as [number, number, number]
  return language === 'zh' ? `${month}月${date}日` : `${date} ${shortMonth(month)}`
}

/** An instant in the jurisdiction's zone: 2026年10月12日 09:30, 12 Oct 2026 09:30. */
export function instantWords(instant: string, language: Language, withYear = true): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Asia/Shanghai',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(new Date(instant))
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? ''
  const day = `${part('year')}-${part('month')}-${part('day')}`
  return `${withYear ? dateWords(day, language) : shortDateWords(day, language)} ${part('hour')}:${part('minute')}`
}
