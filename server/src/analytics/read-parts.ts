import { sql, type RawBuilder } from 'kysely'
import type { Scope } from '../access/viewer.ts'
import { ledgerMembers, type Column } from './facts.ts'
import type { Ground } from './ground.ts'
import type { Frame, Need } from './read.types.ts'
import type { Run } from './segments.ts'

/** SQL of the segment that a date lies in: a constant where the run is one segment. */
export function segmentOf(run: Run, at: RawBuilder<unknown>): { constant: boolean; sql: RawBuilder<unknown> } {
  if (run.segments.length === 1) return { constant: true, sql: sql.lit(run.first) }
  const inner = run.segments.slice(1).map((segment) => segment.from)
  return { constant: false, sql: sql`${sql.lit(run.first)} + width_bucket(${at}, ${sql.lit(`{${inner.join(',')}}`)}::date[])` }
}

/** The nodes that a reader has to be narrowed to; null where jurisdiction and scope hold the whole ledger. */
export function narrowedRegions({ regionIds, isWhole }: Pick<Ground, 'regionIds' | 'isWhole'>, scope: Scope): Frame['regionIds'] {
  return scope.kind === 'ALL' && isWhole ? null : regionIds
}

/** SQL of the jurisdiction and, beside row security, the viewer's scope. */
export function reach(
  frame: Pick<Frame, 'regionIds' | 'scope'>,
  region: RawBuilder<unknown>,
  institution: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const inJurisdiction = frame.regionIds === null ? sql`true` : sql`${region} = ${any(frame.regionIds)}`
  if (frame.scope.kind === 'ALL') return inJurisdiction
  const { regions, institutions } = frame.scope
  return sql`${inJurisdiction} and (${region} = ${any(regions)} or ${institution} = ${any(institutions)})`
}

/** SQL ` and column = any(…)` for every narrowed column; empty where none is. */
export function narrowed(need: Pick<Need, 'narrowing'>, column: (name: Column) => RawBuilder<unknown>): RawBuilder<unknown> {
  const parts = (Object.keys(need.narrowing) as Column[]).flatMap((name) => {
    const { include, exclude } = need.narrowing[name] ?? { include: null, exclude: [] }
    return [
      ...(include === null ? [] : [sql` and ${memberOf(name, include) ?? sql`${column(name)} = ${any(include)}`}`]),
      ...(exclude.length === 0 ? [] : [sql` and ${column(name)} <> ${all(exclude)}`]),
    ]
  })
  return parts.length === 0 ? sql`` : sql.join(parts, sql``)
}

function memberOf(name: Column, include: readonly number[]): RawBuilder<unknown> | null {
  const [only] = include
  const known = include.length === 1 && only !== undefined ? ledgerMembers[name]?.[only] : undefined
  return known === undefined ? null : sql.raw(known)
}

/** SQL of the free-text filter; empty where none is asked for. */
export function holdingText({ text }: Pick<Frame, 'text'>): RawBuilder<unknown> {
  return text === null ? sql`` : sql` and v.text_id in (select texts_holding(${text}))`
}

/** A list of ids is written out: they are whole numbers of ours, and the planner then knows how many rows to expect. */
export function any(ids: readonly number[]): RawBuilder<unknown> {
  return sql`any(${list(ids)})`
}
function all(ids: readonly number[]): RawBuilder<unknown> {
  return sql`all(${list(ids)})`
}
function list(ids: readonly number[]): RawBuilder<unknown> {
  return sql`${sql.lit(`{${ids.map((id) => Math.trunc(id)).join(',')}}`)}::bigint[]`
}
