import { MADE_ROWS, type Table } from '../catalog/table.ts'
import type { Metric } from '../gql/graphql.ts'
import type { MetricInfo } from '../app/ledger.tsx'
import type { Label } from '../text/language.ts'
import { FIRST } from './search.ts'

export type RankedRow = { row: number; id: string; rank: number | null; tied: boolean; newlyOpened: boolean; closed: boolean }

/** A group's table in the order of one view, with the place of the median line. */
export type Ranking = {
  table: Table
  group: string
  /** The views side by side: the count, then the rate per each base of the group. */
  views: readonly Metric[]
  members: number
  /** Too few members for a rank or a median to mean anything: counts only. */
  small: boolean
  /** Every member is among the rows: false for who sees one institution only, or under a filter on institutions. */
  whole: boolean
  ranked: RankedRow[]
  /** Members without a base in this view: listed, never ranked. */
  unranked: RankedRow[]
  /** How many ranked rows stand above the median line; null where there is no median. */
  medianAfter: number | null
}

const SMALLEST = 3

/** Orders the members by the view's ranks; the server has ranked and tied them on unrounded values. */
export function ranking(table: Table, group: string, view: Metric, views: readonly Metric[]): Ranking {
  const opened = new Set(table.notes('NEWLY_OPENED').flatMap((note) => note.rows))
  const closed = new Set(table.notes('CLOSED_IN_PERIOD').flatMap((note) => note.rows))
  const rows = table.rows
    .filter((row) => !(MADE_ROWS as readonly string[]).includes(table.id('INSTITUTION', row)))
    .map((row) => ({ row, id: table.id('INSTITUTION', row), rank: table.figure(view, 'RANK', row) }))
  const shared = new Map<number, number>()
  for (const { rank } of rows) if (rank !== null) shared.set(rank, (shared.get(rank) ?? 0) + 1)
  const all = rows.map((each) => ({
    ...each,
    tied: each.rank !== null && (shared.get(each.rank) ?? 0) > 1,
    newlyOpened: opened.has(each.row),
    closed: closed.has(each.row),
  }))
  // A stable sort keeps the server's display order among those that tie.
  const ranked = all.filter((each) => each.rank !== null).sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
  const figures = table.group(group, view)
  const members = figures?.members ?? all.length
  return {
    table,
    group,
    views,
    ranked,
    members,
    small: members < SMALLEST,
    whole: all.length >= members,
    unranked: all.filter((each) => each.rank === null),
    medianAfter: members < SMALLEST ? null : medianPlace(table, view, ranked, figures?.median ?? null),
  }
}

/** The line lies below the last row that is not under the median (in ranks from high), on the lower edge of the middle row of an odd group. */
function medianPlace(table: Table, view: Metric, ranked: RankedRow[], median: number | null): number | null {
  if (median === null || ranked.length === 0) return null
  const below = ranked.findIndex(({ row }) => (table.figure(view, 'VALUE', row) ?? 0) < median)
  return below === -1 ? ranked.length : below
}

/** The end of a column's scale: the greatest value or median in it, so that strips of one column compare. */
export function scaleOf(table: Table, metric: Metric, group: string): number {
  const values = table.rows.map((row) => table.figure(metric, 'VALUE', row) ?? 0)
  return Math.max(...values, table.group(group, metric)?.median ?? 0, Number.MIN_VALUE)
}

/** The peer groups of a table by PEER_GROUP, in its order. */
export function groupKeys(table: Table): string[] {
  return table.rows.map((row) => table.id('PEER_GROUP', row)).filter((key) => !(MADE_ROWS as readonly string[]).includes(key))
}

export function groupLabel(table: Table, group: string): Label {
  const row = table.rows.find((each) => table.id('PEER_GROUP', each) === group)
  return row === undefined ? { zh: group } : table.label('PEER_GROUP', row)
}

/** The plain count, then the rates of the catalog whose base the group names as one of its two. */
export function viewsOf(metrics: ReadonlyMap<Metric, MetricInfo>, group: string | undefined): Metric[] {
  const rates = [...metrics.values()].filter(
    ({ base, peerGroups }) => base && (!peerGroups || (group !== undefined && peerGroups.includes(group))),
  )
  // A group that names none is compared by the bases that every bank has.
  const shown = rates.length > 0 ? rates : [...metrics.values()].filter(({ base }) => base).slice(0, 2)
  return [FIRST, ...shown.map(({ key }) => key)]
}
