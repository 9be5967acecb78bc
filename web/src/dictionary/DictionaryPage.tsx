import { useLocation, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useState } from 'react'
import { useQuery } from 'urql'
import { useLedger, type MetricInfo } from '../app/ledger.tsx'
import { PrintButton } from '../app/PrintButton.tsx'
import { SourceLine } from '../charts/SourceLine.tsx'
import type { ViewSearch } from '../filters/search.ts'
import { useWords } from '../text/text.tsx'
import { Await, Blank } from '../ui/states.tsx'
import { DictionaryDocument, type DictionaryDimension, type DictionaryMetric, type Explanation } from './documents.ts'
import { Dimensions } from './Dimensions.tsx'
import { MetricEntry } from './MetricEntry.tsx'
import './dictionary.css'

/** Every metric and dimension that can be asked, in the catalog's own words; each has an address. */
export function DictionaryPage() {
  const { t, say } = useWords()
  const { ledger, metrics } = useLedger()
  const search = useSearch({ strict: false }) as ViewSearch
  const [typed, setTyped] = useState('')
  const wanted = useDeferredValue(typed.trim().toLowerCase())
  const [{ data, error, fetching }, ask] = useQuery({
    query: DictionaryDocument,
    variables: { jurisdiction: search.jurisdiction ?? null, revision: search.revision ?? ledger?.revision ?? null },
    pause: !ledger,
  })
  const value = data?.catalog && data.metricExplanations ? { catalog: data.catalog, explanations: data.metricExplanations } : null
  const shown = [...metrics.values()].filter(
    (metric) =>
      wanted === '' ||
      `${metric.key} ${metric.label.zh} ${metric.label.en ?? ''} ${metric.definition.zh} ${metric.definition.en ?? ''}`
        .toLowerCase()
        .includes(wanted),
  )
  useHashTarget(value !== null)
  return (
    <div className="dictionary">
      <header className="page-head">
        <div>
          <h1>{t.pages.dictionary}</h1>
          <p className="page-line">{t.dictionary.intro}</p>
        </div>
        <div className="page-tools">
          <PrintButton words={t.frame.print} />
        </div>
      </header>
      <Await reading={{ value, error, busy: fetching, retry: () => ask({ requestPolicy: 'network-only' }) }} blank={<Blank height={640} />}>
        {({ catalog, explanations }) => (
          <div className="dictionary-body">
            <nav className="dictionary-index" aria-label={t.dictionary.index}>
              <label>
                <span className="hidden-text">{t.dictionary.find}</span>
                <input
                  className="input"
                  type="search"
                  placeholder={t.dictionary.find}
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                />
              </label>
              <h2>{t.dictionary.metrics}</h2>
              <ul>
                {shown.map((metric) => (
                  <li key={metric.key}>
                    <a href={`#${metric.key}`}>{say(metric.label)}</a>
                  </li>
                ))}
              </ul>
              <h2>{t.dictionary.dimensions}</h2>
              <ul>
                {catalog.dimensions.map((dimension) => (
                  <li key={dimension.key}>
                    <a href={`#${dimension.key}`}>{say(dimension.label)}</a>
                  </li>
                ))}
              </ul>
            </nav>
            <div className="dictionary-entries">
              <Metrics metrics={shown} catalog={catalog.metrics} explanations={explanations} dimensions={catalog.dimensions} />
              <Dimensions dimensions={catalog.dimensions} />
              <p className="caption">
                <SourceLine />
              </p>
            </div>
          </div>
        )}
      </Await>
    </div>
  )
}

type MetricsProps = {
  metrics: MetricInfo[]
  catalog: DictionaryMetric[]
  explanations: Explanation[]
  dimensions: DictionaryDimension[]
}

function Metrics({ metrics, catalog, explanations, dimensions }: MetricsProps) {
  const { t } = useWords()
  const details = new Map(catalog.map((each) => [each.key, each]))
  const explained = new Map(explanations.map((each) => [each.metric, each]))
  if (metrics.length === 0) return <p className="state">{t.dictionary.none}</p>
  return (
    <section aria-label={t.dictionary.metrics} className="dictionary-section">
      {metrics.map((metric) => (
        <MetricEntry
          key={metric.key}
          metric={metric}
          detail={details.get(metric.key)}
          explanation={explained.get(metric.key)}
          dimensions={dimensions}
        />
      ))}
    </section>
  )
}

/** An address with #COMPLAINTS opens at that entry, once the entries are there; the browser alone comes too early. */
function useHashTarget(ready: boolean): void {
  const { hash } = useLocation()
  useEffect(() => {
    if (!ready || hash === '') return
    const entry = document.getElementById(hash)
    entry?.scrollIntoView()
    entry?.focus({ preventScroll: true })
  }, [ready, hash])
}
