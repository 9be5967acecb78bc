import { sql, type RawBuilder } from 'kysely'
import { stagedName } from '../ledger/columns.ts'
import { WORD_FIELDS } from './complaint-fields.ts'
import type { RowOutcome } from './sheet.types.ts'

/** Which rows of a staged sheet are asked for: by outcome, or by problem (ANY: all that a person should look at). */
export type SheetFilter = { outcomes: readonly RowOutcome[] | null; problem: string | null; value: string | null }

/** What a filter needs to know of the dry run: words without a meaning by field, rows whose stated sums differ. */
export type FilterFacts = { importId: number; words: ReadonlyMap<string, readonly string[]>; sums: readonly number[] }

type Piece = { from: string; where: RawBuilder<unknown> }

/** Sub-selects of `seq`, each served by an index of its own, whose union is what the filter asks for; null: every row. */
export function filterPieces({ outcomes, problem, value }: SheetFilter, facts: FilterFacts): Piece[] | null {
  if (problem !== null) return problemPieces(problem, value, facts)
  return outcomes === null ? null : outcomePieces(outcomes)
}

const sheetRows = 'staging.sheet_row x'
const outcomeRows = 'staging.outcome x'

function outcomePieces(outcomes: readonly RowOutcome[]): Piece[] {
  const kinds = outcomes.flatMap((one) => (one === 'NEW' || one === 'CHANGED' || one === 'IDENTICAL' ? [] : [one.toLowerCase()]))
  const compared = outcomes.filter((one) => one !== 'NEW')
  return [
    { from: sheetRows, where: sql`x.kind <> 'accepted' and x.kind = any (${kinds}::text[])` },
    { from: outcomeRows, where: sql`x.outcome = any (${compared}::text[])` },
    ...(outcomes.includes('NEW')
      ? [
          {
            from: sheetRows,
            where: sql`x.kind = 'accepted' and not exists (select from staging.outcome o where o.import_id = x.import_id and o.seq = x.seq and o.outcome <> 'NEW')`,
          },
        ]
      : []),
  ]
}

function problemPieces(problem: string, value: string | null, { words, sums }: FilterFacts): Piece[] {
  const [kind, field = ''] = problem.split(':')
  const conflict: Piece = { from: outcomeRows, where: sql`x.conflict` }
  const summed: Piece = { from: sheetRows, where: sql`x.kind <> 'accepted' and x.seq = any (${sums}::integer[])` }
  const repeated = outcomePieces(['REPEAT'])
  switch (kind) {
    case 'ANY':
      return [...outcomePieces(['REPEAT', 'REJECTED']), conflict, summed]
    case 'REPEAT':
      return repeated
    case 'CONFLICT':
      return [conflict]
    case 'SUM_DIFFERS':
      return [summed]
    case 'WORD': {
      const known = WORD_FIELDS.find((one) => one === field)
      if (!known) return []
      const asked = value === null ? (words.get(field) ?? []) : [value]
      return [{ from: 'staging.complaint x', where: sql`${sql.ref(`x.${stagedName(known)}`)} = any (${asked}::text[])` }]
    }
    default:
      return [
        { from: 'staging.rejection x', where: sql`x.reason = ${kind} and (${value}::text is null or x.value_masked = ${value})` },
        {
          from: outcomeRows,
          where: sql`x.faults @> ${JSON.stringify([{ reason: kind, ...(value === null ? {} : { value }) }])}::jsonb`,
        },
      ]
  }
}

/** The places that a filter names, in order, at most `most`; `edge` bounds them. */
export function placesSql(pieces: readonly Piece[], importId: number, edge: RawBuilder<unknown>, order: 'asc' | 'desc', most: number) {
  return union(
    pieces.map(
      ({ from, where }) =>
        sql`(select distinct x.seq from ${sql.raw(from)} where x.import_id = ${importId} and ${edge} and ${where} order by x.seq ${sql.raw(order)} limit ${most})`,
    ),
  )
}

export function countSql(pieces: readonly Piece[], importId: number): RawBuilder<unknown> {
  return union(pieces.map(({ from, where }) => sql`select x.seq from ${sql.raw(from)} where x.import_id = ${importId} and ${where}`))
}

function union(parts: RawBuilder<unknown>[]): RawBuilder<unknown> {
  return parts.length === 0 ? sql`select 0 as seq where false` : sql.join(parts, sql` union `)
}
