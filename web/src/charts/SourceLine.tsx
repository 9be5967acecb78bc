import { useLedger, type Ledger } from '../app/ledger.tsx'
import { useWords, type Words } from '../text/text.tsx'

/** Source and "data as of", the last words under every chart. */
export function SourceLine() {
  const words = useWords()
  const { ledger } = useLedger()
  if (!ledger) return null
  return <>{sourceWords(ledger, words)}</>
}

export function sourceWords(ledger: Ledger, { t, say, date, instant }: Words): string {
  return t.charts.source(say(ledger.jurisdiction.label), ledger.asOf ? instant(ledger.asOf) : date(ledger.today))
}
