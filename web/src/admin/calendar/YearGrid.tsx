import type { NamedDay } from './documents.ts'
import { useCalendarWords } from './words.ts'

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
const WEEK = 7

/** A year as twelve months, Monday first. A day off and a make-up workday bear a word, not a colour alone. */
export function YearGrid({ year, days }: { year: number; days: readonly NamedDay[] }) {
  const named = new Map(days.map((day) => [day.day, day]))
  return (
    <div className="calendar-year">
      {MONTHS.map((month) => (
        <Month key={month} year={year} month={month} named={named} />
      ))}
    </div>
  )
}

function Month({ year, month, named }: { year: number; month: number; named: ReadonlyMap<string, NamedDay> }) {
  const c = useCalendarWords()
  return (
    <table className="calendar-month">
      <caption>{c.month(month)}</caption>
      <thead>
        <tr>
          {c.weekdays.map((word, place) => (
            <th key={place} scope="col">
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(year, month).map((week, index) => (
          <tr key={index}>
            {week.map((day, place) => (
              <Day key={place} day={day} place={place} named={day === null ? undefined : named.get(day)} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Day({ day, place, named }: { day: string | null; place: number; named: NamedDay | undefined }) {
  const c = useCalendarWords()
  if (day === null) return <td />
  const weekend = place > 4
  const working = named ? named.working : !weekend
  const told = named && (named.exception || named.name !== null)
  const kind = told ? (working ? 'calendar-on' : 'calendar-off') : working ? undefined : 'calendar-weekend'
  const mark = told ? (working ? c.on : c.off) : null
  return (
    <td className={kind} title={told ? [named?.name, working ? c.onHint : c.offHint].filter(Boolean).join(' · ') : undefined}>
      {Number(day.slice(8))}
      {mark && <span className="calendar-mark">{mark}</span>}
    </td>
  )
}

/** The days of a month in weeks; null where a week reaches into another month. */
function weeksOf(year: number, month: number): (string | null)[][] {
  const first = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % WEEK
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const cells = Array.from({ length: Math.ceil((first + count) / WEEK) * WEEK }, (_, index) => {
    const day = index - first + 1
    return day < 1 || day > count ? null : `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  })
  return Array.from({ length: cells.length / WEEK }, (_, week) => cells.slice(week * WEEK, (week + 1) * WEEK))
}
