import { Link, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { useQuery } from 'urql'
import { keptSearch } from '../app/kept.ts'
import { useLedger } from '../app/ledger.tsx'
import { useMay } from '../app/session.tsx'
import { printed } from '../catalog/format.ts'
import type { ViewSearch } from '../filters/search.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import { Await, Blank } from '../ui/states.tsx'
import { DimensionEntriesDocument, type DictionaryDimension, type Entry } from './documents.ts'

/** By what figures are split and narrowed, each with its members below one another. */
export function Dimensions({ dimensions }: { dimensions: DictionaryDimension[] }) {
  const { t } = useWords()
  return (
    <section aria-label={t.dictionary.dimensions} className="dictionary-section">
      <h2>{t.dictionary.dimensions}</h2>
      {dimensions.map((dimension) => (
        <DimensionCard key={dimension.key} dimension={dimension} />
      ))}
    </section>
  )
}

function DimensionCard({ dimension }: { dimension: DictionaryDimension }) {
  const { t, say } = useWords()
  const may = useMay()
  const [open, setOpen] = useState(false)
  const name = say(dimension.label)
  const isTime = dimension.kind === 'TIME'
  return (
    <article id={dimension.key} tabIndex={-1} className="card dictionary-entry" aria-label={name}>
      <header className="card-head">
        <h3>{name}</h3>
        <code className="caption">{dimension.key}</code>
        <span className="caption">{t.dictionary.kinds[dimension.kind]}</span>
        {dimension.kind === 'INSTITUTION' && may('institution:read') ? (
          <Link to="/institutions" search={(before) => keptSearch(before)} className="link-button">
            {t.dictionary.toInstitutions}
          </Link>
        ) : (
          !isTime && (
            <button type="button" className="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? t.dictionary.hide : t.dictionary.show}
              <span className="hidden-text"> {name}</span>
              <Icon name={open ? 'left' : 'down'} size={12} />
            </button>
          )
        )}
      </header>
      {open && <Entries dimension={dimension} />}
    </article>
  )
}

const PAGE = 50
const LONG = 12

function Entries({ dimension }: { dimension: DictionaryDimension }) {
  const { t, say } = useWords()
  const { ledger } = useLedger()
  const search = useSearch({ strict: false }) as ViewSearch
  const [typed, setTyped] = useState('')
  const [first, setFirst] = useState(PAGE)
  const wanted = useDeferredValue(typed.trim())
  const [{ data, error, fetching }, ask] = useQuery({
    query: DimensionEntriesDocument,
    variables: {
      dimension: dimension.key,
      search: wanted,
      first,
      jurisdiction: search.jurisdiction ?? null,
      revision: search.revision ?? ledger?.revision ?? null,
    },
    pause: !ledger,
  })
  const page = data?.dimensionEntries ?? null
  const name = say(dimension.label)
  return (
    <Await
      reading={{ value: page, error, busy: fetching, retry: () => ask({ requestPolicy: 'network-only' }) }}
      blank={<Blank height={200} />}
    >
      {({ rows, totalCount, hasNextPage }) => (
        <>
          {(totalCount > LONG || wanted !== '') && (
            <input
              className="input dictionary-find"
              type="search"
              placeholder={t.dictionary.findIn(name)}
              aria-label={t.dictionary.findIn(name)}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
          {rows.length === 0 ? (
            <p className="caption" role="status">
              {t.dictionary.noEntries}
            </p>
          ) : (
            <EntryTable name={name} rows={rows} nested={wanted === ''} />
          )}
          {hasNextPage && (
            <button type="button" className="button" onClick={() => setFirst(Math.min(500, first + 2 * PAGE))}>
              {t.dictionary.more(printed(rows.length), printed(totalCount))}
            </button>
          )}
        </>
      )}
    </Await>
  )
}

function EntryTable({ name, rows, nested }: { name: string; rows: readonly Entry[]; nested: boolean }) {
  const { t, say } = useWords()
  const { none } = t.figures
  const coded = rows.some((row) => row.code)
  const tree = rows.some((row) => row.parent)
  return (
    <Scroll label={name}>
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">{t.dictionary.name}</th>
            {coded && <th scope="col">{t.dictionary.code}</th>}
            {tree && <th scope="col">{t.dictionary.below}</th>}
            <th scope="col">{t.dictionary.aliases}</th>
            <th scope="col">{t.dictionary.key}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row" style={nested ? { paddingLeft: 8 + 20 * row.depth } : undefined}>
                {say(row.label)}
              </th>
              {coded && <td>{row.code ?? none}</td>}
              {tree && <td>{row.parent ? say(row.parent) : none}</td>}
              <td>{row.aliases.length > 0 ? row.aliases.join(t.filters.join) : none}</td>
              <td>
                <code>{row.key}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
