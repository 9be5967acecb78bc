import { useMemo } from 'react'
import { useLedger } from '../app/ledger.tsx'
import { PrintButton } from '../app/PrintButton.tsx'
import { LateEntries } from '../catalog/LateEntries.tsx'
import { useTable } from '../catalog/table.ts'
import { useScope, type Scope } from '../filters/scope.ts'
import { useWords } from '../text/text.tsx'
import { Failed } from '../ui/states.tsx'
import { Attention } from './Attention.tsx'
import { Breakdown } from './Breakdown.tsx'
import { EmptyLedger } from './EmptyLedger.tsx'
import { Headline } from './Headline.tsx'
import { NotClosed } from './NotClosed.tsx'
import { Tiles } from './Tiles.tsx'
import { tilesQuery } from './tiles.ts'
import { Trend } from './Trend.tsx'
import './overview.css'

/** What happened, whether it matters, where to look: one page that answers without a click and opens with one. */
export function OverviewPage() {
  const { t } = useWords()
  const { ledger, error, refresh } = useLedger()
  const scope = useScope()
  if (error && !ledger) return <Failed error={error} retry={refresh} />
  if (ledger && ledger.firstMonth === null) return <EmptyLedger />
  return (
    <div className="overview">
      <header className="page-head">
        <div>
          <h1>{t.overview.title}</h1>
          <Headline scope={scope} />
          <Late scope={scope} />
        </div>
        <div className="page-tools">
          <PrintButton words={t.frame.printPage} />
        </div>
      </header>
      {scope && <NotClosed scope={scope} />}
      <Tiles scope={scope} />
      <div className="overview-middle">
        <Trend scope={scope} />
        <Attention scope={scope} />
      </div>
      <div className="overview-bars">
        <Breakdown scope={scope} dimension="CAUSE" title={t.overview.causes} />
        <Breakdown scope={scope} dimension="CATEGORY" title={t.overview.categories} />
        <Breakdown scope={scope} dimension="LODGING_CHANNEL" title={t.overview.channels} />
      </div>
    </div>
  )
}

/** Of the same figures as the tiles. */
function Late({ scope }: { scope: Scope | null }) {
  const tiles = useTable(useMemo(() => (scope ? tilesQuery(scope) : null), [scope]))
  return <LateEntries table={tiles.value} scope={scope} />
}
