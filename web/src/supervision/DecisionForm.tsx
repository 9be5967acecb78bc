import { useRef, useState } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import type { SupervisionDecision } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { FailedLine } from '../ui/states.tsx'
import { DecideDocument, type Proposal, type Proposals } from './documents.ts'
import { Evidence } from './Evidence.tsx'
import { MeasureFields, prefilledMeasures, type MeasureRow } from './MeasureFields.tsx'

type DecisionFormProps = {
  proposal: Proposal
  proposals: Proposals
  jurisdiction: string | undefined
  /** Laid out with reason and measures; shut, its buttons open it. */
  open: boolean
  onOpen: () => void
}

/** Decisions that keep or bring an institution on the list may demand something. */
const DEMANDS: readonly SupervisionDecision[] = ['CONFIRMED', 'KEPT']

/** The three answers to a proposal, with the reason that stands in the ledger and what is demanded. */
export function DecisionForm({ proposal, proposals, jurisdiction, open, onOpen }: DecisionFormProps) {
  const { t, say } = useWords()
  const { ledger, heard } = useLedger()
  const frame = useRef<HTMLFormElement>(null)
  const [reason, setReason] = useState(say(proposal.reason))
  const [measures, setMeasures] = useState<MeasureRow[]>(() => prefilledMeasures(proposal, ledger?.today ?? ''))
  const [missing, setMissing] = useState(false)
  const [{ error, fetching }, decide] = useMutation(DecideDocument)
  const name = say(proposal.label)
  const act = async (decision: SupervisionDecision): Promise<void> => {
    if (!open) return onOpen()
    setMissing(reason.trim() === '')
    if (reason.trim() === '') return frame.current?.querySelector('textarea')?.focus()
    const { data } = await decide({
      period: proposals.period.key,
      institution: proposal.institution,
      decision,
      reason: reason.trim(),
      measures: DEMANDS.includes(decision) ? measures.map(({ kind, text, dueOn }) => ({ kind, text, dueOn })) : [],
      revision: proposals.revision,
      jurisdiction,
    })
    const done = data?.decideSupervision
    if (!done) return
    frame.current?.closest<HTMLElement>('article')?.focus()
    heard(done.ledger.revision)
  }
  return (
    <form ref={frame} className="supervision-form" noValidate onSubmit={(event) => event.preventDefault()}>
      {open && (
        <>
          <label className="supervision-line">
            <span>{t.supervision.reason}</span>
            <textarea className="input" rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
          </label>
          {missing && (
            <p className="field-problem" role="alert">
              {t.supervision.reasonMissing}
            </p>
          )}
          <MeasureFields rows={measures} kinds={proposals.measureKinds} today={ledger?.today ?? ''} onChange={setMeasures} />
        </>
      )}
      {error && <FailedLine error={error} />}
      <div className="supervision-answers">
        <Evidence proposal={proposal} />
        <span className="caption">{t.supervision.advised(t.supervision.act[proposal.advised] ?? '')}</span>
        {proposal.choices.map((decision) => (
          <button
            key={decision}
            type="button"
            className={open && decision === proposal.advised ? 'button button-filled' : 'button'}
            disabled={fetching}
            aria-label={t.supervision.actOn(t.supervision.act[decision] ?? '', name)}
            aria-expanded={open ? undefined : false}
            onClick={() => void act(decision)}
          >
            {t.supervision.act[decision]}
          </button>
        ))}
      </div>
    </form>
  )
}
