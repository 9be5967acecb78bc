import { useState, type FormEvent } from 'react'
import { useClient, useMutation, type CombinedError } from 'urql'
import { failureOf, type FailedField } from '../../app/failure.ts'
import { useLedger } from '../../app/ledger.tsx'
import { printed } from '../../catalog/format.ts'
import type { InstitutionChange } from '../../gql/graphql.ts'
import { useWords } from '../../text/text.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FailedLine } from '../../ui/states.tsx'
import { ReasonField } from '../parts.tsx'
import { usePlacesWords } from '../places.ts'
import { useAdminWords } from '../words.ts'
import { alsoKnownAs, FIELDS_OF, typedOf, valuesOf, type Act, type Typed } from './change.ts'
import { ChangeFields, DayField } from './ChangeFields.tsx'
import { ChangeInstitutionDocument, ChangePreviewDocument, type InstitutionRecord, type Preview, type RecordVersion } from './documents.ts'
import { Impact } from './Impact.tsx'
import '../admin.css'
import '../places.css'

export type Done = { key: string; revision: number; complaints: number }
type DialogProps = {
  act: Act
  /** Null for a new institution. */
  record: InstitutionRecord | null
  /** The version that the values stand on, or that is corrected. */
  version: RecordVersion | null
  since: number
  /** Of a new one that another page asks for: the name as written there, and its words. */
  asked?: { name: string; reason: string; line: string; button: string }
  onDone: (done: Done) => void
  onClose: () => void
}

/** One change: its values, then what it does to figures, then its saving. */
export function ChangeDialog(props: DialogProps) {
  const { act, record, version } = props
  const { say } = useWords()
  const w = usePlacesWords().institutions
  const name = record ? say(record.label) : ''
  const title = { REGISTER: w.register, ADD: w.addTitle(name), CLOSE: w.closeTitle(name), CORRECT: w.correctTitle(name) }[act]
  return (
    <Dialog title={title} onClose={props.onClose} wide>
      {act === 'ADD' && <p className="second">{w.addLine}</p>}
      {act === 'CORRECT' && <p className="second">{w.correctLine}</p>}
      {props.asked && <p className="second">{props.asked.line}</p>}
      <ChangeForm key={`${act} ${version?.revision ?? 0}`} {...props} />
    </Dialog>
  )
}

function ChangeForm({ act, record, version, since, asked, onDone, onClose }: DialogProps) {
  const a = useAdminWords()
  const w = usePlacesWords().institutions
  const before = typedOf(version)
  const [typed, setTyped] = useState<Typed>(
    act === 'CLOSE' ? { ...before, closedOn: '', successor: '' } : { ...before, name: asked?.name ?? before.name },
  )
  const [from, setFrom] = useState(act === 'CORRECT' ? (version?.validFrom ?? '') : '')
  const [reason, setReason] = useState(asked?.reason ?? '')
  const [seen, setSeen] = useState<Preview | null>(null)
  const change: InstitutionChange = {
    act,
    key: record?.key ?? null,
    validFrom: act === 'CORRECT' ? (version?.validFrom ?? null) : from || null,
    movedTo: act === 'CORRECT' && from !== (version?.validFrom ?? '') ? from : null,
    values: valuesOf(act, asked ? alsoKnownAs(typed, asked.name) : typed, before),
    since,
  }
  const { send, error, busy, clear } = useChange(change, reason)
  // What was seen is of these values: another value has to be looked at again.
  const touch = (): void => {
    setSeen(null)
    clear()
  }
  const problems = error ? failureOf(error).fields : []
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    // Nothing hangs on an institution that nobody knew.
    const answer = await send(seen !== null || act === 'REGISTER')
    if (answer && 'moves' in answer) setSeen(answer)
    else if (answer) onDone(answer)
  }
  const buttonWords = (): string => {
    if (act === 'REGISTER') return asked?.button ?? w.register
    if (!seen) return w.see
    return seen.complaints > 0 ? w.saveWith(printed(seen.complaints)) : w.save
  }
  const later = act === 'ADD' ? laterThan(record, from) : null
  return (
    <form className="admin-form" noValidate onSubmit={(event) => void submit(event)}>
      {act !== 'CLOSE' && (
        <DayField
          name="validFrom"
          label={act === 'CORRECT' ? w.movedTo : w.validFrom}
          hint={act === 'REGISTER' ? w.alwaysHint : null}
          value={from}
          problems={problems}
          onChange={(value) => {
            setFrom(value)
            touch()
          }}
        />
      )}
      <ChangeFields
        fields={FIELDS_OF[act]}
        typed={typed}
        problems={problems}
        onChange={(value) => {
          setTyped(value)
          touch()
        }}
      />
      {later && <LaterLine day={later} />}
      <ReasonField value={reason} onChange={setReason} />
      {error && <FailedLine error={error} beside={beside(problems)} />}
      {seen && <Impact seen={seen} />}
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onClose}>
          {a.cancel}
        </button>
        <button type="submit" className="button button-filled" disabled={busy}>
          {busy ? a.busy : buttonWords()}
        </button>
      </div>
    </form>
  )
}

function LaterLine({ day }: { day: string }) {
  const { date } = useWords()
  return <p className="notice notice-warn">{usePlacesWords().institutions.later(date(day))}</p>
}

/** The first version after a day, until which a change of that day holds. */
function laterThan(record: InstitutionRecord | null, from: string): string | null {
  const days =
    record?.versions.flatMap((one) => (one.inForce && one.validFrom && from && one.validFrom > from ? [one.validFrom] : [])) ?? []
  return days.sort()[0] ?? null
}

const beside = (problems: readonly FailedField[]): boolean =>
  problems.length > 0 && problems.every((one) => one.params?.sentence !== undefined)

/** Looks first, saves then; what the API refuses is one error, field by field. */
export function useChange(change: InstitutionChange, reason: string) {
  const client = useClient()
  const { heard } = useLedger()
  const [, save] = useMutation(ChangeInstitutionDocument)
  const [error, setError] = useState<CombinedError>()
  const [busy, setBusy] = useState(false)
  const send = async (saving: boolean): Promise<Preview | Done | null> => {
    setBusy(true)
    const look = () => client.query(ChangePreviewDocument, { change }, { requestPolicy: 'network-only' }).toPromise()
    const preview = saving ? null : await look()
    const saved = saving ? await save({ change, reason }) : null
    setBusy(false)
    setError(preview?.error ?? saved?.error)
    const done = saved?.data?.changeInstitution
    if (!done) return preview?.data?.institutionChangePreview ?? null
    heard(done.ledger.revision)
    return { key: done.key, revision: done.change.revision, complaints: done.complaints }
  }
  return { send, error, busy, clear: () => setError(undefined) }
}
