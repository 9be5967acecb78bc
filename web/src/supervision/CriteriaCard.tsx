import { useWords } from '../text/text.tsx'
import type { Proposals } from './documents.ts'

/** The criteria in the words that hold for this list, with how many institutions meet each. */
export function CriteriaCard({ proposals: { criteria } }: { proposals: Proposals }) {
  const { t, say } = useWords()
  return (
    <section className="card" aria-labelledby="supervision-criteria">
      <header className="card-head">
        <h2 id="supervision-criteria">{t.supervision.criteria}</h2>
        <span className="caption">{t.supervision.criteriaHint}</span>
      </header>
      <dl className="supervision-criteria">
        {criteria.map(({ key, label, definition, holding }) => (
          <div key={key}>
            <dt>
              {say(label)}
              <span className="num">{t.supervision.holding(holding)}</span>
            </dt>
            <dd className="second">{say(definition)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
