import type { Flow } from './facts.ts'

/** By which date a measure counts: of receipt, of closing, what is there at the period's end, or the return's or round's own period. */
export type DateRole = 'received' | 'closed' | 'stock' | 'own'

export type Measure = {
  role: DateRole
  /** What is added: over the period, or for a stock over all time before its end. */
  flows: Partial<Record<Flow, 1 | -1>>
  /** Counted by number of days, for quantiles. */
  histogram?: boolean
  /** Counts this way, however a query counts repeats: each complaint, or those that another represents. */
  repeats?: 'EACH' | 'REPEATS'
}

/** THE REGISTRY of measures: whole numbers that add up over every dimension. */
export const measures = {
  received: { role: 'received', flows: { received: 1 } },
  receivedAll: { role: 'received', flows: { receivedAll: 1 }, repeats: 'EACH' },
  repeated: { role: 'received', flows: { repeated: 1 }, repeats: 'REPEATS' },
  decided: { role: 'received', flows: { decided: 1 } },
  upheld: { role: 'received', flows: { upheld: 1 } },
  major: { role: 'received', flows: { major: 1 } },
  late: { role: 'received', flows: { late: 1 } },
  priced: { role: 'received', flows: { priced: 1 } },
  amountLow: { role: 'received', flows: { amountLow: 1 } },
  amountHigh: { role: 'received', flows: { amountHigh: 1 } },
  answered: { role: 'closed', flows: { answered: 1 } },
  satisfied: { role: 'closed', flows: { satisfied: 1 } },
  closed: { role: 'closed', flows: { closed: 1 } },
  onTime: { role: 'closed', flows: { onTime: 1 } },
  handlingDays: { role: 'closed', flows: { handled: 1 }, histogram: true },
  open: { role: 'stock', flows: { received: 1, leftOpen: -1 } },
  overdue: { role: 'stock', flows: { overdueNet: 1 } },
  // Told by others: no flow of the ledger makes them.
  reported: { role: 'own', flows: {} },
  score: { role: 'own', flows: {} },
} as const satisfies Record<string, Measure>

export type MeasureKey = keyof typeof measures
export const measureRegistry: Record<MeasureKey, Measure> = measures
