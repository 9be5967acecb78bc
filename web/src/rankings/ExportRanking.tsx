import { useState } from 'react'
import { useMutation } from 'urql'
import { useMay } from '../app/session.tsx'
import { graphql } from '../gql/index.ts'
import type { MetricQuery } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { FailedLine } from '../ui/states.tsx'

const ExportTableDocument = graphql(`
  mutation ExportTable($query: MetricQuery!, $title: String) {
    exportTable(query: $query, format: XLSX, title: $title) {
      url
      fileName
    }
  }
`)

/** The same query as on screen, as a workbook: screen, export and circular never differ. */
export function ExportRanking({ query, group }: { query: MetricQuery; group: { zh: string; en?: string | null } }) {
  const { t, say } = useWords()
  const may = useMay()
  const [{ error, fetching }, write] = useMutation(ExportTableDocument)
  const [done, setDone] = useState('')
  if (!may('export:create')) return null
  const act = async (): Promise<void> => {
    const { data } = await write({ query, title: t.rankings.exportTitle(say(group)) })
    const ticket = data?.exportTable
    if (!ticket) return
    download(ticket.url, ticket.fileName)
    setDone(ticket.fileName)
  }
  return (
    <>
      <button type="button" className="button" disabled={fetching} onClick={() => void act()}>
        <Icon name="export" />
        {fetching ? t.rankings.exporting : t.rankings.exportXlsx}
      </button>
      <span className="hidden-text" role="status">
        {done && t.rankings.exported(done)}
      </span>
      {error && <FailedLine error={error} />}
    </>
  )
}

/** The address works once, for this viewer. */
export function download(url: string, fileName: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  document.body.append(link)
  link.click()
  link.remove()
}
