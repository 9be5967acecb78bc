import type { NameIndex } from './names.ts'
import type { RowFault, StagedRow } from './plan-institutions.ts'
import type { WrittenExposure } from './small-rows.ts'

/** The latest value in force of an institution, base and day. */
export type HeldExposure = { institutionId: number; base: string; asOf: string; value: number; source: string | null }
export type PlannedExposure = HeldExposure & { seq: number; outcome: 'NEW' | 'CHANGED' | 'IDENTICAL' }
export type ExposurePlan = {
  planned: PlannedExposure[]
  repeats: number
  faults: RowFault[]
  differing: { seq: number; field: string; before: string | null; after: string | null }[]
}

/** Compares rows of exposures with the ledger. `hasSource`: the file says where its numbers come from. */
export function planExposures(
  rows: readonly StagedRow<WrittenExposure>[],
  names: NameIndex,
  held: readonly HeldExposure[],
  hasSource: boolean,
): ExposurePlan {
  const plan: ExposurePlan = { planned: [], repeats: 0, faults: [], differing: [] }
  const known = new Map(held.map((one) => [keyOf(one), one]))
  const firsts = new Map<string, PlannedExposure>()
  for (const { seq, value } of rows) {
    const institutionId = names.find(value.institution)
    if (institutionId === null) {
      plan.faults.push({ seq, field: 'institution', value: value.institution, reason: 'UNKNOWN_INSTITUTION' })
      continue
    }
    const one: PlannedExposure = {
      seq,
      outcome: 'NEW',
      institutionId,
      base: value.base,
      asOf: value.asOf,
      value: value.value,
      source: value.source,
    }
    const key = keyOf(one)
    const first = firsts.get(key)
    if (first) {
      if (first.value === one.value && first.source === one.source) plan.repeats++
      else plan.faults.push({ seq, field: 'value', value: String(one.value), reason: 'CONFLICTING_REPEAT' })
      continue
    }
    const before = known.get(key)
    if (before) {
      if (!hasSource) one.source = before.source
      one.outcome = before.value === one.value && before.source === one.source ? 'IDENTICAL' : 'CHANGED'
      if (one.outcome === 'CHANGED') plan.differing.push({ seq, field: 'value', before: String(before.value), after: String(one.value) })
    }
    firsts.set(key, one)
    plan.planned.push(one)
  }
  return plan
}

function keyOf(one: { institutionId: number; base: string; asOf: string }): string {
  return `${one.institutionId} ${one.base} ${one.asOf}`
}
