import type { FullLabel } from '../platform/label.ts'
import type { Note } from './metric-table.types.ts'
import type { MetricKey } from './metrics.ts'

/** What must be said beside the figures: of some rows, of one metric, or of the whole table. */
export function note(kind: string, text: FullLabel, rows: number[] = [], metric: MetricKey | null = null): Note {
  return { kind, text, rows, metric }
}
