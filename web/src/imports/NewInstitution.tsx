import { lazy, Suspense, useState } from 'react'
import { useLedger } from '../app/ledger.tsx'
import { useWords } from '../text/text.tsx'
import type { Draft } from './draft.ts'
import { mapWith, type FixActs } from './fixes.ts'
import { mapOf, useRecheck } from './recheck.ts'

const ChangeDialog = lazy(() => import('../admin/institutions/ChangeDialog.tsx').then((made) => ({ default: made.ChangeDialog })))

type NewProps = { draft: Draft; acts: FixActs; name: string }

/** Enters a name that the institutions lack as one more, and checks the file again. */
export function NewInstitution({ draft, acts, name }: NewProps) {
  const { t } = useWords()
  const { ledger } = useLedger()
  const [open, setOpen] = useState(false)
  const { recheck } = useRecheck(draft)
  const asked = {
    name,
    reason: t.imports.newInstitutionReason(draft.file),
    line: t.imports.newInstitutionText,
    button: t.imports.enterInstitution,
  }
  return (
    <>
      <button type="button" className="link-button" onClick={() => setOpen(true)}>
        {t.imports.newInstitution}
      </button>
      {open && (
        <Suspense>
          <ChangeDialog
            act="REGISTER"
            record={null}
            version={null}
            since={ledger?.revision ?? 0}
            asked={asked}
            onDone={() => void recheck(mapWith(mapOf(draft), acts.fixes))}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  )
}
