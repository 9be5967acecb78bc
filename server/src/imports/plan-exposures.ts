import type { NameIndex } from './names.ts'
import type { RowFault, StagedRow } from './plan-institutions.ts'
import type { WrittenExposure } from './small-rows.ts'

/** The latest value in force of an institution, base and day. */
export type HeldExposure = { institutionId: number; base: string; asOf: string; value: number; source: string | null }
export type PlannedExposure = HeldExposure & { seq: number; outcome: 'NEW' | 'CHANGED' | 'IDENTICAL' }
export type ExposurePlan = {
  /** One a value; a line with a column for each base has several of one `seq`. */
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
    const fieldOf = (base: string) => (value.more ? base : 'value')
    const { asOf, source } = value
    const stated = [{ base: value.base, value: value.value }, ...(value.more ?? [])].map((one): PlannedExposure => ({
      seq,
      outcome: 'NEW',
      institutionId,
      ...one,
      asOf,
      source,
    }))
    // A row enters as a whole or not at all.
    const conflicts = stated.filter((one) => {
      const first = firsts.get(keyOf(one))
      return first !== undefined && (first.value !== one.value || first.source !== one.source)
    })
    for (const { base, value: wrong } of conflicts)
      plan.faults.push({ seq, field: fieldOf(base), value: String(wrong), reason: 'CONFLICTING_REPEAT' })
    if (conflicts.length > 0) continue
    const own = stated.filter((one) => !firsts.has(keyOf(one)))
    if (own.length === 0) plan.repeats++
    for (const one of own) {
      const before = known.get(keyOf(one))
      // What stands in the file is compared with other rows, what is kept with the ledger.
      firsts.set(keyOf(one), { ...one })
      if (before) {
        if (!hasSource) one.source = before.source
        one.outcome = before.value === one.value && before.source === one.source ? 'IDENTICAL' : 'CHANGED'
        if (one.outcome === 'CHANGED')
          plan.differing.push({ seq, field: fieldOf(one.base), before: String(before.value), after: String(one.value) })
      }
      plan.planned.push(one)
    }
  }
  return plan
}

function keyOf(one: { institutionId: number; base: string; asOf: string }): string {
  return `${one.institutionId} ${one.base} ${one.asOf}`
}
