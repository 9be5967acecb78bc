import { useState } from 'react'
import { useClient, useMutation, type CombinedError } from 'urql'
import { useLedger } from '../../app/ledger.tsx'
import { printed } from '../../catalog/format.ts'
import { upload, UploadFailed } from '../../imports/upload.ts'
import { useWords } from '../../text/text.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FailedLine } from '../../ui/states.tsx'
import { ActForm, ReasonField } from '../parts.tsx'
import { useAdminWords } from '../words.ts'
import { Differences } from './Differences.tsx'
import { LoadCalendarDocument, PreviewCalendarDocument, type CalendarPreview } from './documents.ts'
import { useCalendarWords } from './words.ts'

type Read = { id: string; preview: CalendarPreview }

/** A file is chosen and read; what it changes is looked at; then it is taken, with a reason. */
export function LoadDialog({
  jurisdiction,
  onDone,
  onClose,
}: {
  jurisdiction: string | undefined
  onDone: () => void
  onClose: () => void
}) {
  const { t, say } = useWords()
  const c = useCalendarWords()
  const a = useAdminWords()
  const client = useClient()
  const { heard } = useLedger()
  const [read, setRead] = useState<Read | null>(null)
  const [name, setName] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<CombinedError>()
  const [problem, setProblem] = useState<string | null>(null)
  const [told, setTold] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [, load] = useMutation(LoadCalendarDocument)
  const choose = async (file: File | undefined): Promise<void> => {
    setRead(null)
    setName(file?.name ?? null)
    setFailed(undefined)
    setProblem(null)
    if (!file) return
    setBusy(true)
    try {
      const id = await upload(file, () => undefined, new AbortController().signal)
      const { data, error } = await client
        .query(PreviewCalendarDocument, { file: id, jurisdiction }, { requestPolicy: 'network-only' })
        .toPromise()
      setFailed(error)
      if (data?.previewCalendar) setRead({ id, preview: data.previewCalendar })
    } catch (failure) {
      if (!(failure instanceof UploadFailed)) throw failure
      setProblem(say(failure.label) || (failure.status === 0 ? t.states.offline : (t.states.codes['INTERNAL'] ?? '')))
    } finally {
      setBusy(false)
    }
  }
  const act = async () => {
    if (!read) return undefined
    const { data, error } = await load({ file: read.id, reason: reason.trim(), jurisdiction })
    if (error) return error
    const done = data?.loadCalendar
    if (done) {
      heard(done.ledger.revision)
      setTold(c.done(printed(done.days), printed(done.complaints)))
      onDone()
    }
    return undefined
  }
  const missing = (): string | null =>
    !read ? c.choose : read.preview.differences.length === 0 ? c.nothing : reason.trim() === '' ? a.reasonMissing : null
  return (
    <Dialog title={c.load} onClose={onClose} wide>
      {told ? (
        <>
          <p role="status">{told}</p>
          <div className="dialog-foot">
            <button type="button" className="button button-filled" autoFocus onClick={onClose}>
              {a.close}
            </button>
          </div>
        </>
      ) : (
        <ActForm button={c.load} problem={missing} act={act} onCancel={onClose}>
          <p>{c.loadText}</p>
          <div className="field">
            <span>{c.file}</span>
            <label className="button file-button calendar-file">
              {name ?? c.chooseFile}
              <input
                className="hidden-file"
                data-first
                type="file"
                aria-label={`${c.file} ${name ?? c.chooseFile}`}
                accept=".csv,.txt,.xlsx,.xls"
                onChange={(event) => void choose(event.target.files?.[0])}
              />
            </label>
          </div>
          {busy && <p className="caption">{c.reading}</p>}
          {failed && <FailedLine error={failed} beside />}
          {problem && (
            <p className="field-problem" role="alert">
              {problem}
            </p>
          )}
          {read && <Differences preview={read.preview} />}
          <ReasonField value={reason} onChange={setReason} />
        </ActForm>
      )}
    </Dialog>
  )
}
