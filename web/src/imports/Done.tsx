import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useQuery } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { useMay } from '../app/session.tsx'
import { printed } from '../catalog/format.ts'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { BatchDialog } from './BatchDialog.tsx'
import type { Draft } from './draft.ts'

const BatchDocument = graphql(`
  query Batch($key: ID!) {
    batch(key: $key) {
      key
      kind
      file
      at
      who
      rows
      imported
      rejected
      voided
      corrections
    }
  }
`)

/** What is in now, and the way back. */
export function Done({ draft }: { draft: Draft }) {
  const { t } = useWords()
  const may = useMay()
  const { ledger } = useLedger()
  const [open, setOpen] = useState(false)
  const [{ data }, ask] = useQuery({
    query: BatchDocument,
    variables: { key: draft.batch ?? '' },
    pause: !draft.batch || !ledger,
    requestPolicy: 'network-only',
  })
  const batch = data?.batch
  const good = draft.new + draft.changed
  return (
    <div className={batch?.voided ? 'notice notice-warn commit-done' : 'notice notice-better commit-done'} role="status">
      <Icon name={batch?.voided ? 'undo' : 'check'} />
      <span>
        <b>{batch?.voided ? t.imports.undone(printed(good)) : t.imports.done(printed(good))}</b>{' '}
        {batch?.voided
          ? t.imports.undoneText
          : t.imports.doneCounts(printed(draft.new), printed(draft.changed), printed(draft.identical), printed(draft.rejectedRows))}
      </span>
      {batch && may('import:void') && (
        <button type="button" className="button" onClick={() => setOpen(true)}>
          <Icon name="undo" size={14} /> {batch.voided ? t.imports.restore : t.imports.undoBatch}
        </button>
      )}
      {may('matter:merge') && (
        <Link className="button" to="/repeats">
          {t.repeats.see}
        </Link>
      )}
      <Link className="button" to="/">
        {t.imports.seeOverview}
      </Link>
      <Link className="button" to="/imports">
        {t.imports.another}
      </Link>
      {batch && open && (
        <BatchDialog
          batch={batch}
          onClose={() => {
            setOpen(false)
            ask({ requestPolicy: 'network-only' })
          }}
        />
      )}
    </div>
  )
}
