/**
 * Where counts lie. A flow is something that happens on a day and is added up; a source is a table of flows, from the
 * ledger's versions (every dimension, every flow) to the rollups (few of each, few rows).
 */
export type Flow = 'received' | 'closed' | 'onTime' | 'leftOpen' | 'overdueNet' | 'handled' | 'receivedAll' | 'repeated'

/**
 * Flows that do not follow the way in which a query counts repeats: each complaint by itself, or only those that
 * another one of their matter represents.
 */
export const ownCount: Partial<Record<Flow, 'EACH' | 'REPEATS'>> = { receivedAll: 'EACH', repeated: 'REPEATS' }

/** Columns by which figures may be split or narrowed; the SQL names are the same in every source that has them. */
export const columns = {
  region: 'region_id',
  institution: 'institution_id',
  category: 'category_id',
  cause: 'cause_id',
  lodgingChannel: 'lodging_channel_id',
} as const

export type Column = keyof typeof columns

export type Source = {
  table: string
  /** Its finest time: what lies inside a month only the day sources can tell apart. */
  unit: 'MONTH' | 'DAY'
  columns: readonly Column[]
  /** Flow → the SQL column before its `_all` or `_merged`. */
  flows: Partial<Record<Flow, string>>
  /** Has a row per number of handling days. */
  histogram?: boolean
  /** The signed changes by revision; without them the source is set back by the versions that came and went since. */
  deltas?: { table: string; unit: 'MONTH' | 'DAY' }
}

const receivedFlows = { received: 'received', receivedAll: 'received', repeated: 'received' } as const
const dayFlows = {
  ...receivedFlows,
  closed: 'closed',
  onTime: 'on_time',
  leftOpen: 'left_open',
  overdueNet: 'overdue_net',
} as const

/** THE REGISTRY of rollups, smallest first: the first that can answer is asked. */
export const rollups = {
  stock: {
    table: 'rollup_stock',
    unit: 'MONTH',
    columns: ['region', 'institution'],
    flows: dayFlows,
    deltas: { table: 'delta_day', unit: 'DAY' },
  },
  month: {
    table: 'rollup_month',
    unit: 'MONTH',
    columns: ['region', 'institution', 'category'],
    flows: receivedFlows,
    deltas: { table: 'delta_month', unit: 'MONTH' },
  },
  day: {
    table: 'rollup_day',
    unit: 'DAY',
    columns: ['region', 'institution'],
    flows: dayFlows,
    deltas: { table: 'delta_day', unit: 'DAY' },
  },
  handling: {
    table: 'rollup_handling',
    unit: 'MONTH',
    columns: ['region', 'institution'],
    flows: { handled: 'closed' },
    histogram: true,
  },
  cause: {
    table: 'rollup_cause',
    unit: 'MONTH',
    columns: ['region', 'institution', 'lodgingChannel', 'cause'],
    flows: receivedFlows,
  },
} as const satisfies Record<string, Source>

/**
 * The versions themselves: each flow has a date and a condition of its own (SQL over `complaint_version v`).
 * An overdue complaint comes in on the day it is due (or received, if later) and goes out on the day it leaves open.
 */
const overdueFrom = 'greatest(v.due_on, v.received_on)'
export const ledgerFlows: Record<Flow, readonly { date: string; when: string; sign: 1 | -1 }[]> = {
  received: [{ date: 'v.received_on', when: 'true', sign: 1 }],
  receivedAll: [{ date: 'v.received_on', when: 'true', sign: 1 }],
  repeated: [{ date: 'v.received_on', when: 'not v.represents', sign: 1 }],
  closed: [{ date: 'v.finished_on', when: 'v.finished_on is not null', sign: 1 }],
  onTime: [{ date: 'v.finished_on', when: 'v.on_time', sign: 1 }],
  handled: [{ date: 'v.finished_on', when: 'v.handling_days is not null', sign: 1 }],
  leftOpen: [{ date: 'v.left_on', when: 'v.left_on is not null', sign: 1 }],
  overdueNet: [
    { date: overdueFrom, when: `(v.left_on is null or v.left_on > ${overdueFrom})`, sign: 1 },
    { date: 'v.left_on', when: `v.left_on > ${overdueFrom}`, sign: -1 },
  ],
}

/** SQL names of the ledger's columns where they differ from a rollup's. */
export const ledgerColumns: Record<Column, string> = { ...columns, institution: 'ranked_institution_id' }
