import { printed } from '../catalog/format.ts'
import { useWords } from '../text/text.tsx'
import type { Draft } from './draft.ts'
import type { SheetFilter } from './sheet/rows.ts'

/** The problems by kind with their rows: a kind narrows the sheet to its rows. */
export function Kinds({ draft, filter, onFilter }: { draft: Draft; filter: SheetFilter; onFilter: (filter: SheetFilter) => void }) {
  const { t, say } = useWords()
  if (draft.problems.length === 0) return null
  const kinds = draft.problems.filter((one) => one.rejects)
  return (
    <section className="card" aria-label={t.imports.problems}>
      <header className="card-head">
        <h2>{t.imports.problems}</h2>
        <span className="caption">{t.imports.rejectedKinds(kinds.length, draft.rejectedRows)}</span>
      </header>
      <ul className="kind-list">
        {draft.problems.map((one) => (
          <li key={one.problem}>
            <button
              type="button"
              className="kind-line"
              aria-pressed={filter.problem === one.problem}
              onClick={() => onFilter(filter.problem === one.problem ? { problem: 'ANY' } : { problem: one.problem })}
            >
              <span>
                {say(one.label)}
                <span className="second">{one.rows === 1 ? t.imports.atRow(one.firstRow) : t.imports.fromRow(one.firstRow)}</span>
              </span>
              <b className={one.rejects ? 'kind-count kind-rejects' : 'kind-count'}>{printed(one.rows)}</b>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What the file's rows come to, and whether its own sums are those of its rows. */
export function Facts({ draft }: { draft: Draft }) {
  const { t } = useWords()
  const sums = draft.stated.length
  const right = draft.stated.filter((sum) => !sum.differs).length
  const facts: [string, string][] = [
    [t.imports.counts.rows, printed(draft.rows)],
    [t.imports.counts.new, printed(draft.new)],
    [t.imports.counts.changed, printed(draft.changed)],
    [t.imports.counts.identical, printed(draft.identical)],
    [t.imports.counts.rejected, printed(draft.rejectedRows)],
    [t.imports.counts.conflicts, printed(draft.conflicts.length)],
    [t.imports.counts.skipped, printed(draft.skipped)],
    ...(sums > 0 ? [[t.imports.sumsRight, `${right} / ${sums}`] as [string, string]] : []),
  ]
  return (
    <section className="card" aria-label={t.imports.facts}>
      <header className="card-head">
        <h2>{t.imports.facts}</h2>
      </header>
      <dl className="draft-counts">
        {facts.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
