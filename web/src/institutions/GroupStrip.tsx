import { Link } from '@tanstack/react-router'
import { useRef, useState, type KeyboardEvent } from 'react'
import { printed, withUnit } from '../catalog/format.ts'
import type { GroupFigure, Table } from '../catalog/table.ts'
import type { Metric } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { stripLayout } from './strip.ts'

type StripProps = { table: Table; metric: Metric; own: number; group: GroupFigure | undefined }

/** This institution among its peers: one stop of the tab key, arrows walk the dots, each says whose and how much. */
export function GroupStrip({ table, metric, own, group }: StripProps) {
  const { t, say } = useWords()
  const frame = useRef<HTMLDivElement>(null)
  const layout = stripLayout(table, metric, own, group)
  const [at, setAt] = useState<number | null>(null)
  if (!layout) return <div className="group-strip" />
  const { dots, median, band } = layout
  const column = table.column(metric)
  const words = (place: number): string => {
    const dot = dots[place]
    if (!dot) return ''
    const unit = say(column?.unit)
    return t.institutions.dot(say(table.label('INSTITUTION', dot.row)), withUnit(printed(dot.value, column?.decimals), unit))
  }
  const current =
    at ??
    Math.max(
      0,
      dots.findIndex((dot) => dot.own),
    )
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const next = Math.min(dots.length - 1, Math.max(0, current + step))
    setAt(next)
    frame.current?.querySelectorAll<HTMLElement>('a')[next]?.focus()
  }
  return (
    <div className="group-strip" ref={frame} role="group" aria-label={t.institutions.strip} onKeyDown={onKey} onBlur={() => setAt(null)}>
      {band && <span className="strip-band" style={{ left: `${band.from}%`, width: `${band.to - band.from}%` }} />}
      <span className="strip-line" />
      {median !== null && <span className="strip-median" style={{ left: `${median}%` }} />}
      {dots.map((dot, place) => (
        <Link
          key={table.id('INSTITUTION', dot.row)}
          to="/institutions/$key"
          params={{ key: table.id('INSTITUTION', dot.row) }}
          search={(before) => before}
          className={dot.own ? 'strip-dot strip-own' : 'strip-dot'}
          style={{ left: `${dot.left}%`, bottom: `${6 + dot.lift * 7}px` }}
          tabIndex={place === current ? 0 : -1}
          aria-label={words(place)}
          title={words(place)}
          onFocus={() => setAt(place)}
        />
      ))}
      {at !== null && !dots[at]?.own && (
        <span className="strip-words" aria-hidden="true">
          {words(at)}
        </span>
      )}
    </div>
  )
}
