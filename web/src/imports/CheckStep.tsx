import { useState, type ReactNode } from 'react'
import { printed } from '../catalog/format.ts'
import { useWords } from '../text/text.tsx'
import type { RowOutcome } from '../gql/graphql.ts'
import { FailedLine } from '../ui/states.tsx'
import { CommitBar } from './CommitBar.tsx'
import { Conflicts } from './Conflicts.tsx'
import { Done } from './Done.tsx'
import { Changes, StatedSums } from './Differences.tsx'
import type { Draft } from './draft.ts'
import { mapWith, useFixes } from './fixes.ts'
import { FoundReturns, WhoseReturn } from './FoundReturns.tsx'
import { Facts, Kinds } from './Kinds.tsx'
import { FromTitle } from './FromTitle.tsx'
import { NotKept } from './NotKept.tsx'
import { Rejected } from './Problems.tsx'
import { Recalled } from './Recalled.tsx'
import { mapOf, useRecheck } from './recheck.ts'
import { FixPanel } from './sheet/FixPanel.tsx'
import type { SheetFilter } from './sheet/rows.ts'
import { Sheet } from './sheet/Sheet.tsx'
import { Unresolved } from './Unresolved.tsx'

type CheckProps = { draft: Draft; steps: ReactNode; onAgain: () => void; onLeave: () => void }

/** The dry run: the sheet with its problems, what can be decided about it, and the button that says what it will do. */
export function CheckStep({ draft, steps, onAgain, onLeave }: CheckProps) {
  const { t } = useWords()
  const acts = useFixes(draft)
  const { recheck, error, fetching } = useRecheck(draft)
  const hasSheet = draft.tables.length > 0 && (!draft.committed || draft.rejectedRows > 0)
  const [filter, setFilter] = useState<SheetFilter>(startFilter(draft))
  return (
    <>
      <div className="draft">
        <div className="draft-side">
          {steps}
          {hasSheet && !draft.committed && <Kinds draft={draft} filter={filter} onFilter={setFilter} />}
          <Facts draft={draft} />
        </div>
        <div className="draft-body">
          {draft.committed && <Done draft={draft} />}
          {draft.recalled && !draft.committed && <Recalled draft={draft} />}
          {draft.fromTitle.length > 0 && <FromTitle draft={draft} />}
          {draft.returns.length > 0 && <FoundReturns draft={draft} />}
          {draft.kind === 'RETURNS' && !draft.committed && <WhoseReturn draft={draft} />}
          {hasSheet && (
            <section className="card sheet-card" aria-label={t.imports.sheetName(draft.file)}>
              {!draft.committed && <SheetTools draft={draft} filter={filter} onFilter={setFilter} />}
              <Sheet
                key={draft.committed ? 'rejected' : JSON.stringify(filter)}
                draft={draft}
                filter={draft.committed ? { outcomes: ['HEADINGS', 'REJECTED'] } : filter}
                total={draft.rows + draft.skipped}
                fix={(row, column, close) => <FixPanel draft={draft} row={row} column={column} acts={acts} onClose={close} />}
              />
            </section>
          )}
          {!hasSheet && draft.rejected.length > 0 && <Rejected draft={draft} />}
          {draft.unresolved.length > 0 && <Unresolved draft={draft} acts={acts} />}
          {draft.conflicts.length > 0 && <Conflicts draft={draft} acts={acts} />}
          {draft.tables.length === 0 && draft.changes.length > 0 && <Changes draft={draft} />}
          {draft.stated.some((sum) => sum.differs) && <StatedSums draft={draft} />}
          {draft.tables.length === 0 && draft.notKept.length > 0 && <NotKept draft={draft} />}
          {acts.waiting > 0 && !draft.committed && (
            <div className="notice" role="status">
              <span>{t.imports.fixesWait}</span>
              <button type="button" className="button" disabled={fetching} onClick={() => void recheck(mapWith(mapOf(draft), acts.fixes))}>
                {t.imports.recheckWords(printed(acts.waiting))}
              </button>
              {error && <FailedLine error={error} />}
            </div>
          )}
        </div>
      </div>
      {!draft.committed && <CommitBar draft={draft} acts={acts} onAgain={onAgain} onLeave={onLeave} />}
    </>
  )
}

function startFilter(draft: Draft): SheetFilter {
  return draft.problems.some((one) => one.rejects || one.problem === 'REPEAT' || one.problem === 'CONFLICT') ? { problem: 'ANY' } : {}
}

const OUTCOMES: readonly RowOutcome[] = ['NEW', 'CHANGED', 'IDENTICAL', 'REPEAT', 'REJECTED', 'SUBTOTAL', 'TOTAL', 'BLANK', 'NOTE']

function SheetTools({ draft, filter, onFilter }: { draft: Draft; filter: SheetFilter; onFilter: (filter: SheetFilter) => void }) {
  const { t } = useWords()
  const problems = filter.problem !== undefined
  const whole = !problems && !filter.outcomes
  const looked = draft.problems.filter((one) => one.rejects || ['REPEAT', 'CONFLICT', 'SUM_DIFFERS'].includes(one.problem)).length
  return (
    <div className="sheet-tools">
      <div className="segments" role="group" aria-label={t.imports.show}>
        <button type="button" aria-pressed={problems} disabled={looked === 0} onClick={() => onFilter({ problem: 'ANY' })}>
          {t.imports.onlyProblems}
        </button>
        <button type="button" aria-pressed={whole} onClick={() => onFilter({})}>
          {t.imports.allRows(printed(draft.rows + draft.skipped))}
        </button>
      </div>
      <label>
        <span className="hidden-text">{t.imports.byOutcome}</span>
        <select
          className="input"
          value={filter.outcomes?.[0] ?? ''}
          onChange={(event) => onFilter(event.target.value === '' ? {} : { outcomes: [event.target.value as RowOutcome] })}
        >
          <option value="">{t.imports.byOutcome}</option>
          {OUTCOMES.map((outcome) => (
            <option key={outcome} value={outcome}>
              {t.imports.outcomes[outcome] ?? outcome}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
