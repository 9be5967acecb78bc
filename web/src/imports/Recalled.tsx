import { useWords } from '../text/text.tsx'
import type { Draft } from './draft.ts'
import { useRecheck } from './recheck.ts'

/** Says that a kept mapping was used, and reads the file without it where that is not wanted. */
export function Recalled({ draft }: { draft: Draft }) {
  const { t } = useWords()
  const { recheck, fetching } = useRecheck(draft)
  return (
    <div className="notice">
      <span>{t.imports.recalled(draft.recalled?.name ?? '')}</span>
      <button type="button" className="link-button" disabled={fetching} onClick={() => void recheck(null, false)}>
        {t.imports.withoutRecalled}
      </button>
    </div>
  )
}
