import { sql, type RawBuilder } from 'kysely'

/** As of which revision a reader reads, and which one the snapshot holds. */
export type AsOf = { revision: number; current: number }

/** Every so many changes the sum of their deltas is written beside them. */
const folded = 32

/** SQL: the versions that the ledger held as of the revision. */
export function heldAsOf(asOf: AsOf): RawBuilder<unknown> {
  if (asOf.revision >= asOf.current) return sql`v.to_revision is null`
  return sql`v.from_revision <= ${asOf.revision} and (v.to_revision is null or v.to_revision > ${asOf.revision})`
}

/**
 * The same in parts that exclude one another and that an index serves each: what is still current, and what was then
 * and ended since. A page of the past is a few versions away from the present.
 */
export function heldParts(asOf: AsOf): RawBuilder<unknown>[] {
  if (asOf.revision >= asOf.current) return [sql`v.to_revision is null`]
  return [
    sql`v.to_revision is null and v.from_revision <= ${asOf.revision}`,
    sql`v.to_revision > ${asOf.revision} and v.from_revision <= ${asOf.revision}`,
  ]
}

/** SQL: the versions that came after the revision, and those that went after it. */
export function cameAfter(asOf: AsOf): RawBuilder<unknown> {
  return sql`v.from_revision > ${asOf.revision} and v.to_revision is null`
}
export function wentAfter(asOf: AsOf): RawBuilder<unknown> {
  return sql`v.from_revision <= ${asOf.revision} and v.to_revision > ${asOf.revision}`
}

/**
 * Which deltas lie after a revision: the sums of whole blocks of 32 changes, and the single ones at both ends.
 * At most 62 singles, however far back.
 */
export function deltasAfter(asOf: AsOf): { singles: number[]; blocks: number[] } {
  const singles: number[] = []
  const blocks: number[] = []
  let next = asOf.revision + 1
  while (next <= asOf.current) {
    const blockEnd = next + folded - 1
    if ((next - 1) % folded === 0 && blockEnd <= asOf.current) {
      blocks.push(blockEnd)
      next += folded
    } else {
      singles.push(next)
      next += 1
    }
  }
  return { singles, blocks }
}
