import { useWords } from '../text/text.tsx'
import type { Draft } from './draft.ts'

/** Steps that can be gone back to until the commit. */
export type Step = 'headings' | 'columns' | 'check'

const ORDER = ['file', 'headings', 'columns', 'check', 'commit'] as const

type StepsProps = { draft: Draft; step: Step; running: boolean; onStep: (step: Step) => void }

/** Where the import stands, each step with what was found in it. */
export function Steps({ draft, step, running, onStep }: StepsProps) {
  const { t } = useWords()
  const at = draft.committed ? ORDER.length : running ? 1 : ORDER.indexOf(step)
  const open = !running && !draft.committed && !draft.committing && draft.tables.length > 0
  return (
    <section className="card">
      <ol className="steps">
        {ORDER.map((name, place) => {
          const state = place < at ? 'step step-done' : place === at ? 'step step-now' : 'step'
          const reachable = open && (name === 'headings' || name === 'columns' || (name === 'check' && !draft.refused))
          const words = (
            <>
              {t.imports.stepNames[name]}
              <span className="second">{running && place > 0 ? '' : stepNote(draft, name, t)}</span>
            </>
          )
          return (
            <li key={name} className={state} aria-current={place === at ? 'step' : undefined}>
              <span className="step-mark" aria-hidden="true">
                {place < at ? '✓' : place + 1}
              </span>
              {reachable && name !== step ? (
                <button type="button" className="step-button" onClick={() => onStep(name)}>
                  {words}
                </button>
              ) : (
                <span>{words}</span>
              )}
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function stepNote(draft: Draft, name: (typeof ORDER)[number], t: ReturnType<typeof useWords>['t']): string {
  const read = draft.tables.filter((table) => table.read)
  switch (name) {
    case 'file':
      return draft.file
    case 'headings':
      return read[0]
        ? t.imports.headingsNote(
            read
              .map((table) => table.sheet ?? '')
              .filter(Boolean)
              .join(t.filters.join),
            read[0].headingRows.join('–'),
          )
        : ''
    case 'columns': {
      const columns = read[0]?.columns ?? []
      const left = columns.filter((column) => !column.field).length
      return columns.length === 0
        ? ''
        : left === 0
          ? t.imports.columnsAll(columns.length)
          : t.imports.columnsSome(columns.length - left, left)
    }
    case 'check':
      return draft.refused ? '' : t.imports.rejectedKinds(draft.problems.filter((one) => one.rejects).length, draft.rejectedRows)
    case 'commit':
      return draft.committed ? t.imports.committedNote : t.imports.nothingWritten
  }
}
