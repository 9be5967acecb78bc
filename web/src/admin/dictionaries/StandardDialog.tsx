import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { useLedger } from '../../app/ledger.tsx'
import { printed } from '../../catalog/format.ts'
import { useWords } from '../../text/text.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Scroll } from '../../ui/Scroll.tsx'
import { Blank, Failed } from '../../ui/states.tsx'
import { ActForm, ReasonField } from '../parts.tsx'
import { useAdminWords } from '../words.ts'
import { AddStandardDocument, MissingStandardEntriesDocument } from './documents.ts'
import { useDictionaryWords } from './words.ts'

/** The standard entries that are missing: looked at, then added in one change. */
export function StandardDialog({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const { say } = useWords()
  const d = useDictionaryWords()
  const a = useAdminWords()
  const { heard } = useLedger()
  const [{ data, error }] = useQuery({ query: MissingStandardEntriesDocument, requestPolicy: 'network-only' })
  const [reason, setReason] = useState('')
  const [told, setTold] = useState<string | null>(null)
  const [, add] = useMutation(AddStandardDocument)
  const missing = data?.missingStandardEntries
  const act = async () => {
    const answer = await add({ reason: reason.trim() })
    const done = answer.data?.addStandardEntries
    if (answer.error) return answer.error
    if (done) {
      heard(done.ledger.revision)
      setTold(d.standardAdded(printed(done.added)))
      onDone()
    }
    return undefined
  }
  const some = missing?.some((one) => !one.heldBy) === true
  return (
    <Dialog title={d.standard} onClose={onClose} wide>
      {told && <p role="status">{told}</p>}
      {error && !missing && <Failed error={error} />}
      {!error && !missing && <Blank height={120} />}
      {!told && missing?.length === 0 && <p>{d.standardNone}</p>}
      {!told && missing && missing.length > 0 && (
        <>
          <p>{d.standardText}</p>
          <Scroll label={d.standard}>
            <table className="rows">
              <thead>
                <tr>
                  <th scope="col">{d.dictionary}</th>
                  <th scope="col">{d.entry}</th>
                  <th scope="col">{d.code}</th>
                  <th scope="col">{d.act}</th>
                </tr>
              </thead>
              <tbody>
                {missing.map((one) => (
                  <tr key={`${one.dictionary.zh} ${one.key}`}>
                    <td>{say(one.dictionary)}</td>
                    <th scope="row">{say(one.label)}</th>
                    <td>{one.code ?? '—'}</td>
                    <td>{one.heldBy ? d.heldBy(say(one.heldBy)) : d.willAdd}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </>
      )}
      {!told && some ? (
        <ActForm button={d.standard} problem={() => (reason.trim() === '' ? a.reasonMissing : null)} act={act} onCancel={onClose}>
          <ReasonField value={reason} onChange={setReason} />
        </ActForm>
      ) : (
        <div className="dialog-foot">
          <button type="button" className="button button-filled" autoFocus onClick={onClose}>
            {a.close}
          </button>
        </div>
      )}
    </Dialog>
  )
}
