import { createHash } from 'node:crypto'
import { screaming } from '../analytics/analytics.enums.ts'
import type { Settings } from '../ledger/settings.ts'
import type { Evidence } from '../ledger/supervision-decisions.ts'
import { criterionRegistry } from './criteria.ts'
import type { Judgement } from './proposals.ts'

/** How evidence is put together; a new way takes the next number. */
export const evidenceMethod = 1

/** One criterion as it stood when a decision was made. */
export type EvidenceFigures = {
  criterion: string
  method: number
  holds: boolean | null
  settings: Record<string, unknown>
  figures: { name: string; value: number | null; text: string | null; decimals: number; own: boolean }[]
}

/** The figures of judgements as they are kept: plain values, no words. */
export function evidenceFigures(judgements: readonly Judgement[], settings: Settings): EvidenceFigures[] {
  return judgements.map(({ criterion, holds, figures }) => ({
    criterion: screaming(criterion),
    method: criterionRegistry[criterion].method,
    holds,
    settings: Object.fromEntries(criterionRegistry[criterion].settings.map((name) => [name, settings[name]])),
    figures: figures.map(({ name, value, text, decimals, own }) => ({ name, value, text, decimals, own })),
  }))
}

export function sealed(parts: Omit<Evidence, 'digest'>): Evidence {
  return { ...parts, digest: evidenceDigest(parts) }
}

/** SHA-256 over query, revision, business date, method and figures, written in one way only. */
export function evidenceDigest({ query, revision, businessOn, method, figures }: Omit<Evidence, 'digest'>): Buffer {
  return createHash('sha256').update(canonical({ query, revision, businessOn, method, figures })).digest()
}

/** JSON with its keys in order: the database gives objects back in an order of its own. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(',')}}`
}
