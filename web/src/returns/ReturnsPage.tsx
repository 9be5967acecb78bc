import { Link, useSearch } from '@tanstack/react-router'
import { useLedger } from '../app/ledger.tsx'
import { useWords } from '../text/text.tsx'
import { Failed } from '../ui/states.tsx'
import { Assessments } from './Assessments.tsx'
import { ReturnList } from './ReturnList.tsx'
import type { ReturnSearch } from './search.ts'
import './returns.css'

/** What institutions told: their returns beside the ledger, and the results of assessments. */
export function ReturnsPage() {
  const { t } = useWords()
  const { error, ledger, refresh } = useLedger()
  const search = useSearch({ strict: false }) as ReturnSearch
  if (error && !ledger) return <Failed error={error} retry={refresh} />
  return (
    <div className="returns">
      <header className="page-head">
        <h1>{t.pages.returns}</h1>
      </header>
      <nav className="return-tabs" aria-label={t.pages.returns}>
        {(['returns', 'assessments'] as const).map((tab) => (
          <Link
            key={tab}
            to="/returns"
            search={tabSearch(search, tab)}
            className="return-tab"
            {...((search.show ?? 'returns') === tab ? { 'aria-current': 'page' as const } : {})}
          >
            {t.returns.tabs[tab]}
          </Link>
        ))}
      </nav>
      {search.show === 'assessments' ? <Assessments /> : <ReturnList />}
    </div>
  )
}

/** The two tabs have periods of their own. */
function tabSearch({ show: __, period: _, ...search }: ReturnSearch, wanted: 'returns' | 'assessments'): ReturnSearch {
  return { ...search, ...(wanted === 'assessments' ? { show: wanted } : {}) }
}
