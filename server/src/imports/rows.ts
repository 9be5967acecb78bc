import type { Headings } from './headings.ts'
import { isBlank, type Cell, type Row } from './readers/cells.ts'
import { tidy } from './written.ts'

export type RowKind = 'data' | 'blank' | 'headings' | 'subtotal' | 'total' | 'note'

/** What stands in a file beside its data rows, counted. */
export type Skipped = { beforeHeadings: number; headings: number; blank: number; subtotal: number; total: number; note: number }

export const nothingSkipped = (): Skipped => ({ beforeHeadings: 0, headings: 0, blank: 0, subtotal: 0, total: 0, note: 0 })

const SUBTOTAL =
  /(?:小计|本月合计|本月计|月计|本季合计|本页合计|分计|subtotal)$|^\d{1,2}月(?:份)?(?:合计|总计)$|^第?[一二三四1-4]季度(?:合计|总计)$/i
const TOTAL = /^(?:.{0,12})(?:合计|总计|共计|累计)$|^(?:grand)?total$/i
const NOTE =
  /^(?:注|备注|附注|说明|填表说明|填报说明|制表人?|填表人?|填报人|审核人?|复核人?|负责人|单位负责人|经办人|数据来源|联系人|联系电话)\d*\s*[:：、.．]/

/**
 * What a row below the headings is. `required` are the indexes of columns that every data row fills; a sum has none
 * of them. A row with nothing in any mapped column is blank, or a note where it holds a sentence.
 */
export function rowKind(row: Row, headings: Headings, required: readonly number[]): RowKind {
  const filled = row.cells.filter((cell) => !isBlank(cell)) as Cell[]
  if (filled.length === 0) return 'blank'
  const first = tidy(filled[0]?.text ?? '')
  const mapped = headings.columns.filter((column) => !isBlank(row.cells[column.index]))
  if (required.every((index) => saysNothing(row.cells[index]))) {
    const label = sumLabel(row)
    if (label !== null) return SUBTOTAL.test(bare(label)) ? 'subtotal' : 'total'
  }
  if (NOTE.test(first) && mapped.length < Math.max(2, required.length + 1)) return 'note'
  if (repeatsHeadings(row, headings)) return 'headings'
  if (mapped.length > 0) return 'data'
  return filled.every((cell) => cell.kind === 'number' || /^[\d０-９.,，\s-]*$/.test(cell.text)) ? 'blank' : 'note'
}

/** The text of a row's cell that names it a sum ('1月小计', '合计'), or null. */
export function sumLabel(row: Row): string | null {
  const cell = row.cells.slice(0, 8).find((one) => isSum(one))
  return cell ? tidy(cell.text) : null
}

/** Neither a day nor an institution: nothing, the sum's label, or its count. */
function saysNothing(cell: Cell | undefined): boolean {
  return isBlank(cell) || isSum(cell) || /^\s*共?\s*[\d０-９,]{1,6}\s*[件笔宗起条户家]?\s*$/.test(cell?.text ?? '')
}

function isSum(cell: Cell | undefined): boolean {
  if (cell?.kind !== 'text' || cell.text.length > 60 || !/[计計]|total/i.test(cell.text)) return false
  const text = bare(cell.text)
  return text.length <= 24 && (SUBTOTAL.test(text) || TOTAL.test(text))
}

/** '合 计：' is '合计'; a count behind it ('合计240件') is left out. */
function bare(text: string): string {
  return tidy(text)
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/[:(]?(?:共)?[\d,]+(?:件|笔|宗|起|条|户)\)?$/, '')
    .replace(/[:.]$/, '')
}

function repeatsHeadings(row: Row, headings: Headings): boolean {
  let same = 0
  for (const column of headings.columns) {
    const cell = row.cells[column.index]
    if (isBlank(cell)) continue
    if (tidy((cell as Cell).text).replace(/\s+/g, ' ') !== column.heading) return false
    same++
  }
  return same > 1 || (same === 1 && headings.columns.length === 1)
}
