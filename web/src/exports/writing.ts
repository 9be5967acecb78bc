import { useEffect, useRef, useState } from 'react'
import { useClient, type CombinedError } from 'urql'
import type { ExportFormat } from '../gql/graphql.ts'
import type { Label, Language } from '../text/language.ts'
import {
  CancelListExportDocument,
  ExportListDocument,
  ExportRankingDocument,
  ExportTableDocument,
  ListExportDocument,
  type Exported,
  type ExportState,
} from './documents.ts'
import { download } from './download.ts'

const LOOK_AGAIN = 500

/** Where an export of this page stands. */
export type Writing =
  | { step: 'idle' }
  | { step: 'writing'; done: number; total: number | null; id: string | null }
  | { step: 'done'; fileName: string }
  | { step: 'stopped' }
  | { step: 'failed'; error?: CombinedError; sentence?: Label }

export type Writer = { state: Writing; write: (what: Exported, format: ExportFormat) => Promise<void>; stop: () => void }

/** Writes a table or a list to a file and fetches it; a long list tells how far it is and can be stopped. */
export function useWriter(language: Language): Writer {
  const client = useClient()
  const [state, setState] = useState<Writing>({ step: 'idle' })
  // Who left the page does not want its file any more.
  const here = useRef(true)
  useEffect(() => {
    here.current = true
    return () => void (here.current = false)
  }, [])
  const shared = { language: language === 'en' ? ('EN' as const) : ('ZH' as const) }

  const taken = (ticket: { url: string; fileName: string }): void => {
    download(ticket.url, ticket.fileName)
    setState({ step: 'done', fileName: ticket.fileName })
  }
  const follow = async (first: ExportState): Promise<void> => {
    let { job, ticket } = first
    while (job.state === 'RUNNING' || job.state === 'QUEUED') {
      setState({ step: 'writing', done: job.done, total: job.total ?? null, id: job.id })
      await new Promise((done) => setTimeout(done, LOOK_AGAIN))
      if (!here.current) return
      const { data, error } = await client.query(ListExportDocument, { id: job.id }, { requestPolicy: 'network-only' }).toPromise()
      if (error) return setState({ step: 'failed', error })
      if (!data?.listExport) return setState({ step: 'stopped' })
      ;({ job, ticket } = data.listExport)
    }
    if (ticket) taken(ticket)
    else if (job.state === 'CANCELLED') setState({ step: 'stopped' })
    else setState({ step: 'failed', ...(job.error ? { sentence: job.error } : {}) })
  }
  const write = async (what: Exported, format: ExportFormat): Promise<void> => {
    setState({ step: 'writing', done: 0, total: null, id: null })
    if ('query' in what) {
      const { data, error } = await client
        .mutation(ExportTableDocument, { query: what.query, format, title: what.name, ...shared })
        .toPromise()
      if (data?.exportTable) taken(data.exportTable)
      else setState({ step: 'failed', ...(error ? { error } : {}) })
    } else if ('ranking' in what) {
      const { data, error } = await client.mutation(ExportRankingDocument, { query: what.ranking, ...shared }).toPromise()
      if (data?.exportRanking) taken(data.exportRanking)
      else setState({ step: 'failed', ...(error ? { error } : {}) })
    } else {
      const { data, error } = await client
        .mutation(ExportListDocument, { list: what.list, asked: what.asked, format, ...shared })
        .toPromise()
      if (data?.exportList) await follow(data.exportList)
      else setState({ step: 'failed', ...(error ? { error } : {}) })
    }
  }
  const stop = (): void => {
    if (state.step === 'writing' && state.id) void client.mutation(CancelListExportDocument, { id: state.id }).toPromise()
  }
  return { state, write, stop }
}
