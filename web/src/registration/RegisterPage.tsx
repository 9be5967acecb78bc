import { useCallback, useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { Link } from '@tanstack/react-router'
import { useMutation, useQuery } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { graphql } from '../gql/index.ts'
import { useFieldNames } from '../imports/fields.ts'
import { useWords } from '../text/text.tsx'
import { Blank, Failed, FailedLine } from '../ui/states.tsx'
import { CheckDocument, ProposalDocument, RegisterDocument, useSettled, type Problem, type Registration, type Repeat } from './documents.ts'
import { Fields } from './Fields.tsx'
import { emptyDraft, formKey, LOCAL, nextDraft, typedOf, withoutPersons, type Draft } from './form.ts'
import { useKept } from './kept.ts'
import { NumberFields } from './NumberFields.tsx'
import { RepeatsDialog } from './RepeatsDialog.tsx'
import { SessionList, type Registered } from './SessionList.tsx'
import './registration.css'

const MergeDocument = graphql(`
  mutation MergeRegistered($keys: [ID!]!, $reason: String!) {
    mergeComplaints(keys: $keys, reason: $reason) {
      ledger {
        revision
      }
    }
  }
`)

/** One complaint after another, by keyboard: what is typed is checked by the rules of imports before it is saved. */
export function RegisterPage() {
  const { t } = useWords()
  const [kept, setKept] = useKept<Draft>('mingjing.registration', emptyDraft)
  const [list, setList] = useKept<Registered[]>('mingjing.registered', [])
  const [source, setSource] = useState(kept.source)
  const [{ data, error }, ask] = useQuery({ query: ProposalDocument, variables: { source }, requestPolicy: 'network-only' })
  const proposal = data?.registrationProposal
  const keep = useCallback(
    (draft: Draft) => {
      setKept(withoutPersons(draft))
      setSource(draft.source)
    },
    [setKept],
  )
  return (
    <div className="registration">
      <header className="page-head">
        <div>
          <h1>{t.registration.title}</h1>
          <p className="page-line">{t.registration.intro}</p>
        </div>
      </header>
      <div className="registration-body">
        {error && !proposal && <Failed error={error} retry={() => ask({ requestPolicy: 'network-only' })} />}
        {!error && !proposal && <Blank height={560} />}
        {proposal && (
          <RegisterForm
            kept={kept}
            // A number of this list is gone; until the next one is known the server gives it.
            proposal={list.some((one) => one.number === proposal.number) ? { ...proposal, number: null } : proposal}
            onKeep={keep}
            onRegistered={(one) => {
              setList((before) => [one, ...before].slice(0, 100))
              ask({ requestPolicy: 'network-only' })
            }}
          />
        )}
        <SessionList
          list={list}
          onUndone={(key) => setList((before) => before.map((one) => (one.key === key ? { ...one, undone: true } : one)))}
        />
      </div>
    </div>
  )
}

type RegisterFormProps = {
  kept: Draft
  proposal: { number?: string | null; today: string; sources: string[]; keepsPersons: boolean }
  onKeep: (draft: Draft) => void
  onRegistered: (one: Registered) => void
}

function RegisterForm({ kept, proposal, onKeep, onRegistered }: RegisterFormProps) {
  const { t } = useWords()
  const { heard } = useLedger()
  const names = useFieldNames('COMPLAINTS')
  const form = useRef<HTMLFormElement>(null)
  const [draft, setDraft] = useState<Draft>(kept)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [answered, setAnswered] = useState<{ typed: string; problems: Problem[] } | null>(null)
  const [repeats, setRepeats] = useState<Repeat[] | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const [{ error, fetching }, register] = useMutation(RegisterDocument)
  const [merged, merge] = useMutation(MergeDocument)
  const proposed = draft.source === LOCAL ? (proposal.number ?? null) : null
  const numberProposed = draft.source === LOCAL && draft.number.trim() === ''
  const values = typedOf(draft, proposed)
  const settled = useSettled(values, 300)
  const [{ data }] = useQuery({ query: CheckDocument, variables: { values: settled, numberProposed }, requestPolicy: 'network-only' })
  const check = data?.registrationCheck ?? null
  // After an attempt to save, its answer counts until something is typed.
  const problems =
    answered?.typed === JSON.stringify(values) ? answered.problems : (check?.problems ?? []).filter(({ field }) => left.has(formKey(field)))
  const waiting = useRef(new Set<Promise<void>>())
  useEffect(() => onKeep(draft), [draft, onKeep])
  const change = (alter: (before: Draft) => Draft): void => {
    setDraft(alter)
    setSaid(null)
  }
  const save = async (confirmDuplicate: boolean, mergeWith: string[]): Promise<void> => {
    const done = (await register({ values, numberProposed, confirmDuplicate })).data?.registerComplaint
    if (!done) return
    setRepeats(done.repeats.length > 0 && !done.complaint ? done.repeats : null)
    setAnswered({ typed: JSON.stringify(values), problems: done.problems })
    if (done.complaint) await accept(done, mergeWith)
    else if (done.problems[0]) focusField(form.current, formKey(done.problems[0].field))
  }
  const accept = async ({ complaint, ledger }: Registration, mergeWith: string[]): Promise<void> => {
    if (!complaint || !ledger) return
    let { revision } = ledger
    if (mergeWith.length > 0) {
      const joined = await merge({ keys: [complaint.key, ...mergeWith], reason: t.registration.mergeReason })
      revision = joined.data?.mergeComplaints?.ledger.revision ?? revision
    }
    onRegistered({
      key: complaint.key,
      number: complaint.number,
      institution: draft.held['institution']?.text ?? '',
      receivedOn: check?.receivedOn ?? '',
      revision: ledger.revision,
      undone: false,
    })
    heard(revision)
    change(nextDraft)
    setLeft(new Set())
    setSaid(complaint.numberMoved ? t.registration.savedMoved(complaint.number) : t.registration.saved(complaint.number))
    focusField(form.current, 'receivedOn')
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!fetching) void save(false, [])
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || (!event.ctrlKey && !event.metaKey)) return
    event.preventDefault()
    // What the field that is being left still comes to belongs to the complaint: drawn first, then saved.
    void Promise.all(waiting.current).then(() => setTimeout(() => form.current?.requestSubmit()))
  }
  const wait = (answer: Promise<void>): void => {
    waiting.current.add(answer)
    void answer.finally(() => waiting.current.delete(answer))
  }
  useEffect(() => focusField(form.current, 'receivedOn'), [])
  const problemOf = (key: string): React.ReactNode => {
    const problem = problems.find(({ field }) => formKey(field) === key)
    return problem && <ProblemLine problem={problem} />
  }
  return (
    <form ref={form} className="card registration-form" noValidate onSubmit={submit} onKeyDown={onKey} aria-label={t.registration.title}>
      <NumberFields draft={draft} proposed={proposed} sources={proposal.sources} problem={problemOf('number')} onChange={change} />
      <Fields
        draft={draft}
        check={check}
        keepsPersons={proposal.keepsPersons}
        names={names}
        problemOf={problemOf}
        onHold={(key, held, whileText) =>
          change((before) =>
            whileText !== undefined && before.held[key]?.text !== whileText ? before : { ...before, held: { ...before.held, [key]: held } },
          )
        }
        onWait={wait}
        onUnit={(unit) => change((before) => ({ ...before, unit }))}
        onLeave={(key) => setLeft((before) => new Set([...before, key]))}
      />
      {check && check.repeats.length > 0 && (
        <p className="notice notice-warn" role="status">
          {t.registration.mayRepeat(check.repeats.map((one) => one.number ?? t.complaints.noNumber).join(t.filters.join))}
        </p>
      )}
      {error && <FailedLine error={error} />}
      {merged.error && <FailedLine error={merged.error} />}
      <footer className="form-foot">
        <button type="submit" className="button button-filled" disabled={fetching} aria-keyshortcuts="Control+Enter">
          {fetching ? t.complaints.saving : t.registration.save}
        </button>
        <span className="second">{t.registration.shortcut}</span>
        <span className="form-said" role="status">
          {said}
        </span>
      </footer>
      <p className="caption">{t.registration.draftKept}</p>
      {repeats && (
        <RepeatsDialog
          repeats={repeats}
          busy={fetching || merged.fetching}
          onClose={() => setRepeats(null)}
          onEnter={(mergeWith) => void save(true, mergeWith)}
        />
      )}
    </form>
  )
}

/** The sentence of imports; a number that is taken leads to the complaint that has it. */
function ProblemLine({ problem }: { problem: Problem }) {
  const { t, say } = useWords()
  return (
    <span className="field-problem" role="alert">
      {t.imports.reasons[problem.reason] ?? say(problem.label)}
      {problem.complaint && (
        <>
          {' '}
          <Link to="/complaints/$key" params={{ key: problem.complaint }} search={{}}>
            {t.registration.openIt}
          </Link>
        </>
      )}
    </span>
  )
}

function focusField(form: HTMLElement | null, key: string): void {
  const field = form?.querySelector<HTMLElement>(`[data-field="${key}"]`)
  field?.closest('details')?.setAttribute('open', '')
  field?.focus()
}
