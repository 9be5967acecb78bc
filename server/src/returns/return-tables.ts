import { round } from '../analytics/rounding.ts'
import { decimalsOf, type CheckedReturn, type Discrepancy, type StatedCell } from '../ledger/return-check.ts'
import { breakdownRegistry, returnMeasureRegistry, type ReturnBreakdown } from '../ledger/return-words.ts'
import type { Label } from '../platform/label.ts'
import { subtractFractions } from '../statistics/index.ts'
import type { ReturnCellObject, ReturnDiscrepancy, ReturnLine, ReturnTable } from './returns.types.ts'

const total: Label = { zh: '合计', en: 'Total' }

/** The cells of a return as tables in the shape of its form, wrong cells marked, a missing total added and marked. */
export function returnTables(cells: readonly StatedCell[], { discrepancies, completed }: CheckedReturn): ReturnTable[] {
  const wrong = new Map(discrepancies.map((one) => [one.at, one]))
  const made = new Map<string, TableMaker>()
  cells.forEach((cell, at) => {
    const key = `${cell.breakdown} ${cell.across ?? ''}`
    const maker = made.get(key) ?? new TableMaker(cell.breakdown, cell.across)
    made.set(key, maker)
    maker.add(cell, wrong.get(at) ?? null)
  })
  for (const sum of completed) made.get(`${sum.breakdown} ${sum.across ?? ''}`)?.complete(round(sum.value, 2, 'HALF_UP'))
  return [...made.values()].map((maker) => maker.table)
}

export function returnDiscrepancy(found: Discrepancy, cells: readonly StatedCell[]): ReturnDiscrepancy {
  const cell = cells[found.at] as StatedCell // it is about one of them
  const places = Math.max(found.decimals, decimalsOf(cell))
  return {
    kind: found.kind,
    breakdown: breakdownRegistry[found.breakdown].label,
    row: cell.rowLabel,
    column: cell.columnLabel,
    role: cell.role,
    sheet: cell.sheet,
    cell: cell.cell,
    written: cell.stated,
    stated: round(found.stated, places, 'HALF_UP'),
    computed: round(found.computed, found.decimals, 'HALF_UP'),
    difference: round(subtractFractions(found.stated, found.computed), places, 'HALF_UP'),
    ofPlaced: found.ofPlaced && round(found.ofPlaced, found.decimals, 'HALF_UP'),
  }
}

class TableMaker {
  readonly table: ReturnTable
  private readonly rows = new Map<string, number>()
  private readonly columns = new Map<string, number>()

  constructor(breakdown: ReturnBreakdown, across: ReturnBreakdown | null) {
    this.table = {
      breakdown: breakdownRegistry[breakdown].label,
      across: across === null ? null : breakdownRegistry[across].label,
      rows: [],
      columns: [],
      cells: [],
    }
  }

  add(cell: StatedCell, found: Discrepancy | null): void {
    const measure = returnMeasureRegistry[cell.measure]
    const row = this.line(this.rows, this.table.rows, cell.path.join('\u001f'), () => placeLine(cell.path, cell, true))
    const column = this.line(this.columns, this.table.columns, `${cell.acrossPath.join('\u001f')} ${cell.measure} ${cell.unit ?? ''}`, () =>
      cell.across === null ? measureLine(measure.label, cell.unit) : withMeasure(placeLine(cell.acrossPath, cell, false), cell),
    )
    const state = !cell.published ? 'NOT_PUBLISHED' : found ? 'WRONG' : 'OK'
    const computed = found && round(found.computed, found.decimals, 'HALF_UP')
    const value = cell.value === null ? null : Number(cell.value)
    this.table.cells.push({
      row,
      column,
      stated: cell.stated,
      value,
      state,
      computed,
      unit: measure.unit,
      cell: cell.cell,
    } satisfies ReturnCellObject)
  }

  /** A total that nobody stated. */
  complete(value: number): void {
    const row = this.line(this.rows, this.table.rows, '', () => ({ label: total, above: [], role: 'TOTAL', partial: false }))
    const column = this.line(this.columns, this.table.columns, ' count ', () => ({
      label: total,
      above: [],
      role: 'TOTAL',
      partial: false,
    }))
    const { unit } = returnMeasureRegistry.count
    this.table.cells.push({ row, column, stated: null, value, state: 'COMPUTED', computed: value, unit, cell: null })
  }

  private line(known: Map<string, number>, lines: ReturnLine[], key: string, make: () => ReturnLine): number {
    const at = known.get(key)
    if (at !== undefined) return at
    known.set(key, lines.length)
    lines.push(make())
    return lines.length - 1
  }
}

/** A place under the groups that it stands in; a sum is named by what it adds up. */
function placeLine(path: readonly string[], cell: StatedCell, isRow: boolean): ReturnLine {
  const words = (text: string): Label => ({ zh: text, en: text })
  const own = cell.role
  const sum = path.length === 0
  return {
    label: sum ? total : words(path.at(-1) ?? ''),
    above: path.slice(0, -1).map(words),
    role: sum
      ? 'TOTAL'
      : isRow && cell.across === null
        ? own
        : own === 'SUBTOTAL' && (isRow ? cell.acrossPath.length === 0 : cell.path.length === 0)
          ? 'SUBTOTAL'
          : 'LEAF',
    partial: cell.partial,
  }
}

function measureLine(label: Label, unit: string | null): ReturnLine {
  return {
    label: unit === null ? label : { zh: `${label.zh} ${unit}`, en: `${label.en} ${unit}` },
    above: [],
    role: 'LEAF',
    partial: false,
  }
}

function withMeasure(line: ReturnLine, { measure }: StatedCell): ReturnLine {
  if (measure === 'count') return line
  const { label } = returnMeasureRegistry[measure]
  return { ...line, label: { zh: `${line.label.zh} ${label.zh}`, en: `${line.label.en ?? line.label.zh} ${label.en}` } }
}
