import { useLedger } from '../app/ledger.tsx'
import { useWords } from '../text/text.tsx'

/** Source and "data as of", the last words under every chart. */
export function SourceLine() {
  const { t, say, date, instant } = useWords()
  const { ledger } = useLedger()
  if (!ledger) return null
  return <>{t.charts.source(say(ledger.jurisdiction.label), ledger.asOf ? instant(ledger.asOf) : date(ledger.today))}</>
}
