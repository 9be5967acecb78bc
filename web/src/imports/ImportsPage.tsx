import { useMay } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import { Batches } from './Batches.tsx'
import { Mappings } from './Mappings.tsx'
import { OpenWords } from './OpenWords.tsx'
import { StartImport } from './StartImport.tsx'
import './imports.css'

/** A file in, and what came in before with the way to take it back. */
export function ImportsPage() {
  const { t } = useWords()
  const may = useMay()
  return (
    <div className="imports">
      <header className="page-head">
        <div>
          <h1>{t.pages.imports}</h1>
          <p className="page-line">{t.imports.intro}</p>
        </div>
      </header>
      {may('import:prepare') && <StartImport />}
      <OpenWords />
      <Batches />
      <Mappings />
    </div>
  )
}
