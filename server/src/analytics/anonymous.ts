import { sql, type Transaction } from 'kysely'
import { compareFractions, type Fraction } from '../statistics/index.ts'
import type { Tables } from '../db/tables.ts'
import { AnonymousTold, type ToldRow } from './anonymous-told.ts'
import { addDays } from './calendar.ts'
import { idsIn, subjectAt, multiplierOf, otherDimensions, type Counted } from './cases.ts'
import { figureIn } from './subject-figure.ts'
import { dimensionRegistry } from './dimensions.ts'
import { columns, type Column } from './facts.ts'
import { figureOf, missing, type Part } from './figure.ts'
import { groupOf } from './groups.ts'
import type { WholeGroup, WholeGroups } from './groups.types.ts'
import { marksOf } from './marks.ts'
import type { MeasureKey } from './measures.ts'
import { measuresOf, metricRegistry, type MetricKey } from './metrics.ts'
import { placesOf } from './places.ts'
import type { Amounts } from './tally.ts'
import type { Window } from './windows.ts'

/** One member of a group, without a name. */
type Anonymous = ToldRow & {
  own: boolean
  received: number
  closed: number
  onTime: number
  open: number
  overdue: number
  days: number[]
  bases: Record<string, number>
  receivedAll: number
  repeated: number
  decided: number
  upheld: number
  answered: number
  satisfied: number
  major: number
  priced: number
  amountLow: number
  amountHigh: number
}

/** A group's members and what they told, put together once for all metrics and rows. */
type Known = { members: Anonymous[]; told: AnonymousTold }

/** Beyond so many calls of the database's function a table is not the kind that a viewer of one member asks for. */
const mostCalls = 400

const suppressed: WholeGroup = { members: 0, total: missing('suppressed'), middle: null, ranks: new Map(), hidden: 'suppressed' }
const notAllowed: WholeGroup = { ...suppressed, total: missing('notAllowed'), hidden: 'notAllowed' }

/**
 * Whole groups for a viewer who may see only some of their members: figures come from the database's one function that
 * reads the whole group and names nobody; ranks are given for the viewer's own members alone.
 */
export async function anonymousGroups(tx: Transaction<Tables>, counted: Counted): Promise<WholeGroups> {
  const { asked, windows, ground } = counted
  const minimum = Math.max(5, ground.settings.on('smallGroupMinimum', addDays(asked.period.end, -1)))
  const others = otherDimensions(asked).length === 0 ? [''] : counted.tally.others()
  const known = new Map<string, Known>()
  let calls = 0
  for (const [bucket] of windows.buckets.entries()) {
    const window = windows.find(bucket, 'now')
    if (!window) continue
    const states = [...window.members.values()]
    for (const group of new Set(states.map((state) => state.peerGroupId ?? 0))) {
      for (const other of others) {
        if (group === 0 || !filtersAreKnown(counted) || ++calls > mostCalls || windows.ahead(bucket)) continue
        const members = await readGroup(tx, counted, window, group, other)
        known.set(`${bucket} ${group} ${other}`, { members, told: new AnonymousTold(members, counted, window.period) })
      }
    }
  }
  return (bucket, group, other, metric) => {
    const found = known.get(`${bucket} ${group} ${other}`)
    if (!found || !isTold(metric, other, found.members)) return notAllowed
    return found.members.length < minimum ? suppressed : anonymousGroup(counted, found, { bucket, group, other }, metric)
  }
}

/** What the database's function counts. */
const counted = [
  'received',
  'closed',
  'onTime',
  'open',
  'overdue',
  'receivedAll',
  'repeated',
  'decided',
  'upheld',
  'answered',
  'satisfied',
  'major',
  'priced',
  'amountLow',
  'amountHigh',
] as const satisfies MeasureKey[]
const told = new Set<MeasureKey>([...counted, 'handlingDays'])
/** What is no complaint's own: which outlets somebody else has, where its numbers come from, when it was entered. */
const ofOthers = new Set<Column>(['region', 'named', 'source', 'entry'])

/** What was told of a group in a list of its members may be more than its members told: nobody's rank follows from less. */
function isTold(metric: MetricKey, other: string, members: readonly Anonymous[]): boolean {
  const { given } = metricRegistry[metric]
  if (given !== undefined && other !== '') return false
  if (given === 'return' && members.some((member) => member.listed)) return false
  return measuresOf(metricRegistry[metric]).every((measure) => told.has(measure))
}

