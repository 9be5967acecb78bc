import { Link } from '@tanstack/react-router'
import { useState, type KeyboardEvent } from 'react'
import { useMay } from '../app/session.tsx'
import { printed } from '../catalog/format.ts'
import { useWords } from '../text/text.tsx'
import type { Line } from './documents.ts'
import { FigureLink, type Place } from './FigureLink.tsx'
import { outcomeOf, stateOf, type RowState } from './trial.ts'

type Row = Line['rows'][number]
const PAGE = 5

/** What another line would propose: looked at, never kept. Arrows move it by a point, Page keys by five, or it is typed. */
export function TryCard({ line, place }: { line: Line; place: Place }) {
  const { t, say } = useWords()
  const may = useMay()
  const [tried, setTried] = useState(line.value)
  const [typed, setTyped] = useState<string | null>(null)
  const { rows, least, outOf } = line
  const farthest = Math.max(line.value, ...rows.map(({ holdsUpTo }) => holdsUpTo ?? 0))
  const most = Math.min(line.most, Math.ceil((farthest + 1) / 50) * 50)
  const words = (value: number): string => `${printed(value / outOf, 2)} ${say(line.unit)}`
  const move = (value: number): void => {
    setTyped(null)
    setTried(Math.min(line.most, Math.max(least, value)))
  }
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'PageUp' ? PAGE : event.key === 'PageDown' ? -PAGE : 0
    if (step === 0) return
    event.preventDefault()
    move(tried + step)
  }
  const type = (text: string): void => {
    setTyped(text)
    const value = Math.round(Number(text) * outOf)
    if (text.trim() !== '' && Number.isFinite(value) && value >= least && value <= line.most) setTried(value)
  }
  return (
    <section className="card supervision-try" aria-labelledby="supervision-try">
      <header className="card-head">
        <h2 id="supervision-try">{t.supervision.tryTitle}</h2>
        <span className="caption">{t.supervision.tryHint(say(line.label), rows.length)}</span>
      </header>
      {rows.length === 0 ? (
        <p className="caption">{t.supervision.noLine}</p>
      ) : (
        <>
          <div className="supervision-slider">
            <span id="supervision-line">{t.supervision.tryLabel}</span>
            <input
              type="range"
              aria-labelledby="supervision-line"
              aria-valuetext={words(tried)}
              min={least}
              max={Math.max(most, tried)}
              step={1}
              value={tried}
              onKeyDown={onKey}
              onChange={(event) => move(Number(event.target.value))}
            />
            <input
              className="input"
              inputMode="decimal"
              aria-labelledby="supervision-line"
              value={typed ?? printed(tried / outOf, 2)}
              onChange={(event) => type(event.target.value)}
              onBlur={() => setTyped(null)}
            />
            <span>{say(line.unit)}</span>
          </div>
          <Dots line={line} tried={tried} most={Math.max(most, tried)} place={place} words={words} />
          <Outcome line={line} tried={tried} />
          <div className="supervision-try-foot">
            <button type="button" className="button" disabled={tried === line.value} onClick={() => move(line.value)}>
              {t.supervision.reset(words(line.value))}
            </button>
            {may('settings:write') && (
              <Link to="/settings" search={place.jurisdiction ? { jurisdiction: place.jurisdiction } : {}} className="button">
                {t.supervision.change}
              </Link>
            )}
            <span className="caption">{t.supervision.tryNothing}</span>
          </div>
        </>
      )}
    </section>
  )
}

const MARKS: Record<RowState, string> = { ABOVE: '●', ENTERS: '◆', LEAVES: '◇', BELOW: '○' }

type DotsProps = { line: Line; tried: number; most: number; place: Place; words: (value: number) => string }

/** Each institution on one scale, with the line now and the line tried. */
function Dots({ line, tried, most, place, words }: DotsProps) {
  const { t, say } = useWords()
  const at = (value: number): string => `${Math.min(100, (100 * value) / most)}%`
  const names: Record<RowState, string> = {
    ABOVE: t.supervision.above,
    ENTERS: t.supervision.entering,
    LEAVES: t.supervision.leaving,
    BELOW: t.supervision.below,
  }
  return (
    <div className="supervision-dots">
      <div className="supervision-scale" aria-hidden="true">
        <span className="supervision-now" style={{ left: at(line.value) }}>
          {t.supervision.current(words(line.value))}
        </span>
        {tried !== line.value && (
          <span className="supervision-tried" style={{ left: at(tried) }}>
            {t.supervision.tried(words(tried))}
          </span>
        )}
      </div>
      <ul>
        {line.rows.map((row) => {
          const state = stateOf(row, line.value, tried)
          return (
            <li key={row.institution} className={state === 'BELOW' ? undefined : 'supervision-marked'}>
              <span className="supervision-dot-name">{say(row.label)}</span>
              <span className="supervision-track" aria-hidden="true">
                <span className="supervision-rule" style={{ left: at(line.value) }} />
                {tried !== line.value && <span className="supervision-rule supervision-rule-tried" style={{ left: at(tried) }} />}
                <span className={`supervision-dot supervision-dot-${state.toLowerCase()}`} style={{ left: at(ratioOf(row, line)) }}>
                  {MARKS[state]}
                </span>
              </span>
              <span className="hidden-text">{names[state]}</span>
              <RatioOf row={row} place={place} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** The figure that the line is compared with, in the line's own steps; for drawing alone. */
function ratioOf({ figures, holdsUpTo }: Row, { outOf }: Line): number {
  const ratio = figures.find(({ name }) => name === 'RATIO')?.value
  return ratio === null || ratio === undefined ? (holdsUpTo ?? 0) : ratio * outOf
}

function RatioOf({ row: { figures }, place }: { row: Row; place: Place }) {
  const ratio = figures.find(({ name }) => name === 'RATIO')
  const count = figures.find(({ name }) => name === 'COUNT')
  const { t } = useWords()
  if (!ratio || !count) return null
  return (
    <span className="num second">
      {ratio.shown} ·{' '}
      <FigureLink figure={count} place={place}>
        {t.supervision.cases(count.shown)}
      </FigureLink>
    </span>
  )
}

function Outcome({ line, tried }: { line: Line; tried: number }) {
  const { t, say } = useWords()
  const { enters, leaves, adds } = outcomeOf(line.rows, line.value, tried)
  const names = (rows: readonly Row[]): string => rows.map((row) => say(row.label)).join(t.supervision.listComma) || t.supervision.nobody
  return (
    <dl className="supervision-outcome" aria-live="polite">
      <dt>{t.supervision.enters(enters.length)}</dt>
      <dd>{names(enters)}</dd>
      <dt>{t.supervision.leaves(leaves.length)}</dt>
      <dd>{names(leaves)}</dd>
      <dt>{t.supervision.adds(adds.length)}</dt>
      <dd>{names(adds)}</dd>
    </dl>
  )
}
