import { printed } from '../catalog/format.ts'
import { useWords } from '../text/text.tsx'
import { FailedLine } from '../ui/states.tsx'
import type { Writer } from './writing.ts'
import './exports.css'

/** How far it is, with the way to stop it; what became of it. */
export function Told({ writer: { state, stop } }: { writer: Writer }) {
  const { t, say } = useWords()
  if (state.step === 'failed') {
    return state.error ? (
      <FailedLine error={state.error} />
    ) : (
      <span className="field-problem" role="alert">
        {say(state.sentence) || t.states.codes['INTERNAL']}
      </span>
    )
  }
  return (
    <>
      {state.step === 'writing' && state.id && (
        <span className="export-progress">
          <progress {...(state.total ? { value: state.done, max: state.total } : {})} aria-label={t.exports.working} />
          <span className="caption">
            {state.total ? t.exports.progress(printed(state.done), printed(state.total)) : t.exports.progressOpen(printed(state.done))}
          </span>
          <button type="button" className="link-button" onClick={stop}>
            {t.exports.stop}
          </button>
        </span>
      )}
      <span className={state.step === 'stopped' ? 'caption' : 'hidden-text'} role="status">
        {state.step === 'done' ? t.exports.done(state.fileName) : state.step === 'stopped' ? t.exports.stopped : ''}
      </span>
    </>
  )
}
