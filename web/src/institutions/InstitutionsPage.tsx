import { Link, Navigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useMemo, useState } from 'react'
import { useQuery } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { PrintButton } from '../app/PrintButton.tsx'
import { useSession } from '../app/session.tsx'
import { useTable } from '../catalog/table.ts'
import { SourceLine } from '../charts/SourceLine.tsx'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import { sixUpTo } from '../filters/period.ts'
import { useScope, type Scope } from '../filters/scope.ts'
import { EmptyLedger } from '../overview/EmptyLedger.tsx'
import { useWords } from '../text/text.tsx'
import { Await, Blank, Failed } from '../ui/states.tsx'
import { InstitutionsDocument, type InstitutionRow } from './documents.ts'
import { InstitutionTable } from './InstitutionTable.tsx'
import { sectionsOf } from './rows.ts'
import { COUNT, HANDLED, type InstitutionsSearch } from './search.ts'
import './institutions.css'

const MOST = 5000

/** Everybody the viewer oversees, by peer group; each name opens its own page. */
export function InstitutionsPage() {
  const { error, ledger, refresh } = useLedger()
  const scope = useScope()
  if (error && !ledger) return <Failed error={error} retry={refresh} />
  if (ledger && ledger.firstMonth === null) return <EmptyLedger />
  return <Institutions scope={scope} />
}

function Institutions({ scope }: { scope: Scope | null }) {
  const { t } = useWords()
  const search = useSearch({ strict: false }) as InstitutionsSearch
  // Typed words stay out of the address.
  const [typed, setTyped] = useState('')
  const wanted = useDeferredValue(typed.trim())
  const asked = {
    period: scope?.period ?? null,
    search: wanted,
    jurisdiction: search.jurisdiction ?? null,
    revision: scope?.revision ?? null,
  }
  const variables = { ...asked, first: MOST }
  const [{ data, error, fetching }, ask] = useQuery({ query: InstitutionsDocument, variables, pause: !scope })
  const value = data?.institutions?.rows ?? null
  const reading = { value, error, busy: fetching, retry: () => ask({ requestPolicy: 'network-only' }) }
  const own = useOwnInstitution(value, wanted)
  if (own) return <Navigate to="/institutions/$key" params={{ key: own }} search={(before) => before} replace />
  return (
    <div className="institutions">
      <header className="page-head">
        <div>
          <h1>{t.pages.institutions}</h1>
          <p className="page-line">{value && wanted === '' ? <Counted rows={value} /> : t.institutions.intro}</p>
        </div>
        <div className="page-tools">
          <ExportMenu
            what={{ list: 'INSTITUTIONS', asked, name: t.pages.institutions }}
            asks={{ document: InstitutionsDocument, variables }}
          />
          <PrintButton words={t.frame.print} />
        </div>
      </header>
      <div className="institution-tools">
        <label className="inline-field institution-find">
          <span className="hidden-text">{t.institutions.find}</span>
          <input
            className="input"
            type="search"
            placeholder={t.institutions.find}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <Link
          to="/institutions"
          search={(before: InstitutionsSearch) => ({ ...before, outside: search.outside ? undefined : ('shown' as const) })}
          className="button"
          replace
        >
          {search.outside ? t.institutions.showRanked : t.institutions.showAll}
        </Link>
      </div>
      <Await reading={reading} blank={<Blank height={480} />}>
        {(rows) => scope && <Listed rows={rows} scope={scope} search={search} found={wanted !== ''} />}
      </Await>
    </div>
  )
}

/** Who is at one institution alone need not choose it from a list. */
function useOwnInstitution(rows: readonly InstitutionRow[] | null, wanted: string): string | null {
  const { session } = useSession()
  const roles = session?.viewer?.roles ?? []
  if (!rows || wanted !== '' || !roles.every((role) => role === 'LIAISON' || role === 'BOARD')) return null
  const ranked = rows.filter((row) => row.ranked)
  return ranked.length === 1 ? (ranked[0]?.key ?? null) : rows.length === 1 ? (rows[0]?.key ?? null) : null
}

function Counted({ rows }: { rows: readonly InstitutionRow[] }) {
  const { t } = useWords()
  const ranked = rows.filter((row) => row.ranked)
  const groups = new Set(ranked.map((row) => row.peerGroup?.key)).size
  const of = (status: InstitutionRow['status']): number => rows.filter((row) => row.status === status).length
  return <>{t.institutions.counted(ranked.length, groups, of('NEW'), of('CLOSED'), of('UNRANKED'))}</>
}

type ListedProps = { rows: readonly InstitutionRow[]; scope: Scope; search: InstitutionsSearch; found: boolean }

function Listed({ rows, scope, search, found }: ListedProps) {
  const { t } = useWords()
  const query = useMemo(() => scope.query({ metrics: [COUNT, HANDLED], by: ['INSTITUTION'], comparison: ['PREVIOUS_PERIOD'] }), [scope])
  const six = useMemo(() => {
    const { period, by } = sixUpTo(scope.period)
    return scope.query({ metrics: [COUNT], period, by: ['INSTITUTION', by], comparison: ['PREVIOUS_PERIOD'] })
  }, [scope])
  const figures = useTable(query)
  const past = useTable(six)
  if (figures.error && !figures.value) return <Failed error={figures.error} retry={figures.retry} />
  const chosen = new Set(figures.value?.rows.map((row) => figures.value?.id('INSTITUTION', row)))
  // Filters of the view choose the rows of the table, so they choose those of the list.
  const kept = figures.value && scope.filters.length > 0 ? rows.filter((row) => chosen.has(row.key)) : rows
  const shown = search.outside || found ? kept : kept.filter((row) => row.ranked)
  if (shown.length === 0)
    return (
      <p className="state" role="status">
        {found ? t.institutions.none : t.institutions.empty}
      </p>
    )
  return (
    <>
      <InstitutionTable
        sections={sectionsOf(shown, figures.value, search.sorted ?? 'order')}
        table={figures.value}
        past={past.value}
        scope={scope}
        sort={search.sorted ?? 'order'}
      />
      <p className="caption institution-source">
        <SourceLine />
      </p>
    </>
  )
}
