import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useLedger } from '../app/ledger.tsx'
import { PrintButton } from '../app/PrintButton.tsx'
import { LateEntries } from '../catalog/LateEntries.tsx'
import { useScope } from '../filters/scope.ts'
import { EmptyLedger } from '../overview/EmptyLedger.tsx'
import { useWords } from '../text/text.tsx'
import { Blank, Failed } from '../ui/states.tsx'
import { choiceOf } from './choice.ts'
import { modelOf, type TrendModel } from './drawn.ts'
import { MainChart } from './MainChart.tsx'
import { Multiples } from './Multiples.tsx'
import { MOST_LINES, type TrendSearch } from './search.ts'
import { TrendHeadline } from './TrendHeadline.tsx'
import { TrendTable } from './TrendTable.tsx'
import { TrendTools } from './TrendTools.tsx'
import { useTrend } from './useTrend.ts'
import './trends.css'

/** One metric over time, split by one dimension or none: what rose, since when, and against what. */
export function TrendsPage() {
  const { error, ledger, refresh } = useLedger()
  if (error && !ledger) return <Failed error={error} retry={refresh} />
  if (ledger && ledger.firstMonth === null) return <EmptyLedger />
  return <Trends />
}

function Trends() {
  const { t } = useWords()
  const { ledger, catalog } = useLedger()
  const scope = useScope()
  const search = useSearch({ strict: false }) as TrendSearch
  const known = useMemo(() => (ledger?.firstMonth ? { from: ledger.firstMonth, to: ledger.today.slice(0, 7) } : null), [ledger])
  const choice = useMemo(
    () => (scope && catalog && known ? choiceOf(search, scope, catalog, known) : null),
    [search, scope, catalog, known],
  )
  const trend = useTrend(scope, choice)
  const model = useModel(useTrendModel(scope, choice, trend))
  useEscape(search.focus !== undefined)
  const { failed } = trend
  return (
    <div className="trends">
      <header className="page-head">
        <div>
          <h1>{t.pages.trends}</h1>
          <TrendHeadline scope={scope} choice={choice} whole={trend.whole.value} />
          <LateEntries table={trend.whole.value} scope={scope} />
        </div>
        <div className="trend-tools">
          {choice && <TrendTools choice={choice} />}
          <PrintButton words={t.frame.print} />
        </div>
      </header>
      {failed?.error && <Failed error={failed.error} retry={failed.retry} />}
      {!failed && !model && <Blanks />}
      {!failed && model && scope && known && (
        <div className={trend.ready ? 'trend-cards' : 'trend-cards busy'} aria-busy={!trend.ready}>
          <MainChart model={model} scope={scope} known={known} />
          {model.members.length > MOST_LINES && <Multiples model={model} scope={scope} />}
          <TrendTable model={model} scope={scope} />
        </div>
      )}
    </div>
  )
}

function useTrendModel(scope: ReturnType<typeof useScope>, choice: ReturnType<typeof choiceOf>, trend: ReturnType<typeof useTrend>) {
  const words = useWords()
  const { answers, before } = trend
  const members = trend.members.value
  const whole = trend.whole.value
  return useMemo(
    () => (scope && choice && answers ? modelOf({ scope, choice, answers, before, members, whole }, words) : null),
    [scope, choice, answers, before, members, whole, words],
  )
}

/** What was drawn last stays until the next is whole, so that nothing jumps. */
function useModel(model: TrendModel | null): TrendModel | null {
  const [held, setHeld] = useState(model)
  if (model && model !== held) setHeld(model)
  return model ?? held
}

/** Esc makes the big one small again. */
function useEscape(open: boolean): void {
  const navigate = useNavigate()
  useEffect(() => {
    if (!open) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open], .popover-panel')) return
      void navigate({ to: '.', search: (before: TrendSearch) => ({ ...before, focus: undefined }) })
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [open, navigate])
}

function Blanks() {
  const { t } = useWords()
  return (
    <div className="trend-cards" aria-busy="true">
      <span className="hidden-text">{t.states.loading}</span>
      {[380, 220, 260].map((height) => (
        <section key={height} className="card">
          <Blank height={height} />
        </section>
      ))}
    </div>
  )
}
