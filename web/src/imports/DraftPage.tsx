import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useMutation } from 'urql'
import { printed } from '../catalog/format.ts'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import { Blank, Failed } from '../ui/states.tsx'
import { ColumnsStep } from './ColumnsStep.tsx'
import { useDraft, type Draft, type MapJson } from './draft.ts'
import { WhoseReturn } from './FoundReturns.tsx'
import { HeadingsStep } from './HeadingsStep.tsx'
import { useRecheck } from './recheck.ts'
import { RejectedFile } from './RejectedFile.tsx'
import { CheckStep } from './CheckStep.tsx'
import { Steps, type Step } from './Steps.tsx'
import './imports.css'

const CancelImportDocument = graphql(`
  mutation CancelImport($id: ID!) {
    cancelImport(id: $id)
  }
`)

/** What the file would do to the ledger; nothing is written before the button that says so. */
export function DraftPage() {
  const { t } = useWords()
  const { draft: id } = useParams({ from: '/frame/imports/$draft' })
  const { draft, error, running, again } = useDraft(id)
  const navigate = useNavigate()
  const [, cancel] = useMutation(CancelImportDocument)
  const leave = async (): Promise<void> => {
    await cancel({ id })
    await navigate({ to: '/imports' })
  }
  return (
    <div className="imports">
      <header className="page-head">
        <div>
          <h1>{t.pages.imports}</h1>
          <p className="page-line">{draft ? <DraftLine draft={draft} running={running} /> : ' '}</p>
        </div>
        {draft && !running && <RejectedFile draft={draft} />}
      </header>
      {error && !draft && <Failed error={error} retry={again} />}
      {!draft && !error && <Blank height={320} />}
      {draft && running && !draft.committing && (
        <div className="draft">
          <Steps draft={draft} step="check" running onStep={() => undefined} />
          <Progress draft={draft} onCancel={() => void leave()} />
        </div>
      )}
      {draft && (!running || draft.committing) && <Report key={draft.id} draft={draft} onAgain={again} onLeave={() => void leave()} />}
    </div>
  )
}

function DraftLine({ draft, running }: { draft: Draft; running: boolean }) {
  const { t } = useWords()
  if ((running && !draft.committing) || draft.refused || draft.job?.state === 'FAILED') return <>{draft.file}</>
  const good = draft.new + draft.changed
  const { rows, identical } = draft
  return <>{t.imports.reportHeadline(printed(rows), printed(good), printed(identical), printed(rows - good - identical))}</>
}

function Progress({ draft, onCancel }: { draft: Draft; onCancel: () => void }) {
  const { t } = useWords()
  const { job } = draft
  const done = printed(job?.done ?? 0)
  return (
    <section className="card state" role="status">
      <p>{job?.total ? t.imports.reading(done, printed(job.total)) : t.imports.readingPlain(done)}</p>
      <progress value={job?.total ? job.done : undefined} max={job?.total ?? undefined} aria-label={t.imports.readingPlain(done)} />
      <button type="button" className="button" onClick={onCancel}>
        {t.imports.cancel}
      </button>
    </section>
  )
}

function Report({ draft, onAgain, onLeave }: { draft: Draft; onAgain: () => void; onLeave: () => void }) {
  const { t, say } = useWords()
  const [step, setStep] = useState<Step>(firstStep(draft))
  if (draft.job?.state === 'FAILED') {
    return (
      <section className="card state" role="alert">
        <strong>{t.imports.jobFailed}</strong>
        <p>{say(draft.job.error)}</p>
        <Link className="button" to="/imports">
          {t.imports.another}
        </Link>
      </section>
    )
  }
  const refused = draft.refused && (
    <p className="notice notice-worse" role="alert">
      <b>{t.imports.refused}</b> {say(draft.refused)} <OtherKinds draft={draft} />
    </p>
  )
  const steps = <Steps draft={draft} step={step} running={false} onStep={setStep} />
  if (step === 'check' && !draft.refused) return <CheckStep draft={draft} steps={steps} onAgain={onAgain} onLeave={onLeave} />
  return (
    <div className="draft">
      <div className="draft-side">{steps}</div>
      <div className="draft-body">
        {refused}
        {draft.kind === 'RETURNS' && <WhoseReturn draft={draft} />}
        {step === 'headings' && <HeadingsStep draft={draft} onDone={() => setStep('columns')} />}
        {step === 'columns' && <ColumnsStep draft={draft} onDone={() => setStep('check')} />}
        {draft.refused && (
          <Link className="button another" to="/imports">
            {t.imports.another}
          </Link>
        )}
      </div>
    </div>
  )
}

/** A file that was given as the wrong kind: read it as what it looks like, with one click. */
function OtherKinds({ draft }: { draft: Draft }) {
  const { t } = useWords()
  const { recheck, fetching } = useRecheck(draft)
  return draft.otherKinds.map((kind) => (
    <button key={kind} type="button" className="button" disabled={fetching} onClick={() => void recheck(null, true, kind)}>
      {t.imports.checkAs(t.imports.kinds[kind] ?? kind)}
    </button>
  ))
}

/** A file that could not be read starts where a person can help it: at its headings, or at its columns. */
function firstStep(draft: Draft): Step {
  if (!draft.refused) return 'check'
  return draft.kind === 'RETURNS' || (draft.headings.length > 0 && mapped(draft)) ? 'columns' : 'headings'
}

function mapped(draft: Draft): boolean {
  const map = (draft.map ?? {}) as MapJson
  return map.headingRows !== undefined || map.columns !== undefined
}
