import { useId, type ReactNode } from 'react'
import { useQuery } from 'urql'
import type { FailedField } from '../../app/failure.ts'
import { useLedger } from '../../app/ledger.tsx'
import { useMembers } from '../../filters/members.ts'
import { useWords } from '../../text/text.tsx'
import { usePlacesWords } from '../places.ts'
import type { FieldName, Typed } from './change.ts'
import { AdminInstitutionsDocument } from './documents.ts'

type FieldsProps = { fields: readonly FieldName[]; typed: Typed; problems: readonly FailedField[]; onChange: (typed: Typed) => void }

/** The values of an institution; what is wrong with one stands under it. */
export function ChangeFields({ fields, typed, problems, onChange }: FieldsProps) {
  const w = usePlacesWords().institutions
  const labels: Record<FieldName, string> = {
    name: w.name,
    code: w.code,
    aliases: w.aliases,
    peerGroup: w.group,
    parent: w.parent,
    region: w.region,
    ranked: w.ranked,
    openedOn: w.opened,
    closedOn: w.closed,
    successor: w.successor,
    displayOrder: w.order,
  }
  const hints: Partial<Record<FieldName, string>> = {
    code: w.codeHint,
    aliases: w.aliasesHint,
    parent: w.parentHint,
    closedOn: w.closedHint,
  }
  return (
    <div className="places-fields">
      {fields.map((field) => (
        <Field key={field} name={field} label={labels[field]} hint={hints[field] ?? null} problems={problems}>
          {(marks) => (
            <Control field={field} value={typed[field]} marks={marks} onChange={(value) => onChange({ ...typed, [field]: value })} />
          )}
        </Field>
      ))}
    </div>
  )
}

type Marks = { id: string; 'aria-invalid'?: true; 'aria-describedby'?: string }
type FieldProps = {
  name: string
  label: string
  hint: string | null
  problems: readonly FailedField[]
  children: (marks: Marks) => ReactNode
}

export function Field({ name, label, hint, problems, children }: FieldProps) {
  const { say } = useWords()
  const id = useId()
  const own = problems.filter((one) => one.path === name && one.params?.sentence)
  const described = [...(hint ? [`${id}h`] : []), ...(own.length > 0 ? [`${id}p`] : [])].join(' ')
  return (
    <div className="field" data-field={name}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        ...(own.length > 0 ? { 'aria-invalid': true as const } : {}),
        ...(described ? { 'aria-describedby': described } : {}),
      })}
      {hint && (
        <span className="caption" id={`${id}h`}>
          {hint}
        </span>
      )}
      {own.length > 0 && (
        <span className="field-problem" id={`${id}p`}>
          {own.map((one) => say(one.params?.sentence)).join(' ')}
        </span>
      )}
    </div>
  )
}

type DayProps = Omit<FieldProps, 'children'> & { value: string; onChange: (value: string) => void }

export function DayField({ value, onChange, ...field }: DayProps) {
  return (
    <Field {...field}>
      {(marks) => (
        <input
          {...marks}
          className="input places-day"
          type="date"
          data-first
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

type ControlProps = { field: FieldName; value: string; marks: Marks; onChange: (value: string) => void }

function Control({ field, value, marks, onChange }: ControlProps) {
  const w = usePlacesWords().institutions
  const { say } = useWords()
  const { ledger } = useLedger()
  const dimension = field === 'peerGroup' ? 'PEER_GROUP' : field === 'region' ? 'REGION' : null
  const { members } = useMembers(dimension, ledger?.revision ?? 0)
  if (field === 'aliases')
    return <textarea {...marks} className="input" rows={2} value={value} onChange={(event) => onChange(event.target.value)} />
  if (field === 'parent' || field === 'successor') return <NamedInput value={value} marks={marks} onChange={onChange} />
  // A new one lies where the office is, unless another place is chosen.
  const noneOf = (): readonly (readonly [string, string])[] => {
    if (field === 'peerGroup') return [['', w.noGroup]]
    return value === '' ? [['', say(ledger?.jurisdiction.label)]] : []
  }
  const options: readonly (readonly [string, string])[] | null =
    field === 'ranked'
      ? [
          ['', w.rankedBy],
          ['是', w.rankedYes],
          ['否', w.rankedNo],
        ]
      : dimension
        ? [...noneOf(), ...members.map((one) => [one.key, say(one.label)] as const)]
        : null
  if (options)
    return (
      <select {...marks} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    )
  const type = field === 'openedOn' || field === 'closedOn' ? 'date' : 'text'
  return (
    <input
      {...marks}
      className="input"
      type={type}
      inputMode={field === 'displayOrder' ? 'numeric' : undefined}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

/** Another institution by name, alias or key; the names there are come as proposals. */
function NamedInput({ value, marks, onChange }: Omit<ControlProps, 'field'>) {
  const { say } = useWords()
  const id = useId()
  const variables = { search: '', first: 5000 }
  const [{ data }] = useQuery({ query: AdminInstitutionsDocument, variables })
  return (
    <>
      <input {...marks} className="input" list={id} autoComplete="off" value={value} onChange={(event) => onChange(event.target.value)} />
      <datalist id={id}>
        {data?.institutions?.rows.map((row) => (
          <option key={row.key} value={say(row.label)} />
        ))}
      </datalist>
    </>
  )
}
