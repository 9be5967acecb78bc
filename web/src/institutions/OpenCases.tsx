import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useQuery } from 'urql'
import { keptSearch } from '../app/kept.ts'
import { printed } from '../catalog/format.ts'
import { useTable } from '../catalog/table.ts'
import { ComplaintsDocument, Standing, type ComplaintRow } from '../complaints/ComplaintTable.tsx'
import { periodWords } from '../filters/period.ts'
import { rowsSearch } from '../filters/rows.ts'
import { RowsLink } from '../filters/RowsLink.tsx'
import type { Scope } from '../filters/scope.ts'
import type { ComplaintRows, Metric } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import { Await, Blank } from '../ui/states.tsx'
import type { Profile } from './documents.ts'
import { OPEN_CASES } from './search.ts'

const FEW = 6

/** What is open at the period's end, the late ones first; the counts open all of them. */
export function OpenCases({ profile, scope }: { profile: Profile; scope: Scope }) {
  const { t, language } = useWords()
  const [open, late] = OPEN_CASES
  const query = useMemo(() => scope.query({ metrics: [...OPEN_CASES], filters: scope.filters }), [scope])
  const counts = useTable(query).value
  const lateRows = useRows(scope, late)
  const openRows = useRows(scope, open)
  const all =
    openRows.value && lateRows.value
      ? [...lateRows.value, ...openRows.value.filter((row) => !lateRows.value?.some((each) => each.key === row.key))]
      : null
  const reading = { value: all, error: openRows.error ?? lateRows.error, busy: openRows.busy || lateRows.busy, retry: openRows.retry }
  return (
    <section className="card open-cases" aria-label={t.institutions.openCases}>
      <header className="card-head">
        <h2>{t.institutions.openCases}</h2>
        <span className="caption">{t.institutions.atEnd(periodWords(scope.period, language))}</span>
        {counts && (
          <span className="card-tools">
            <RowsLink scope={scope} metric={open} className="open-link">
              {t.institutions.openCount(printed(counts.figure(open) ?? 0))}
            </RowsLink>
            <RowsLink scope={scope} metric={late} className="open-link">
              {t.institutions.lateCount(printed(counts.figure(late) ?? 0))}
            </RowsLink>
          </span>
        )}
      </header>
      <Await reading={reading} blank={<Blank height={180} />}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="caption">{t.institutions.noOpen}</p>
          ) : (
            <Rows rows={rows.slice(0, FEW)} scope={scope} name={profile.key} />
          )
        }
      </Await>
      {all && all.length > FEW && (
        <Link to="/complaints" search={rowsSearch(scope, { metric: open })} className="link-button">
          {t.institutions.allCases}
          <Icon name="right" size={12} />
        </Link>
      )}
    </section>
  )
}

function useRows(scope: Scope, metric: Metric) {
  const rows: ComplaintRows = {
    metric,
    period: scope.period,
    filters: scope.filters,
    revision: scope.revision,
    ...(scope.search.jurisdiction ? { jurisdiction: scope.search.jurisdiction } : {}),
    ...(scope.search.register ? { register: scope.search.register } : {}),
    ...(scope.search.repeats ? { repeats: scope.search.repeats } : {}),
  }
  const [{ data, error, fetching }, ask] = useQuery({ query: ComplaintsDocument, variables: { rows, first: FEW + 1, after: null } })
  return { value: data?.complaints?.rows ?? null, error, busy: fetching, retry: () => ask({ requestPolicy: 'network-only' }) }
}

function Rows({ rows, scope, name }: { rows: ComplaintRow[]; scope: Scope; name: string }) {
  const { t, say, shortDate } = useWords()
  return (
    <Scroll label={t.institutions.openCases}>
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">{t.complaints.number}</th>
            <th scope="col">{t.complaints.received}</th>
            <th scope="col">{t.complaints.category}</th>
            <th scope="col">{t.complaints.cause}</th>
            <th scope="col">{t.complaints.due}</th>
            <th scope="col">{t.complaints.status}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row" className="complaint-number">
                <Link to="/complaints/$key" params={{ key: row.key }} search={(before) => ({ ...keptSearch(before), institution: [name] })}>
                  {row.number ?? t.complaints.noNumber}
                </Link>
              </th>
              <td className="day">{shortDate(row.receivedOn)}</td>
              <td>{say(row.category.label)}</td>
              <td>{say(row.cause.label)}</td>
              <td className="day">{shortDate(row.dueOn)}</td>
              <td className="day">
                <Standing row={row} today={scope.today} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
