import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import type { Dimension, Metric } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { FailedLine } from '../ui/states.tsx'
import { AddAnnotationDocument } from './documents.ts'

/** What the chart shows: the remark may be about that alone. `from`, `through`: the days proposed. */
export type RemarkAbout = {
  metric: Metric
  member: { dimension: Dimension; key: string; name: string } | null
  jurisdiction: string | undefined
  from: string
  through: string
}

const LONGEST = 200

/** Days, words, and what alone they are about. */
export function RemarkDialog({ about, onClose }: { about: RemarkAbout; onClose: () => void }) {
  const { t, say } = useWords()
  const { metrics, heard } = useLedger()
  const [{ error, fetching }, add] = useMutation(AddAnnotationDocument)
  const [form, setForm] = useState({ from: about.from, through: about.through, zh: '', en: '' })
  const [onlyMetric, setOnlyMetric] = useState(false)
  const [onlyMember, setOnlyMember] = useState(about.member !== null)
  const [problem, setProblem] = useState('')
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const wrong = problemOf(form, t)
    setProblem(wrong)
    if (wrong) return
    const member = onlyMember ? about.member : null
    const { data } = await add({
      annotation: {
        from: form.from,
        through: form.through,
        zh: form.zh.trim(),
        en: form.en.trim() || null,
        metrics: onlyMetric ? [about.metric] : [],
        ...(member ? { dimension: member.dimension, members: [member.key] } : {}),
        ...(about.jurisdiction ? { jurisdiction: about.jurisdiction } : {}),
      },
    })
    if (!data?.addAnnotation) return
    heard(data.addAnnotation.ledger.revision)
    onClose()
  }
  const field = (name: keyof typeof form) => ({
    value: form[name],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }),
  })
  return (
    <Dialog title={t.annotations.dialog} onClose={onClose}>
      <form className="sign-in-form" noValidate onSubmit={(event) => void submit(event)}>
        <p className="caption">{t.annotations.explain}</p>
        <div className="remark-days">
          <label className="field">
            <span>{t.annotations.from}</span>
            <input className="input" type="date" data-first {...field('from')} />
          </label>
          <label className="field">
            <span>{t.annotations.through}</span>
            <input className="input" type="date" {...field('through')} />
          </label>
        </div>
        <label className="field">
          <span>{t.annotations.zh}</span>
          <input className="input" maxLength={LONGEST} {...field('zh')} />
        </label>
        <label className="field">
          <span>{t.annotations.en}</span>
          <input className="input" maxLength={LONGEST} {...field('en')} />
        </label>
        <label className="choice">
          <input type="checkbox" checked={onlyMetric} onChange={(event) => setOnlyMetric(event.target.checked)} />
          {t.annotations.only(say(metrics.get(about.metric)?.label))}
        </label>
        {about.member && (
          <label className="choice">
            <input type="checkbox" checked={onlyMember} onChange={(event) => setOnlyMember(event.target.checked)} />
            {t.annotations.only(about.member.name)}
          </label>
        )}
        {problem && (
          <p className="field-problem" role="alert">
            {problem}
          </p>
        )}
        {error && <FailedLine error={error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t.settings.cancel}
          </button>
          <button type="submit" className="button button-filled" disabled={fetching}>
            {fetching ? t.settings.saving : t.annotations.save}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function problemOf({ from, through, zh }: { from: string; through: string; zh: string }, t: ReturnType<typeof useWords>['t']): string {
  if (!from || !through) return t.annotations.daysMissing
  if (through < from) return t.annotations.daysWrong
  return zh.trim() === '' ? t.annotations.wordsMissing : ''
}
