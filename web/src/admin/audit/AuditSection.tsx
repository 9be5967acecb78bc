import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useClient, useQuery, type CombinedError } from 'urql'
import { printed } from '../../catalog/format.ts'
import { ExportMenu } from '../../exports/ExportMenu.tsx'
import type { AuditFilterInput } from '../../gql/graphql.ts'
import { useWords } from '../../text/text.tsx'
import { Scroll } from '../../ui/Scroll.tsx'
import { Blank, Failed, FailedLine } from '../../ui/states.tsx'
import { SectionHead, TextField } from '../parts.tsx'
import type { AuditSearch } from '../search.ts'
import { useAdminWords } from '../words.ts'
import { ChainState } from './ChainState.tsx'
import { AuditDocument, AuditKindsDocument, type Line } from './documents.ts'

const PAGE = 50

/** The audit log with its filters; kind and days stand in the address, names and words do not. */
export function AuditSection() {
  const a = useAdminWords()
  const search = useSearch({ strict: false }) as AuditSearch
  const [typed, setTyped] = useState({ actor: '', text: '' })
  const filter: AuditFilterInput = { kinds: search.kind ? [search.kind] : [], from: search.from, to: search.to, ...typed }
  return (
    <>
      <SectionHead title={a.sections.audit} line={a.audit.line}>
        <ExportMenu
          what={{ list: 'AUDIT', asked: { filter }, name: a.sections.audit }}
          asks={{ document: AuditDocument, variables: { first: PAGE, filter } }}
        />
      </SectionHead>
      <ChainState />
      <Filters search={search} typed={typed} onSearch={setTyped} />
      <Lines key={JSON.stringify(filter)} filter={filter} />
    </>
  )
}

type Typed = { actor: string; text: string }
type FiltersProps = { search: AuditSearch; typed: Typed; onSearch: (typed: Typed) => void }

function Filters({ search, typed, onSearch }: FiltersProps) {
  const { say } = useWords()
  const a = useAdminWords()
  const navigate = useNavigate()
  const [{ data }] = useQuery({ query: AuditKindsDocument })
  const [entry, setEntry] = useState(typed)
  const put = (part: Partial<AuditSearch>): void => {
    void navigate({ to: '/admin/audit', search: (before: AuditSearch) => ({ ...before, ...part }) })
  }
  const kinds = data?.auditKinds ?? []
  const groups = [...new Set(kinds.map((kind) => say(kind.group)))]
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onSearch(entry)
  }
  return (
    <form className="admin-tools" onSubmit={submit}>
      <label className="field">
        <span>{a.audit.kind}</span>
        <select className="input" value={search.kind ?? ''} onChange={(event) => put({ kind: event.target.value || undefined })}>
          <option value="">{a.audit.allKinds}</option>
          {groups.map((group) => (
            <optgroup key={group} label={group}>
              {kinds
                .filter((kind) => say(kind.group) === group)
                .map((kind) => (
                  <option key={kind.key} value={kind.key}>
                    {say(kind.label)}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      <TextField type="date" label={a.audit.from} value={search.from ?? ''} onChange={(from) => put({ from: from || undefined })} />
      <TextField type="date" label={a.audit.to} value={search.to ?? ''} onChange={(to) => put({ to: to || undefined })} />
      <TextField label={a.audit.actor} value={entry.actor} onChange={(actor) => setEntry({ ...entry, actor })} />
      <TextField label={a.audit.text} value={entry.text} onChange={(text) => setEntry({ ...entry, text })} />
      <button type="submit" className="button">
        {a.audit.search}
      </button>
      {(search.kind || search.from || search.to || typed.actor || typed.text) && (
        <button
          type="button"
          className="button button-quiet"
          onClick={() => {
            setEntry({ actor: '', text: '' })
            onSearch({ actor: '', text: '' })
            put({ kind: undefined, from: undefined, to: undefined })
          }}
        >
          {a.audit.clear}
        </button>
      )}
    </form>
  )
}

/** Page by page: what was shown stays, the next page follows below it. */
function Lines({ filter }: { filter: AuditFilterInput }) {
  const a = useAdminWords()
  const client = useClient()
  const [{ data, error }, ask] = useQuery({ query: AuditDocument, variables: { first: PAGE, filter }, requestPolicy: 'network-only' })
  const [more, setMore] = useState<{ rows: Line[]; cursor: string | null; has: boolean } | null>(null)
  const [failed, setFailed] = useState<CombinedError>()
  const page = data?.audit
  if (error && !page) return <Failed error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
  if (!page) return <Blank height={420} />
  if (page.rows.length === 0) return <p className="state">{a.audit.empty}</p>
  const rows = [...page.rows, ...(more?.rows ?? [])]
  const cursor = more ? more.cursor : page.endCursor
  const next = async (): Promise<void> => {
    const answer = await client.query(AuditDocument, { first: PAGE, after: cursor, filter }).toPromise()
    setFailed(answer.error)
    const found = answer.data?.audit
    if (found) setMore({ rows: [...(more?.rows ?? []), ...found.rows], cursor: found.endCursor ?? null, has: found.hasNextPage })
  }
  return (
    <section className="card" aria-label={a.sections.audit}>
      <p className="caption" role="status">
        {a.audit.count(printed(page.totalCount))}
      </p>
      <LineTable rows={rows} />
      {failed && <FailedLine error={failed} />}
      {(more ? more.has : page.hasNextPage) && (
        <div className="admin-foot">
          <button type="button" className="button" onClick={() => void next()}>
            {a.loadMore}
          </button>
        </div>
      )}
    </section>
  )
}

function LineTable({ rows }: { rows: Line[] }) {
  const { say, instant } = useWords()
  const a = useAdminWords()
  return (
    <Scroll label={a.sections.audit}>
      <table className="rows audit-table">
        <thead>
          <tr>
            <th scope="col" className="num">
              {a.audit.number}
            </th>
            <th scope="col">{a.audit.time}</th>
            <th scope="col">{a.audit.kind}</th>
            <th scope="col">{a.audit.actor}</th>
            <th scope="col">{a.audit.detail}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((line) => (
            <tr key={line.key}>
              <td className="num">{line.key}</td>
              <td>{instant(line.at, true)}</td>
              <td>{say(line.kindLabel)}</td>
              <td>{line.actor}</td>
              <td>
                <dl className="admin-facts">
                  {line.facts.map((fact) => (
                    <div key={fact.label.en}>
                      <dt>{say(fact.label)}</dt>
                      <dd>{say(fact.value)}</dd>
                    </div>
                  ))}
                </dl>
                <details>
                  <summary>{a.audit.raw}</summary>
                  <p className="admin-raw">
                    {line.kind} {JSON.stringify(line.detail)} {line.digest}
                  </p>
                </details>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
