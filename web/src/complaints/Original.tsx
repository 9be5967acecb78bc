import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { FailedLine } from '../ui/states.tsx'

const ReadOriginalDocument = graphql(`
  mutation ReadOriginal($key: ID!, $reason: String!) {
    readOriginal(key: $key, reason: $reason)
  }
`)

/** The text before it was masked, for whoever may ask: with a reason, which the audit keeps. Closed, it is gone. */
export function Original({ complaint }: { complaint: string }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        {t.complaints.original}
      </button>
      {open && <OriginalDialog complaint={complaint} onClose={() => setOpen(false)} />}
    </>
  )
}

function OriginalDialog({ complaint, onClose }: { complaint: string; onClose: () => void }) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState(false)
  const [{ data, error, fetching }, read] = useMutation(ReadOriginalDocument)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setProblem(reason.trim() === '')
    if (reason.trim() !== '') await read({ key: complaint, reason: reason.trim() })
  }
  return (
    <Dialog title={t.complaints.original} onClose={onClose}>
      {data ? (
        <p className="complaint-text" role="status">
          {data.readOriginal ?? t.complaints.noOriginal}
        </p>
      ) : (
        <form className="sign-in-form" noValidate onSubmit={(event) => void submit(event)}>
          <p>{t.complaints.originalAudited}</p>
          <label className="field">
            <span>{t.imports.reason}</span>
            <textarea className="input" value={reason} onChange={(event) => setReason(event.target.value)} />
          </label>
          {problem && (
            <p className="field-problem" role="alert">
              {t.imports.reasonMissing}
            </p>
          )}
          {error && <FailedLine error={error} />}
          <div className="dialog-foot">
            <button type="button" className="button" onClick={onClose}>
              {t.imports.cancel}
            </button>
            <button type="submit" className="button button-filled" disabled={fetching}>
              {t.complaints.original}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
