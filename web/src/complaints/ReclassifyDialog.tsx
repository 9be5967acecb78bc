import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { ChoiceField } from '../registration/ChoiceField.tsx'
import type { Held } from '../registration/form.ts'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import type { Complaint } from './ComplaintPanel.tsx'
import { CorrectComplaintDocument } from './CorrectionForm.tsx'
import { ReasonField, SaveFoot } from './DialogParts.tsx'

const CLASSES = ['institution', 'category', 'cause', 'lodgingChannel', 'serviceChannel'] as const
type Class = (typeof CLASSES)[number]

/** What a complaint counts under, several at once, by code, words or initials; a correction with its reason. */
export function ReclassifyDialog({ complaint, onClose }: { complaint: Complaint; onClose: () => void }) {
  const { t, say } = useWords()
  const { heard } = useLedger()
  const labels: Record<Class, string> = {
    institution: t.complaints.institution,
    category: t.complaints.category,
    cause: t.complaints.cause,
    lodgingChannel: t.complaints.channel,
    serviceChannel: t.complaints.serviceChannel,
  }
  const [held, setHeld] = useState<Record<string, Held>>(() =>
    Object.fromEntries(CLASSES.map((name): [string, Held] => [name, { text: say(complaint[name].label), value: complaint[name].key }])),
  )
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [{ error, fetching }, correct] = useMutation(CorrectComplaintDocument)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const changed = CLASSES.filter((name) => held[name]?.value !== complaint[name].key)
    const found = reason.trim() === '' ? t.complaints.reasonNeeded : changed.length === 0 ? t.complaints.unchanged : null
    setProblem(found)
    if (found) return
    const changes = Object.fromEntries(changed.map((name) => [name, held[name]?.value ?? (held[name]?.text || null)]))
    const done = (await correct({ key: complaint.key, changes, reason: reason.trim() })).data?.correctComplaint
    if (!done) return
    heard(done.ledger.revision)
    onClose()
  }
  return (
    <Dialog title={t.complaints.reclassify} onClose={onClose}>
      <form className="sign-in-form" noValidate onSubmit={(event) => void submit(event)}>
        {CLASSES.map((name) => (
          <ChoiceField
            key={name}
            field={name}
            label={labels[name]}
            held={held[name] ?? { text: '' }}
            on={name === 'institution' ? complaint.receivedOn : null}
            onChange={(next, whileText) =>
              setHeld((before) => (whileText !== undefined && before[name]?.text !== whileText ? before : { ...before, [name]: next }))
            }
          />
        ))}
        <ReasonField reason={reason} onChange={setReason} />
        <SaveFoot words={t.complaints.save} busy={fetching} problem={problem} error={error} onClose={onClose} />
      </form>
    </Dialog>
  )
}
