import { useState, type FormEvent } from 'react'
import type { CombinedError } from 'urql'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { FailedLine } from '../ui/states.tsx'

type ReasonDialogProps = {
  title: string
  sentences: string[]
  button: string
  initial?: string
  onClose: () => void
  /** Does it; gives the error where it could not. */
  act: (reason: string) => Promise<CombinedError | undefined>
}

/** Says what an act will do, asks why, and does it: Enter is enough. */
export function ReasonDialog({ title, sentences, button, initial = '', onClose, act }: ReasonDialogProps) {
  const { t } = useWords()
  const [reason, setReason] = useState(initial)
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<CombinedError>()
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setMissing(reason.trim() === '')
    if (reason.trim() === '') return
    setBusy(true)
    const failed = await act(reason.trim())
    setBusy(false)
    setError(failed)
    if (!failed) onClose()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="sign-in-form" noValidate onSubmit={(event) => void submit(event)}>
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <label className="field">
          <span>{t.repeats.reason}</span>
          <input className="input" value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        {missing && (
          <p className="field-problem" role="alert">
            {t.repeats.reasonMissing}
          </p>
        )}
        {error && <FailedLine error={error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t.repeats.cancel}
          </button>
          <button type="submit" className="button button-filled" disabled={busy}>
            {busy ? t.repeats.merging : button}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
