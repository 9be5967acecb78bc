import { useState, type FormEvent, type ReactNode } from 'react'
import type { CombinedError } from 'urql'
import { Dialog } from '../ui/Dialog.tsx'
import { FailedLine } from '../ui/states.tsx'
import { useAdminWords } from './words.ts'

/** The head of a part: its name, what it is for, what can be done. */
export function SectionHead({ title, line, children }: { title: string; line: ReactNode; children?: ReactNode }) {
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        <p className="page-line">{line}</p>
      </div>
      {children && <div className="page-tools admin-head-tools">{children}</div>}
    </header>
  )
}

type FormDialogProps = {
  title: string
  button: string
  wide?: boolean
  /** What is missing, in words; null where it can be sent. */
  problem: () => string | null
  /** Does it; gives the error where it could not. Whoever calls closes the dialog. */
  act: () => Promise<CombinedError | undefined>
  onClose: () => void
  children: ReactNode
}

/** A form in a dialog: what was typed stays through errors, Enter sends it. */
export function FormDialog({ title, button, wide, problem, act, onClose, children }: FormDialogProps) {
  return (
    <Dialog title={title} onClose={onClose} {...(wide ? { wide } : {})}>
      <ActForm button={button} problem={problem} act={act} onCancel={onClose}>
        {children}
      </ActForm>
    </Dialog>
  )
}

type ActFormProps = Pick<FormDialogProps, 'button' | 'problem' | 'act' | 'children'> & { onCancel?: () => void }

export function ActForm({ button, problem, act, onCancel, children }: ActFormProps) {
  const a = useAdminWords()
  const [missing, setMissing] = useState<string | null>(null)
  const [error, setError] = useState<CombinedError>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const found = problem()
    setMissing(found)
    if (found !== null) return
    setBusy(true)
    const failed = await act()
    setBusy(false)
    setError(failed)
  }
  return (
    <form className="admin-form" noValidate onSubmit={(event) => void submit(event)}>
      {children}
      {missing && (
        <p className="field-problem" role="alert">
          {missing}
        </p>
      )}
      {error && !missing && <FailedLine error={error} />}
      <div className="dialog-foot">
        {onCancel && (
          <button type="button" className="button" onClick={onCancel}>
            {a.cancel}
          </button>
        )}
        <button type="submit" className="button button-filled" disabled={busy}>
          {busy ? a.busy : button}
        </button>
      </div>
    </form>
  )
}

type FieldProps = {
  label: ReactNode
  value: string
  onChange: (value: string) => void
  type?: 'text' | 'date'
  first?: boolean
  list?: string
}

export function TextField({ label, value, onChange, type = 'text', first, list }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        className="input"
        type={type}
        value={value}
        list={list}
        {...(first ? { 'data-first': true } : {})}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}

export function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const a = useAdminWords()
  return (
    <label className="field">
      <span>{a.reason}</span>
      <textarea className="input" value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  )
}

type ReasonDialogProps = Pick<FormDialogProps, 'title' | 'button' | 'onClose' | 'children'> & {
  act: (reason: string) => Promise<CombinedError | undefined>
}

/** A form that asks for nothing but the reason of an act. */
export function ReasonDialog({ act, children, ...dialog }: ReasonDialogProps) {
  const a = useAdminWords()
  const [reason, setReason] = useState('')
  return (
    <FormDialog {...dialog} problem={() => (reason.trim() === '' ? a.reasonMissing : null)} act={() => act(reason.trim())}>
      {children}
      <ReasonField value={reason} onChange={setReason} />
    </FormDialog>
  )
}

type SelectProps = { label: ReactNode; value: string; onChange: (value: string) => void; options: readonly (readonly [string, string])[] }

export function SelectField({ label, value, onChange, options }: SelectProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}
