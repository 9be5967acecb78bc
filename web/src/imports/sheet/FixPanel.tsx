import { useState } from 'react'
import { printed } from '../../catalog/format.ts'
import { useWords } from '../../text/text.tsx'
import type { Draft } from '../draft.ts'
import type { FixActs } from '../fixes.ts'
import { LISTED, Meaning } from '../Meaning.tsx'
import { NewInstitution } from '../NewInstitution.tsx'
import type { SheetRow } from './rows.ts'

type FixProps = { draft: Draft; row: SheetRow; column: number | null; acts: FixActs; onClose: () => void }

/** What is wrong in a cell and what can be done about it here. A fix counts for every row with the same value. */
export function FixPanel({ draft, row, column, acts, onClose }: FixProps) {
  const { t, say } = useWords()
  const problems = row.problems.filter((one) => one.column === column || column === null)
  const change = row.changes.find((one) => one.column === column && !one.conflict)
  return (
    <>
      <ul className="fix-problems">
        {problems.map((problem, place) => (
          <li key={place}>
            <b>{say(problem.sentence)}</b>
            <Remedy draft={draft} row={row} problem={problem} acts={acts} />
          </li>
        ))}
        {change && (
          <li>
            <b>{t.imports.becomes(change.before ?? t.imports.emptyCell, change.after ?? t.imports.emptyCell)}</b>
          </li>
        )}
      </ul>
      <div className="fix-foot">
        <button type="button" className="button" onClick={onClose}>
          {t.imports.close}
        </button>
      </div>
    </>
  )
}

type Problem = SheetRow['problems'][number]

function Remedy({ draft, row, problem, acts }: { draft: Draft; row: SheetRow; problem: Problem; acts: FixActs }) {
  const { t } = useWords()
  if (draft.committed) return null
  if (problem.problem === 'CONFLICT') return <KeepOrTake row={row} acts={acts} />
  const field = problem.problem === 'UNKNOWN_INSTITUTION' ? 'institution' : problem.problem.startsWith('WORD:') ? problem.field : null
  const word = field && draft.unresolved.find((one) => one.field === field && one.value === (row.cells[problem.column ?? -1] ?? '').trim())
  if (!field || !word)
    return (
      <p className="second">{row.outcome === 'REJECTED' ? t.imports.mendInFile : row.outcome === 'REPEAT' ? t.imports.repeatKept : ''}</p>
    )
  return (
    <div className="fix-choices">
      <p className="second">{t.imports.sameRows(printed(word.rows))}</p>
      <label>
        {t.imports.means}{' '}
        <Meaning
          field={field}
          written={word.value}
          proposals={word.proposals}
          value={acts.fixes.values[field]?.[word.value] ?? ''}
          onChoose={(value) => acts.mean(field, word.value, value)}
          first
        />
      </label>
      {field === 'institution' ? (
        <NewInstitution draft={draft} acts={acts} name={word.value} />
      ) : (
        LISTED[field] && (
          <label>
            <input type="checkbox" checked={acts.fixes.create.has(field)} onChange={(event) => acts.add(field, event.target.checked)} />{' '}
            {t.imports.addThese}
          </label>
        )
      )}
      <p className="second">{t.imports.remembered}</p>
    </div>
  )
}

function KeepOrTake({ row, acts }: { row: SheetRow; acts: FixActs }) {
  const { t } = useWords()
  const [file, setFile] = useState(acts.fixes.takeRows.has(row.position))
  const choose = (taken: boolean): void => {
    setFile(taken)
    acts.take([row.position], taken)
  }
  return (
    <fieldset className="fix-choices">
      <legend className="hidden-text">{t.imports.conflicts}</legend>
      <label>
        <input type="radio" name={`take${row.position}`} checked={!file} onChange={() => choose(false)} /> {t.imports.keepPerson}
      </label>
      <label>
        <input type="radio" name={`take${row.position}`} checked={file} onChange={() => choose(true)} /> {t.imports.takeFile}
      </label>
    </fieldset>
  )
}
