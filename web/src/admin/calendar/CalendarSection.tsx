import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useQuery } from 'urql'
import { useMay } from '../../app/session.tsx'
import { printed } from '../../catalog/format.ts'
import { ExportMenu } from '../../exports/ExportMenu.tsx'
import { useWords } from '../../text/text.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Scroll } from '../../ui/Scroll.tsx'
import { Blank, Failed } from '../../ui/states.tsx'
import { SectionHead } from '../parts.tsx'
import type { CalendarSearch } from '../search.ts'
import { Acts } from './Acts.tsx'
import { WorkingYearDocument, type WorkingYear } from './documents.ts'
import { LoadDialog } from './LoadDialog.tsx'
import { YearGrid } from './YearGrid.tsx'
import { useCalendarWords } from './words.ts'
import './calendar.css'

/** Which days of a year are worked: twelve months, what differs from Monday to Friday, and how it came to be. */
export function CalendarSection() {
  const { say } = useWords()
  const c = useCalendarWords()
  const may = useMay()
  const navigate = useNavigate()
  const { year, jurisdiction } = useSearch({ strict: false }) as CalendarSearch
  const variables = { year, jurisdiction }
  const [{ data, error }, ask] = useQuery({ query: WorkingYearDocument, variables, requestPolicy: 'cache-and-network' })
  const [loading, setLoading] = useState(false)
  const again = (): void => ask({ requestPolicy: 'network-only' })
  const shown = data?.workingYear
  const turn = (to: number): void =>
    void navigate({ to: '/admin/calendar', search: (before: CalendarSearch) => ({ ...before, year: to }), replace: true })
  return (
    <>
      <SectionHead title={c.title} line={shown ? c.line(say(shown.jurisdiction)) : ' '}>
        <ExportMenu
          what={{ list: 'CALENDAR', asked: { year: shown?.year, jurisdiction }, name: c.title }}
          asks={{ document: WorkingYearDocument, variables }}
        />
        {may('settings:write') && may('file:upload') && (
          <button type="button" className="button button-filled" onClick={() => setLoading(true)}>
            <Icon name="plus" />
            {c.load}
          </button>
        )}
      </SectionHead>
      {error && !shown && <Failed error={error} retry={again} />}
      {!error && !shown && <Blank height={640} />}
      {shown && <Year shown={shown} onTurn={turn} />}
      {shown && shown.days.length > 0 && <Named shown={shown} />}
      {shown && <Acts acts={shown.acts} jurisdiction={jurisdiction} onChanged={again} />}
      {loading && <LoadDialog jurisdiction={jurisdiction} onDone={again} onClose={() => setLoading(false)} />}
    </>
  )
}

function Year({ shown, onTurn }: { shown: WorkingYear; onTurn: (year: number) => void }) {
  const c = useCalendarWords()
  return (
    <section className="card" aria-label={String(shown.year)}>
      <header className="card-head">
        <h2>{c.yearsOf(String(shown.year))}</h2>
        <span className="caption">
          {c.count(printed(shown.workingDays))}
          {shown.days.length === 0 && ` · ${c.notNamed}`}
        </span>
        <span className="card-tools">
          <button
            type="button"
            className="button"
            aria-label={c.earlier}
            disabled={shown.year <= 1990}
            onClick={() => onTurn(shown.year - 1)}
          >
            ‹
          </button>
          <button
            type="button"
            className="button"
            aria-label={c.later}
            disabled={shown.year >= 2100}
            onClick={() => onTurn(shown.year + 1)}
          >
            ›
          </button>
        </span>
      </header>
      <YearGrid year={shown.year} days={shown.days} />
    </section>
  )
}

function Named({ shown }: { shown: WorkingYear }) {
  const { say, date } = useWords()
  const c = useCalendarWords()
  return (
    <section className="card" aria-label={c.exceptions}>
      <header className="card-head">
        <h2>{c.exceptions}</h2>
      </header>
      <Scroll label={c.exceptions}>
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{c.day}</th>
              <th scope="col">{c.state}</th>
              <th scope="col">{c.name}</th>
              <th scope="col">{c.from}</th>
            </tr>
          </thead>
          <tbody>
            {shown.days.map((day) => (
              <tr key={day.day}>
                <th scope="row">{date(day.day)}</th>
                <td>{day.working ? c.working : c.rest}</td>
                <td>{day.name ?? '—'}</td>
                <td>{say(day.from)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}
