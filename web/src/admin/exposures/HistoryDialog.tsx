import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { useLedger } from '../../app/ledger.tsx'
import { useMay, usePerson } from '../../app/session.tsx'
import { printed } from '../../catalog/format.ts'
import { useWords } from '../../text/text.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Scroll } from '../../ui/Scroll.tsx'
import { Blank, Failed } from '../../ui/states.tsx'
import { ActForm, ReasonField } from '../parts.tsx'
import { usePlacesWords } from '../places.ts'
import { useAdminWords } from '../words.ts'
import { ExposureHistoryDocument, UndoExposuresDocument, type Given } from './documents.ts'

export type Chosen = { institution: string; base: string; name: string; label: string }
type HistoryProps = { chosen: Chosen; jurisdiction: string | null; onChanged: () => void; onClose: () => void }

/** Every value that was given of one base, with the act that gave it; what was entered in the grid is taken back here. */
export function HistoryDialog({ chosen, jurisdiction, onChanged, onClose }: HistoryProps) {
  const w = usePlacesWords().exposures
  const a = useAdminWords()
  const variables = { institution: chosen.institution, base: chosen.base, jurisdiction }
  const [{ data, error }, ask] = useQuery({ query: ExposureHistoryDocument, variables, requestPolicy: 'network-only' })
  const [turning, setTurning] = useState<Given | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const again = (): void => ask({ requestPolicy: 'network-only' })
  const rows = data?.exposureHistory?.rows
  const done = (words: string): void => {
    setSaid(words)
    setTurning(null)
    again()
    onChanged()
  }
  return (
    <Dialog title={w.historyOf(chosen.name, chosen.label)} onClose={onClose} wide>
      {said && (
        <p className="notice notice-better" role="status">
          {said}
        </p>
      )}
      {error && !rows && <Failed error={error} retry={again} />}
      {!error && !rows && <Blank height={160} />}
      {rows?.length === 0 && <p className="state">{w.nothing}</p>}
      {rows && rows.length > 0 && !turning && <GivenTable rows={rows} label={w.historyOf(chosen.name, chosen.label)} onTurn={setTurning} />}
      {turning ? (
        <TurnForm given={turning} jurisdiction={jurisdiction} onDone={done} onCancel={() => setTurning(null)} />
      ) : (
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {a.close}
          </button>
        </div>
      )}
    </Dialog>
  )
}

function GivenTable({ rows, label, onTurn }: { rows: readonly Given[]; label: string; onTurn: (given: Given) => void }) {
  const { t, date, instant } = useWords()
  const person = usePerson()
  const a = useAdminWords()
  const w = usePlacesWords().exposures
  const may = useMay()
  return (
    <Scroll label={label}>
      <table className="rows admin-table exposure-history">
        <thead>
          <tr>
            <th scope="col">{w.asOf}</th>
            <th scope="col" className="num">
              {w.value}
            </th>
            <th scope="col">{w.source}</th>
            <th scope="col">{w.state}</th>
            <th scope="col">{w.given}</th>
            <th scope="col">
              <span className="hidden-text">{t.settings.act}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((given) => (
            <tr key={`${given.revision} ${given.asOf}`} className={given.inForce ? undefined : 'admin-ended'}>
              <th scope="row" className="day">
                {date(given.asOf)}
              </th>
              <td className="num">{printed(given.value)}</td>
              <td>{given.source ?? a.none}</td>
              <td>{given.voided ? w.voided : given.inForce ? w.inForce : w.replaced}</td>
              <td>
                {person(given.actor) || a.none} {given.at && instant(given.at, true)}
                {given.reason && <span className="second written">{given.reason}</span>}
                {given.file && (
                  <span className="second">
                    {given.batch && may('import:read') ? (
                      <Link to="/imports" search={{ batch: given.batch }}>
                        {given.file}
                      </Link>
                    ) : (
                      given.file
                    )}
                  </span>
                )}
              </td>
              <td className="acts">
                {given.act === 'SET_EXPOSURE' && may('exposure:write') && (
                  <button type="button" className="button" onClick={() => onTurn(given)}>
                    {given.voided ? w.restore : w.undo}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

type TurnProps = { given: Given; jurisdiction: string | null; onDone: (words: string) => void; onCancel: () => void }

function TurnForm({ given, jurisdiction, onDone, onCancel }: TurnProps) {
  const { date } = useWords()
  const a = useAdminWords()
  const w = usePlacesWords().exposures
  const { heard } = useLedger()
  const [reason, setReason] = useState('')
  const [, undo] = useMutation(UndoExposuresDocument)
  const act = async () => {
    const { data, error } = await undo({ revision: given.revision, restore: given.voided, reason: reason.trim(), jurisdiction })
    if (error) return error
    if (data?.undoExposures) heard(data.undoExposures.ledger.revision)
    onDone(given.voided ? w.restored : w.undone)
    return undefined
  }
  return (
    <ActForm
      button={given.voided ? w.restore : w.undo}
      problem={() => (reason.trim() === '' ? a.reasonMissing : null)}
      act={act}
      onCancel={onCancel}
    >
      <p>
        {date(given.asOf)} {printed(given.value)}
        {given.together > 1 && ` · ${w.together(given.together)}`}
      </p>
      <ReasonField value={reason} onChange={setReason} />
    </ActForm>
  )
}
