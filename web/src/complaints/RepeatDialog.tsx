import { useState, type FormEvent } from 'react'
import { useClient, useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { graphql } from '../gql/index.ts'
import type { ComplaintsByNumberQuery } from '../gql/graphql.ts'
import { MergeDocument, SplitDocument } from '../repeats/documents.ts'
import { ReasonDialog } from '../repeats/ReasonDialog.tsx'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { FailedLine } from '../ui/states.tsx'
import type { Complaint } from './ComplaintPanel.tsx'

const ByNumberDocument = graphql(`
  query ComplaintsByNumber($rows: ComplaintRows!) {
    complaints(rows: $rows, first: 20) {
      rows {
        key
        number
        source
        register
        receivedOn
        rankedInstitution {
          key
          label {
            zh
            en
          }
        }
      }
    }
  }
`)

type Found = NonNullable<ComplaintsByNumberQuery['complaints']>['rows'][number]

/** Marks a complaint as a repeat of another, named by its number, whether or not the ledger proposes the two. */
export function RepeatDialog({ complaint, onClose }: { complaint: Complaint; onClose: () => void }) {
  const { t, say, date } = useWords()
  const { heard } = useLedger()
  const client = useClient()
  const [number, setNumber] = useState('')
  const [found, setFound] = useState<Found[]>([])
  const [chosen, setChosen] = useState<string | null>(null)
  const [reason, setReason] = useState(t.repeats.reasonDefault)
  const [problem, setProblem] = useState<string | null>(null)
  const [{ error, fetching }, merge] = useMutation(MergeDocument)
  const other = found.find(({ key }) => key === chosen) ?? null
  /** The complaints of the number typed, in both registers; one that is alone is chosen. */
  const look = async (): Promise<void> => {
    const wanted = number.trim()
    if (wanted === '') return setFound([])
    const of = (register: 'REGULATOR' | 'INSTITUTION') =>
      client.query(ByNumberDocument, { rows: { numberSearch: wanted, register } }).toPromise()
    const answers = [await of('REGULATOR'), await of('INSTITUTION')]
    const same = answers.flatMap(({ data }) => data?.complaints?.rows ?? []).filter((one) => one.number === wanted)
    const others = same.filter(({ key }) => key !== complaint.key)
    setFound(others)
    setChosen(others.length === 1 ? (others[0]?.key ?? null) : null)
    setProblem(others.length > 0 ? null : same.length > 0 ? t.repeats.markSame : t.repeats.markNone)
  }
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!other) return look()
    if (reason.trim() === '') return setProblem(t.repeats.reasonMissing)
    const { data } = await merge({ keys: [other.key, complaint.key], reason: reason.trim() })
    if (!data?.done) return
    heard(data.done.change.revision)
    onClose()
  }
  const apart = other && (other.register !== complaint.register || other.rankedInstitution?.key !== complaint.rankedInstitution?.key)
  return (
    <Dialog title={t.repeats.markTitle} onClose={onClose}>
      <form className="sign-in-form" onSubmit={(event) => void submit(event)} noValidate>
        <label className="field">
          <span>{t.repeats.markNumber}</span>
          <input
            className="input"
            value={number}
            onChange={(event) => {
              setNumber(event.target.value)
              setChosen(null)
              setFound([])
            }}
            onBlur={() => void look()}
          />
        </label>
        {found.length > 1 && (
          <label className="field">
            <span>{t.repeats.markWhich}</span>
            <select className="input" value={chosen ?? ''} onChange={(event) => setChosen(event.target.value)}>
              <option value="">{t.complaints.choose}</option>
              {found.map((one) => (
                <option key={one.key} value={one.key}>
                  {`${t.complaints.sources[one.source] ?? one.source} ${date(one.receivedOn)}`}
                </option>
              ))}
            </select>
          </label>
        )}
        {other && (
          <p className="second" role="status">
            {`${other.number} · ${t.complaints.sources[other.source] ?? other.source} · ${date(other.receivedOn)} · ${say(other.rankedInstitution?.label) || t.rankings.outside}`}
          </p>
        )}
        {apart && <p className="notice notice-warn">{t.repeats.markApart}</p>}
        <label className="field">
          <span>{t.repeats.reason}</span>
          <input className="input" value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        {problem && (
          <p className="field-problem" role="alert">
            {problem}
          </p>
        )}
        {error && <FailedLine error={error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t.repeats.cancel}
          </button>
          <button type="submit" className="button button-filled" disabled={fetching || (found.length > 1 && !other)}>
            {fetching ? t.repeats.merging : t.repeats.markButton}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

/** Takes a complaint out of its matter: it stands alone again. */
export function SplitDialog({ complaint, onClose }: { complaint: Complaint; onClose: () => void }) {
  const { t } = useWords()
  const { heard } = useLedger()
  const [, split] = useMutation(SplitDocument)
  const act = async (reason: string) => {
    const { data, error } = await split({ keys: [complaint.key], reason })
    if (data?.done) heard(data.done.change.revision)
    return error
  }
  return (
    <ReasonDialog
      title={t.repeats.splitPanel}
      sentences={[t.repeats.splitPanelText]}
      button={t.repeats.splitPanel}
      onClose={onClose}
      act={act}
    />
  )
}
