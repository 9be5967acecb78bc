import type { ReturnBreakdown, ReturnMeasure } from '../../ledger/return-words.ts'
import type { FoundColumn } from '../headings.ts'
import { meantWord } from '../map.ts'
import { isBlank, type Row } from '../readers/cells.ts'
import type { Fault } from '../reasons.ts'
import { RowReader, type ReadingContext } from '../row-reader.ts'
import { tidy } from '../written.ts'
import { cellName } from './grid.ts'
import { readStated } from './stated-values.ts'
import { breakdownOf, measureOf, ofWhich, sumOf } from './words.ts'
import type { WrittenCell, WrittenReturnRow } from './written-return.ts'

const TOTAL = ['TOTAL', '合计', '总计', '全部']
const OF_WHICH = ['OF_WHICH', '其中']
const WIDE = ['count', 'share', 'change', 'changeLastYear', 'rank', 'median'] as const

/** Reads one line of the long form. */
export function readLong(
  row: Row,
  byField: ReadonlyMap<string, FoundColumn>,
  context: ReadingContext,
  sheet: string | null,
): { value: WrittenReturnRow | null; faults: Fault[] } {
  const reader = new RowReader(row, byField, context)
  const word = (field: string) => {
    const written = reader.text(field)
    return written === '' ? null : tidy(meantWord(context.map, field, written))
  }
  const role = word('role')
  const breakdown = breakdownIn(word('breakdown'))
  const place = placeIn(word('place') ?? '', role)
  const across = word('across')
  const acrossPlace = word('acrossPlace')
  const written = word('measure')
  const named: ReturnMeasure = written === null ? 'count' : (measureOf(written) ?? 'rate')
  const unit = named === 'rate' ? (written ?? null) : null
  const common = {
    breakdown: breakdown.key,
    path: place.path.map((part) => reader.mask(part)),
    across: across === null ? null : (breakdownOf(across) ?? ('item' as const)),
    acrossPath: acrossPlace === null ? [] : placeIn(acrossPlace, null).path.map((part) => reader.mask(part)),
    partial: place.partial || breakdown.partial,
  }
  const cells: WrittenCell[] = []
  const add = (field: string, measure: ReturnMeasure) => {
    const cell = reader.cell(field)
    const read = readStated(cell ?? undefined, measure, false)
    if (typeof read === 'string') reader.fault(field, read)
    else if (read !== null) {
      const column = byField.get(field)
      const at = column && !isBlank(row.cells[column.index]) ? cellName(row.row - 1, column.index) : null
      cells.push({
        ...common,
        measure,
        unit,
        ...read,
        rowLabel: reader.mask(word('place') ?? ''),
        columnLabel: column?.heading ?? field,
        sheet,
        cell: at,
      })
    }
  }
  add('value', named)
  for (const field of WIDE) add(field, field === 'change' && isLastYear(word('changeKind')) ? 'changeLastYear' : field)
  if (cells.length === 0 && reader.faults.length === 0) reader.fault(byField.has('value') ? 'value' : 'count', 'MISSING_VALUE')
  if (reader.faults.length > 0) return { value: null, faults: reader.faults }
  const value: WrittenReturnRow = {
    subject: word('subject'),
    jurisdiction: word('jurisdiction'),
    period: word('period'),
    form: word('form'),
    register: word('register'),
    source: reader.word('source'),
    titles: [],
    cells,
  }
  return { value, faults: [] }
}

function breakdownIn(written: string | null): { key: ReturnBreakdown; partial: boolean } {
  if (written === null) return { key: 'total', partial: false }
  const inner = ofWhich(written)
  return { key: breakdownOf(inner ?? written) ?? 'item', partial: inner !== null }
}

/** 电子渠道 > 网银渠道; a slash parts too unless it stands in brackets. */
function placeIn(written: string, role: string | null): { path: string[]; partial: boolean } {
  const inner = ofWhich(written)
  const parts = (inner ?? written)
    .split(/[(（][^)）]*[/／][^)）]*[)）]/u.test(written) ? /\s*[>＞›→]\s*/u : /\s*[>＞›→/／]\s*/u)
    .map(tidy)
    .filter((part) => part !== '')
  const partial = inner !== null || (role !== null && OF_WHICH.includes(role.toUpperCase()))
  if (role !== null && TOTAL.includes(role.toUpperCase())) return { path: [], partial: false }
  const last = parts.at(-1)
  const sum = last === undefined || partial ? null : sumOf(last)
  if (sum === null) return { path: parts, partial }
  const above = parts.slice(0, -1)
  return { path: sum.name === '' || above.at(-1) === sum.name ? above : [...above, sum.name], partial: false }
}

function isLastYear(kind: string | null): boolean {
  return kind !== null && (/同比/.test(kind) || /last\s*year|year.on.year|yoy/i.test(kind))
}
