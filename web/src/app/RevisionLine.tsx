import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ViewSearch } from '../filters/search.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { useLedger } from './ledger.tsx'

/** Offers the newer data when the ledger has moved on; no figure jumps by itself. */
export function RevisionLine() {
  const { t } = useWords()
  const { ledger, newest, refresh } = useLedger()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  if (!ledger) return null
  const pinned = search.revision !== undefined && search.revision < newest
  if (!pinned && newest <= ledger.revision) return null
  const renew = (): void => {
    if (pinned) void navigate({ to: '.', search: (before: ViewSearch) => ({ ...before, revision: undefined }) })
    refresh()
  }
  return (
    <div className="revision-line" role="status">
      <span>{pinned ? t.frame.pinned : t.frame.moved}</span>
      <button type="button" className="button button-quiet" onClick={renew}>
        <Icon name="refresh" />
        {t.frame.refresh}
      </button>
    </div>
  )
}
