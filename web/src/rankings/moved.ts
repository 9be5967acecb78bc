import { MADE_ROWS, type Table } from '../catalog/table.ts'
import type { Metric } from '../gql/graphql.ts'
import type { Label } from '../text/language.ts'

export type Standing = { rank: number | null; value: number | null }
/** One institution whose place is another than in the period before, or who was or is no member. */
export type Move = { id: string; label: Label; now: Standing | null; before: Standing | null }

export type Moves = {
  /** Up, down, then those whose rank cannot be told; each by how far. */
  moved: Move[]
  entered: Move[]
  left: Move[]
  /** Members of both periods with the same rank. */
  same: number
}

/** Compares the places of a group's members by a metric in two periods: two whole tables, nothing worked out from a change. */
export function movesBetween(now: Table, before: Table, metric: Metric): Moves {
  const earlier = new Map(members(before).map((row) => [before.id('INSTITUTION', row), row]))
  const moves = members(now).map((row): Move => {
    const id = now.id('INSTITUTION', row)
    const at = earlier.get(id)
    earlier.delete(id)
    return {
      id,
      label: now.label('INSTITUTION', row),
      now: standing(now, metric, row),
      before: at === undefined ? null : standing(before, metric, at),
    }
  })
  const both = moves.filter((move) => move.before !== null)
  return {
    moved: both.filter((move) => stepOf(move) !== 0).sort((a, b) => order(a) - order(b)),
    entered: moves.filter((move) => move.before === null),
    left: [...earlier].map(([id, row]) => ({
      id,
      label: before.label('INSTITUTION', row),
      now: null,
      before: standing(before, metric, row),
    })),
    same: both.filter((move) => stepOf(move) === 0).length,
  }
}

/** How many places up (positive) or down; null where one of the ranks is not known. */
export function stepOf({ now, before }: Move): number | null {
  const [a, b] = [now?.rank ?? null, before?.rank ?? null]
  if (a === null && b === null) return 0
  return a === null || b === null ? null : b - a
}

/** Those who moved furthest come first; up before down. */
function order(move: Move): number {
  const step = stepOf(move)
  return step === null ? 1000 : -Math.abs(step) + (step < 0 ? 0.5 : 0)
}

function members(table: Table): number[] {
  return table.rows.filter((row) => !(MADE_ROWS as readonly string[]).includes(table.id('INSTITUTION', row)))
}

function standing(table: Table, metric: Metric, row: number): Standing {
  return { rank: table.figure(metric, 'RANK', row), value: table.figure(metric, 'VALUE', row) }
}
