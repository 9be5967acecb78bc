import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ReasonField, SaveFoot } from './DialogParts.tsx'

const UndoDocument = graphql(`
  mutation UndoComplaintAct($key: ID!, $revision: Int!, $reason: String!) {
    undoComplaintAct(key: $key, revision: $revision, reason: $reason) {
      ledger {
        revision
      }
    }
  }
`)

type UndoDialogProps = { complaint: string; revision: number; words: string; onClose: () => void; onDone?: () => void }

/** Takes one act back, with a reason; the act and its undoing both stay in the history. */
export function UndoDialog({ complaint, revision, words, onClose, onDone }: UndoDialogProps) {
  const { t } = useWords()
  const { heard } = useLedger()
  const [reason, setReason] = useState('')
  const [lacking, setLacking] = useState(false)
  const [{ error, fetching }, undo] = useMutation(UndoDocument)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setLacking(reason.trim() === '')
    if (reason.trim() === '') return
    const done = (await undo({ key: complaint, revision, reason: reason.trim() })).data?.undoComplaintAct
    if (!done) return
    heard(done.ledger.revision)
    onDone?.()
    onClose()
  }
  return (
    <Dialog title={t.complaints.undoTitle(words)} onClose={onClose}>
      <form className="sign-in-form" noValidate onSubmit={(event) => void submit(event)}>
        <p>{t.complaints.undoText}</p>
        <ReasonField reason={reason} onChange={setReason} />
        <SaveFoot
          words={t.complaints.undoThis}
          busy={fetching}
          problem={lacking ? t.complaints.reasonNeeded : null}
          error={error}
          onClose={onClose}
        />
      </form>
    </Dialog>
  )
}
