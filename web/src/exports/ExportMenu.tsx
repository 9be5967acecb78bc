import { lazy, Suspense, useState } from 'react'
import type { DocumentNode } from 'graphql'
import { useMay } from '../app/session.tsx'
import { MetricTableDocument } from '../catalog/table.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Choice, Popover } from '../ui/Popover.tsx'
import type { Exported } from './documents.ts'
import { Told } from './Told.tsx'
import { useWriter } from './writing.ts'
import './exports.css'

const QueryDialog = lazy(() => import('./QueryDialog.tsx').then((made) => ({ default: made.QueryDialog })))

type ExportMenuProps = {
  what: Exported
  /** The document that the page asks a list with; a table's is known. */
  asks?: { document: DocumentNode; variables: object }
  /** Beside the title of a card, where a whole button would weigh too much. */
  small?: boolean
}

/** The one way out of every table: a workbook, plain text, or the query itself. */
export function ExportMenu({ what, asks, small }: ExportMenuProps) {
  const { t, language } = useWords()
  const may = useMay()
  const writer = useWriter(language)
  const [showing, setShowing] = useState(false)
  if (!may('query' in what ? 'figure:export' : 'export:create')) return null
  const busy = writer.state.step === 'writing'
  const shown = asks ?? ('query' in what ? { document: MetricTableDocument, variables: { query: what.query } } : null)
  return (
    <span className="export">
      <Popover
        name={t.exports.what(what.name)}
        buttonClass={small ? 'link-button' : 'button'}
        align="right"
        button={
          <>
            <Icon name="export" size={small ? 14 : 16} />
            {busy ? t.exports.working : t.exports.export}
          </>
        }
      >
        {(close) => (
          <>
            <Choice onChoose={() => (close(), void writer.write(what, 'XLSX'))}>{t.exports.xlsx}</Choice>
            <Choice onChoose={() => (close(), void writer.write(what, 'CSV'))}>{t.exports.csv}</Choice>
            {shown && <Choice onChoose={() => (close(), setShowing(true))}>{t.exports.query}</Choice>}
          </>
        )}
      </Popover>
      <Told writer={writer} />
      {showing && shown && (
        <Suspense>
          <QueryDialog
            document={shown.document}
            variables={shown.variables}
            query={'query' in what ? what.query : null}
            onClose={() => setShowing(false)}
          />
        </Suspense>
      )}
    </span>
  )
}
