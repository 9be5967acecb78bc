import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { failureOf } from '../app/failure.ts'
import { useLedger } from '../app/ledger.tsx'
import { graphql } from '../gql/index.ts'
import type { HandlingDetails } from '../gql/graphql.ts'
import { ChoiceField } from '../registration/ChoiceField.tsx'
import type { Held } from '../registration/form.ts'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import type { Complaint } from './ComplaintPanel.tsx'
import { SaveFoot } from './DialogParts.tsx'

const HandleDocument = graphql(`
  mutation HandleComplaint($key: ID!, $act: HandlingAct!, $details: HandlingDetails!) {
    handleComplaint(key: $key, act: $act, details: $details) {
      ledger {
        revision
      }
    }
  }
`)

export type Act = Complaint['acts'][number]
type Text = 'on' | 'until' | 'unit' | 'person' | 'note' | 'reason'
const WORDS = ['upheld', 'satisfaction'] as const

/** One act on one complaint: its day, what the server says that it needs, and a note. */
export function ActDialog({ complaint, act, onClose }: { complaint: Complaint; act: Act; onClose: () => void }) {
  const { t, say } = useWords()
  const { ledger, heard } = useLedger()
  const [texts, setTexts] = useState<Partial<Record<Text, string>>>({ on: ledger?.today ?? '' })
  const [words, setWords] = useState<Record<string, Held>>({})
  const [{ error, fetching }, handle] = useMutation(HandleDocument)
  const [tried, setTried] = useState('')
  const asked = [...act.needs, ...act.takes]
  // An answer counts until something is changed.
  const state = JSON.stringify([texts, words])
  const refused = tried === state ? error : undefined
  const problems = refused ? failureOf(refused).fields : []
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(state)
    const details: HandlingDetails = { ...texts, on: texts.on ?? '' }
    for (const name of WORDS) if (words[name]) details[name] = words[name].value ?? words[name].text
    const done = (await handle({ key: complaint.key, act: act.act, details })).data?.handleComplaint
    if (!done) return
    heard(done.ledger.revision)
    onClose()
  }
  const field = (name: Text, label: string): React.ReactNode => {
    const problem = problems.find(({ path }) => path === name)
    const shared = {
      className: 'input',
      value: texts[name] ?? '',
      'aria-invalid': Boolean(problem),
      'data-act': name,
      onChange: ({ target }: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => setTexts({ ...texts, [name]: target.value }),
    }
    return (
      <label className="field">
        <span>{label}</span>
        {name === 'note' || name === 'reason' ? (
          <textarea {...shared} />
        ) : (
          <input type={name === 'on' || name === 'until' ? 'date' : 'text'} {...shared} />
        )}
        {problem && t.imports.reasons[problem.reason] && <span className="field-problem">{t.imports.reasons[problem.reason]}</span>}
      </label>
    )
  }
  return (
    <Dialog title={t.complaints.actTitle(say(act.label), complaint.number ?? t.complaints.noNumber)} onClose={onClose}>
      <form className="sign-in-form" noValidate onSubmit={(event) => void submit(event)}>
        {field('on', t.complaints.on)}
        {asked.includes('until') && field('until', t.complaints.until)}
        {field('unit', act.needs.includes('unit') ? t.complaints.toUnit : t.complaints.unit)}
        {field('person', t.complaints.person)}
        {WORDS.filter((name) => asked.includes(name)).map((name) => (
          <ChoiceField
            key={name}
            field={name}
            label={t.complaints[name]}
            held={words[name] ?? { text: '' }}
            onChange={(held) => setWords((before) => ({ ...before, [name]: held }))}
          />
        ))}
        {field('note', act.act === 'CLOSE' ? t.complaints.result : t.complaints.note)}
        {asked.includes('reason') && field('reason', t.complaints.reason)}
        <SaveFoot words={say(act.label)} busy={fetching} error={refused} beside onClose={onClose} />
      </form>
    </Dialog>
  )
}
