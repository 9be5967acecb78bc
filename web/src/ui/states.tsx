import type { ReactNode } from 'react'
import type { CombinedError } from 'urql'
import { failureOf } from '../app/failure.ts'
import type { Reading } from '../catalog/table.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from './Icon.tsx'

/** What happened, what was kept, what to do, and the request's number. */
export function Failed({ error, retry }: { error: CombinedError; retry?: () => void }) {
  const { t, say } = useWords()
  const failure = failureOf(error)
  const sentence = failure.offline
    ? t.states.offline
    : say(failure.sentence) || (t.states.codes[failure.code] ?? t.states.codes['INTERNAL'])
  return (
    <div className="state" role="alert">
      <strong>{t.states.failed}</strong>
      <p>{sentence}</p>
      {!failure.offline && <p className="caption">{t.states.failedKept}</p>}
      {retry && (
        <button type="button" className="button" onClick={retry}>
          <Icon name="refresh" />
          {t.states.retry}
        </button>
      )}
      {failure.requestId && <p className="caption">{t.states.request(failure.requestId)}</p>}
    </div>
  )
}

/** The sentence of an error beside the control that caused it. `beside`: its reasons stand beside the fields already. */
export function FailedLine({ error, beside }: { error: CombinedError; beside?: boolean }) {
  const { t, say } = useWords()
  const failure = failureOf(error)
  const sentence = failure.offline
    ? t.states.offline
    : say(failure.sentence) || (t.states.codes[failure.code] ?? t.states.codes['INTERNAL'])
  return (
    <p className="field-problem" role="alert">
      {sentence}
      {!beside &&
        failure.fields.map(({ path, reason }) => t.imports.reasons[reason] && <span key={path}> {t.imports.reasons[reason]}</span>)}
      {failure.requestId && <span className="caption"> {t.states.request(failure.requestId)}</span>}
    </p>
  )
}

/** A grey block of the true size; no shimmer. */
export function Blank({ height, width }: { height: number; width?: number | string }) {
  return <span className="blank" style={{ height, width: width ?? '100%' }} />
}

type AwaitProps<T> = { reading: Reading<T>; blank: ReactNode; children: (value: T) => ReactNode }

/** Draws what is there: the value, else the failure with its retry, else the blank of the true size. */
export function Await<T>({ reading, blank, children }: AwaitProps<T>) {
  const { t } = useWords()
  if (reading.error && !reading.value) return <Failed error={reading.error} retry={reading.retry} />
  if (reading.value === null) {
    return (
      <div aria-busy="true">
        <span className="hidden-text">{t.states.loading}</span>
        {blank}
      </div>
    )
  }
  return (
    <div className={reading.busy ? 'busy' : undefined} aria-busy={reading.busy}>
      {children(reading.value)}
    </div>
  )
}
