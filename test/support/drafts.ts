import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect } from 'vitest'
import type { TestServer } from './server.ts'

export type SheetRow = {
  position: number
  sheet: string | null
  row: number
  outcome: string
  cells: string[]
  dataBefore: number
  problems: { column: number | null; problem: string; field: string | null; sentence: { zh: string } }[]
  changes: { column: number | null; field: string; before: string | null; after: string | null; conflict: boolean }[]
}
export type Sheet = { rows: SheetRow[]; endCursor: string | null; hasNextPage: boolean; totalCount: number }
export type Draft = {
  id: string
  job: { state: string; step: string | null }
  map: Record<string, unknown>
  headings: string[]
  rows: number
  new: number
  changed: number
  identical: number
  rejectedRows: number
  skipped: number
  skippedByKind: Record<string, number>
  committed: boolean
  committing: boolean
  batch: string | null
  refused: { zh: string } | null
  recalled: { key: string; name: string } | null
  rejected: { sheet: string | null; row: number; column: string; value: string; reason: string }[]
  problems: { problem: string; rows: number; firstRow: number; firstPosition: number; rejects: boolean }[]
  conflicts: { position: number; row: number; column: string; person: string | null; file: string | null }[]
  tables: {
    sheet: string | null
    read: boolean
    headingRows: number[]
    rows: number
    preview: { row: number; cells: string[] }[]
    columns: {
      index: number
      heading: string
      upper: string | null
      field: string | null
      how: string | null
      personal: boolean
      proposals: string[]
      samples: string[]
    }[]
  }[]
}
const DRAFT = `id job { state step } map headings rows new changed identical rejectedRows skipped skippedByKind committed committing batch refused { zh }
  recalled { key name } rejected { sheet row column value reason } problems { problem rows firstRow firstPosition rejects }
  conflicts { position row column person file }
  tables { sheet read headingRows rows preview { row cells } columns { index heading upper field how personal proposals samples } }`
const ROW = `position sheet row outcome cells dataBefore problems { column problem field sentence { zh } } changes { column field before after conflict }`

export type Asked = { kind?: string; map?: unknown; recall?: boolean }

/** What a clerk does with a file over the API. */
export class Desk {
  constructor(
    private readonly server: TestServer,
    private readonly token: string,
  ) {}

  ask(query: string, variables: Record<string, unknown> = {}) {
    return this.server.ask(query, variables, this.token)
  }

  async upload(content: string | Buffer, fileName: string): Promise<string> {
    const headers = { authorization: `Bearer ${this.token}`, 'x-mingjing-csrf': '1', 'x-file-name': encodeURIComponent(fileName) }
    const answer = await fetch(`${this.server.url}/files`, {
      method: 'POST',
      headers,
      body: new Blob([new Uint8Array(Buffer.from(content))]),
    })
    return ((await answer.json()) as { id: string }).id
  }

  /** Uploads a file and waits for its dry run. */
  async check(content: string | Buffer, fileName: string, asked: Asked = {}): Promise<Draft> {
    return this.again(await this.upload(content, fileName), asked)
  }

  checkFile(path: string, asked: Asked = {}): Promise<Draft> {
    return this.check(readFileSync(path), basename(path), asked)
  }

  /** Reads an upload, or another draft's file once more. */
  async again(file: string, { kind = 'COMPLAINTS', map = null, recall = true }: Asked = {}): Promise<Draft> {
    const { data, errors } = await this.ask(
      'mutation ($file: ID!, $kind: ImportKind!, $map: JSON, $recall: Boolean!) { startImport(file: $file, kind: $kind, map: $map, recall: $recall) { id } }',
      { file, kind, map, recall },
    )
    expect(errors).toEqual([])
    const started = data?.['startImport'] as { id: string } | undefined
    return this.ready(started?.id ?? '')
  }

  async draft(id: string): Promise<Draft> {
    const { data, errors } = await this.ask(`query ($id: ID!) { importDraft(id: $id) { ${DRAFT} } }`, { id })
    expect(errors).toEqual([])
    return data?.['importDraft'] as Draft
  }

  async ready(id: string): Promise<Draft> {
    for (;;) {
      const draft = await this.draft(id)
      if (draft.job.state !== 'RUNNING' && draft.job.state !== 'QUEUED') return draft
      await new Promise((done) => setTimeout(done, 50))
    }
  }

  /** One page of a draft's sheet; `filter`: arguments as GraphQL writes them. */
  async sheet(id: string, filter = ''): Promise<Sheet> {
    const { data, errors } = await this.ask(
      `query ($id: ID!) { importSheet(id: $id${filter ? `, ${filter}` : ''}) { rows { ${ROW} } endCursor hasNextPage totalCount } }`,
      { id },
    )
    expect(errors).toEqual([])
    return data?.['importSheet'] as Sheet
  }

  /** All rows that a filter gives, page by page. */
  async wholeSheet(id: string, filter = '', first = 100): Promise<SheetRow[]> {
    const rows: SheetRow[] = []
    for (let after: string | null = null; ;) {
      const page: Sheet = await this.sheet(
        id,
        [`first: ${first}`, ...(after ? [`after: "${after}"`] : []), ...(filter ? [filter] : [])].join(', '),
      )
      rows.push(...page.rows)
      if (!page.hasNextPage) return rows
      after = page.endCursor
    }
  }

  commit(id: string, more = '') {
    return this.ask(`mutation ($id: ID!) { commitImport(id: $id${more}) { batch new changed identical ledger { revision } } }`, { id })
  }

  /** The rows that were not taken, as the file that a person downloads. */
  async rejectedFile(id: string, format: 'CSV' | 'XLSX'): Promise<{ content: Buffer; fileName: string }> {
    const { data, errors } = await this.ask(`mutation ($id: ID!) { exportRejected(id: $id, format: ${format}) { url fileName } }`, { id })
    expect(errors).toEqual([])
    const { url, fileName } = (data?.['exportRejected'] ?? {}) as { url: string; fileName: string }
    const answer = await fetch(`${this.server.url}${url}`, { headers: { authorization: `Bearer ${this.token}` } })
    return { content: Buffer.from(await answer.arrayBuffer()), fileName }
  }
}
