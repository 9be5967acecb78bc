import { useState } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../../app/ledger.tsx'
import { useMay } from '../../app/session.tsx'
import { printed } from '../../catalog/format.ts'
import { useWords } from '../../text/text.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ActForm, ReasonField } from '../parts.tsx'
import { useAdminWords } from '../words.ts'
import { AddEntryDocument, ChangeEntryDocument, type Dictionary, type Entry } from './documents.ts'
import { EntryFields } from './EntryFields.tsx'
import { draftOf, inputOf, type Draft } from './draft.ts'
import { EntryWords } from './EntryWords.tsx'
import { EntryPreview } from './EntryPreview.tsx'
import { useDictionaryWords } from './words.ts'

type DialogProps = { dictionary: Dictionary; entry: Entry | null; below: Entry | null; onDone: () => void; onClose: () => void }

/** An entry: what it is, how many complaints a change would move, why; below it the words that mean it. */
export function EntryDialog({ dictionary, entry, below, onDone, onClose }: DialogProps) {
  const { say } = useWords()
  const d = useDictionaryWords()
  const a = useAdminWords()
  const may = useMay()
  const [told, setTold] = useState<string | null>(null)
  const writes = may('dictionary:write') && (entry === null || entry.own)
  const done = (complaints: number): void => {
    setTold(complaints > 0 ? d.saved(printed(complaints)) : d.savedNone)
    onDone()
  }
  const title = entry ? (writes ? d.changeOf(say(entry.label)) : say(entry.label)) : below ? d.addBelow(say(below.label)) : d.add
  return (
    <Dialog title={title} onClose={onClose} wide>
      {told && <p role="status">{told}</p>}
      {!told && writes && <EntryForm dictionary={dictionary} entry={entry} below={below} onDone={done} onClose={onClose} />}
      {!told && !writes && <p className="caption">{d.notAllowed}</p>}
      {!told && entry && may('import:read') && <EntryWords dictionary={dictionary} entry={entry} onDone={done} />}
      {(told || !writes) && (
        <div className="dialog-foot">
          <button type="button" className="button button-filled" autoFocus onClick={onClose}>
            {a.close}
          </button>
        </div>
      )}
    </Dialog>
  )
}

type FormProps = Omit<DialogProps, 'onDone'> & { onDone: (complaints: number) => void }

function EntryForm({ dictionary, entry, below, onDone, onClose }: FormProps) {
  const d = useDictionaryWords()
  const a = useAdminWords()
  const { heard } = useLedger()
  const [draft, setDraft] = useState<Draft>(() => draftOf(dictionary, entry, below))
  const [reason, setReason] = useState('')
  const [, add] = useMutation(AddEntryDocument)
  const [, change] = useMutation(ChangeEntryDocument)
  const input = inputOf(dictionary, entry, draft)
  const problem = (): string | null => (draft.zh.trim() === '' ? d.zhMissing : reason.trim() === '' ? a.reasonMissing : null)
  const act = async () => {
    const asked = { dictionary: dictionary.key, input, reason: reason.trim() }
    const { error, result } = entry
      ? await change({ ...asked, entry: entry.key }).then((answer) => ({ error: answer.error, result: answer.data?.changeDictionaryEntry }))
      : await add(asked).then((answer) => ({ error: answer.error, result: answer.data?.addDictionaryEntry }))
    if (error) return error
    if (result) {
      heard(result.ledger.revision)
      onDone(result.complaints)
    }
    return undefined
  }
  return (
    <ActForm button={a.save} problem={problem} act={act} onCancel={onClose}>
      <EntryFields dictionary={dictionary} entry={entry} draft={draft} onChange={setDraft} />
      <EntryPreview dictionary={dictionary} entry={entry} input={input} />
      <ReasonField value={reason} onChange={setReason} />
    </ActForm>
  )
}
