import { sql, type RawBuilder, type Transaction } from 'kysely'
import type { Scope, Viewer } from '../access/viewer.ts'
import type { Tables } from '../db/tables.ts'
import { InvalidError } from '../platform/errors.ts'
import { screaming, type FigurePartKey } from './analytics.enums.ts'
import { askedOf, type Asked } from './asked.ts'
import { loadExposures } from './exposures.ts'
import { ledgerColumns, type Column } from './facts.ts'
import { loadGround, type Ground } from './ground.ts'
import type { MetricQuery } from './metric-query.types.ts'
import { measureRegistry, type MeasureKey } from './measures.ts'
import { metricRegistry, type MetricKey } from './metrics.ts'
import { planNarrowing } from './narrowing.ts'
import { narrowed, narrowedRegions, reach } from './read-parts.ts'
import type { Narrowing } from './read.types.ts'
import { heldParts } from './revisions.ts'
import { windowsOf, type Role, type Window } from './windows.ts'

/** Which number's rows are asked for: one metric and part of it, under the filters of its row. */
export type NumberAsked = Omit<MetricQuery, 'metrics' | 'by' | 'comparison'> & { metric: MetricKey | null; part: FigurePartKey }

/** The complaints that a number counts: SQL over `complaint_version v`, in the number's own date role. */
export type RowsBehind = {
  ground: Ground
  /** Which versions the ledger held, in parts that exclude one another. */
  held: RawBuilder<unknown>[]
  /** Everything but that and the institutions. */
  where: RawBuilder<unknown>
  /** Ranked institutions one by one, where they are few: a page then asks per institution. */
  institutions: readonly number[] | null
  scope: Scope
}

/**
 * Finds the rows behind a number: a count its cases, a rate and a share their numerator, a quantile its cases, an
 * earlier figure those of the earlier period. Without a metric: every record received in the period, of any kind.
 * @throws InvalidError for a part that is no count of complaints (the outlets of a rate).
 */
export async function rowsBehind(tx: Transaction<Tables>, viewer: Viewer, number: NumberAsked): Promise<RowsBehind> {
  const ground = await loadGround(tx, viewer, number)
  const role = roleOf(number.part)
  const asked = askedOf(
    {
      ...number,
      metrics: [number.metric ?? 'complaints'],
      by: [],
      comparison: role === 'previous' ? ['previousPeriod'] : role === 'lastYear' ? ['samePeriodLastYear'] : [],
    },
    ground,
  )
  const measure = number.metric === null ? null : measureOf(number.metric, number.part)
  const windows = windowsOf(asked, ground)
  const window = windows.find(0, role)
  if (!window) throw new Error('The window of the number is not there.')
  const plan = planNarrowing(asked, ground, windows)
  const counts = plan.counts
  const known = [0, ...ground.history.ids()]
  const listed = counts ? known.filter((id) => counts(window, id)) : (plan.narrowing.institution?.include ?? null)
  const judged = await withBase(tx, ground, number.metric, window, listed)
  const { institution: _, ...narrowing } = plan.narrowing
  return {
    ground,
    scope: viewer.scope,
    institutions: judged,
    held: heldParts(ground.asOf),
    where: whereOf(ground, viewer.scope, asked, measure, window, narrowing),
  }
}

function roleOf(part: FigurePartKey): Role {
  return part === 'previous' ? 'previous' : part === 'lastYear' ? 'lastYear' : 'now'
}

function measureOf(metric: MetricKey, part: FigurePartKey): MeasureKey {
  const { of, over, per, given, less } = metricRegistry[metric]
  if (less) return less
  if (given) throw rowsElsewhere(metric)
  if (part !== 'base') return of
  if (over) return over
  if (!per) return of
  throw new InvalidError(
    { zh: '这个基数不是投诉件数，没有明细。', en: 'This base counts no complaints, so there are no rows behind it.' },
    [{ path: 'rows.part', reason: 'NO_ROWS_BEHIND', params: { metric: screaming(metric) } }],
  )
}

function rowsElsewhere(metric: MetricKey): InvalidError {
  return new InvalidError(
    { zh: '这个数字来自报送或考评，明细在“报送”页。', en: 'This figure was reported: its rows are the cells of the return.' },
    [{ path: 'rows.metric', reason: 'ROWS_OF_RETURN', params: { metric: screaming(metric) } }],
  )
}

/** A rate counts the cases of members that have its base, and of nobody else. */
async function withBase(
  tx: Transaction<Tables>,
  ground: Ground,
  metric: MetricKey | null,
  window: Window,
  listed: readonly number[] | null,
): Promise<readonly number[] | null> {
  const per = metric === null ? undefined : metricRegistry[metric].per
  if (per === undefined) return listed
  const exposures = await loadExposures(tx, ground)
  return [...window.members.keys()].filter((id) => (listed === null || listed.includes(id)) && exposures.of(id, per, window) !== null)
}

function whereOf(
  ground: Ground,
  scope: Scope,
  asked: Asked,
  measure: MeasureKey | null,
  window: Window,
  narrowing: Narrowing,
): RawBuilder<unknown> {
  const frame = { regionIds: narrowedRegions(ground, scope), scope }
  const column = (name: Column) => sql`v.${sql.ref(ledgerColumns[name])}`
  const merged = asked.merged && measure !== null && !measureRegistry[measure].repeats
  const counted = measure === null ? sql`` : sql` and v.kind = 1 and v.counted${merged ? sql` and v.represents` : sql``}`
  return sql`${reach(frame, sql.ref('v.region_id'), sql.ref('v.ranked_institution_id'))}
    and v.register = ${sql.lit(asked.register)}${counted} and ${caseOf(measure ?? 'received', window)}${narrowed({ narrowing }, column)}`
}

/** SQL: the version is a case of the measure in the window. */
function caseOf(measure: MeasureKey, { range, dueBefore }: Window): RawBuilder<unknown> {
  const within = (date: string) => sql`${sql.raw(date)} >= ${range.from}::date and ${sql.raw(date)} < ${range.end}::date`
  const open = sql`v.received_on < ${range.end}::date and (v.left_on is null or v.left_on >= ${range.end}::date)`
  switch (measure) {
    case 'received':
    case 'receivedAll':
      return within('v.received_on')
    case 'repeated':
      return sql`not v.represents and ${within('v.received_on')}`
    case 'closed':
      return within('v.finished_on')
    case 'onTime':
      return sql`v.on_time and ${within('v.finished_on')}`
    case 'handlingDays':
      return sql`v.handling_days is not null and ${within('v.finished_on')}`
    case 'open':
      return open
    case 'overdue':
      return sql`v.due_on < ${dueBefore}::date and ${open}`
    case 'reported':
    case 'score':
      return sql`false`
  }
}
