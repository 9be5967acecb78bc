import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { useMembers } from '../filters/members.ts'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import type { Complaint } from './ComplaintPanel.tsx'
import { ReasonField, SaveFoot } from './DialogParts.tsx'
import { correctableFields, type CorrectableField } from './fields.ts'

export const CorrectComplaintDocument = graphql(`
  mutation CorrectComplaint($key: ID!, $changes: JSON!, $reason: String!) {
    correctComplaint(key: $key, changes: $changes, reason: $reason) {
      ledger {
        revision
      }
    }
  }
`)

/** One field, its new value, and why; what was there before stays in the history. */
export function CorrectionForm({ complaint, onDone }: { complaint: Complaint; onDone: () => void }) {
  const { t, say } = useWords()
  const fields = correctableFields(complaint)
  const { heard } = useLedger()
  const [field, setField] = useState<CorrectableField>()
  const [value, setValue] = useState('')
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [{ error, fetching }, correct] = useMutation(CorrectComplaintDocument)
  const choose = (key: string): void => {
    const next = fields.find((each) => each.key === key)
    setField(next)
    setValue(next?.now(complaint) ?? '')
  }
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!field) return
    const found = reason.trim() === '' ? t.complaints.reasonNeeded : value === field.now(complaint) ? t.complaints.unchanged : null
    setProblem(found)
    if (found) return
    const { data } = await correct({ key: complaint.key, changes: { [field.key]: value === '' ? null : value }, reason: reason.trim() })
    const revision = data?.correctComplaint?.ledger.revision
    if (revision === undefined) return
    heard(revision)
    onDone()
  }
  return (
    <form className="correction" onSubmit={(event) => void submit(event)} noValidate aria-label={t.complaints.correctTitle}>
      <label className="field">
        <span>{t.complaints.field}</span>
        <select className="input" value={field?.key ?? ''} autoFocus onChange={(event) => choose(event.target.value)}>
          <option value="">{t.complaints.choose}</option>
          {fields.map((each) => (
            <option key={each.key} value={each.key}>
              {each.name(t, say)}
            </option>
          ))}
        </select>
      </label>
      {field && (
        <>
          <ValueField field={field} value={value} onChange={setValue} />
          <ReasonField reason={reason} onChange={setReason} />
        </>
      )}
      <SaveFoot words={t.complaints.save} busy={fetching} disabled={!field} problem={problem} error={error} onClose={onDone} />
    </form>
  )
}

function ValueField({ field, value, onChange }: { field: CorrectableField; value: string; onChange: (value: string) => void }) {
  const { t, say } = useWords()
  const { ledger } = useLedger()
  const { members } = useMembers(field.dimension ?? null, ledger?.revision ?? 0)
  // Institutions are named by key; words of a dictionary as a file would write them.
  const options = members.map((member): [string, string] => [field.key === 'institution' ? member.key : member.label.zh, say(member.label)])
  return (
    <label className="field">
      <span>{t.complaints.newValue}</span>
      {field.kind === 'MEMBER' ? (
        <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t.complaints.empty}</option>
          {options.every(([key]) => key !== value) && value !== '' && <option value={value}>{value}</option>}
          {options.map(([key, words]) => (
            <option key={key} value={key}>
              {words}
            </option>
          ))}
        </select>
      ) : field.kind === 'YES_NO' ? (
        <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t.complaints.empty}</option>
          <option value="是">{t.complaints.yes}</option>
          <option value="否">{t.complaints.no}</option>
        </select>
      ) : (
        <input
          className="input"
          type={field.kind === 'DAY' ? 'date' : 'text'}
          inputMode={field.kind === 'AMOUNT' ? 'decimal' : field.kind === 'COUNT' ? 'numeric' : undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </label>
  )
}
