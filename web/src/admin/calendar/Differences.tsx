import { printed } from '../../catalog/format.ts'
import { useWords } from '../../text/text.tsx'
import { Scroll } from '../../ui/Scroll.tsx'
import type { CalendarPreview } from './documents.ts'
import { useCalendarWords } from './words.ts'

const SHOWN = 60

/** What a file changes, day by day, and how many due days follow. */
export function Differences({ preview }: { preview: CalendarPreview }) {
  const { date, language } = useWords()
  const c = useCalendarWords()
  const { differences, years, complaints } = preview
  if (differences.length === 0) return <p role="status">{c.nothing}</p>
  const told = (day: { working: boolean; name?: string | null } | null | undefined): string =>
    day ? [day.working ? c.working : c.rest, day.name].filter(Boolean).join(' · ') : c.unnamed
  const listed = years.join(language === 'zh' ? '、' : ', ')
  return (
    <>
      <p role="status">
        {c.differences(printed(differences.length), c.yearsOf(listed))} {complaints > 0 ? c.preview(printed(complaints)) : c.previewNone}
      </p>
      <Scroll label={c.exceptions} className="calendar-differences">
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{c.day}</th>
              <th scope="col">{c.before}</th>
              <th scope="col">{c.after}</th>
            </tr>
          </thead>
          <tbody>
            {differences.slice(0, SHOWN).map((one) => (
              <tr key={one.day}>
                <th scope="row">{date(one.day)}</th>
                <td>{told(one.before)}</td>
                <td>{told(one.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {differences.length > SHOWN && <p className="caption">{c.more(printed(differences.length - SHOWN))}</p>}
    </>
  )
}
