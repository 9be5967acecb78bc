import { useState } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { useSession } from '../app/session.tsx'
import { printed } from '../catalog/format.ts'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import { FailedLine } from '../ui/states.tsx'
import type { Draft } from './draft.ts'
import type { FixActs } from './fixes.ts'

export const CommitImportDocument = graphql(`
  mutation CommitImport($id: ID!, $strict: Boolean!, $try: Boolean!, $replace: ID, $takeRows: [Int!], $remember: Boolean!) {
    commitImport(id: $id, strict: $strict, try: $try, replace: $replace, takeRows: $takeRows, remember: $remember) {
      batch
      ledger {
        revision
      }
    }
  }
`)
const StopCommitDocument = graphql(`
  mutation StopCommit($id: ID!) {
    stopCommit(id: $id)
  }
`)

type BarProps = { draft: Draft; acts: FixActs; onAgain: () => void; onLeave: () => void }

/** The one filled button of the page: it says what it will do. */
export function CommitBar({ draft, acts, onAgain, onLeave }: BarProps) {
  const { t } = useWords()
  const { heard } = useLedger()
  const { session } = useSession()
  const demo = session?.demo ?? false
  const [choices, setChoices] = useState({ strict: false, trying: false, replace: '', remember: true })
  const [{ error, fetching }, commit] = useMutation(CommitImportDocument)
  const takeRows = [...acts.fixes.takeRows]
  const act = async (): Promise<void> => {
    const { strict, trying, replace, remember } = choices
    // The page hears of the steps while the answer is on its way.
    const answer = commit({ id: draft.id, strict, try: trying, replace: replace || null, takeRows, remember })
    onAgain()
    const { data } = await answer
    const revision = data?.commitImport?.ledger.revision
    if (revision !== undefined) heard(revision)
    onAgain()
  }
  if (fetching || draft.committing) return <Committing draft={draft} />
  const good = draft.new + draft.changed
  const taken = new Set(draft.conflicts.filter((one) => acts.fixes.takeRows.has(one.position)).map((one) => one.position)).size
  const skipped = draft.rows - good
  const nothing = good === 0 && taken === 0 && choices.replace === ''
  return (
    <div className="commit-bar">
      <div className="commit-choices">
        <p className="caption">{t.imports.accounting(printed(draft.rows), printed(draft.rows + draft.skipped), printed(draft.skipped))}</p>
        {demo && (
          <Choice
            checked={choices.trying}
            words={t.imports.demoTryLabel}
            hint={t.imports.demoTry}
            onChange={(trying) => setChoices({ ...choices, trying })}
          />
        )}
        {draft.rejectedRows > 0 && (
          <Choice checked={choices.strict} words={t.imports.strict} onChange={(strict) => setChoices({ ...choices, strict })} />
        )}
        {draft.missing.map((one) => (
          <Choice
            key={one.batch}
            checked={choices.replace === one.batch}
            words={t.imports.replace(one.file)}
            hint={t.imports.missingRows(printed(one.rows), one.file)}
            onChange={(wanted) => setChoices({ ...choices, replace: wanted ? one.batch : '' })}
          />
        ))}
        {draft.tables.length > 0 && (
          <Choice checked={choices.remember} words={t.imports.remember} onChange={(remember) => setChoices({ ...choices, remember })} />
        )}
        {error && <FailedLine error={error} />}
      </div>
      <button type="button" className="button" onClick={onLeave}>
        {t.imports.discard}
      </button>
      <button type="button" className="button button-filled" disabled={nothing || (demo && !choices.trying)} onClick={() => void act()}>
        {nothing
          ? t.imports.nothing
          : choices.replace !== ''
            ? t.imports.commitReplace(printed(good + draft.identical))
            : commitWords(t, good, skipped, taken)}
      </button>
    </div>
  )
}

function commitWords(t: ReturnType<typeof useWords>['t'], good: number, skipped: number, taken: number): string {
  const words = skipped > 0 ? t.imports.commit(printed(good), printed(skipped)) : t.imports.commitAll(printed(good))
  return taken > 0 ? t.imports.commitTaking(words, printed(taken)) : words
}

type ChoiceProps = { checked: boolean; words: string; hint?: string; onChange: (checked: boolean) => void }

function Choice({ checked, words, hint, onChange }: ChoiceProps) {
  return (
    <div>
      {hint && <p className="second">{hint}</p>}
      <label>
        <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} /> {words}
      </label>
    </div>
  )
}

function Committing({ draft }: { draft: Draft }) {
  const { t } = useWords()
  const [{ fetching }, stop] = useMutation(StopCommitDocument)
  const { done = 0, total = null } = draft.committing && draft.job?.step === 'COMMITTING' ? draft.job : {}
  const words = total ? t.imports.committingStep(done + 1, total) : t.imports.committing
  return (
    <div className="commit-bar" role="status">
      <span className="commit-choices">
        {words}
        <progress value={total ? done : undefined} max={total ?? undefined} aria-label={t.imports.committing} />
      </span>
      <button type="button" className="button" disabled={fetching} onClick={() => void stop({ id: draft.id })}>
        {t.imports.stopCommit}
      </button>
    </div>
  )
}
