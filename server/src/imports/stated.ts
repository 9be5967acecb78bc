import { readFen } from './amounts.ts'
import type { Headings } from './headings.ts'
import { maskText } from './masking.ts'
import type { Row } from './readers/cells.ts'
import { sumLabel } from './rows.ts'
import { plainWidth, tidy } from './written.ts'

/** A sum that a file states, beside what its rows give. Null: not stated. Amounts in fen. */
export type Stated = {
  sheet?: string
  row: number
  label: string
  statedCount: number | null
  computedCount: number
  statedAmountFen: number | null
  computedAmountFen: number
}

/** Adds up the rows that a 小计 closes (since the one before) and that a 合计 closes (all), each number once. */
export class StatedSums {
  readonly found: Stated[] = []
  private sincePrevious = { count: 0, fen: 0n }
  private all = { count: 0, fen: 0n }

  /** A data row that comes for the first time, rejected or not; `fen` 0 where its amount is no number. */
  add(fen: bigint): void {
    for (const sum of [this.sincePrevious, this.all]) {
      sum.count++
      sum.fen += fen
    }
  }

  close(row: Row, kind: 'subtotal' | 'total', headings: Headings, sheet: string | undefined): void {
    const computed = kind === 'subtotal' ? this.sincePrevious : this.all
    const statedCount = countIn(row)
    const fen = amountIn(row, headings)
    if (statedCount !== null || fen !== null)
      this.found.push({
        ...(sheet === undefined ? {} : { sheet }),
        row: row.row,
        label: maskText(sumLabel(row) ?? ''),
        statedCount,
        computedCount: computed.count,
        statedAmountFen: fen === null ? null : Number(fen),
        computedAmountFen: Number(computed.fen),
      })
    if (kind === 'subtotal') this.sincePrevious = { count: 0, fen: 0n }
  }
}

export function differs(stated: Stated): boolean {
  return (
    (stated.statedCount !== null && stated.statedCount !== stated.computedCount) ||
    (stated.statedAmountFen !== null && stated.statedAmountFen !== stated.computedAmountFen)
  )
}

function countIn(row: Row): number | null {
  for (const cell of row.cells) {
    const found = cell && /(?:^|共|计|[:：\s])([\d,]+)\s*(?:件|笔|宗|起|条|户)\s*$/.exec(plainWidth(tidy(cell.text)))
    if (found) return Number((found[1] as string).replace(/,/g, ''))
  }
  return null
}

function amountIn(row: Row, headings: Headings): bigint | null {
  for (const column of headings.columns) {
    const cell = row.cells[column.index]
    if (!cell) continue
    if (column.field === 'amountTenThousandYuan') return readFen(cell, 6)
    if (column.field === 'amountYuan') return readFen(cell, 2)
  }
  return null
}
