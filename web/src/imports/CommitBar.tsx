import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { useMay, useSession } from '../app/session.tsx'
import { printed } from '../catalog/format.ts'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { FailedLine } from '../ui/states.tsx'
import type { Draft } from './draft.ts'

const CommitImportDocument = graphql(`
  mutation CommitImport($id: ID!, $strict: Boolean!, $take: Take, $try: Boolean!) {
    commitImport(id: $id, strict: $strict, take: $take, try: $try) {
      batch
      ledger {
        revision
      }
    }
  }
`)

/** The one filled button of the page: it says what it will do. */
export function CommitBar({ draft, onAgain, onLeave }: { draft: Draft; onAgain: () => void; onLeave: () => void }) {
  const { t } = useWords()
  const { heard } = useLedger()
  const [strict, setStrict] = useState(false)
  const [take, setTake] = useState<'PERSON' | 'FILE'>('PERSON')
  const [{ error, fetching }, commit] = useMutation(CommitImportDocument)
  const { session } = useSession()
  const demo = session?.demo ?? false
  const [trying, setTrying] = useState(false)
  const good = draft.new + draft.changed
  const skipped = draft.rows - good
  const act = async (): Promise<void> => {
    const { data } = await commit({ id: draft.id, strict, take, try: trying })
    const revision = data?.commitImport?.ledger.revision
    if (revision !== undefined) heard(revision)
    onAgain()
  }
  if (draft.committed) return <Done good={good} />
  return (
    <div className="commit-bar">
      <div className="commit-choices">
        {draft.conflicts.length > 0 && (
          <fieldset>
            <legend className="hidden-text">{t.imports.conflicts}</legend>
            <label>
              <input type="radio" name="take" checked={take === 'PERSON'} onChange={() => setTake('PERSON')} /> {t.imports.keepPerson}
            </label>
            <label>
              <input type="radio" name="take" checked={take === 'FILE'} onChange={() => setTake('FILE')} /> {t.imports.takeFile}
            </label>
          </fieldset>
        )}
        {demo && (
          <>
            <p className="second">{t.imports.demoTry}</p>
            <label>
              <input type="checkbox" checked={trying} onChange={(event) => setTrying(event.target.checked)} /> {t.imports.demoTryLabel}
            </label>
          </>
        )}
        {draft.rejectedRows > 0 && (
          <label>
            <input type="checkbox" checked={strict} onChange={(event) => setStrict(event.target.checked)} /> {t.imports.strict}
          </label>
        )}
        {error && <FailedLine error={error} />}
      </div>
      <button type="button" className="button" onClick={onLeave}>
        {t.imports.discard}
      </button>
      <button
        type="button"
        className="button button-filled"
        disabled={good === 0 || fetching || (demo && !trying)}
        onClick={() => void act()}
      >
        {fetching
          ? t.imports.committing
          : good === 0
            ? t.imports.nothing
            : skipped > 0
              ? t.imports.commit(printed(good), printed(skipped))
              : t.imports.commitAll(printed(good))}
      </button>
    </div>
  )
}

function Done({ good }: { good: number }) {
  const { t } = useWords()
  const may = useMay()
  return (
    <div className="notice notice-better commit-done" role="status">
      <Icon name="check" />
      <span>
        <b>{t.imports.done(printed(good))}</b> {t.imports.doneText}
      </span>
      <Link className="button" to="/">
        {t.imports.seeOverview}
      </Link>
      {may('matter:merge') && (
        <Link className="button" to="/repeats">
          {t.repeats.see}
        </Link>
      )}
      <Link className="button" to="/imports">
        {t.imports.another}
      </Link>
    </div>
  )
}
