import { useState, type FormEvent } from 'react'
import type { CombinedError } from 'urql'
import { failureOf } from '../../app/failure.ts'
import { FailedLine } from '../../ui/states.tsx'
import { usePlacesWords } from '../places.ts'
import { useAdminWords } from '../words.ts'

type BarProps = {
  count: number
  error: CombinedError | undefined
  onSave: (source: string, reason: string) => Promise<boolean>
  onClear: () => void
  onRefresh: () => void
}

/** What is typed and not yet saved: where it comes from, why, and the one button that saves all of it. */
export function SaveBar({ count, error, onSave, onClear, onRefresh }: BarProps) {
  const a = useAdminWords()
  const w = usePlacesWords().exposures
  const [source, setSource] = useState('')
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setMissing(reason.trim() === '')
    if (reason.trim() === '') return
    setBusy(true)
    await onSave(source, reason.trim())
    setBusy(false)
  }
  const fields = error ? failureOf(error).fields : []
  return (
    <form className="card exposure-bar" noValidate aria-label={w.changed(count)} onSubmit={(event) => void submit(event)}>
      <strong>{w.changed(count)}</strong>
      <label className="field">
        <span>{w.source}</span>
        <input
          className="input"
          value={source}
          maxLength={200}
          placeholder={w.sourceHint}
          onChange={(event) => setSource(event.target.value)}
        />
      </label>
      <label className="field">
        <span>{a.reason}</span>
        <input className="input" value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </label>
      <span className="admin-acts">
        {fields.some((one) => one.reason === 'MOVED') && (
          <button type="button" className="button" onClick={onRefresh}>
            {w.refresh}
          </button>
        )}
        <button type="button" className="button" onClick={onClear}>
          {w.clear}
        </button>
        <button type="submit" className="button button-filled" disabled={busy}>
          {busy ? a.busy : w.save(count)}
        </button>
      </span>
      {missing && (
        <p className="field-problem" role="alert">
          {a.reasonMissing}
        </p>
      )}
      {error && !missing && <FailedLine error={error} beside />}
    </form>
  )
}
