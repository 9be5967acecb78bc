import type { Words } from '../text/text.tsx'
import type { Annotation } from './documents.ts'

/** A remark in one line: its days, its words, and what alone it is about. */
export function remarkWords(one: Annotation, { t, say, date }: Words): string {
  const days = one.from === one.through ? date(one.from) : t.annotations.days(date(one.from), date(one.through))
  const about = one.members.map((member) => say(member.label)).join(t.filters.join)
  return t.annotations.line(days, say(one.text)) + (about ? t.annotations.about(about) : '')
}
