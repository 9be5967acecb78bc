import { useMemo } from 'react'
import { useTable, type Reading, type Table } from '../catalog/table.ts'
import type { Scope } from '../filters/scope.ts'
import { linesQuery, membersQuery, periodQuery, restQuery, stretchOf, totalQuery, type Choice } from './choice.ts'
import { OTHERS, type Answers } from './model.ts'

export type TrendReading = {
  /** The members of the dimension in the view's period; null without a dimension. */
  members: Reading<Table>
  /** The view's period as a whole. */
  whole: Reading<Table>
  answers: Answers | null
  before: Answers | null
  /** Everything that the page waits for is in. */
  ready: boolean
  /** The first of its questions that was not answered. */
  failed: Reading<Table> | null
}

/** Asks what the page needs: members first, because they say which lines there are. */
export function useTrend(scope: Scope | null, choice: Choice | null): TrendReading {
  const members = useTable(useMemo(() => (scope && choice ? membersQuery(scope, choice) : null), [scope, choice]))
  const whole = useTable(useMemo(() => (scope && choice ? periodQuery(scope, choice) : null), [scope, choice]))
  const split = choice?.dimension ?? null
  const current = split === null || !members.busy
  const kept = useMemo(() => (split && members.value ? keptOf(members.value, split.key) : null), [split, members.value])
  const now = useStretch(scope, choice, current ? kept : null, false)
  const early = useStretch(scope, choice?.thin === 'PREVIOUS_PERIOD' ? choice : null, current ? kept : null, true)
  // The answer of another question stays on screen while the next one is on its way: it is not this one's.
  const settled = (one: Reading<Table>): boolean => one.value !== null && !one.busy
  const lines = split !== null && (kept?.ids.length ?? 0) > 0
  const ready = settled(now.total) && (!split || (settled(members) && (!lines || settled(now.lines)) && (!kept?.rest || settled(now.rest))))
  const answers = useAnswers(ready, now)
  const before = useAnswers(early.total.value !== null, early)
  const failed = [members, whole, now.total, now.lines, now.rest].find((each) => each.error && !each.value && !each.busy) ?? null
  return { members, whole, answers, before, ready, failed }
}

type Stretch = ReturnType<typeof useStretch>

/** The same object as long as its tables are the same. */
function useAnswers(ready: boolean, { total, lines, rest }: Stretch): Answers | null {
  const [whole, own, others] = [total.value, lines.value, rest.value]
  return useMemo(() => (ready && whole ? { total: whole, lines: own, rest: others } : null), [ready, whole, own, others])
}

type Kept = { ids: string[]; rest: boolean }

/** The members that have a row of their own, and whether a rest is left. */
function keptOf(members: Table, dimension: NonNullable<Choice['dimension']>['key']): Kept {
  const all = members.rows.map((row) => members.id(dimension, row))
  return { ids: all.filter((id) => id !== OTHERS), rest: all.includes(OTHERS) }
}

function useStretch(scope: Scope | null, choice: Choice | null, kept: Kept | null, before: boolean) {
  const period = choice ? stretchOf(choice, before) : ''
  const total = useTable(useMemo(() => (scope && choice ? totalQuery(scope, choice, period) : null), [scope, choice, period]))
  const lines = useTable(
    useMemo(() => (scope && choice && kept ? linesQuery(scope, choice, period, kept.ids) : null), [scope, choice, period, kept]),
  )
  const rest = useTable(
    useMemo(() => (scope && choice && kept?.rest ? restQuery(scope, choice, period, kept.ids) : null), [scope, choice, period, kept]),
  )
  return { total, lines, rest }
}
