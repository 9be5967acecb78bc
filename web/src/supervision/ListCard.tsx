import { usePerson } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import type { Entry, List } from './documents.ts'
import { Sentence, type Place } from './FigureLink.tsx'

/** Who is on the list or left with it: since when and why, what is demanded, how it stands now. */
export function ListCard({ list, place }: { list: List; place: Place }) {
  const { t, say } = useWords()
  const { columns } = t.supervision
  const members = list.rows.filter(({ state }) => state !== 'LEFT').length
  return (
    <section className="card" aria-labelledby="supervision-list">
      <header className="card-head">
        <h2 id="supervision-list">{t.supervision.listTitle}</h2>
        <span className="caption">{t.supervision.listHint(say(list.period.label), members)}</span>
      </header>
      {list.rows.length === 0 ? (
        <p className="state">{t.supervision.listNone}</p>
      ) : (
        <Scroll label={t.supervision.listTitle}>
          <table className="rows supervision-list">
            <thead>
              <tr>
                {[columns.institution, columns.since, columns.measures, columns.now, columns.state].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.rows.map((entry) => (
                <EntryRow key={entry.institution} entry={entry} place={place} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  )
}

const TAGS = { NEW: 'tag tag-warn', STAYS: 'tag', PENDING: 'tag tag-warn', LEFT: 'tag tag-better' } as const

function EntryRow({ entry, place }: { entry: Entry; place: Place }) {
  const { t, say } = useWords()
  const person = usePerson()
  const { entered, decided, measures, judgements, proposed, state } = entry
  return (
    <tr>
      <th scope="row">
        {say(entry.label)}
        <span className="second">{say(entry.group)}</span>
      </th>
      <td>
        <span className="written">{entered.reason}</span>
        <span className="second">
          {[t.supervision.from(say(entry.since.label)), person(entered.made.actor), entered.criteria.map(say).join(t.supervision.listComma)]
            .filter(Boolean)
            .join(' · ')}
          {entered.differs && <span className="tag tag-warn">{t.supervision.differs}</span>}
        </span>
      </td>
      <td>
        <ul className="supervision-demands">
          {measures.map((one, at) => (
            <Demand key={at} measure={one} />
          ))}
          {measures.length === 0 && <li className="second">{t.supervision.noMeasure}</li>}
        </ul>
      </td>
      <td>
        {judgements.map((judgement) => (
          <span key={judgement.criterion} className={judgement.holds === true ? 'supervision-now-line' : 'supervision-now-line second'}>
            <Sentence judgement={judgement} place={place} />
          </span>
        ))}
        {judgements.length === 0 && t.figures.none}
      </td>
      <td>
        <span className={TAGS[state]}>{t.supervision.states[state]}</span>
        <span className={decided ? 'second written' : 'second'}>
          {decided && decided.key !== entered.key ? decided.reason : proposed ? t.supervision.proposed[proposed] : ''}
        </span>
      </td>
    </tr>
  )
}

function Demand({ measure: { label, dueOn, overdue } }: { measure: Entry['measures'][number] }) {
  const { t, say, date } = useWords()
  return (
    <li>
      <span>{say(label)}</span> <span className="num">{t.supervision.dueBy(date(dueOn))}</span>
      {overdue && <span className="second"> {t.supervision.overdue}</span>}
    </li>
  )
}
