/** What a line that is tried does to each institution. The server says up to which value of the line each is proposed. */
export type Tried = { holdsUpTo?: number | null; otherwise: boolean; listed: boolean }
export type RowState = 'ABOVE' | 'ENTERS' | 'LEAVES' | 'BELOW'

function holdsAt({ holdsUpTo }: Tried, line: number): boolean {
  return (holdsUpTo ?? -1) >= line
}

export function stateOf(row: Tried, now: number, tried: number): RowState {
  if (holdsAt(row, tried)) return holdsAt(row, now) ? 'ABOVE' : 'ENTERS'
  return holdsAt(row, now) ? 'LEAVES' : 'BELOW'
}

/** Who would be proposed anew or no longer, and who is proposed by another criterion already and would gain a reason. */
export function outcomeOf<R extends Tried>(rows: readonly R[], now: number, tried: number): { enters: R[]; leaves: R[]; adds: R[] } {
  const entering = rows.filter((row) => stateOf(row, now, tried) === 'ENTERS')
  return {
    enters: entering.filter(({ otherwise }) => !otherwise),
    leaves: rows.filter((row) => stateOf(row, now, tried) === 'LEAVES' && !row.otherwise),
    adds: entering.filter(({ otherwise }) => otherwise),
  }
}
