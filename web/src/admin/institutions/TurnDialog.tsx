import { useState, type FormEvent } from 'react'
import { useQuery } from 'urql'
import { printed } from '../../catalog/format.ts'
import type { InstitutionChange } from '../../gql/graphql.ts'
import { useWords } from '../../text/text.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Blank, FailedLine } from '../../ui/states.tsx'
import { ReasonField } from '../parts.tsx'
import { usePlacesWords } from '../places.ts'
import { useAdminWords } from '../words.ts'
import { useChange, type Done } from './ChangeDialog.tsx'
import { ChangePreviewDocument, type InstitutionRecord } from './documents.ts'
import { Impact } from './Impact.tsx'

export type Turn = { act: 'UNDO' | 'RESTORE'; undoes: number; validFrom: string | null }
type TurnProps = { turn: Turn; record: InstitutionRecord; onDone: (done: Done) => void; onClose: () => void }

/** Takes a change back or restores it, once it is seen what that does. */
export function TurnDialog({ turn, record, onDone, onClose }: TurnProps) {
  const { date } = useWords()
  const a = useAdminWords()
  const w = usePlacesWords().institutions
  const undoing = turn.act === 'UNDO'
  const [reason, setReason] = useState('')
  const change: InstitutionChange = { act: turn.act, key: record.key, undoes: turn.undoes, since: record.revision }
  const [{ data, error: unseen }] = useQuery({ query: ChangePreviewDocument, variables: { change }, requestPolicy: 'network-only' })
  const { send, error, busy } = useChange(change, reason)
  const seen = data?.institutionChangePreview
  const from = turn.validFrom ? w.from(date(turn.validFrom)) : w.fromTheStart
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const answer = await send(true)
    if (answer && 'revision' in answer) onDone(answer)
  }
  const failed = error ?? unseen
  const words = undoing ? w.undo : w.restore
  return (
    <Dialog title={undoing ? w.undoOf(from) : w.restoreOf(from)} onClose={onClose}>
      <form className="admin-form" noValidate onSubmit={(event) => void submit(event)}>
        <p>{undoing ? w.undoText : w.restoreText}</p>
        {seen ? <Impact seen={seen} /> : !unseen && <Blank height={72} />}
        <ReasonField value={reason} onChange={setReason} />
        {failed && <FailedLine error={failed} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {a.cancel}
          </button>
          <button type="submit" className="button button-filled" disabled={busy || !seen}>
            {busy ? a.busy : seen && seen.complaints > 0 ? `${words} · ${printed(seen.complaints)}` : words}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
