import { useState } from 'react'
import { useMay, usePerson } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import type { Complaint } from './ComplaintPanel.tsx'
import { UndoDialog } from './UndoDialog.tsx'

type Done = Complaint['history'][number]

/** Every act that touched the complaint, the latest first: who, when, why, value → value, and its undoing where it stands. */
export function History({ complaint }: { complaint: Complaint }) {
  const { t } = useWords()
  const may = useMay()
  const [undoing, setUndoing] = useState<Done | null>(null)
  const wordsOf = useActWords(complaint)
  return (
    <section aria-label={t.complaints.history}>
      <h3>{t.complaints.history}</h3>
      <ol className="history">
        {[...complaint.history]
          .sort((a, b) => b.revision - a.revision)
          .map((act) => (
            <li
              key={act.revision}
              className={complaint.history.some((other) => other.undoes === act.revision) ? 'history-undone' : undefined}
            >
              <DoneAct act={act} words={wordsOf(act)}>
                {act.undoable && may('complaint:handle') && (
                  <button type="button" className="link-button" onClick={() => setUndoing(act)}>
                    {t.complaints.undo}
                    <span className="hidden-text">{wordsOf(act)}</span>
                  </button>
                )}
              </DoneAct>
            </li>
          ))}
      </ol>
      {undoing && (
        <UndoDialog complaint={complaint.key} revision={undoing.revision} words={wordsOf(undoing)} onClose={() => setUndoing(null)} />
      )}
    </section>
  )
}

/** What an act is called; an undoing names what it took back. */
function useActWords(complaint: Complaint): (act: Done) => string {
  const { t, say } = useWords()
  const plain = (act: Done): string =>
    t.complaints.acts[act.kind] ?? (say(act.steps.find(({ step }) => step === act.kind)?.label) || act.kind)
  return (act) => {
    const undone = act.kind !== 'UNDO' ? undefined : complaint.history.find((other) => other.revision === act.undoes)
    return undone ? t.complaints.undoTitle(plain(undone)) : plain(act)
  }
}

function DoneAct({ act, words, children }: { act: Done; words: string; children: React.ReactNode }) {
  const { t, say, date, instant } = useWords()
  const person = usePerson()
  return (
    <>
      <p className="history-head">
        <b>{words}</b> <span className="second">{t.complaints.by(person(act.actor), instant(act.at))}</span>
        {children}
      </p>
      {act.steps.map((step) => (
        <p key={step.step} className="second">
          {[
            `${date(step.on)} ${say(step.label)}`,
            step.until && t.complaints.untilDay(date(step.until)),
            [step.unit, step.person].filter(Boolean).join(' '),
            step.note,
          ]
            .filter(Boolean)
            .join(t.filters.join)}
        </p>
      ))}
      {act.changes.map((change, place) => (
        <p key={place} className="second">
          {t.complaints.fromTo(say(change.field), say(change.before) || t.complaints.empty, say(change.after) || t.complaints.empty)}
        </p>
      ))}
      {act.ended && <p className="second">{t.complaints.leftLedger}</p>}
      {act.reason && (
        <p className="second">
          {t.complaints.reason}
          {t.overview.colon}
          {act.reason}
        </p>
      )}
    </>
  )
}
