import { enCalendar } from '../../text/en-calendar.ts'
import { useWords } from '../../text/text.tsx'
import { zhCalendar, type CalendarText } from '../../text/zh-calendar.ts'

/** The words of this page in the reader's language. */
export function useCalendarWords(): CalendarText {
  return useWords().language === 'en' ? enCalendar : zhCalendar
}
