import { useId } from 'react'
import { useWords } from '../text/text.tsx'
import { ChoiceField } from './ChoiceField.tsx'
import type { Check } from './documents.ts'
import { FIELDS, type Draft, type FormField, type Held } from './form.ts'

export type FieldsProps = {
  draft: Draft
  check: Check | null
  keepsPersons: boolean
  names: (key: string) => string
  /** What is wrong with a field, once somebody has left it or tried to save. */
  problemOf: (key: string) => React.ReactNode
  onHold: (key: string, held: Held, whileText?: string) => void
  onWait: (answer: Promise<void>) => void
  onUnit: (unit: Draft['unit']) => void
  onLeave: (key: string) => void
}

/** The fields of one complaint, in the order of the paper form. */
export function Fields(props: FieldsProps) {
  const { t } = useWords()
  const shown = (ending: boolean): React.ReactNode =>
    FIELDS.filter((field) => Boolean(field.ending) === ending).map((field) => <OneField key={field.key} field={field} {...props} />)
  return (
    <>
      <div className="form-grid">{shown(false)}</div>
      <details className="form-ending">
        <summary>{t.registration.ending}</summary>
        <div className="form-grid">{shown(true)}</div>
      </details>
    </>
  )
}

function OneField({ field, ...props }: FieldsProps & { field: FormField }) {
  const { t } = useWords()
  const { draft, check, names, problemOf, onHold, onLeave } = props
  const { key, kind } = field
  const held = draft.held[key] ?? { text: '' }
  const problem = problemOf(key)
  const label = key === 'amount' ? t.registration.amount : names(key)
  const common = { label, problem, hint: <Hint field={field} {...props} /> }
  if (kind === 'CHOICE') {
    return (
      <ChoiceField
        {...common}
        field={key}
        held={held}
        on={key === 'institution' ? (check?.receivedOn ?? null) : null}
        onChange={(next, whileText) => onHold(key, next, whileText)}
        onWait={props.onWait}
        onLeave={() => onLeave(key)}
      />
    )
  }
  if (kind === 'KIND') return <KindField {...common} value={held.value ?? ''} onChange={(value) => onHold(key, { text: value, value })} />
  return (
    <PlainField
      {...common}
      field={field}
      text={held.text}
      onChange={(text) => onHold(key, { text })}
      onLeave={() => onLeave(key)}
      {...(kind === 'AMOUNT' ? { unit: <Unit draft={draft} onUnit={props.onUnit} /> } : {})}
    />
  )
}

type PlainProps = {
  field: FormField
  label: string
  text: string
  unit?: React.ReactNode
  hint: React.ReactNode
  problem: React.ReactNode
  onChange: (text: string) => void
  onLeave: () => void
}

function PlainField({ field, label, text, unit, hint, problem, onChange, onLeave }: PlainProps) {
  const { t } = useWords()
  const id = useId()
  const shared = {
    id: `${id}input`,
    className: 'input',
    value: text,
    autoComplete: 'off',
    spellCheck: false,
    'data-field': field.key,
    'aria-describedby': `${id}hint`,
    'aria-invalid': Boolean(problem),
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onChange(event.target.value),
    onBlur: onLeave,
  }
  return (
    <div className={field.wide ? 'field form-wide' : 'field'}>
      <label htmlFor={`${id}input`}>{label}</label>
      <div className={unit ? 'input-with-unit' : undefined}>
        {field.kind === 'LONG' ? (
          <textarea rows={4} {...shared} />
        ) : (
          <input {...shared} {...(field.kind === 'DAY' ? { placeholder: t.registration.dayExample } : {})} />
        )}
        {unit}
      </div>
      <div id={`${id}hint`} className="field-foot">
        {problem ?? hint}
      </div>
    </div>
  )
}

function KindField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const { t } = useWords()
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="input" data-field="kind" value={value || 'COMPLAINT'} onChange={(event) => onChange(event.target.value)}>
        {Object.entries(t.complaints.kinds).map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
      <div className="field-foot" />
    </div>
  )
}

function Unit({ draft, onUnit }: { draft: Draft; onUnit: FieldsProps['onUnit'] }) {
  const { t } = useWords()
  return (
    <select
      className="input"
      aria-label={t.registration.unit}
      value={draft.unit}
      onChange={(event) => onUnit(event.target.value as Draft['unit'])}
    >
      <option value="YUAN">{t.registration.yuan}</option>
      <option value="TEN_THOUSAND">{t.registration.tenThousand}</option>
    </select>
  )
}

/** What stands under a field while nothing is wrong with it: what the server made of it, or what will be kept. */
function Hint({ field: { key }, draft, check, keepsPersons }: FieldsProps & { field: FormField }) {
  const { t, date, shortDate } = useWords()
  const text = (draft.held[key]?.text ?? '').trim()
  if (key === 'receivedOn' && text !== '' && check?.receivedOn)
    return (
      <span className="second">
        {date(check.receivedOn)}
        {check.dueOn && (
          <b className="due-hint">
            {t.registration.dueOn(check.dueOn.slice(0, 4) === check.receivedOn.slice(0, 4) ? shortDate(check.dueOn) : date(check.dueOn))}
          </b>
        )}
      </span>
    )
  if (key === 'text') return <Masked text={text} masked={check?.masked ?? null} />
  if (key === 'complainantName') return <span className="second">{t.registration.nameKept}</span>
  if (key === 'complainantPhone' || key === 'complainantId') {
    if (!keepsPersons) return <span className="second">{t.registration.nothingKept}</span>
    return (
      <span className="second">{text !== '' && check && !check.knowsPerson ? t.registration.notRecognised : t.registration.tokenKept}</span>
    )
  }
  if (check?.unclassified.includes(key) && text !== '') return <span className="second warn">{t.registration.unclassified}</span>
  return null
}

const MASK = /(\p{Script=Han}＊|[\dXx]*\*+[\dXx]*|[A-Za-z]＊)/u

/** The text as it will be kept, where that is not as it was typed; what is hidden stands out. */
function Masked({ text, masked }: { text: string; masked: string | null }) {
  const { t } = useWords()
  if (masked === null || masked === text || text === '') return <span className="second">{t.registration.textMasked}</span>
  return (
    <span className="second masked" role="status">
      {t.registration.willBe}
      {masked.split(MASK).map((part, place) => (place % 2 === 1 ? <mark key={place}>{part}</mark> : part))}
    </span>
  )
}
