import { useState } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../../app/ledger.tsx'
import type { Metric } from '../../gql/graphql.ts'
import { useWords } from '../../text/text.tsx'
import { FormDialog, ReasonField, TextField } from '../parts.tsx'
import { useAdminWords } from '../words.ts'
import { RegisterBreakDocument } from './documents.ts'

/** Registers a change of definition; without a metric chosen it touches all. */
export function BreakDialog({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const { say } = useWords()
  const a = useAdminWords()
  const { catalog, heard } = useLedger()
  const [on, setOn] = useState('')
  const [zh, setZh] = useState('')
  const [en, setEn] = useState('')
  const [reason, setReason] = useState('')
  const [metrics, setMetrics] = useState<ReadonlySet<Metric>>(new Set())
  const [, register] = useMutation(RegisterBreakDocument)
  const toggle = (key: Metric, wanted: boolean): void => {
    const next = new Set(metrics)
    if (wanted) next.add(key)
    else next.delete(key)
    setMetrics(next)
  }
  const problem = (): string | null => {
    if (on === '') return a.months.dayMissing
    if (zh.trim() === '' || en.trim() === '') return a.months.sentenceMissing
    return reason.trim() === '' ? a.reasonMissing : null
  }
  const act = async () => {
    const asked = { on, metrics: [...metrics], zh: zh.trim(), en: en.trim(), reason: reason.trim() }
    const { data, error } = await register(asked)
    if (error) return error
    if (data?.registerSeriesBreak) heard(data.registerSeriesBreak.ledger.revision)
    onDone()
    return undefined
  }
  return (
    <FormDialog title={a.months.register} button={a.months.register} wide problem={problem} act={act} onClose={onClose}>
      <p>{a.months.registerText}</p>
      <TextField label={a.months.from} type="date" value={on} onChange={setOn} first />
      <TextField label={a.months.sentenceZh} value={zh} onChange={setZh} />
      <TextField label={a.months.sentenceEn} value={en} onChange={setEn} />
      <fieldset className="break-metrics">
        <legend>{a.months.touches}</legend>
        <p className="caption">{a.months.touchesHint}</p>
        {catalog?.metrics.map((metric) => (
          <label key={metric.key}>
            <input type="checkbox" checked={metrics.has(metric.key)} onChange={(event) => toggle(metric.key, event.target.checked)} />{' '}
            {say(metric.label)}
          </label>
        ))}
      </fieldset>
      <ReasonField value={reason} onChange={setReason} />
    </FormDialog>
  )
}
