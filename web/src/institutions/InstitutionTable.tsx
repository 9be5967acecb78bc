import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useLedger } from '../app/ledger.tsx'
import { keptSearch } from '../app/kept.ts'
import { Arrow } from '../catalog/ChangeWords.tsx'
import { printed, signed } from '../catalog/format.ts'
import type { Table } from '../catalog/table.ts'
import { Sparkline } from '../charts/Sparkline.tsx'
import { periodWords } from '../filters/period.ts'
import { RowsLink } from '../filters/RowsLink.tsx'
import type { Scope } from '../filters/scope.ts'
import type { Metric } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import { GradeWords } from './GradeWords.tsx'
import type { ListedRow, Section } from './rows.ts'
import { COUNT, HANDLED, type InstitutionsSearch, type Sort } from './search.ts'
import { StatusTag } from './StatusTag.tsx'

type TableProps = { sections: Section[]; table: Table | null; past: Table | null; scope: Scope; sort: Sort }

/** One body a peer group; ranks and medians exist only inside it. */
export function InstitutionTable({ sections, table, past, scope, sort }: TableProps) {
  const { t } = useWords()
  const courses = useMemo(() => coursesIn(past), [past])
  return (
    <Scroll label={t.pages.institutions} className="institution-frame">
      <table className="rows institution-table">
        <Head table={table} sort={sort} />
        {sections.map((section) => (
          <tbody key={section.key ?? ''}>
            <tr className="institution-group">
              <th scope="rowgroup" colSpan={7}>
                {section.label ? <GroupWords section={section} table={table} /> : t.institutions.outside}
              </th>
            </tr>
            {section.rows.map((listed) => (
              <Line key={listed.institution.key} listed={listed} table={table} course={courses.get(listed.institution.key)} scope={scope} />
            ))}
          </tbody>
        ))}
      </table>
    </Scroll>
  )
}

function GroupWords({ section, table }: { section: Section; table: Table | null }) {
  const { t, say } = useWords()
  const group = section.key === null ? undefined : table?.group(section.key, COUNT)
  return (
    <>
      {say(section.label)}{' '}
      <span className="second">
        {group && group.total != null
          ? t.institutions.groupTotal(
              group.members,
              printed(group.total),
              group.median == null ? null : printed(group.median, Number.isInteger(group.median) ? 0 : 1),
            )
          : group?.reason
            ? t.figures.reasons[group.reason]
            : ''}
      </span>
    </>
  )
}

function Head({ table, sort }: { table: Table | null; sort: Sort }) {
  const { t, say } = useWords()
  const { metrics } = useLedger()
  const unitOf = (metric: Metric): string => say(table?.column(metric)?.unit ?? metrics.get(metric)?.unit)
  const columns: { sort: Sort; words: string; numeric: boolean }[] = [
    { sort: 'name', words: t.institutions.name, numeric: false },
    { sort: 'count', words: `${say(metrics.get(COUNT)?.label)} ${unitOf(COUNT)}`, numeric: true },
    { sort: 'change', words: t.rankings.change, numeric: true },
    { sort: 'rank', words: t.institutions.rank, numeric: true },
    { sort: 'handled', words: `${say(metrics.get(HANDLED)?.label)} ${unitOf(HANDLED)}`, numeric: true },
    { sort: 'assessment', words: t.institutions.latestAssessment, numeric: false },
  ]
  return (
    <thead>
      <tr>
        {columns.map((column, place) => (
          <SortHead key={column.sort} {...column} chosen={sort} spread={place === 1} />
        ))}
      </tr>
    </thead>
  )
}

type HeadProps = { sort: Sort; words: string; numeric: boolean; chosen: Sort; spread: boolean }

/** A second click gives the office's own order back. */
function SortHead({ sort, words, numeric, chosen, spread }: HeadProps) {
  const { t } = useWords()
  const isChosen = sort === chosen
  const direction = sort === 'rank' || sort === 'name' ? ('ascending' as const) : ('descending' as const)
  return (
    <>
      <th scope="col" className={numeric ? 'num' : undefined} aria-sort={isChosen ? direction : undefined}>
        <Link
          to="/institutions"
          search={(before: InstitutionsSearch) => ({ ...before, sorted: isChosen ? undefined : sort })}
          className={isChosen ? 'sort sort-chosen' : 'sort'}
          aria-label={`${words}, ${t.rankings.sortBy(words)}`}
          replace
        >
          {words}
          {isChosen && (direction === 'ascending' ? ' ▴' : ' ▾')}
        </Link>
      </th>
      {spread && <th scope="col">{t.institutions.course}</th>}
    </>
  )
}

