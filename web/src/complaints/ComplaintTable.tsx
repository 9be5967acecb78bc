import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState, type KeyboardEvent } from 'react'
import { useQuery } from 'urql'
import { printed } from '../catalog/format.ts'
import { FILTER_NAMES, withoutFilters, type ViewSearch } from '../filters/search.ts'
import { graphql } from '../gql/index.ts'
import type { ComplaintRows, ComplaintsQuery } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import { Blank, Failed } from '../ui/states.tsx'
import type { ComplaintSearch } from './search.ts'

export const ComplaintsDocument = graphql(`
  query Complaints($rows: ComplaintRows!, $first: Int!, $after: String) {
    complaints(rows: $rows, first: $first, after: $after) {
      rows {
        key
        number
        receivedOn
        closedOn
        dueOn
        handlingDays
        onTime
        overdue
        late
        status
        institution {
          key
          label {
            zh
            en
          }
        }
        category {
          key
          label {
            zh
            en
          }
        }
        cause {
          key
          label {
            zh
            en
          }
        }
        lodgingChannel {
          key
          label {
            zh
            en
          }
        }
      }
      endCursor
      hasNextPage
      totalCount
    }
  }
`)

type Page = NonNullable<ComplaintsQuery['complaints']>
export type ComplaintRow = Page['rows'][number]
export const PAGE = 50

/** Pages by key, one under the other: what is on screen never shifts when the ledger grows. */
export function ComplaintTable({ rows, today }: { rows: ComplaintRows | null; today: string }) {
  // A new question starts with its first page; the key makes the state of the old one go.
  return <Pages key={JSON.stringify(rows)} rows={rows} today={today} />
}

function Pages({ rows, today }: { rows: ComplaintRows | null; today: string }) {
  const { t } = useWords()
  const [cursors, setCursors] = useState<(string | null)[]>([null])
  return (
    <section className="card complaint-list" aria-label={t.pages.complaints} onKeyDown={walkRows}>
      <Scroll label={t.pages.complaints}>
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{t.complaints.number}</th>
              <ReceivedHead earliest={rows?.order === 'EARLIEST'} />
              <th scope="col">{t.complaints.institution}</th>
              <th scope="col">{t.complaints.category}</th>
              <th scope="col">{t.complaints.cause}</th>
              <th scope="col">{t.complaints.channel}</th>
              <th scope="col">{t.complaints.due}</th>
              <th scope="col">{t.complaints.status}</th>
            </tr>
          </thead>
          {cursors.map((after, place) => (
            <PageOfRows
              key={after ?? ''}
              rows={rows}
              after={after}
              before={place * PAGE}
              last={place === cursors.length - 1}
              today={today}
              onMore={(cursor) => setCursors([...cursors, cursor])}
            />
          ))}
        </table>
      </Scroll>
    </section>
  )
}

/** Orders the list by the day of receipt, the other way round with each press. */
function ReceivedHead({ earliest }: { earliest: boolean }) {
  const { t } = useWords()
  return (
    <th scope="col" aria-sort={earliest ? 'ascending' : 'descending'}>
      <Link
        to="/complaints"
        search={(before: ComplaintSearch) => ({ ...before, order: earliest ? undefined : ('EARLIEST' as const) })}
        className="sort sort-chosen"
        aria-label={earliest ? t.complaints.latestFirst : t.complaints.earliestFirst}
        replace
      >
        {t.complaints.received} {earliest ? '▴' : '▾'}
      </Link>
    </th>
  )
}

type PageProps = {
  rows: ComplaintRows | null
  after: string | null
  before: number
  last: boolean
  today: string
  onMore: (cursor: string) => void
}

