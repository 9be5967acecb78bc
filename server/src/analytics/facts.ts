/**
 * Where counts lie. A flow is something that happens on a day and is added up; a source is a table of flows, from the
 * ledger's versions (every dimension, every flow) to the rollups (few of each, few rows).
 */
export type Flow =
  | 'received'
  | 'closed'
  | 'onTime'
  | 'leftOpen'
  | 'overdueNet'
  | 'handled'
  | 'receivedAll'
  | 'repeated'
  | 'decided'
  | 'upheld'
  | 'answered'
  | 'satisfied'
  | 'major'
  | 'priced'
  | 'amountLow'
  | 'amountHigh'
  | 'late'

/**
 * Flows that do not follow the way in which a query counts repeats: each complaint by itself, or only those that
 * another one of their matter represents.
 */
export const ownCount: Partial<Record<Flow, 'EACH' | 'REPEATS'>> = { receivedAll: 'EACH', repeated: 'REPEATS' }

/**
 * THE REGISTRY of columns by which figures may be split or narrowed; the SQL names are the same in every source that has
 * them. What ends in `_word_id` holds a word as written, whose meaning the ground tells; 0 stands for none.
 */
export const columns = {
  region: 'region_id',
  institution: 'institution_id',
  category: 'category_id',
  cause: 'cause_id',
  lodgingChannel: 'lodging_channel_id',
  serviceChannel: 'service_channel_id',
  outcome: 'upheld_id',
  satisfaction: 'satisfaction_id',
  status: 'status',
  named: 'named_institution_id',
  source: 'source_id',
  rightsDomain: 'rights_domain_word_id',
  rightInfringed: 'right_infringed_word_id',
  severity: 'severity_word_id',
  complainantType: 'complainant_type_word_id',
  meansOfHandling: 'means_of_handling_word_id',
  workOrderSource: 'work_order_source_word_id',
  entry: 'entry',
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

/** What the dictionary, the words and the settings say of cases: ids as of the revision, for the flows that hang on them. */
export type Marks = {
  upheld: readonly number[]
  decided: readonly number[]
  satisfied: readonly number[]
  answered: readonly number[]
  /** Words of the severity that mean a major complaint. */
  majorWords: readonly number[]
  /** From how many complainants together in person a complaint is major. */
  majorComplainants: number
}

/**
 * What a flow counts of the versions `v`: the SQL of its date and of its condition, and what it adds (1 where nothing is
 * said). An overdue complaint comes in on the day it is due (or received, if later) and goes out on the day it leaves open.
 */
export type LedgerEvent = { date: string; when: string | ((marks: Marks) => string); sign: 1 | -1; adds?: string }

const overdueFrom = 'greatest(v.due_on, v.received_on)'
const among = (column: string, ids: readonly number[]) => `${column} = any('{${ids.map((id) => Math.trunc(id)).join(',')}}'::integer[])`
const received = (when: LedgerEvent['when'], adds?: string): LedgerEvent[] => [
  { date: 'v.received_on', when, sign: 1, ...(adds ? { adds } : {}) },
]
const closed = (when: LedgerEvent['when']): LedgerEvent[] => [{ date: 'v.finished_on', when, sign: 1 }]

/** Amounts are added in two parts, so that no sum of any ledger leaves what a number holds exactly. */
export const amountPart = 100_000_000

/** SQL: the version lies in a month that was closed already when the complaint came into it. */
export const isLate = '(v.region_id, v.complaint_id, v.month) in (select l.region_id, l.complaint_id, l.month from late_entry l)'

export const ledgerFlows: Record<Flow, readonly LedgerEvent[]> = {
  received: received('true'),
  receivedAll: received('true'),
  repeated: received('not v.represents'),
  decided: received(({ decided }) => among('v.upheld_id', decided)),
  upheld: received(({ upheld }) => among('v.upheld_id', upheld)),
  // Who came together is not always written down: silence on it counts as in person.
  major: received(
    ({ majorWords, majorComplainants }) =>
      `(${among('coalesce(v.severity_word_id, 0)', majorWords)} or (coalesce(v.complainant_count, 0) >= ${Math.trunc(majorComplainants)} and v.on_site is not false))`,
  ),
  priced: received('v.amount_fen is not null'),
  amountLow: received('v.amount_fen is not null', `v.amount_fen % ${amountPart}`),
  amountHigh: received('v.amount_fen is not null', `v.amount_fen / ${amountPart}`),
  late: received(isLate),
  closed: closed('v.finished_on is not null'),
  onTime: closed('v.on_time'),
  handled: closed('v.handling_days is not null'),
  answered: closed(({ answered }) => among('v.satisfaction_id', answered)),
  satisfied: closed(({ satisfied }) => among('v.satisfaction_id', satisfied)),
  leftOpen: [{ date: 'v.left_on', when: 'v.left_on is not null', sign: 1 }],
  overdueNet: [
    { date: overdueFrom, when: `(v.left_on is null or v.left_on > ${overdueFrom})`, sign: 1 },
    { date: 'v.left_on', when: `v.left_on > ${overdueFrom}`, sign: -1 },
  ],
}

/** SQL of a flow's condition. */
export function conditionOf({ when }: LedgerEvent, marks: Marks): string {
  return typeof when === 'string' ? when : when(marks)
}

/** SQL of the columns over versions `v`, where they are not simply of the same name. */
const elsewhere: Partial<Record<Column, string>> = {
  institution: 'v.ranked_institution_id',
  named: 'v.institution_id',
  source: '(select c.source_id from complaint c where c.region_id = v.region_id and c.id = v.complaint_id)',
  // Where nobody wrote the domain, it follows from the business category, told apart by its sign.
  rightsDomain: 'coalesce(v.rights_domain_word_id, -v.category_id)',
  entry: `case when ${isLate} then 1 else 2 end`,
}

/** SQL that narrows to one member of a column where it is cheaper than comparing the column: few are late, and they are listed. */
export const ledgerMembers: Partial<Record<Column, Partial<Record<number, string>>>> = { entry: { 1: isLate } }

/** SQL that holds of the versions of a flow alone, where they are few and listed. */
export const listedFlows: Partial<Record<Flow, string>> = { late: isLate }

/** SQL of every column over versions `v`. */
export const ledgerColumns = Object.fromEntries(
  (Object.keys(columns) as Column[]).map((column) => [
    column,
    elsewhere[column] ?? (holdsWords(column) ? `coalesce(v.${columns[column]}, 0)` : `v.${columns[column]}`),
  ]),
) as Record<Column, string>

export function holdsWords(column: Column): boolean {
  return columns[column].endsWith('_word_id')
}

/** The columns of `v` that a piece of SQL reads. */
export function columnsRead(text: string): string[] {
  return [...text.matchAll(/\bv\.(\w+)/g)].map(([, name = '']) => name)
}
