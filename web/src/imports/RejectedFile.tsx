import { useMutation } from 'urql'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { FailedLine } from '../ui/states.tsx'
import type { Draft } from './draft.ts'

const ExportRejectedDocument = graphql(`
  mutation ExportRejected($id: ID!, $format: ExportFormat!) {
    exportRejected(id: $id, format: $format) {
      url
      fileName
    }
  }
`)

/** The rows that are not taken as a file with a column that says why: mended, it can be imported. */
export function RejectedFile({ draft }: { draft: Draft }) {
  const { t } = useWords()
  const [{ error, fetching }, prepare] = useMutation(ExportRejectedDocument)
  const fetchFile = async (format: 'XLSX' | 'CSV'): Promise<void> => {
    const { data } = await prepare({ id: draft.id, format })
    const ticket = data?.exportRejected
    if (!ticket) return
    const link = document.createElement('a')
    link.href = ticket.url
    link.download = ticket.fileName
    link.click()
  }
  if (draft.rejectedRows === 0 || draft.tables.length === 0) return null
  return (
    <span className="rejected-file">
      <button
        type="button"
        className="button"
        disabled={fetching}
        title={t.imports.rejectedFileHint}
        onClick={() => void fetchFile('XLSX')}
      >
        <Icon name="export" size={14} /> {t.imports.rejectedFile}
      </button>
      <button
        type="button"
        className="button"
        disabled={fetching}
        aria-label={`${t.imports.rejectedFile} CSV`}
        onClick={() => void fetchFile('CSV')}
      >
        CSV
      </button>
      {error && <FailedLine error={error} />}
    </span>
  )
}
