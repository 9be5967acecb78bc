import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useQuery } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { printed, signed } from '../catalog/format.ts'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import { periodWords } from '../filters/period.ts'
import type { Register } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import { Blank, Failed } from '../ui/states.tsx'
import { Choice } from './Choice.tsx'
import { ReturnPeriodsDocument, ReturnsDocument, type ReturnRow } from './documents.ts'
import { Registered } from './Registered.tsx'
import type { ReturnSearch } from './search.ts'
import { State } from './State.tsx'

const REGISTERS = ['REGULATOR', 'INSTITUTION'] as const satisfies readonly Register[]

/** Who reported what for one period, who did not, and what the ledger counts beside it. */
export function ReturnList() {
  const { t, say, language } = useWords()
  const { ledger } = useLedger()
  const search = useSearch({ strict: false }) as ReturnSearch
  const navigate = useNavigate()
  const register: Register = search.register ?? 'REGULATOR'
  const shared = { register, jurisdiction: search.jurisdiction ?? null, revision: search.revision ?? ledger?.revision ?? null }
  const [asked] = useQuery({ query: ReturnPeriodsDocument, variables: shared, pause: !ledger })
  const known = asked.data?.returnPeriods ?? null
  const period = search.period ?? (known ? (known[0]?.key ?? ledger?.latestPeriod) : null) ?? null
  const variables = { ...shared, period: period ?? '' }
  const [{ data, error, fetching }, ask] = useQuery({ query: ReturnsDocument, variables, pause: !ledger || period === null })
  const list = data?.returns
  const only = chosenIn(search, list?.rows ?? null)
  useCells(search.cells && !fetching ? only : null)
  const failure = error ?? asked.error
  if (failure && !list) return <Failed error={failure} retry={() => ask({ requestPolicy: 'network-only' })} />
  const set = (change: Partial<ReturnSearch>): void =>
    void navigate({ to: '/returns', search: (before: ReturnSearch) => ({ ...before, ...change }) })
  const options = (known ?? []).map((each) => ({ key: each.key, words: t.returns.periodOption(say(each.label), each.returns) }))
  if (period !== null && !options.some((each) => each.key === period))
    options.unshift({ key: period, words: t.returns.periodOption(periodWords(period, language), 0) })
  const registers = REGISTERS.map((key) => ({ key, words: t.filters.registerOf[key] ?? key }))
  const choose = (key: string): void => set({ register: key === 'INSTITUTION' ? key : undefined, period: undefined })
  return (
    <>
      <div className="return-choices">
        <Choice name={t.returns.period} value={period ?? ''} options={options} onChange={(key) => set({ period: key })} />
        <Choice name={t.returns.register} value={register} options={registers} onChange={choose} />
        {period !== null && (
          <ExportMenu what={{ list: 'RETURNS', asked: variables, name: t.returns.list }} asks={{ document: ReturnsDocument, variables }} />
        )}
      </div>
      {known?.length === 0 && <p className="notice">{t.returns.noPeriod}</p>}
      {list && period ? (
        <List list={list} period={period} register={register} only={search.institution ?? search.group ?? null} busy={fetching} />
      ) : (
        <Blank height={320} />
      )}
    </>
  )
}

/** The one return that a figure was taken from: its own, else the jurisdiction's, which lists groups and institutions. */
function chosenIn(search: ReturnSearch, rows: readonly ReturnRow[] | null): string | null {
  const wanted = search.institution ?? search.group
  const filed = (rows ?? []).filter((row) => row.key)
  const own = wanted ? filed.filter((row) => wanted.includes(row.subject.key)) : []
  const found = own.length > 0 ? own : filed.filter((row) => row.subject.kind === 'JURISDICTION')
  return found.length === 1 ? (found[0]?.key ?? null) : null
}

/** A figure opens its cells: the list gives way to the one return behind it, so that back leads to the figure. */
function useCells(key: string | null): void {
  const navigate = useNavigate()
  useEffect(() => {
    if (key)
      void navigate({ to: '/returns/$key', params: { key }, search: ({ cells: _, ...before }: ReturnSearch) => before, replace: true })
  }, [key, navigate])
}

type ListProps = {
  list: { periodLabel: { zh: string; en?: string | null }; rows: ReturnRow[] }
  period: string
  register: Register
  only: string[] | null
  busy: boolean
}

function List({ list, period, register, only, busy }: ListProps) {
  const { t, say } = useWords()
  const rows = list.rows.filter((row) => only === null || only.includes(row.subject.key))
  const count = (state: ReturnRow['state']) => rows.filter((row) => row.state === state).length
  const missing = count('MISSING')
  return (
    <section className="card" aria-label={t.returns.list} aria-busy={busy}>
      <header className="card-head">
        <h2>{t.returns.intro(say(list.periodLabel))}</h2>
        <span className="caption">
          {t.returns.counts(printed(rows.length - missing), printed(count('DISCREPANCIES')), printed(missing))}
        </span>
        {only !== null && (
          <Link
            to="/returns"
            search={(before: ReturnSearch) => ({ ...before, institution: undefined, group: undefined, cells: undefined })}
          >
            {t.returns.all}
          </Link>
        )}
      </header>
      {rows.length === 0 ? <p className="state">{t.returns.none}</p> : <Table rows={rows} period={period} register={register} />}
    </section>
  )
}

function Table({ rows, period, register }: { rows: ReturnRow[]; period: string; register: Register }) {
  const { t } = useWords()
  return (
    <Scroll label={t.returns.list}>
      <table className="rows return-list">
        <thead>
          <tr>
            <th scope="col">{t.returns.subject}</th>
            <th scope="col">{t.returns.state}</th>
            <th scope="col" className="num">
              {t.returns.total}
            </th>
            <th scope="col" className="num">
              {t.returns.registered}
            </th>
            <th scope="col" className="num" title={t.returns.gapHint}>
              {t.returns.gap}
            </th>
            <th scope="col">{t.returns.form}</th>
            <th scope="col">{t.returns.file}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.key ?? row.subject.key} row={row} period={period} register={register} />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function Row({ row, period, register }: { row: ReturnRow; period: string; register: Register }) {
  const { t, say } = useWords()
  const name = say(row.subject.label)
  return (
    <tr>
      <th scope="row">
        {row.key ? (
          <Link to="/returns/$key" params={{ key: row.key }} search={(before: ReturnSearch) => before}>
            {name}
          </Link>
        ) : (
          name
        )}
      </th>
      <td>
        <State state={row.state} discrepancies={row.discrepancies} />
      </td>
      <td className="num">
        {row.total === null || row.total === undefined ? t.figures.none : printed(row.total)}
        {row.computed && <span className="second">{t.returns.computed}</span>}
      </td>
      <td className="num">
        <Registered row={row} period={period} register={register} />
      </td>
      <td className="num">{row.gap === null || row.gap === undefined ? t.figures.none : signed(row.gap)}</td>
      <td className="written">{row.form ?? ''}</td>
      <td className="file-name">{row.file ?? ''}</td>
    </tr>
  )
}
