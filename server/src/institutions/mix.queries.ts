import type { Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { NullReasonKey } from '../analytics/analytics.enums.ts'
import { addDays } from '../analytics/calendar.ts'
import type { DimensionKey } from '../analytics/dimensions.ts'
import type { MetricQuery } from '../analytics/metric-query.types.ts'
import type { MetricTable } from '../analytics/metric-table.types.ts'
import { isAdditive, metricRegistry } from '../analytics/metrics.ts'
import { round } from '../analytics/rounding.ts'
import { othersLabel } from '../analytics/rows.ts'
import { tableIn } from '../analytics/run.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { InvalidError, NotFoundError } from '../platform/errors.ts'
import type { Label } from '../platform/label.ts'
import { fraction, subtractFractions, type Fraction } from '../statistics/index.ts'
import { loadView, statesIn, type InstitutionView } from './institutions.queries.ts'
import type { InstitutionMix, InstitutionMixRow } from './institutions.types.ts'

type Counts = ReadonlyMap<string, { label: Label; count: number }>
/** The other members of the group together; null with the reason why nothing is said of them. */
type Others = { counts: Counts; total: number; members: number; reason: null } | { counts: null; reason: NullReasonKey }

/**
 * An institution's count by a dimension beside that of the other members of its group together. Both come from the one query; shares and
 * their difference are worked out here from whole numbers and rounded once.
 * @throws InvalidError for a metric that makes no whole, NotFoundError for an institution out of sight.
 */
export function readInstitutionMix(
  db: Db,
  viewer: Viewer,
  asked: { key: string; dimension: DimensionKey; query: MetricQuery },
): Promise<InstitutionMix> {
  return readSnapshot(db, viewer, async (tx) => {
    const { key, dimension, query } = asked
    const metric = query.metrics[0]
    if (!metric || !isAdditive(metricRegistry[metric]) || metricRegistry[metric].money) throw notAWhole()
    const view = await loadView(tx, viewer, {
      period: query.period,
      jurisdiction: query.jurisdiction ?? null,
      revision: query.revision ?? null,
    })
    const state = statesIn(view).find((one) => one.key === key)
    if (!state)
      throw new NotFoundError({ zh: `没有机构“${key}”，或您无权查看。`, en: `There is no institution “${key}” that you may see.` })
    const base = plain(query)
    const own = countsIn(
      await tableIn(tx, viewer, { ...base, by: [dimension], filters: [...(base.filters ?? []), named('institution', key)] }),
    )
    const group = view.ground.dictionary.find((entry) => entry.id === view.members.get(state.id)?.peerGroupId)
    const others: Others = group
      ? await othersOf(tx, viewer, view, { base, dimension, key, group: group.key, own })
      : { counts: null, reason: 'noData' }
    const { shareDecimals: decimals, rounding } = view.ground.settings.at(addDays(view.period.end, -1))
    const total = sumOf(own)
    return {
      dimension,
      metric,
      total,
      othersTotal: others.counts && others.total,
      otherMembers: others.counts && others.members,
      reason: others.reason,
      decimals,
      rows: rowsOf(own, others)
        .map((row) => withShares(row, { total, others, print: (value) => round(value, decimals, rounding) }))
        .sort(byDifference),
    }
  })
}

/** The question without its rows: what it asks of whom is said here. */
function plain({ metrics, ...query }: MetricQuery): MetricQuery {
  const filters = (query.filters ?? []).filter((one) => one.dimension !== 'institution' && one.dimension !== 'peerGroup')
  return { ...query, metrics: metrics.slice(0, 1), filters, by: [], comparison: [], grain: null, order: null, limit: null }
}

function named(dimension: DimensionKey, key: string) {
  return { dimension, include: [key] }
}

function countsIn(table: MetricTable): Counts {
  const [keys] = table.keys.slice(-1)
  const column = table.columns.find((one) => one.kind === 'value')
  return new Map(
    (keys?.ids ?? []).map((id, row) => [id, { label: keys?.labels[row] ?? { zh: id, en: null }, count: column?.figures[row] ?? 0 }]),
  )
}

function sumOf(counts: Counts): number {
  return [...counts.values()].reduce((sum, one) => sum + one.count, 0)
}

type OthersAsked = { base: MetricQuery; dimension: DimensionKey; key: string; group: string; own: Counts }

/** Who sees the whole group is told its others; who sees one member takes that one from the group's anonymous figures. */
async function othersOf(tx: Transaction<Tables>, viewer: Viewer, { ground }: InstitutionView, asked: OthersAsked): Promise<Others> {
  const { base, dimension, key, group, own } = asked
  const filters = [...(base.filters ?? []), named('peerGroup', group)]
  const whole = (await tableIn(tx, viewer, { ...base, by: ['peerGroup'], filters })).groups[0]
  if (!whole || whole.reason !== null || whole.total === null) return { counts: null, reason: whole?.reason ?? 'noData' }
  const members = whole.members - 1
  if (ground.seesAll) {
    const counts = countsIn(
      await tableIn(tx, viewer, { ...base, by: [dimension], filters: [...filters, { dimension: 'institution', exclude: [key] }] }),
    )
    return { counts, total: sumOf(counts), members, reason: null }
  }
  const together = countsIn(await tableIn(tx, viewer, { ...base, by: ['peerGroup', dimension], filters }))
  const counts = new Map([...together].map(([id, { label, count }]) => [id, { label, count: count - (own.get(id)?.count ?? 0) }]))
  const total = whole.total - sumOf(own)
  const unseen = total - sumOf(counts)
  // Only what occurs among one's own is asked for apart; the rest of the group stands together.
  if (unseen > 0) counts.set('OTHERS', { label: othersLabel, count: unseen })
  return { counts, total, members, reason: null }
}

type Row = { id: string; label: Label; count: number; othersCount: number | null }

function rowsOf(own: Counts, others: Others): Row[] {
  const ids = new Set([...own.keys(), ...(others.counts?.keys() ?? [])])
  return [...ids].map((id) => ({
    id,
    label: own.get(id)?.label ?? others.counts?.get(id)?.label ?? { zh: id, en: null },
    count: own.get(id)?.count ?? 0,
    othersCount: others.counts && (others.counts.get(id)?.count ?? 0),
  }))
}

type Whole = { total: number; others: Others; print: (value: Fraction) => number }

function withShares(row: Row, { total, others, print }: Whole): InstitutionMixRow {
  const share = perCent(row.count, total)
  const othersShare = others.counts && perCent(row.othersCount ?? 0, others.total)
  return {
    ...row,
    share: share && print(share),
    othersShare: othersShare && print(othersShare),
    difference: share && othersShare && print(subtractFractions(share, othersShare)),
  }
}

/** What only the others have stands last: it is no place of its own. */
function byDifference(a: InstitutionMixRow, b: InstitutionMixRow): number {
  const last = Number(a.id === 'OTHERS') - Number(b.id === 'OTHERS')
  return last || Math.abs(b.difference ?? 0) - Math.abs(a.difference ?? 0) || b.count - a.count
}

function perCent(part: number, whole: number): Fraction | null {
  return whole === 0 ? null : fraction(BigInt(part) * 100n, whole)
}

function notAWhole(): InvalidError {
  return new InvalidError(
    {
      zh: '只有能相加的件数才能按构成比较，请换一个指标。',
      en: 'Only a count that adds up has a make-up to compare; choose another metric.',
    },
    [{ path: 'query.metrics[0]', reason: 'NOT_ADDITIVE' }],
  )
}
