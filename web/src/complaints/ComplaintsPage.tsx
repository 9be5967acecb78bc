import { Link, Outlet, useMatchRoute, useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { useLedger, type MetricInfo } from '../app/ledger.tsx'
import { useMay } from '../app/session.tsx'
import { usePreviousWords } from '../filters/CompareMenu.tsx'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import { periodWords } from '../filters/period.ts'
import { useScope, type Scope } from '../filters/scope.ts'
import type { ComplaintRows, FigurePart, Metric } from '../gql/graphql.ts'
import { EmptyLedger } from '../overview/EmptyLedger.tsx'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Failed } from '../ui/states.tsx'
import { Facets } from './Facets.tsx'
import { ComplaintsDocument, ComplaintTable, Count, PAGE } from './ComplaintTable.tsx'
import type { ComplaintSearch } from './search.ts'
import './complaints.css'

const METRIC: Metric = 'COMPLAINTS'

/** The rows behind a number; the list's count is that number. The detail opens beside it and keeps its address. */
export function ComplaintsPage() {
  const { ledger, error, refresh } = useLedger()
  const scope = useScope()
  if (error && !ledger) return <Failed error={error} retry={refresh} />
  if (ledger && ledger.firstMonth === null) return <EmptyLedger />
  return <Complaints scope={scope} />
}

function Complaints({ scope }: { scope: Scope | null }) {
  const { t, say, language } = useWords()
  const { metrics } = useLedger()
  const may = useMay()
  const search = useSearch({ strict: false }) as ComplaintSearch
  useRegisterKey(may('complaint:register'))
  const open = useMatchRoute()({ to: '/complaints/$key' })
  const metric = search.metric ?? METRIC
  const part = search.part ?? 'VALUE'
  // A number may be typed together with a name: what is searched stays out of the address.
  const [typed, setTyped] = useState('')
  const wanted = useDeferredValue(typed.trim())
  const found = searchOf(wanted, may('complaintText:read'))
  const rows: ComplaintRows | null = scope && {
    metric,
    part,
    period: scope.period,
    filters: scope.filters,
    revision: scope.revision,
    ...(search.jurisdiction ? { jurisdiction: search.jurisdiction } : {}),
    ...(search.register ? { register: search.register } : {}),
    ...(search.repeats ? { repeats: search.repeats } : {}),
    ...(search.order ? { order: search.order } : {}),
    ...(found === 'SHORT' ? {} : found),
  }
  return (
    <div className="complaints">
      <header className="page-head">
        <div>
          <h1>{t.complaints.title}</h1>
          <p className="page-line">
            {scope && t.complaints.headline(periodWords(scope.period, language), say(metrics.get(metric)?.label))} <Count rows={rows} />
          </p>
        </div>
        <div className="complaint-heads">
          {rows && (
            <ExportMenu
              what={{ list: 'COMPLAINTS', asked: { rows }, name: t.complaints.title }}
              asks={{ document: ComplaintsDocument, variables: { rows, first: PAGE, after: null } }}
            />
          )}
          {may('complaint:register') && (
            <Link to="/register" search={{}} className="button" aria-keyshortcuts="n">
              <Icon name="register" />
              {t.registration.title}
              <kbd>N</kbd>
            </Link>
          )}
        </div>
      </header>
      {scope && <Tools scope={scope} metric={metric} part={part} typed={typed} onType={setTyped} short={found === 'SHORT'} />}
      {rows && !open && metrics.size > 0 && <Facets rows={rows} search={search} additive={metrics.get(metric)?.additive ?? true} />}
      <div className={open ? 'complaints-body complaints-open' : 'complaints-body'}>
        <ComplaintTable rows={rows} today={scope?.today ?? ''} />
        <Outlet />
      </div>
    </div>
  )
}

/** `n` begins a new complaint, where nobody is typing. */
function useRegisterKey(allowed: boolean): void {
  const navigate = useNavigate()
  const goneAt = useRef(-Infinity)
  useEffect(() => {
    if (!allowed) return
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable], dialog') !== null
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return
      // After `g` the letter is the name of a page.
      if (event.key === 'g') goneAt.current = event.timeStamp
      else if (event.key === 'n' && event.timeStamp - goneAt.current > 1000) void navigate({ to: '/register', search: {} })
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [allowed, navigate])
}

/** What returns and assessments tell has no complaints behind it. */
function isCounted(metric: MetricInfo): boolean {
  return metric.dateRole !== 'OWN'
}

/** Chinese words are looked for in the texts, for who may read them; all else is the beginning of a number. */
function searchOf(wanted: string, texts: boolean): { text?: string; numberSearch?: string } | 'SHORT' {
  if (wanted === '') return {}
  if (!texts || !/\p{Script=Han}/u.test(wanted)) return { numberSearch: wanted }
  return [...wanted].length < 2 ? 'SHORT' : { text: wanted }
}

type ToolsProps = { scope: Scope; metric: Metric; part: FigurePart; typed: string; onType: (typed: string) => void; short: boolean }

/** Which number is listed and which part of it; and the one search there is, by number. */
function Tools({ scope, metric, part, typed, onType, short }: ToolsProps) {
  const may = useMay()
  const mayText = may('complaintText:read')
  const { t, say } = useWords()
  const { metrics } = useLedger()
  const navigate = useNavigate()
  const previous = usePreviousWords(scope.period)
  const searchWords = mayText ? t.complaints.searchBoth : t.complaints.searchNumber
  const set = (change: Partial<ComplaintSearch>): void =>
    void navigate({ to: '/complaints', search: (before: ComplaintSearch) => ({ ...before, ...change }) })
  const parts: FigurePart[] = ['VALUE', 'PREVIOUS', 'LAST_YEAR']
  if (part === 'NUMERATOR' || part === 'BASE' || metrics.get(metric)?.additive === false) parts.splice(1, 0, 'NUMERATOR', 'BASE')
  const words = (each: FigurePart): string => (each === 'PREVIOUS' ? previous : (t.complaints.parts[each] ?? each))
  return (
    <div className="complaint-tools">
      <label className="inline-field">
        <span>{t.complaints.metric}</span>
        <select className="input" value={metric} onChange={(event) => set({ metric: event.target.value as Metric, part: undefined })}>
          {[...metrics.values()].filter(isCounted).map((each) => (
            <option key={each.key} value={each.key}>
              {say(each.label)}
            </option>
          ))}
        </select>
      </label>
      <label className="inline-field">
        <span>{t.complaints.part}</span>
        <select
          className="input"
          value={part}
          onChange={(event) => set({ part: event.target.value === 'VALUE' ? undefined : (event.target.value as FigurePart) })}
        >
          {parts.map((each) => (
            <option key={each} value={each}>
              {words(each)}
            </option>
          ))}
        </select>
      </label>
      <label className="inline-field complaint-search">
        <span className="hidden-text">{searchWords}</span>
        <input className="input" type="search" placeholder={searchWords} value={typed} onChange={(event) => onType(event.target.value)} />
        {short && (
          <span className="second" role="status">
            {t.complaints.searchTwo}
          </span>
        )}
      </label>
    </div>
  )
}
