import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useLedger } from '../app/ledger.tsx'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { ViewsMenu } from '../views/ViewsMenu.tsx'
import { AddFilter } from './AddFilter.tsx'
import { Chips } from './Chips.tsx'
import { CompareMenu } from './CompareMenu.tsx'
import { PeriodMenu } from './PeriodMenu.tsx'
import { useScope } from './scope.ts'
import { FILTER_NAMES, hasFilters, withoutFilters, type ViewSearch } from './search.ts'
import './filters.css'

/** One bar for the whole view: period, comparison, then what narrows it. Everything it sets stands in the URL. */
export function FilterBar() {
  const { t } = useWords()
  const scope = useScope()
  const [sheet, setSheet] = useState(false)
  if (!scope) return <div className="filter-bar" aria-busy="true" />
  const narrowed = hasFilters(scope.search)
  return (
    <div className="filter-bar" role="region" aria-label={t.filters.bar}>
      <PeriodMenu scope={scope} />
      <CompareMenu scope={scope} />
      <div className="filter-wide">
        <Chips scope={scope} />
        <AddFilter scope={scope} />
        {narrowed && <ClearAll />}
      </div>
      <ViewsMenu />
      <CopyLink />
      <button type="button" className="button button-quiet filter-narrow" onClick={() => setSheet(true)}>
        <Icon name="filter" />
        {t.filters.sheet}
        {narrowed && <span className="dot" />}
      </button>
      {sheet && (
        <Dialog title={t.filters.sheet} onClose={() => setSheet(false)} sheet>
          <div className="filter-sheet">
            <Chips scope={scope} />
            <AddFilter scope={scope} flat />
            <div className="dialog-foot">
              {narrowed && <ClearAll />}
              <button type="button" className="button button-filled" onClick={() => setSheet(false)}>
                {t.filters.done}
              </button>
            </div>
          </div>
        </Dialog>
      )}
    </div>
  )
}

export function ClearAll() {
  const { t } = useWords()
  const navigate = useNavigate()
  return (
    <button
      type="button"
      className="button button-quiet"
      onClick={() => void navigate({ to: '.', search: (before: ViewSearch) => clear(before) })}
    >
      {t.filters.clear}
    </button>
  )
}

/** Takes off the filters and keeps the rest of the address, as a page's own tab or view. */
function clear(before: ViewSearch): ViewSearch {
  const kept = { ...before, ...blankFilters }
  return { ...kept, ...withoutFilters(before) }
}

const blankFilters: ViewSearch = Object.fromEntries([...FILTER_NAMES, 'register', 'repeats'].map((name) => [name, undefined]))

/** The copied address names the revision, so that its reader sees these very figures. */
function CopyLink() {
  const { t } = useWords()
  const { ledger } = useLedger()
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const copy = async (): Promise<void> => {
    const url = new URL(location.href)
    if (ledger && !url.searchParams.has('revision')) url.searchParams.set('revision', String(ledger.revision))
    const copied = await navigator.clipboard.writeText(url.href).then(
      () => true,
      () => false,
    )
    setState(copied ? 'copied' : 'failed')
    setTimeout(() => setState('idle'), 3000)
  }
  return (
    <button type="button" className="button button-quiet copy-link" onClick={() => void copy()}>
      <Icon name={state === 'copied' ? 'check' : 'link'} />
      <span aria-live="polite">{state === 'idle' ? t.frame.copyLink : state === 'copied' ? t.frame.copied : t.frame.copyFailed}</span>
    </button>
  )
}
