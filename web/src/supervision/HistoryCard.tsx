import { useMay, usePerson } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import type { Decided, List } from './documents.ts'
import type { Place } from './FigureLink.tsx'
import { UndoDecision } from './UndoDecision.tsx'

/** Every decision on this list, also those taken back, each with the evidence that it rests on. */
export function HistoryCard({ list, place }: { list: List; place: Place }) {
  const { t } = useWords()
  return (
    <section className="card" aria-labelledby="supervision-history">
      <header className="card-head">
        <h2 id="supervision-history">{t.supervision.history}</h2>
      </header>
      {list.history.length === 0 && <p className="caption">{t.supervision.historyNone}</p>}
      <ol className="supervision-history">
        {list.history.map((decision) => (
          <Act key={decision.key} decision={decision} place={place} />
        ))}
      </ol>
    </section>
  )
}

function Act({ decision, place }: { decision: Decided; place: Place }) {
  const { t, say, instant } = useWords()
  const person = usePerson()
  const may = useMay()
  const { label, made, undone, reason, evidence, evidenceRevision, differs } = decision
  return (
    <li>
      <p>
        <b>{say(label)}</b> {t.supervision.done[decision.decision]}
        <span className="second"> {t.supervision.by(person(made.actor), made.at ? instant(made.at as string) : '')}</span>{' '}
        {differs && !undone && <span className="tag tag-warn">{t.supervision.differs}</span>}
        {!undone && place.revision === undefined && may('supervision:decide') && (
          <UndoDecision decision={decision} name={say(label)} jurisdiction={place.jurisdiction} />
        )}
      </p>
      <p className="second written">{reason}</p>
      {undone && (
        <p className="second">
          {t.supervision.undone(person(undone.actor), undone.at ? instant(undone.at as string) : '', undone.reason ?? '')}
        </p>
      )}
      {evidence.length > 0 && (
        <details>
          <summary className="link-button">{t.supervision.evidence(evidenceRevision)}</summary>
          {differs && <p className="caption">{t.supervision.differsText}</p>}
          <EvidenceTable decision={decision} />
        </details>
      )}
    </li>
  )
}

function EvidenceTable({ decision: { evidence } }: { decision: Decided }) {
  const { t, say } = useWords()
  return (
    <table className="rows supervision-figures">
      <thead>
        <tr>
          <th scope="col">{t.supervision.figure}</th>
          <th scope="col" className="num">
            {t.supervision.whenDecided}
          </th>
          <th scope="col" className="num">
            {t.supervision.now}
          </th>
        </tr>
      </thead>
      <tbody>
        {evidence.map(({ criterion, name, label, shown, now, differs }) => (
          <tr key={`${criterion} ${name}`} className={differs ? 'supervision-differs' : undefined}>
            <th scope="row">{say(label)}</th>
            <td className="num">{shown}</td>
            <td className="num">{differs ? (now ?? t.figures.none) : <span className="second">{t.supervision.unchanged}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
