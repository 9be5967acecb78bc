import { sql, type RawBuilder, type Transaction } from 'kysely'
import type { Scope, Viewer } from '../access/viewer.ts'
import type { Tables } from '../db/tables.ts'
import { InvalidError } from '../platform/errors.ts'
import type { FullLabel } from '../platform/label.ts'
import { screaming, type FigurePartKey } from './analytics.enums.ts'
import { askedOf, type Asked } from './asked.ts'
import { addDays } from './calendar.ts'
import { loadExposures } from './exposures.ts'
import { conditionOf, ledgerColumns, ledgerFlows, type Column, type Flow, type LedgerEvent, type Marks } from './facts.ts'
import { loadGround, type Ground } from './ground.ts'
import { marksOf } from './marks.ts'
import type { MetricQuery } from './metric-query.types.ts'
import { measureRegistry, type MeasureKey } from './measures.ts'
import { metricRegistry, type MetricKey } from './metrics.ts'
import { planNarrowing } from './narrowing.ts'
import { any, holdingText, narrowed, narrowedRegions, reach } from './read-parts.ts'
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
    viewer,
  )
  const cases = number.metric === null ? null : casesOf(number.metric, number.part)
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
    where: whereOf(ground, viewer.scope, asked, cases, window, narrowing),
  }
}

/** SQL: of these institutions alone, where they are listed. */
export function ofInstitutions({ institutions }: RowsBehind): RawBuilder<unknown> {
  return institutions === null ? sql`` : sql` and v.ranked_institution_id = ${any(institutions)}`
}

/** How many rows stand behind a number. `search`: SQL that narrows them further, beginning with `and`. */
export async function countRows(tx: Transaction<Tables>, behind: RowsBehind, search: RawBuilder<unknown> = sql``): Promise<number> {
  const parts = behind.held.map(
    (held) => sql`(select count(*) from complaint_version v where ${held} and ${behind.where}${ofInstitutions(behind)}${search})`,
  )
  const { rows } = await sql<{ count: number }>`select ${sql.join(parts, sql` + `)} as count`.execute(tx)
  return rows[0]?.count ?? 0
}

export type DayCount = { day: string; count: number }

/** How many rows stand behind a number on each day of receipt that has any. */
export async function daysOfRows(tx: Transaction<Tables>, behind: RowsBehind): Promise<DayCount[]> {
  const parts = behind.held.map(
    (held) => sql`select v.received_on as day from complaint_version v where ${held} and ${behind.where}${ofInstitutions(behind)}`,
  )
  const { rows } = await sql<DayCount>`
    select day, count(*) as count from (${sql.join(parts, sql` union all `)}) d group by day order by day`.execute(tx)
  return rows
}

function roleOf(part: FigurePartKey): Role {
  return part === 'previous' ? 'previous' : part === 'lastYear' ? 'lastYear' : 'now'
}

/** The measure whose cases a part of a figure counts, and the one whose cases it leaves out. */
type Cases = { measure: MeasureKey; without: MeasureKey | null }

function casesOf(metric: MetricKey, part: FigurePartKey): Cases {
  const { of, over, outOf, per, given, less, money } = metricRegistry[metric]
  const whole = (measure: MeasureKey): Cases => ({ measure, without: null })
  if (less) return whole(less)
  if (given) throw rowsElsewhere(metric)
  if (part === 'unknown') {
    if (outOf && over) return { measure: outOf, without: over }
    throw noRows(metric, { zh: '这个指标没有不明件数。', en: 'This metric leaves nothing unknown.' })
  }
  if (money) return whole(money.counts)
  if (part !== 'base') return whole(of)
  if (over) return whole(over)
  if (!per) return whole(of)
  throw noRows(metric, { zh: '这个基数不是投诉件数，没有明细。', en: 'This base counts no complaints, so there are no rows behind it.' })
}

function noRows(metric: MetricKey, sentence: FullLabel): InvalidError {
  return new InvalidError(sentence, [{ path: 'rows.part', reason: 'NO_ROWS_BEHIND', params: { metric: screaming(metric) } }])
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
  cases: Cases | null,
  window: Window,
  narrowing: Narrowing,
): RawBuilder<unknown> {
  const measure = cases?.measure ?? null
  const marks = marksOf(ground, addDays(asked.period.end, -1))
  const frame = { regionIds: narrowedRegions(ground, scope), scope }
  const column = (name: Column) => sql.raw(ledgerColumns[name])
  const left = cases?.without ? sql` and not ${caseOf(cases.without, window, marks)}` : sql``
  const merged = asked.merged && measure !== null && !measureRegistry[measure].repeats
  const counted = measure === null ? sql`` : sql` and v.kind = 1 and v.counted${merged ? sql` and v.represents` : sql``}`
  return sql`${reach(frame, sql.ref('v.region_id'), sql.ref('v.ranked_institution_id'))}
    and v.register = ${sql.lit(asked.register)}${counted} and ${caseOf(measure ?? 'received', window, marks)}${left}${narrowed({ narrowing }, column)}${holdingText(asked)}`
}

/** SQL: the version is a case of the measure in the window. A stock is what came before its end and has not left by then. */
function caseOf(measure: MeasureKey, { range, dueBefore }: Window, marks: Marks): RawBuilder<unknown> {
  const { role, flows } = measureRegistry[measure]
  if (role === 'own') return sql`false`
  if (role === 'stock') {
    const open = sql`v.received_on < ${range.end}::date and (v.left_on is null or v.left_on >= ${range.end}::date)`
    return measure === 'overdue' ? sql`(v.due_on < ${dueBefore}::date and ${open})` : sql`(${open})`
  }
  // What is no stock is one flow of one event.
  const [event] = ledgerFlows[Object.keys(flows)[0] as Flow] as [LedgerEvent]
  const at = sql.raw(event.date)
  return sql`(${sql.raw(conditionOf(event, marks))} and ${at} >= ${range.from}::date and ${at} < ${range.end}::date)`
}
