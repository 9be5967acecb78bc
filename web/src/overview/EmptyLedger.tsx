import { Link } from '@tanstack/react-router'
import { useMay } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'

/** Stands where a page has nothing to count, because nothing has been imported. */
export function EmptyLedger() {
  const { t } = useWords()
  const may = useMay()
  return (
    <div className="state">
      <h1>{t.states.noData}</h1>
      <p>{t.states.importFirst}</p>
      {may('import:read') && (
        <Link className="button button-filled" to="/imports">
          {t.states.goImport}
        </Link>
      )}
    </div>
  )
}
