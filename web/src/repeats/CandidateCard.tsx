import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { printed } from '../catalog/format.ts'
import { useWords, type Words } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import type { Acts } from './Candidates.tsx'
import { difference, type Stretch } from './difference.ts'
import type { Candidate } from './documents.ts'

export type Decision = { kind: 'confirmed' | 'dismissed'; change: string }
type Side = Candidate['earlier']

/** Two complaints side by side, what differs marked, and the two answers. */
export const CandidateCard = memo(function CandidateCard(props: { candidate: Candidate; decision: Decision | null; acts: Acts }) {
  const { candidate, decision } = props
  const words = useWords()
  const { t, say } = words
  const { earlier, later } = candidate
  const numbers = [earlier, later].map(({ complaint }) => complaint.number ?? t.complaints.noNumber) as [string, string]
  const [ours, theirs] = difference(earlier.text ?? '', later.text ?? '')
  return (
    <article className={`card repeat${decision ? ' repeat-decided' : ''}`} tabIndex={-1} aria-label={t.repeats.pairLabel(...numbers)}>
      <header className="card-head">
        <h2>{t.repeats.evidenceOf[candidate.evidence]}</h2>
        <span className="caption">
          {t.repeats.apart(candidate.daysApart)} · {say(later.complaint.rankedInstitution?.label)}
        </span>
        {candidate.representedBy && <span className="tag">{t.repeats.representedBy(candidate.representedBy)}</span>}
      </header>
      <table className="repeat-table">
        <thead>
          <tr>
            <td />
            {[earlier, later].map((side, place) => (
              <th key={side.complaint.key} scope="col">
                <Heading side={side} name={place === 0 ? t.repeats.earlier : t.repeats.later} number={numbers[place] ?? ''} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {factsOf(words).map(({ name, of }) => {
            const [one, other] = [of(earlier), of(later)]
            return one || other ? <Row key={name} name={name} differs={one !== other} cells={[one, other]} /> : null
          })}
          {(earlier.text || later.text) && (
            <Row name={t.complaints.text} differs={false} cells={[<Text key="a" of={ours} />, <Text key="b" of={theirs} />]} />
          )}
        </tbody>
      </table>
      <Answers {...props} />
    </article>
  )
})

function Heading({ side, name, number }: { side: Side; name: string; number: string }) {
  const { t } = useWords()
  return (
    <>
      <span className="second">{name}</span>
      <Link to="/complaints/$key" params={{ key: side.complaint.key }} search={{}}>
        {number}
      </Link>
      {side.represents && <span className="tag tag-better">{t.repeats.represents}</span>}
      {side.members > 1 && <span className="tag">{t.repeats.members(side.members)}</span>}
    </>
  )
}

function factsOf({ t, say, date }: Words): { name: string; of: (side: Side) => string }[] {
  return [
    { name: t.complaints.source, of: ({ complaint }) => t.complaints.sources[complaint.source] ?? complaint.source },
    { name: t.complaints.received, of: ({ complaint }) => date(complaint.receivedOn) },
    { name: t.complaints.institution, of: ({ complaint }) => say(complaint.institution.label) },
    { name: t.complaints.category, of: ({ complaint }) => say(complaint.category.label) },
    { name: t.complaints.cause, of: ({ complaint }) => say(complaint.cause.label) },
    { name: t.complaints.channel, of: ({ complaint }) => say(complaint.lodgingChannel.label) },
    { name: t.complaints.amount, of: ({ complaint }) => (complaint.amountYuan == null ? '' : printed(complaint.amountYuan, 2)) },
    { name: t.complaints.status, of: ({ complaint }) => t.complaints.statuses[complaint.status] ?? complaint.status },
    { name: t.complaints.closed, of: ({ complaint }) => (complaint.closedOn ? date(complaint.closedOn) : '') },
  ]
}

function Row({ name, differs, cells }: { name: string; differs: boolean; cells: React.ReactNode[] }) {
  const { t } = useWords()
  return (
    <tr className={differs ? 'repeat-differs' : undefined}>
      <th scope="row">
        {name}
        {differs && <span className="hidden-text">{` ${t.repeats.differs}`}</span>}
      </th>
      {cells.map((cell, place) => (
        <td key={place}>{cell || t.figures.none}</td>
      ))}
    </tr>
  )
}

function Text({ of }: { of: Stretch[] }) {
  return (
    <span className="repeat-text">
      {of.map(({ text, differs }, place) => (differs ? <mark key={place}>{text}</mark> : <span key={place}>{text}</span>))}
    </span>
  )
}

function Answers({ candidate, decision, acts }: { candidate: Candidate; decision: Decision | null; acts: Acts }) {
  const { t } = useWords()
  if (decision)
    return (
      <p className="repeat-answers" role="status">
        <Icon name="check" />
        <span>{t.repeats[decision.kind]}</span>
        <button type="button" className="button" data-act="undo" onClick={() => void acts.undo(candidate)}>
          <Icon name="undo" />
          {t.repeats.undo}
        </button>
      </p>
    )
  return (
    <p className="repeat-answers">
      <button type="button" className="button" data-act="confirm" onClick={() => void acts.confirm(candidate)}>
        {t.repeats.confirm}
      </button>
      <button type="button" className="button" data-act="dismiss" onClick={() => acts.dismiss(candidate)}>
        {t.repeats.dismiss}
      </button>
    </p>
  )
}