/** Whether everything that narrows the count is known to it; what texts hold is never asked of others. */
function filtersAreKnown({ asked, plan }: Counted): boolean {
  const narrowed = Object.keys(plan.narrowing) as Column[]
  const split = otherDimensions(asked).map((dimension) => dimensionRegistry[dimension])
  return (
    asked.text === null &&
    narrowed.every((column) => !ofOthers.has(column)) &&
    split.every(({ column, level, kind }) => (kind === 'DICTIONARY' || kind === 'LIST') && level === undefined && column !== undefined)
  )
}

function anonymousGroup(
  counted: Counted,
  { members, told }: Known,
  at: { bucket: number; group: number; other: string },
  metric: MetricKey,
): WholeGroup {
  const definition = metricRegistry[metric]
  const multiplier = multiplierOf(counted, metric)
  const parts = members.map((member, place): Part => ({
    amounts: amountsOf(member),
    base: definition.per ? member.bases[definition.per] || null : null,
    given: definition.given === undefined ? null : told.of(place, metric),
  }))
  const figures = parts.map((part) => figureOf(definition, [part], multiplier))
  const places = members.map((_, place) => place)
  const whole = groupOf(metric, places, figures, figureOf(definition, parts, multiplier))
  const own = counted.windows.find(at.bucket, 'now')?.members.values() ?? []
  const ranks = new Map(
    [...own]
      .filter((state) => state.peerGroupId === at.group)
      .map((state) => {
        const value = figureIn(counted, subjectAt({ ...at, ids: idsIn(at.other) }, state.id, at.group), metric, 'now')?.value ?? null
        return [
          state.id,
          rankAmong(
            value,
            figures.map((figure) => figure.value),
            whole.ranks,
          ),
        ] as const
      }),
  )
  return { ...whole, ranks }
}

/** A member's rank follows from its own figure alone, so no row of the answer has to be known as the member's. */
function rankAmong(value: Fraction | null, values: (Fraction | null)[], ranks: ReadonlyMap<number, number | null>): number | null {
  if (value === null) return null
  const place = values.findIndex((other) => other !== null && compareFractions(other, value) === 0)
  return ranks.get(place) ?? null
}

function amountsOf(member: Anonymous): Amounts {
  const days = new Map<number, number>()
  for (const day of member.days) days.set(day, (days.get(day) ?? 0) + 1)
  return { counts: Object.fromEntries(counted.map((measure) => [measure, member[measure]])), days }
}

async function readGroup(tx: Transaction<Tables>, counted: Counted, window: Window, group: number, other: string): Promise<Anonymous[]> {
  const { asked, ground } = counted
  const { rows } = await sql<Anonymous>`
    select own, received, closed, on_time as "onTime", open, overdue, days, bases,
           received_all as "receivedAll", repeated, decided, upheld, answered, satisfied, major, priced,
           amount_low as "amountLow", amount_high as "amountHigh", told, scores, listed from anonymous_group(
      ${ground.asOf.revision}::integer, ${group}::integer, ${ground.regionIds}::bigint[], ${window.period.from}::date, ${window.period.end}::date,
      ${window.range.end}::date, ${window.dueBefore}::date, ${asked.register}::smallint, ${asked.merged}, ${JSON.stringify(filtersOf(counted, other))}::jsonb,
      ${ground.settings.on('exposureMaxAgeDays', addDays(window.period.end, -1))}::integer,
      ${JSON.stringify(marksOf(ground, addDays(asked.period.end, -1)))}::jsonb, ${givenIn(asked.metrics)}::text[])`.execute(tx)
  return rows
}

function givenIn(metrics: readonly MetricKey[]): string[] {
  return [...new Set(metrics.flatMap((metric) => metricRegistry[metric].given ?? []))]
}

/** The filters that narrow the count, and the members of the other dimensions that this group is asked for. */
function filtersOf({ asked, plan, ground }: Counted, other: string): Record<string, { include?: number[]; exclude?: number[] }> {
  const filters: Record<string, { include?: number[]; exclude?: number[] }> = {}
  for (const column of Object.keys(plan.narrowing) as Column[]) {
    const { include, exclude } = plan.narrowing[column] ?? { include: null, exclude: [] }
    filters[columns[column]] = { ...(include ? { include: [...include] } : {}), ...(exclude.length > 0 ? { exclude: [...exclude] } : {}) }
  }
  otherDimensions(asked).forEach((dimension, place) => {
    const { column } = dimensionRegistry[dimension]
    if (!column) return
    const id = idsIn(other)[place] ?? 0
    const stored = placesOf(dimension, ground).storedIn?.(new Set([id])) ?? [id]
    const before = filters[columns[column]]
    const include = before?.include ? stored.filter((one) => before.include?.includes(one)) : stored
    filters[columns[column]] = { ...before, include }
  })
  return filters
}