/** Up and down go from row to row; Enter opens the one that has the focus. */
function walkRows(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0 || !(event.target instanceof HTMLElement) || !event.target.closest('.complaint-number')) return
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('.complaint-number a')]
  const next = all[all.indexOf(event.target) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

/** How many there are: the same answer as the first page's. */
export function Count({ rows }: { rows: ComplaintRows | null }) {
  const { t } = useWords()
  const [{ data }] = useQuery({
    query: ComplaintsDocument,
    variables: { rows: rows as ComplaintRows, first: PAGE, after: null },
    pause: !rows,
  })
  const total = data?.complaints?.totalCount
  return (
    <b data-testid="total" data-total={total}>
      {total === undefined ? '' : t.complaints.count(printed(total))}
    </b>
  )
}

function PageOfRows({ rows, after, before, last, today, onMore }: PageProps) {
  const [{ data, error }, ask] = useQuery({
    query: ComplaintsDocument,
    variables: { rows: rows as ComplaintRows, first: PAGE, after },
    pause: !rows,
  })
  const page = data?.complaints
  if (error && !page)
    return (
      <Wide>
        <Failed error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
      </Wide>
    )
  if (!page)
    return (
      <Wide>
        <Blank height={after ? 120 : 480} />
      </Wide>
    )
  if (page.totalCount === 0)
    return (
      <Wide>
        <NoRows />
      </Wide>
    )
  return (
    <>
      <tbody>
        {page.rows.map((row) => (
          <Row key={row.key} row={row} today={today} />
        ))}
      </tbody>
      {last && <Foot page={page} shown={before + page.rows.length} onMore={onMore} />}
    </>
  )
}

function Wide({ children }: { children: React.ReactNode }) {
  return (
    <tbody>
      <tr className="wide-row">
        <td colSpan={8}>{children}</td>
      </tr>
    </tbody>
  )
}

/** Says why the list is empty, with the way out. */
function NoRows() {
  const { t } = useWords()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as ViewSearch
  const filtered = FILTER_NAMES.some((name) => search[name]?.length)
  return (
    <div className="state" role="status">
      <p>{filtered ? t.states.filteredOut : t.complaints.none}</p>
      {filtered && (
        <button
          type="button"
          className="button"
          onClick={() => void navigate({ to: '/complaints', search: (before: ViewSearch) => withoutFilters(before) })}
        >
          {t.states.clearFilters}
        </button>
      )}
    </div>
  )
}

function Foot({ page, shown, onMore }: { page: Page; shown: number; onMore: (cursor: string) => void }) {
  const { t } = useWords()
  const total = printed(page.totalCount)
  return (
    <tfoot>
      <tr className="wide-row">
        <td colSpan={8}>
          <span role="status">{page.hasNextPage ? t.complaints.count(total) : t.complaints.shownAll(total)}</span>
          {page.hasNextPage && <span className="print-only"> {t.complaints.printedPart(printed(shown))}</span>}
          {page.hasNextPage && page.endCursor && (
            <button type="button" className="button" onClick={() => onMore(page.endCursor ?? '')}>
              {t.complaints.more(printed(shown), total)}
            </button>
          )}
        </td>
      </tr>
    </tfoot>
  )
}

function Row({ row, today }: { row: ComplaintRow; today: string }) {
  const { t, say, date } = useWords()
  const { key } = useParams({ strict: false })
  return (
    <tr className={key === row.key ? 'row-open' : undefined}>
      <th scope="row" className="complaint-number">
        <Link
          to="/complaints/$key"
          params={{ key: row.key }}
          search={(before: ViewSearch) => before}
          resetScroll={false}
          aria-current={key === row.key ? 'true' : undefined}
        >
          {row.number ?? t.complaints.noNumber}
        </Link>
      </th>
      <td className="day">
        {date(row.receivedOn)}
        {row.late && (
          <>
            {' '}
            <span className="tag tag-warn">{t.complaints.enteredLate}</span>
          </>
        )}
      </td>
      <td className="place-cell">{say(row.institution.label)}</td>
      <td>{say(row.category.label)}</td>
      <td>{say(row.cause.label)}</td>
      <td>{say(row.lodgingChannel.label)}</td>
      <td className="day">{date(row.dueOn)}</td>
      <td className="day">
        <Standing row={row} today={today} />
      </td>
    </tr>
  )
}

/** Open ones say how long they have or how long they are over; closed ones how they ended. */
export function Standing({ row, today }: { row: ComplaintRow; today: string }) {
  const { t } = useWords()
  const words = t.complaints.statuses[row.status] ?? row.status
  if (row.status !== 'OPEN') {
    return (
      <>
        {words}
        {row.onTime === false && <span className="second"> {t.complaints.late}</span>}
      </>
    )
  }
  const days = daysBetween(today, row.dueOn)
  return days < 0 ? <b className="overdue">{t.complaints.overdueBy(-days)}</b> : <span>{t.complaints.daysLeft(days)}</span>
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}
