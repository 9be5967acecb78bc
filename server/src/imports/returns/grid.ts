import { isBlank, type Cell, type Range, type Sheet } from '../readers/cells.ts'
import { Refusal } from '../refusal.ts'
import { tidy } from '../written.ts'

/** A return is small; whatever is larger is no return. */
const MOST_ROWS = 20_000
const MOST_CELLS = 400_000

/** A sheet held whole: a return is understood from all sides, not row by row. Rows and columns count from 0. */
export class Grid {
  private readonly spans = new Map<string, Range>()

  private constructor(
    readonly rows: ReadonlyMap<number, (Cell | undefined)[]>,
    readonly height: number,
    readonly width: number,
    merged: readonly Range[],
  ) {
    for (const range of merged) {
      if ((range.bottom - range.top + 1) * (range.right - range.left + 1) > MOST_CELLS) continue
      for (let row = range.top; row <= Math.min(range.bottom, height); row++)
        for (let column = range.left; column <= Math.min(range.right, width); column++) this.spans.set(`${row - 1} ${column - 1}`, range)
    }
  }

  /** Reads a sheet. Throws `Refusal` TOO_MANY_ROWS for one that is larger than any return. */
  static async of(sheet: Sheet): Promise<Grid> {
    const rows = new Map<number, (Cell | undefined)[]>()
    let [height, width, cells] = [0, 0, 0]
    for await (const batch of sheet.read())
      for (const { row, cells: line } of batch) {
        const filled = line.filter((cell) => !isBlank(cell)).length
        if (filled === 0) continue
        cells += filled
        if (rows.size >= MOST_ROWS || cells > MOST_CELLS)
          throw new Refusal('TOO_MANY_ROWS', {
            zh: '报送表最多 20,000 行、400,000 格。',
            en: 'A return has at most 20,000 rows and 400,000 cells.',
          })
        rows.set(row - 1, line)
        height = Math.max(height, row)
        width = Math.max(width, line.length)
      }
    return new Grid(rows, height, width, sheet.merged)
  }

  cell(row: number, column: number): Cell | undefined {
    const cell = this.rows.get(row)?.[column]
    return isBlank(cell) ? undefined : cell
  }

  /** The text of a cell, as written; a cell that is drawn as one with others has theirs. */
  text(row: number, column: number): string {
    const range = this.spans.get(`${row} ${column}`)
    const cell = range ? this.cell(range.top - 1, range.left - 1) : this.cell(row, column)
    return cell ? tidy(cell.text).replace(/\s+/gu, ' ') : ''
  }

  /** Whether the cell is part of one drawn over several. */
  range(row: number, column: number): Range | null {
    return this.spans.get(`${row} ${column}`) ?? null
  }

  /** White space before a text: how far it is indented, a wide space as two. */
  indent(row: number, column: number): number {
    const text = this.cell(row, column)?.text ?? ''
    const space = /^\s*/u.exec(text)?.[0] ?? ''
    return [...space].reduce((sum, one) => sum + (one === '\u3000' ? 2 : 1), 0)
  }
}

/** 'G8' for the seventh column and eighth row, which count from 0 here. */
export function cellName(row: number, column: number): string {
  let letters = ''
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26)) letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters
  return `${letters}${row + 1}`
}
