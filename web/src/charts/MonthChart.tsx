import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useRef, useState, useSyncExternalStore, type KeyboardEvent } from 'react'
import { printed } from '../catalog/format.ts'
import { rowsSearch } from '../filters/rows.ts'
import type { Scope } from '../filters/scope.ts'
import type { Metric } from '../gql/graphql.ts'
import { useMay } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import { Blank } from '../ui/states.tsx'
import { periodWords } from '../filters/period.ts'
import type { MonthPoint } from './months.ts'
import { PLOT } from './plot.ts'

/** The chart library comes after the first paint: nothing before it waits for its 100 kB. */
const MonthBars = lazy(() => import('./MonthBars.tsx').then(({ MonthBars: component }) => ({ default: component })))

const narrowScreen = window.matchMedia('(max-width: 599px)')
const onNarrow = (listen: () => void): (() => void) => {
  narrowScreen.addEventListener('change', listen)
  return () => narrowScreen.removeEventListener('change', listen)
}

type MonthChartProps = { points: MonthPoint[]; metric: Metric; unit: string; total: string; scope: Scope }

export function MonthChart({ points, metric, unit, total, scope }: MonthChartProps) {
  const { t } = useWords()
  const narrow = useSyncExternalStore(onNarrow, () => narrowScreen.matches)
  return (
    <div className="month-chart">
      <div aria-hidden="true">
        <Suspense fallback={<Blank height={PLOT.height} />}>
          <MonthBars points={points} periodWords={total} narrow={narrow} />
        </Suspense>
      </div>
      <MonthLinks points={points} metric={metric} unit={unit} scope={scope} />
      <p className="hidden-text">{t.charts.help}</p>
    </div>
  )
}

type LinksProps = Omit<MonthChartProps, 'total'>

/** One link over each month: arrows walk them, Enter opens the rows, a polite live region reads the month. */
function MonthLinks({ points, metric, unit, scope }: LinksProps) {
  const { t, language } = useWords()
  const may = useMay()
  const frame = useRef<HTMLDivElement>(null)
  const begun = points.filter((point) => point.value !== null)
  const [at, setAt] = useState(-1)
  const current = at >= 0 ? at : begun.length - 1
  const words = (point: MonthPoint): string => {
    const parts = [t.charts.pointOf(periodWords(point.key, language), printed(point.value ?? 0), unit)]
    if (point.unfinished) parts.push(t.charts.unfinishedMonth)
    if (point.old) parts.push(t.charts.old)
    else if (point.lastYear !== null) parts.push(t.charts.lastYearOf(printed(point.lastYear)))
    return parts.join(t.filters.join)
  }
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const next = Math.min(begun.length - 1, Math.max(0, current + step))
    setAt(next)
    frame.current?.querySelectorAll<HTMLElement>('a, [tabindex]')[next]?.focus()
  }
  const layer = {
    top: PLOT.top,
    height: PLOT.height - PLOT.top,
    left: PLOT.left,
    right: PLOT.right,
    gridTemplateColumns: `repeat(${points.length}, 1fr)`,
  }
  return (
    <div ref={frame} className="month-links" style={layer} role="group" aria-label={t.charts.help} onKeyDown={onKey}>
      {begun.map((point, place) =>
        may('complaint:read') ? (
          <Link
            key={point.key}
            to="/complaints"
            search={rowsSearch(scope, { metric, period: point.key })}
            tabIndex={place === current ? 0 : -1}
            aria-label={words(point)}
            title={words(point)}
            onFocus={() => setAt(place)}
          />
        ) : (
          <span
            key={point.key}
            role="img"
            tabIndex={place === current ? 0 : -1}
            aria-label={words(point)}
            title={words(point)}
            onFocus={() => setAt(place)}
          />
        ),
      )}
      <span className="hidden-text" aria-live="polite">
        {at >= 0 && begun[at] ? words(begun[at]) : ''}
      </span>
    </div>
  )
}
