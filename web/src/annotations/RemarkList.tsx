import { useState } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { useWords } from '../text/text.tsx'
import { FailedLine } from '../ui/states.tsx'
import { RemoveAnnotationDocument, RestoreAnnotationDocument } from './documents.ts'
import type { Remarks } from './useRemarks.ts'
import { remarkWords } from './words.ts'
import './annotations.css'

/** The sentences behind a chart's flags. Who may takes one back, and puts it back. */
export function RemarkList({ remarks }: { remarks: Remarks }) {
  const words = useWords()
  const { t, say } = words
  const { heard } = useLedger()
  const [removed, setRemoved] = useState<string | null>(null)
  const [removing, remove] = useMutation(RemoveAnnotationDocument)
  const [restoring, restore] = useMutation(RestoreAnnotationDocument)
  const takeBack = async (key: string): Promise<void> => {
    const { data } = await remove({ key })
    if (!data?.removeAnnotation) return
    setRemoved(key)
    heard(data.removeAnnotation.ledger.revision)
  }
  const putBack = async (key: string): Promise<void> => {
    const { data } = await restore({ key })
    if (!data?.restoreAnnotation) return
    setRemoved(null)
    heard(data.restoreAnnotation.ledger.revision)
  }
  const error = removing.error ?? restoring.error
  if (remarks.list.length === 0 && !removed && !error) return null
  return (
    <div className="remarks">
      <ol aria-label={t.annotations.title}>
        {remarks.list.map((each, place) => (
          // A flag of the chart has its words here: reached by keyboard as well as by eye.
          <li key={each.key} tabIndex={0}>
            <span className="remark-number" aria-hidden="true">
              {place + 1}
            </span>
            <span>
              <span className="hidden-text">{place + 1}. </span>
              {remarkWords(each, words)}
              <span className="caption"> {t.annotations.by(say(each.region), each.author)}</span>
            </span>
            {each.removable && (
              <button type="button" className="link-button" disabled={removing.fetching} onClick={() => void takeBack(each.key)}>
                {t.annotations.remove}
                <span className="hidden-text"> {say(each.text)}</span>
              </button>
            )}
          </li>
        ))}
      </ol>
      {removed && (
        <p role="status">
          {t.annotations.removed}{' '}
          <button type="button" className="link-button" disabled={restoring.fetching} onClick={() => void putBack(removed)}>
            {t.annotations.undo}
          </button>
        </p>
      )}
      {error && <FailedLine error={error} />}
    </div>
  )
}
