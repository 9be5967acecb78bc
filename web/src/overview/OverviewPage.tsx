import { useLedger } from '../app/ledger.tsx'
import { PrintButton } from '../app/PrintButton.tsx'
import { useScope } from '../filters/scope.ts'
import { useWords } from '../text/text.tsx'
import { Failed } from '../ui/states.tsx'
import { Attention } from './Attention.tsx'
import { Breakdown } from './Breakdown.tsx'
import { EmptyLedger } from './EmptyLedger.tsx'
import { Headline } from './Headline.tsx'
import { NotClosed } from './NotClosed.tsx'
import { Tiles } from './Tiles.tsx'
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
