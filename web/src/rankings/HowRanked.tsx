import { useState } from 'react'
import { useLedger } from '../app/ledger.tsx'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import type { Metric } from '../gql/graphql.ts'

/** Three sentences, and the definitions of what stands in the table. */
export function HowRanked({ shown }: { shown: readonly Metric[] }) {
  const { t, say } = useWords()
  const { metrics } = useLedger()
  const [open, setOpen] = useState(false)
  return (
    <section className="card how" aria-label={t.rankings.how}>
      <header className="card-head">
        <h2>{t.rankings.how}</h2>
        <span className="caption" />
        <button type="button" className="link-button" onClick={() => setOpen(true)}>
          {t.rankings.definition}
        </button>
      </header>
      <ol className="how-lines">
        {t.rankings.howLines.map((line, place) => (
          <li key={place}>
            <b>{place + 1}</b>
            {line}
          </li>
        ))}
      </ol>
      {open && (
        <Dialog title={t.rankings.definition} onClose={() => setOpen(false)}>
          <dl className="definitions">
            {shown
              .map((key) => metrics.get(key))
              .filter((each) => each !== undefined)
              .map((metric) => (
                <div key={metric.key}>
                  <dt>
                    {say(metric.label)} <span className="second">{say(metric.unit)}</span>
                  </dt>
                  <dd>{say(metric.definition)}</dd>
                </div>
              ))}
          </dl>
        </Dialog>
      )}
    </section>
  )
}
