import { useState } from 'react'
import { useMay } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import type { Repeat } from './documents.ts'

type RepeatsDialogProps = {
  repeats: readonly Repeat[]
  busy: boolean
  onClose: () => void
  /** Enter it all the same; `mergeWith`: and join it with these to one matter. */
  onEnter: (mergeWith: string[]) => void
}

/** Before anything is kept: what the new complaint may repeat, why that is thought, and what can be done. */
export function RepeatsDialog({ repeats, busy, onClose, onEnter }: RepeatsDialogProps) {
  const { t, date, say } = useWords()
  const may = useMay()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const turn = (key: string): void => setChosen(chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key])
  return (
    <Dialog title={t.registration.repeats} onClose={onClose} wide>
      <p>{t.registration.repeatsText}</p>
      <ul className="repeat-list">
        {repeats.map((one) => (
          <li key={one.key}>
            <label className="repeat">
              {may('matter:merge') && <input type="checkbox" checked={chosen.includes(one.key)} onChange={() => turn(one.key)} />}
              <span>
                <b>{one.number ?? t.complaints.noNumber}</b> {date(one.receivedOn)} {say(one.institution)}
                <span className="second"> {one.evidence.map((each) => t.registration.evidence[each]).join(t.filters.join)}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      <div className="dialog-foot">
        <button type="button" className="button" data-first onClick={onClose}>
          {t.registration.backToForm}
        </button>
        {chosen.length > 0 && (
          <button type="button" className="button" disabled={busy} onClick={() => onEnter([...chosen])}>
            {t.registration.enterMerged}
          </button>
        )}
        <button type="button" className="button button-filled" disabled={busy} onClick={() => onEnter([])}>
          {t.registration.enterAnyway}
        </button>
      </div>
    </Dialog>
  )
}
