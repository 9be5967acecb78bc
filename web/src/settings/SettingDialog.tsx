import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { useMay } from '../app/session.tsx'
import { printed } from '../catalog/format.ts'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { FailedLine } from '../ui/states.tsx'
import { SettingHistory as History } from './SettingHistory.tsx'
import { SettingPreview } from './SettingPreview.tsx'
import { SetSettingDocument, type Setting } from './settings.ts'

type DialogProps = { setting: Setting; jurisdiction: string | undefined; onClose: () => void }

/** One setting: its new value, from when, and why; below it what it was before. */
export function SettingDialog({ setting, jurisdiction, onClose }: DialogProps) {
  const { t, say } = useWords()
  const may = useMay()
  const [outcome, setOutcome] = useState<number | null>(null)
  return (
    <Dialog title={say(setting.label)} onClose={onClose} wide>
      <p className="second">{say(setting.explain)}</p>
      {outcome !== null && <p role="status">{outcome > 0 ? t.settings.done(printed(outcome)) : t.settings.doneNone}</p>}
      {outcome === null && may('settings:write') && (
        <ChangeForm setting={setting} jurisdiction={jurisdiction} onDone={setOutcome} onClose={onClose} />
      )}
      {outcome === null && <History setting={setting} jurisdiction={jurisdiction} onDone={setOutcome} />}
      {(outcome !== null || !may('settings:write')) && (
        <div className="dialog-foot">
          <button type="button" className="button button-filled" autoFocus onClick={onClose}>
            {t.settings.close}
          </button>
        </div>
      )}
    </Dialog>
  )
}

type FormProps = { setting: Setting; jurisdiction: string | undefined; onDone: (complaints: number) => void; onClose: () => void }

function ChangeForm({ setting, jurisdiction, onDone, onClose }: FormProps) {
  const { t, date } = useWords()
  const { heard } = useLedger()
  const [value, setValue] = useState(written(setting.value))
  const [validFrom, setFrom] = useState(setting.inherited ? '' : (setting.validFrom ?? ''))
  const [reason, setReason] = useState('')
  const [inherit, setInherit] = useState(false)
  const [missing, setMissing] = useState(false)
  const [{ error, fetching }, save] = useMutation(SetSettingDocument)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setMissing(reason.trim() === '')
    if (reason.trim() === '') return
    const from = inherit ? setting.validFrom : validFrom || null
    const { data } = await save({ name: setting.name, value, validFrom: from, reason: reason.trim(), inherit, jurisdiction })
    const done = data?.setSetting
    if (!done) return
    heard(done.ledger.revision)
    onDone(done.complaints)
  }
  return (
    <form className="sign-in-form" noValidate onSubmit={(event) => void submit(event)}>
      {!inherit && (
        <>
          <ValueField setting={setting} value={value} onChange={setValue} />
          <label className="field">
            <span>{t.settings.validFrom}</span>
            <input className="input" type="date" value={validFrom} onChange={(event) => setFrom(event.target.value)} />
          </label>
        </>
      )}
      {!setting.inherited && (
        <label className="choice">
          <input type="checkbox" checked={inherit} onChange={(event) => setInherit(event.target.checked)} />
          {t.settings.inherit}
        </label>
      )}
      <SettingPreview
        asked={{ name: setting.name, value, validFrom: inherit ? (setting.validFrom ?? null) : validFrom || null, inherit, jurisdiction }}
        moved={inherit || value !== written(setting.value) || validFrom !== (setting.inherited ? '' : (setting.validFrom ?? ''))}
      />
      {inherit && <p className="caption">{t.settings.inheritHint(setting.validFrom ? date(setting.validFrom) : t.settings.always)}</p>}
      <label className="field">
        <span>{t.settings.reason}</span>
        <textarea className="input" value={reason} onChange={(event) => setReason(event.target.value)} />
      </label>
      {missing && (
        <p className="field-problem" role="alert">
          {t.settings.reasonMissing}
        </p>
      )}
      {error && <FailedLine error={error} />}
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onClose}>
          {t.settings.cancel}
        </button>
        <button type="submit" className="button button-filled" disabled={fetching}>
          {fetching ? t.settings.saving : t.settings.save}
        </button>
      </div>
    </form>
  )
}

function ValueField({ setting, value, onChange }: { setting: Setting; value: string; onChange: (value: string) => void }) {
  const { t, say } = useWords()
  const { form, least, most, longest } = setting
  const choices: [string, string][] =
    form === 'BOOLEAN'
      ? [
          ['true', t.settings.yes],
          ['false', t.settings.no],
        ]
      : setting.choices.map((choice) => [choice.value, say(choice.label)])
  const hint = form === 'INTEGER' ? t.settings.range(printed(least ?? 0), printed(most ?? 0)) : form === 'DAY' ? t.settings.never : null
  return (
    <label className="field">
      <span>
        {t.settings.newValue}
        {hint && <span className="caption"> {hint}</span>}
      </span>
      {choices.length > 0 ? (
        <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
          {choices.map(([key, words]) => (
            <option key={key} value={key}>
              {words}
            </option>
          ))}
        </select>
      ) : (
        <input
          className="input"
          data-first
          type={form === 'DAY' ? 'date' : 'text'}
          inputMode={form === 'INTEGER' ? 'numeric' : undefined}
          maxLength={longest ?? undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </label>
  )
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value)
}
