import type { Transaction } from 'kysely'
import type { Scope } from '../access/viewer.ts'
import type { Tables } from '../db/tables.ts'
import type { Column, Flow, Marks } from './facts.ts'
import type { Range } from './period.ts'
import type { AsOf } from './revisions.ts'

/** What every query of a request shares: the snapshot, whose eyes, which register, as of when. */
export type Frame = {
  tx: Transaction<Tables>
  /** Nodes whose rows count; null: all there are. */
  regionIds: readonly number[] | null
  /** They are all there are: a rollup need not be narrowed; of the versions the planner then knows less. */
  whole?: boolean
  scope: Scope
  register: 1 | 2
  merged: boolean
  asOf: AsOf
  marks: Marks
  /** Only complaints whose text holds this; null: all. */
  text: string | null
  /** LEDGER reads the versions alone; tests compare both. A filter on texts leaves no other. */
  path: 'FASTEST' | 'LEDGER'
}

/** Values of a column that count (`include`) or do not. */
export type Narrowing = Partial<Record<Column, { include: readonly number[] | null; exclude: readonly number[] }>>

/** Flows to add up in each of some windows, split by columns. */
export type Need = {
  flows: readonly Flow[]
  /** Also split by handling days. */
  histogram: boolean
  columns: readonly Column[]
  windows: readonly Range[]
  narrowing: Narrowing
}

/** One group of a fact: its keys in the order of the need's columns, and per window that has any the sums of its flows. */
export type Cell = { keys: number[]; sums: (number[] | undefined)[]; histograms: (Map<number, number> | undefined)[] }
