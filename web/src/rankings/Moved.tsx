import { useMemo } from 'react'
import { useLedger } from '../app/ledger.tsx'
import { Arrow } from '../catalog/ChangeWords.tsx'
import { printed } from '../catalog/format.ts'
import { useTable, type Table } from '../catalog/table.ts'
import { periodWords } from '../filters/period.ts'
import { RowsLink } from '../filters/RowsLink.tsx'
import type { Scope } from '../filters/scope.ts'
import type { Metric, MetricQuery } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Await, Blank } from '../ui/states.tsx'
import { movesBetween, stepOf, type Move, type Moves } from './moved.ts'

type MovedProps = { scope: Scope; query: MetricQuery; table: Table; view: Metric; group: string }

/** What is another than in the period before: who moved, who came, who left. */
export function Moved({ scope, query, table, view, group }: MovedProps) {
  const { t, say, language } = useWords()
  const { metrics } = useLedger()
  const { previous, unfinished } = table.answer.period
  const earlier = useMemo(
    () => (previous && !unfinished ? { ...query, metrics: [view], period: previous.key, comparison: [] } : null),
    [query, view, previous, unfinished],
  )
  const before = useTable(earlier)
  if (!previous) return null
  const words = periodWords(previous.key, language)
  const broken = table.notes('SERIES_BREAK').filter((note) => note.metric === view)
  const small = (table.group(group, view)?.members ?? 0) < 3
  return (
    <section className="card moved" aria-label={t.rankings.moved}>
      <header className="card-head">
        <h2>{t.rankings.moved}</h2>
        <span className="caption">{t.rankings.movedCaption(say(metrics.get(view)?.label), words)}</span>
      </header>
      {broken.length > 0 && table.rows.some((row) => table.reason(view, 'CHANGE', row) === 'SERIES_BREAK') ? (
        <p className="notice">{broken.map((note) => say(note.text)).join(' ')}</p>
      ) : unfinished ? (
        <p className="second">{t.rankings.movedUnfinished}</p>
      ) : small ? (
        <p className="second">{t.rankings.tooSmall}</p>
      ) : (
        <Await reading={before} blank={<Blank height={72} />}>
          {(then) => (
            <List moves={movesBetween(table, then, view)} scope={scope} view={view} decimals={table.column(view)?.decimals ?? 0} />
          )}
        </Await>
      )}
    </section>
  )
}

type ListProps = { moves: Moves; scope: Scope; view: Metric; decimals: number }

function List({ moves, ...shared }: ListProps) {
  const { t } = useWords()
  const { moved, entered, left, same } = moves
  return (
    <>
      {moved.length + entered.length + left.length === 0 && <p className="second">{t.rankings.movedNobody}</p>}
      <ul className="moves">
        {moved.map((move) => (
          <Line key={move.id} move={move} {...shared} />
        ))}
        {entered.map((move) => (
          <Line key={move.id} move={move} word={t.rankings.entered} {...shared} />
        ))}
        {left.map((move) => (
          <Line key={move.id} move={move} word={t.rankings.left} {...shared} />
        ))}
      </ul>
      {same > 0 && moved.length + entered.length + left.length > 0 && <p className="second">{t.rankings.movedSame(same)}</p>}
    </>
  )
}

function Line({ move, word, scope, view, decimals }: Omit<ListProps, 'moves'> & { move: Move; word?: string }) {
  const { t, say } = useWords()
  const step = stepOf(move)
  const rank = (at: Move['now']): string => (at?.rank == null ? t.figures.none : t.rankings.nth(at.rank))
  const figure = (at: Move['now'], part: 'VALUE' | 'PREVIOUS') =>
    at?.value == null ? (
      t.figures.none
    ) : view === 'COMPLAINTS' ? (
      <RowsLink scope={scope} metric={view} part={part} narrow={{ institution: [move.id] }}>
        {printed(at.value, decimals)}
      </RowsLink>
    ) : (
      printed(at.value, decimals)
    )
  return (
    <li>
      <span className="move-step">
        {word ? <span className="tag">{word}</span> : step === null ? null : <Arrow change={step} />}
        {!word && step !== null && step !== 0 && Math.abs(step)}
      </span>
      <span className="move-name">{say(move.label)}</span>
      <span className="second">
        {move.before && rank(move.before)}
        {move.before && move.now && ' → '}
        {move.now && rank(move.now)}
      </span>
      <span className="second move-figures">
        {move.before && figure(move.before, 'PREVIOUS')}
        {move.before && move.now && ' → '}
        {move.now && figure(move.now, 'VALUE')}
      </span>
    </li>
  )
}
