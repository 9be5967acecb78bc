import type { CombinedError } from 'urql'
import { useWords } from '../text/text.tsx'
import { FailedLine } from '../ui/states.tsx'

/** Why something is done: part of every act that changes what the ledger holds. */
export function ReasonField({ reason, onChange }: { reason: string; onChange: (reason: string) => void }) {
  const { t } = useWords()
  return (
    <label className="field">
      <span>{t.complaints.reason}</span>
      <textarea className="input" value={reason} onChange={(event) => onChange(event.target.value)} />
    </label>
  )
}

type SaveFootProps = {
  words: string
  busy: boolean
  disabled?: boolean
  /** What is wrong before anything is sent. */
  problem?: string | null
  error?: CombinedError | undefined
  /** The error's reasons stand beside the fields. */
  beside?: boolean
  onClose: () => void
}

/** The end of a small dialog: what went wrong, the way back, and the button that says what it does. */
export function SaveFoot({ words, busy, disabled, problem, error, beside, onClose }: SaveFootProps) {
  const { t } = useWords()
  return (
    <>
      {problem && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      {error && <FailedLine error={error} beside={beside ?? false} />}
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onClose}>
          {t.complaints.cancel}
        </button>
        <button type="submit" className="button button-filled" disabled={busy || disabled}>
          {busy ? t.complaints.saving : words}
        </button>
      </div>
    </>
  )
}
