import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useMutation } from 'urql'
import { printed } from '../catalog/format.ts'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import { Blank, Failed } from '../ui/states.tsx'
import { Columns } from './Columns.tsx'
import { CommitBar } from './CommitBar.tsx'
import { useDraft, type Draft } from './draft.ts'
import { Changes, StatedSums } from './Differences.tsx'
import { FoundReturns, WhoseReturn } from './FoundReturns.tsx'
import { NotKept } from './NotKept.tsx'
import { Conflicts, Rejected } from './Problems.tsx'
import { Unresolved } from './Unresolved.tsx'
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
      </header>
      {error && !draft && <Failed error={error} retry={again} />}
      {!draft && !error && <Blank height={320} />}
      {draft && (
        <div className="draft">
          <Steps draft={draft} running={running} />
          <div className="draft-body">
            {running ? (
              <Progress draft={draft} onCancel={() => void leave()} />
            ) : (
              <Report key={draft.id} draft={draft} onAgain={again} onLeave={() => void leave()} />
            )}
          </div>
        </div>
      )}
    </div>
  )
}

function DraftLine({ draft, running }: { draft: Draft; running: boolean }) {
  const { t } = useWords()
  if (running || draft.refused || draft.job?.state === 'FAILED') return <>{draft.file}</>
  const good = draft.new + draft.changed
  return <>{t.imports.reportHeadline(printed(draft.rows), printed(good), printed(draft.rows - good))}</>
}

function Steps({ draft, running }: { draft: Draft; running: boolean }) {
  const { t } = useWords()
  const at = draft.committed ? 4 : running ? 1 : 2
  return (
    <section className="card">
      <ol className="steps">
        {t.imports.steps.map((step, place) => (
          <li
            key={step}
            className={place < at ? 'step step-done' : place === at ? 'step step-now' : 'step'}
            aria-current={place === at ? 'step' : undefined}
          >
            <span className="step-mark" aria-hidden="true">
              {place < at ? '✓' : place + 1}
            </span>
            <span>
              {step}
              {place === 0 && <span className="second">{draft.file}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
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
  return (
    <>
      {draft.refused && (
        <p className="notice notice-worse" role="alert">
          <b>{t.imports.refused}</b> {say(draft.refused)}
        </p>
      )}
      <Counts draft={draft} />
      {draft.returns.length > 0 && <FoundReturns draft={draft} />}
      {draft.kind === 'RETURNS' && !draft.committed && <WhoseReturn draft={draft} />}
      {draft.rejected.length > 0 && <Rejected draft={draft} />}
      {draft.unresolved.length > 0 && <Unresolved draft={draft} />}
      {draft.conflicts.length > 0 && <Conflicts draft={draft} />}
      {draft.changes.length > 0 && <Changes draft={draft} />}
      {draft.stated.some((sum) => sum.differs) && <StatedSums draft={draft} />}
      {draft.notKept.length > 0 && <NotKept draft={draft} />}
      {!draft.committed && !(draft.kind === 'RETURNS' && draft.returns.length > 0) && <Columns draft={draft} />}
      <CommitBar draft={draft} onAgain={onAgain} onLeave={onLeave} />
    </>
  )
}

function Counts({ draft }: { draft: Draft }) {
  const { t } = useWords()
  const counts: [string, number][] = [
    [t.imports.counts.rows, draft.rows],
    [t.imports.counts.new, draft.new],
    [t.imports.counts.changed, draft.changed],
    [t.imports.counts.identical, draft.identical],
    [t.imports.counts.rejected, draft.rejectedRows],
    [t.imports.counts.conflicts, draft.conflicts.length],
    [t.imports.counts.skipped, draft.skipped],
  ]
  return (
    <dl className="card draft-counts">
      {counts.map(([name, count]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{printed(count)}</dd>
        </div>
      ))}
    </dl>
  )
}
