import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { printed } from '../catalog/format.ts'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { FailedLine } from '../ui/states.tsx'
import type { Batch } from './Batches.tsx'

const VoidBatchDocument = graphql(`
  mutation VoidBatch($key: ID!, $withCorrections: Boolean!, $reason: String!) {
    voidBatch(key: $key, withCorrections: $withCorrections, reason: $reason) {
      complaints
      passedOver
      ledger {
        revision
      }
    }
  }
`)
const RestoreBatchDocument = graphql(`
  mutation RestoreBatch($key: ID!, $reason: String!) {
    restoreBatch(key: $key, reason: $reason) {
      complaints
      passedOver
      ledger {
        revision
      }
    }
  }
`)

/** Says what the act will do, in words and in its button, and asks why. */
export function BatchDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useWords()
  const { heard } = useLedger()
  const [reason, setReason] = useState('')
  const [withCorrections, setWith] = useState(false)
  const [problem, setProblem] = useState(false)
  const [outcome, setOutcome] = useState<{ complaints: number; passedOver: string[] } | null>(null)
  const [voided, takeOut] = useMutation(VoidBatchDocument)
  const [restored, bringBack] = useMutation(RestoreBatchDocument)
  const rows = printed(batch.imported)
  const error = voided.error ?? restored.error
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setProblem(reason.trim() === '')
    if (reason.trim() === '') return
    const done = batch.voided
      ? (await bringBack({ key: batch.key, reason: reason.trim() })).data?.restoreBatch
      : (await takeOut({ key: batch.key, withCorrections, reason: reason.trim() })).data?.voidBatch
    if (!done) return
    heard(done.ledger.revision)
    setOutcome(done)
  }
  if (outcome) {
    const count = printed(outcome.complaints)
    return (
      <Dialog title={batch.voided ? t.imports.restoreTitle(batch.file) : t.imports.voidTitle(batch.file)} onClose={onClose}>
        <p role="status">{batch.voided ? t.imports.doneRestore(count) : t.imports.doneVoid(count)}</p>
        {outcome.passedOver.length > 0 && (
          <p className="notice notice-warn">{t.imports.passedOver(outcome.passedOver.join(t.filters.join))}</p>
        )}
        <div className="dialog-foot">
          <button type="button" className="button button-filled" autoFocus onClick={onClose}>
            {t.imports.close}
          </button>
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog title={batch.voided ? t.imports.restoreTitle(batch.file) : t.imports.voidTitle(batch.file)} onClose={onClose}>
      <form className="sign-in-form" noValidate onSubmit={(event) => void submit(event)}>
        <p>{batch.voided ? t.imports.restoreText : t.imports.voidText(rows)}</p>
        {!batch.voided && batch.corrections > 0 && (
          <>
            <p className="notice notice-warn">{t.imports.voidCorrections(printed(batch.corrections))}</p>
            <label className="choice">
              <input type="checkbox" checked={withCorrections} onChange={(event) => setWith(event.target.checked)} />
              {t.imports.withCorrections}
            </label>
          </>
        )}
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
          <button type="submit" className="button button-filled" disabled={voided.fetching || restored.fetching}>
            {batch.voided ? t.imports.confirmRestore(rows) : t.imports.confirmVoid(rows)}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
