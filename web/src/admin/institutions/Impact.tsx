import { useEffect, useRef } from 'react'
import { printed } from '../../catalog/format.ts'
import { usePlacesWords } from '../places.ts'
import type { Preview } from './documents.ts'

/** What a change does to figures, before it is saved. */
export function Impact({ seen }: { seen: Preview }) {
  const w = usePlacesWords().institutions
  const box = useRef<HTMLElement>(null)
  // The button that saves comes after what is said here: both have to be in sight.
  useEffect(() => {
    // Newer browsers answer with a promise, which is no clean-up.
    void box.current?.closest('form')?.lastElementChild?.scrollIntoView({ block: 'end' })
  }, [])
  const quiet = seen.complaints === 0 && seen.regrouped === 0 && seen.orphaned === 0
  return (
    <section
      ref={box}
      className={`notice places-impact${seen.orphaned > 0 || seen.inClosedMonths > 0 ? ' notice-warn' : ''}`}
      role="status"
      aria-label={w.impact}
    >
      <h3>{w.impact}</h3>
      <ul>
        {quiet && <li>{w.noImpact}</li>}
        {seen.complaints > 0 && <li>{w.resolved(printed(seen.complaints))}</li>}
        {seen.moves.slice(0, 6).map((move) => (
          <li key={`${move.from} ${move.to}`}>{w.move(move.from ?? w.outside, move.to ?? w.outside, printed(move.complaints))}</li>
        ))}
        {seen.inClosedMonths > 0 && <li>{w.closedMonths(printed(seen.inClosedMonths))}</li>}
        {seen.regrouped > 0 && <li>{w.regrouped(printed(seen.regrouped))}</li>}
        {seen.orphaned > 0 && <li>{w.orphaned(printed(seen.orphaned))}</li>}
      </ul>
    </section>
  )
}
