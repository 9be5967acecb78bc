import { useState } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../../app/ledger.tsx'
import { useMay, usePerson } from '../../app/session.tsx'
import { printed } from '../../catalog/format.ts'
import { useWords } from '../../text/text.tsx'
import { Scroll } from '../../ui/Scroll.tsx'
import { ReasonDialog } from '../parts.tsx'
import { UndoCalendarDocument, type CalendarAct } from './documents.ts'
import { useCalendarWords } from './words.ts'

type ActsProps = { acts: readonly CalendarAct[]; jurisdiction: string | undefined; onChanged: () => void }

/** How the node's calendar came to be; an act that nothing stands on can be taken back. */
export function Acts({ acts, jurisdiction, onChanged }: ActsProps) {
  const { say, instant, language } = useWords()
  const person = usePerson()
  const c = useCalendarWords()
  const may = useMay()
  const [undoing, setUndoing] = useState<CalendarAct | null>(null)
  return (
    <section className="card" aria-label={c.acts}>
      <header className="card-head">
        <h2>{c.acts}</h2>
      </header>
      {acts.length === 0 && <p className="state">{c.noActs}</p>}
      {acts.length > 0 && (
        <Scroll label={c.acts}>
          <table className="rows admin-table">
            <thead>
              <tr>
                <th scope="col">{c.act}</th>
                <th scope="col">{c.year}</th>
                <th scope="col">{c.who}</th>
                <th scope="col">{c.why}</th>
                <th scope="col">
                  <span className="hidden-text">{c.undo}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {acts.map((act) => (
                <tr key={act.change}>
                  <th scope="row">
                    {say(act.kindLabel)}
                    <span className="second">{act.file ?? `№ ${act.revision}`}</span>
                  </th>
                  <td>
                    {act.years.join(language === 'zh' ? '、' : ', ')}
                    <span className="second">{c.days(printed(act.days))}</span>
                  </td>
                  <td>
                    {person(act.actor)}
                    <span className="second">{instant(act.at, true)}</span>
                  </td>
                  <td className="written">{act.reason ?? '—'}</td>
                  <td className="acts">
                    {may('settings:write') && (
                      <button type="button" className="button" aria-label={c.undoOf(String(act.revision))} onClick={() => setUndoing(act)}>
                        {c.undo}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {undoing && <Undo act={undoing} jurisdiction={jurisdiction} onDone={onChanged} onClose={() => setUndoing(null)} />}
    </section>
  )
}

type UndoProps = { act: CalendarAct; jurisdiction: string | undefined; onDone: () => void; onClose: () => void }

function Undo({ act, jurisdiction, onDone, onClose }: UndoProps) {
  const c = useCalendarWords()
  const { heard } = useLedger()
  const [, undo] = useMutation(UndoCalendarDocument)
  const send = async (reason: string) => {
    const { data, error } = await undo({ change: act.change, reason, jurisdiction })
    if (error) return error
    if (data?.undoCalendar) heard(data.undoCalendar.ledger.revision)
    onClose()
    onDone()
    return undefined
  }
  return (
    <ReasonDialog title={c.undoOf(String(act.revision))} button={c.undo} act={send} onClose={onClose}>
      <p>{c.undoText}</p>
    </ReasonDialog>
  )
}
