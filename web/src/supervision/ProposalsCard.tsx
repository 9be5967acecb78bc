import { useState } from 'react'
import { useMay, usePerson } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import { DecisionForm } from './DecisionForm.tsx'
import { Evidence } from './Evidence.tsx'
import type { Proposal, Proposals } from './documents.ts'
import { Sentence, type Place } from './FigureLink.tsx'
import { UndoDecision } from './UndoDecision.tsx'
import { Icon } from '../ui/Icon.tsx'

/** What is proposed, the strongest evidence first. The first open one is laid out to be decided; the others on demand. */
export function ProposalsCard({ proposals, place }: { proposals: Proposals; place: Place }) {
  const { t, say } = useWords()
  const may = useMay()
  const { rows, unfinished } = proposals
  const decides = may('supervision:decide') && place.revision === undefined
  const first = rows.find(({ decision }) => !decision)
  const [chosen, setChosen] = useState<string | null>(null)
  const open = rows.some(({ institution, decision }) => institution === chosen && !decision) ? chosen : first?.institution
  return (
    <section className="card" aria-labelledby="supervision-proposals">
      <header className="card-head">
        <h2 id="supervision-proposals">{t.supervision.proposals}</h2>
        <span className="caption">{decides ? t.supervision.proposalsHint : t.supervision.readOnly}</span>
      </header>
      {unfinished && <p className="state">{say(unfinished)}</p>}
      {!unfinished && rows.length === 0 && <p className="state">{t.supervision.none}</p>}
      {rows.map((proposal) => (
        <article key={proposal.institution} className="supervision-proposal" aria-label={say(proposal.label)} tabIndex={-1}>
          <ProposalHead proposal={proposal} />
          {proposal.judgements.length === 0 && <p>{say(proposal.reason)}</p>}
          {proposal.judgements.map((judgement) => (
            <p key={judgement.criterion} className={judgement.holds === true ? undefined : 'second'}>
              <Sentence judgement={judgement} place={place} />
            </p>
          ))}
          {proposal.decision ? (
            <Done proposal={proposal} decides={decides} place={place} />
          ) : decides ? (
            <DecisionForm
              key={open === proposal.institution ? 'open' : 'shut'}
              proposal={proposal}
              proposals={proposals}
              jurisdiction={place.jurisdiction}
              open={open === proposal.institution}
              onOpen={() => setChosen(proposal.institution)}
            />
          ) : (
            <p className="supervision-answers">
              <Evidence proposal={proposal} />
              <span className="caption">{t.supervision.advised(t.supervision.act[proposal.advised] ?? '')}</span>
            </p>
          )}
        </article>
      ))}
    </section>
  )
}

function ProposalHead({ proposal }: { proposal: Proposal }) {
  const { t, say } = useWords()
  const { label, group, proposed, since, judgements } = proposal
  return (
    <header className="supervision-head">
      <h3>{say(label)}</h3>
      <span className="second">{[say(group), since && t.supervision.since(say(since.label))].filter(Boolean).join(' · ')}</span>
      <span className="supervision-tags">
        <span className="tag">{t.supervision.proposed[proposed]}</span>
        {judgements.map(({ criterion, label: name, holds }) => (
          <span key={criterion} className={holds ? 'tag tag-warn' : 'tag'}>
            {say(name)}
            {!holds && ` · ${holds === false ? t.supervision.fails : t.supervision.unjudged}`}
          </span>
        ))}
      </span>
    </header>
  )
}

function Done({ proposal, decides, place }: { proposal: Proposal; decides: boolean; place: Place }) {
  const { t, say, date, instant } = useWords()
  const person = usePerson()
  const { decision, label } = proposal
  if (!decision) return null
  const { made, measures } = decision
  return (
    <div className="supervision-done">
      <p className="second">
        {t.supervision.reason}
        {t.supervision.colon}
        <span className="written">{decision.reason}</span>
      </p>
      {measures.length > 0 && (
        <p className="second">
          {measures.map((one) => `${say(one.label)} ${t.supervision.dueBy(date(one.dueOn))}`).join(t.supervision.semicolon)}
        </p>
      )}
      <p className="supervision-answers" role="status">
        <span className="supervision-decided">
          <Icon name="check" />
          {t.supervision.done[decision.decision]}
          {t.supervision.comma}
          {t.supervision.by(person(made.actor), made.at ? instant(made.at as string) : '')}
        </span>
        {decides && <UndoDecision decision={decision} name={say(label)} jurisdiction={place.jurisdiction} />}
      </p>
    </div>
  )
}
