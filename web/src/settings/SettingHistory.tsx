import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { useMay, usePerson } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import { FailedLine } from '../ui/states.tsx'
import { UndoSettingDocument, type Setting, type SettingAct } from './settings.ts'

type HistoryProps = { setting: Setting; jurisdiction: string | undefined; onDone: (complaints: number) => void }

/** What the value was, by whom and why; the last act of this node can be taken back. */
export function SettingHistory({ setting, jurisdiction, onDone }: HistoryProps) {
  const { t } = useWords()
  const [undoing, setUndoing] = useState<SettingAct | null>(null)
  return (
    <section className="setting-history" aria-label={t.settings.history}>
      <h3>{t.settings.history}</h3>
      {setting.history.length === 0 && <p className="caption">{t.settings.noHistory}</p>}
      <ol>
        {setting.history.map((act) => (
          <Act key={`${act.revision} ${act.validFrom ?? ''} ${act.region.zh}`} act={act} onUndo={() => setUndoing(act)} />
        ))}
      </ol>
      {undoing && <Undo name={setting.name} act={undoing} jurisdiction={jurisdiction} onDone={onDone} />}
    </section>
  )
}

function Act({ act, onUndo }: { act: SettingAct; onUndo: () => void }) {
  const { t, say, date, instant } = useWords()
  const person = usePerson()
  const may = useMay()
  const { revision, at, actor, reason, region, validFrom, value, current, undoable } = act
  return (
    <li>
      <b>{value ? say(value) : t.settings.taken}</b> · {say(region)} · {validFrom ? t.settings.since(date(validFrom)) : t.settings.always}
      {value && !current ? ` · ${t.settings.replaced}` : ''}{' '}
      {undoable && may('settings:write') && (
        <button type="button" className="link-button" aria-label={t.settings.undoOf(String(revision))} onClick={onUndo}>
          {t.settings.undo}
        </button>
      )}
      <span className="second">{[at && instant(at, true), person(actor), reason].filter(Boolean).join(' · ')}</span>
    </li>
  )
}

type UndoProps = { name: string; act: SettingAct; jurisdiction: string | undefined; onDone: (complaints: number) => void }

function Undo({ name, act, jurisdiction, onDone }: UndoProps) {
  const { t } = useWords()
  const { heard } = useLedger()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const [{ error, fetching }, undo] = useMutation(UndoSettingDocument)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setMissing(reason.trim() === '')
    if (reason.trim() === '') return
    const done = (await undo({ name, revision: act.revision, reason: reason.trim(), jurisdiction })).data?.undoSetting
    if (!done) return
    heard(done.ledger.revision)
    onDone(done.complaints)
  }
  return (
    <form className="setting-undo" noValidate onSubmit={(event) => void submit(event)}>
      <label className="field">
        <span>{t.settings.undoReason(String(act.revision))}</span>
        <input className="input" autoFocus value={reason} onChange={(event) => setReason(event.target.value)} />
      </label>
      <button type="submit" className="button" disabled={fetching}>
        {fetching ? t.settings.saving : t.settings.undo}
      </button>
      {missing && (
        <p className="field-problem" role="alert">
          {t.settings.reasonMissing}
        </p>
      )}
      {error && <FailedLine error={error} />}
    </form>
  )
}
