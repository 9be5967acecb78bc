import { useId } from 'react'
import { useWords } from '../text/text.tsx'
import { LOCAL, type Draft } from './form.ts'

type NumberFieldsProps = {
  draft: Draft
  /** The office's next number; null where another issues it. */
  proposed: string | null
  sources: readonly string[]
  problem: React.ReactNode
  onChange: (alter: (before: Draft) => Draft) => void
}

/** Who issues the number, and the number: the office's next one stands there until somebody writes another. */
export function NumberFields({ draft, proposed, sources, problem, onChange }: NumberFieldsProps) {
  const { t } = useWords()
  const id = useId()
  return (
    <div className="form-grid form-number">
      <div className="field">
        <label htmlFor={`${id}source`}>{t.complaints.source}</label>
        <input
          id={`${id}source`}
          className="input"
          data-field="source"
          list={`${id}sources`}
          autoComplete="off"
          value={draft.source === LOCAL ? t.complaints.sources[LOCAL] : draft.source}
          onFocus={(event) => event.target.select()}
          onChange={({ target }) => {
            const source = target.value === t.complaints.sources[LOCAL] || target.value.trim() === '' ? LOCAL : target.value
            onChange((before) => ({ ...before, source }))
          }}
        />
        <datalist id={`${id}sources`}>
          {sources.map((source) => (
            <option key={source} value={t.complaints.sources[source] ?? source} />
          ))}
        </datalist>
        <div className="field-foot">
          <span className="second">{t.registration.sourceHint}</span>
        </div>
      </div>
      <div className="field">
        <label htmlFor={`${id}number`}>{t.complaints.number}</label>
        <input
          id={`${id}number`}
          className="input"
          data-field="number"
          autoComplete="off"
          spellCheck={false}
          value={draft.number}
          placeholder={draft.source === LOCAL ? (proposed ?? '') : t.registration.numberAsIssued}
          aria-describedby={`${id}hint`}
          aria-invalid={Boolean(problem)}
          onChange={({ target }) => onChange((before) => ({ ...before, number: target.value }))}
        />
        <div id={`${id}hint`} className="field-foot">
          {problem ?? (
            <span className="second">
              {draft.source !== LOCAL
                ? t.registration.numberNeeded
                : draft.number.trim() !== ''
                  ? t.registration.ownNumber
                  : proposed && t.registration.proposed(proposed)}
            </span>
          )}
        </div>
      </div>
    </div>
  )
}