type LineProps = { listed: ListedRow; table: Table | null; course: (number | null)[] | undefined; scope: Scope }

function Line({ listed: { institution, row }, table, course, scope }: LineProps) {
  const { t, say, language } = useWords()
  const narrow = { institution: [institution.key], group: undefined }
  const name = say(institution.label)
  return (
    <tr>
      <th scope="row" className="institution-name">
        <Link to="/institutions/$key" params={{ key: institution.key }} search={(before) => keptSearch(before)}>
          {name}
        </Link>{' '}
        <StatusTag status={institution.status} />
        <Under institution={institution} />
      </th>
      {table && row >= 0 ? (
        <>
          <td className="num">
            <RowsLink scope={scope} metric={COUNT} narrow={narrow}>
              <b>{figure(table, COUNT, row, t.figures.none)}</b>
            </RowsLink>
          </td>
          <td>
            {course && (
              <Sparkline
                values={course}
                fromZero
                unfinished={table.answer.period.unfinished}
                name={t.overview.sparkline(name, course.map((each) => each ?? t.figures.none).join(', '))}
              />
            )}
          </td>
          <td className="num">
            <Change table={table} row={row} />
          </td>
          <td className="num">{rankWords(table, row, t.figures.reasons)}</td>
          <td className="num">
            {table.figure(HANDLED, 'VALUE', row) === null ? (
              <span className="second">{t.figures.reasons[table.reason(HANDLED, 'VALUE', row) ?? 'NO_DATA']}</span>
            ) : (
              <RowsLink scope={scope} metric={HANDLED} part="NUMERATOR" narrow={narrow}>
                {figure(table, HANDLED, row, t.figures.none)}
              </RowsLink>
            )}
          </td>
        </>
      ) : (
        <td colSpan={5} className="second">
          {table ? '' : '…'}
        </td>
      )}
      <td>
        {institution.assessment ? (
          <>
            <GradeWords {...institution.assessment} />
            <span className="second institution-second">{periodWords(institution.assessment.period, language)}</span>
          </>
        ) : (
          <span className="second">{t.figures.none}</span>
        )}
      </td>
    </tr>
  )
}

function figure(table: Table, metric: Metric, row: number, none: string): string {
  const value = table.figure(metric, 'VALUE', row)
  return value === null ? none : printed(value, table.column(metric)?.decimals)
}

/** Whose it is, or who took it over. */
function Under({ institution }: { institution: ListedRow['institution'] }) {
  const { t, say, date } = useWords()
  const parts = [
    institution.closedOn && t.institutions.closedOn(date(institution.closedOn)),
    institution.successor && t.institutions.succeededBy(say(institution.successor.label)),
    institution.parent && t.institutions.below(say(institution.parent.label)),
  ].filter(Boolean)
  return parts.length > 0 ? <span className="second institution-second">{parts.join(t.overview.comma)}</span> : null
}

function Change({ table, row }: { table: Table; row: number }) {
  const { t } = useWords()
  const column = table.column(COUNT, 'CHANGE')
  const change = column?.figures[row] ?? null
  if (change === null) return <span className="second">{t.figures.reasons[table.reason(COUNT, 'CHANGE', row) ?? 'NO_DATA']}</span>
  if (change === 0) return <>{t.figures.flat}</>
  return (
    <span className="ranking-change">
      <Arrow change={change} /> {signed(change, column?.decimals)}
    </span>
  )
}

function rankWords(table: Table, row: number, reasons: Record<string, string>) {
  const rank = table.figure(COUNT, 'RANK', row)
  return rank === null ? <span className="second">{reasons[table.reason(COUNT, 'RANK', row) ?? 'NO_DATA']}</span> : rank
}

/** Six periods of each institution, by its key; what lies before a change of definition is cut off. */
function coursesIn(past: Table | null): Map<string, (number | null)[]> {
  const courses = new Map<string, (number | null)[]>()
  if (!past) return courses
  const time = past.answer.keys.find((key) => key.dimension !== 'INSTITUTION')?.dimension
  const bucketOf = (row: number) => (time ? past.id(time, row) : '')
  const buckets = [...new Set(past.rows.map(bucketOf))].sort()
  const cut = past.rows.filter((row) => past.reason(COUNT, 'CHANGE', row) === 'SERIES_BREAK').map(bucketOf)
  const first = cut.sort().at(-1) ?? ''
  for (const row of past.rows) {
    if (bucketOf(row) < first) continue
    const key = past.id('INSTITUTION', row)
    const course = courses.get(key) ?? buckets.map(() => null)
    course[buckets.indexOf(bucketOf(row))] = past.figure(COUNT, 'VALUE', row)
    courses.set(key, course)
  }
  return courses
}
