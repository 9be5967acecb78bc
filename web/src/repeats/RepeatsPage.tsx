import { Link, useSearch } from '@tanstack/react-router'
import { useLedger } from '../app/ledger.tsx'
import { useWords } from '../text/text.tsx'
import { Blank, Failed } from '../ui/states.tsx'
import { Candidates } from './Candidates.tsx'
import { DismissedList } from './DismissedList.tsx'
import { MergedList } from './MergedList.tsx'
import { TABS, type RepeatSearch } from './search.ts'
import './repeats.css'

/** What may be one matter, to be decided; what was merged and what was dismissed, to be taken back. */
export function RepeatsPage() {
  const { t } = useWords()
  const { ledger, error, refresh } = useLedger()
  const search = useSearch({ strict: false }) as RepeatSearch
  const tab = search.list ?? 'open'
  if (error && !ledger) return <Failed error={error} retry={refresh} />
  return (
    <div className="repeats">
      <header className="page-head">
        <div>
          <h1>{t.pages.repeats}</h1>
        </div>
      </header>
      <nav className="repeat-tabs" aria-label={t.repeats.views}>
        {TABS.map((each) => (
          <Link
            key={each}
            to="/repeats"
            search={(before: RepeatSearch) => ({ ...before, list: each === 'open' ? undefined : each })}
            className="repeat-tab"
            aria-current={each === tab ? 'page' : undefined}
          >
            {t.repeats.tabs[each]}
          </Link>
        ))}
      </nav>
      {!ledger && <Blank height={420} />}
      {ledger && tab === 'open' && (
        <Candidates key={JSON.stringify([search.when, search.who, search.evidence, search.register])} ledger={ledger} search={search} />
      )}
      {ledger && tab === 'merged' && <MergedList ledger={ledger} jurisdiction={search.jurisdiction} />}
      {ledger && tab === 'dismissed' && <DismissedList ledger={ledger} jurisdiction={search.jurisdiction} />}
    </div>
  )
}
