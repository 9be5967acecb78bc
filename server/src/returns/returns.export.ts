import { registerWords, type Fact } from '../exports/about-sheet.ts'
import { atOnce, listSheet, sayIn, type ListColumn, type ListExport, type Say } from '../exports/list-export.ts'
import type { Cell, Sheet } from '../exports/sheet.ts'
import type { RegisterKey } from '../analytics/analytics.enums.ts'
import { NotFoundError } from '../platform/errors.ts'
import type { FullLabel, Language } from '../platform/label.ts'
import { readReturn, readReturns } from './returns.queries.ts'
import type { ReturnCellObject, ReturnDiscrepancy, ReturnLine, ReturnObject, ReturnRow, ReturnState, ReturnTable } from './returns.types.ts'

const states: Record<ReturnState, FullLabel> = {
  ADDS_UP: { zh: '平衡', en: 'adds up' },
  DISCREPANCIES: { zh: '不平', en: 'does not add up' },
  MISSING: { zh: '未报送', en: 'not filed' },
}
const kinds: Record<ReturnDiscrepancy['kind'], FullLabel> = {
  SUM: { zh: '与明细相加不符', en: 'differs from its leaves' },
  TOTALS: { zh: '与另一分组的合计不符', en: 'differs from another breakdown’s total' },
  SHARE: { zh: '占比与件数不符', en: 'share is not that of the counts' },
  NOT_PUBLISHED: { zh: '其余类别未公布', en: 'the other groups are not published' },
}
const notPublished: FullLabel = { zh: '未公布', en: 'not published' }

const columns: readonly ListColumn<ReturnRow>[] = [
  { heading: { zh: '报送主体', en: 'Subject' }, width: 28, of: (row, say) => say(row.subject.label) },
  { heading: { zh: '状态', en: 'State' }, width: 12, of: (row, say) => say(states[row.state]) },
  { heading: { zh: '不平处数', en: 'Discrepancies' }, kind: 'NUMBER', of: (row) => row.discrepancies },
  { heading: { zh: '报送总量', en: 'Reported' }, kind: 'NUMBER', of: (row) => row.total },
  {
    heading: { zh: '总量由明细相加', en: 'Total computed' },
    width: 10,
    of: (row, say) => (row.computed ? say({ zh: '是', en: 'yes' }) : null),
  },
  { heading: { zh: '台账件数', en: 'Registered' }, kind: 'NUMBER', of: (row) => row.registered },
  { heading: { zh: '差异', en: 'Gap' }, kind: 'NUMBER', of: (row) => row.gap },
  { heading: { zh: '报表', en: 'Form' }, of: (row) => row.form },
  { heading: { zh: '来源', en: 'Source' }, width: 24, of: (row) => row.source },
  { heading: { zh: '来源文件', en: 'File' }, width: 32, of: (row) => row.file },
]

/** Who reported what for one period, who did not, and what the ledger counts beside it. */
export const returnsExport: ListExport = {
  field: 'returns',
  title: { zh: '报送清单', en: 'Returns' },
  async open({ db, viewer, language, args }) {
    const register: RegisterKey = args['register'] === 'institution' ? 'institution' : 'regulator'
    const asked = { period: textOf(args['period']) ?? '', register, institution: textOf(args['institution']), ...placeOf(args) }
    const list = await readReturns(db, viewer, asked)
    const subtitle = sayIn(language)(list.periodLabel)
    return {
      sheets: [listSheet({ title: this.title, subtitle }, columns, atOnce(list.rows), language)],
      total: list.rows.length,
      revision: list.revision,
      facts: [
        [{ zh: '期间', en: 'Period' }, list.periodLabel],
        [{ zh: '登记口径', en: 'Register' }, registerWords(register)],
        [
          { zh: '差异', en: 'Gap' },
          { zh: '报送总量 − 同一登记口径台账件数', en: 'reported less what the ledger counts in the same register' },
        ],
      ],
      subtitle,
    }
  },
}

const problemColumns: readonly ListColumn<ReturnDiscrepancy>[] = [
  { heading: { zh: '行', en: 'Row' }, width: 28, of: (found) => found.row },
  { heading: { zh: '列', en: 'Column' }, of: (found) => found.column },
  { heading: { zh: '工作表', en: 'Sheet' }, of: (found) => found.sheet },
  { heading: { zh: '单元格', en: 'Cell' }, width: 10, of: (found) => found.cell },
  { heading: { zh: '报送值', en: 'Stated' }, kind: 'NUMBER', decimals: 0, of: (found) => found.stated },
  { heading: { zh: '应为', en: 'Comes to' }, kind: 'NUMBER', decimals: 0, of: (found) => found.computed },
  { heading: { zh: '相差', en: 'Difference' }, kind: 'NUMBER', decimals: 0, of: (found) => found.difference },
  { heading: { zh: '问题', en: 'Problem' }, width: 28, of: (found, say) => say(kinds[found.kind]) },
]

/** One return in the shape of its form, a sheet a breakdown, and what in it does not add up. */
export const returnExport: ListExport = {
  field: 'return',
  title: { zh: '报送表', en: 'Return' },
  async open({ db, viewer, language, args }) {
    const one = await readReturn(db, viewer, textOf(args['key']) ?? '', placeOf(args))
    if (!one) throw new NotFoundError({ zh: '没有这份报送，或者无权查看。', en: 'There is no such return, or it is not yours to see.' })
    const say = sayIn(language)
    const subtitle = [say(one.subject.label), say(one.periodLabel), one.form].filter(Boolean).join(' · ')
    const title = { zh: '不平之处', en: 'Discrepancies' }
    const problems = one.problems.length > 0 ? [listSheet({ title, subtitle }, problemColumns, atOnce(one.problems), language)] : []
    return {
      sheets: [...one.tables.map((table) => tableSheet(table, subtitle, language)), ...problems],
      total: one.tables.reduce((sum, table) => sum + table.rows.length, one.problems.length),
      revision: null,
      facts: factsOf(one),
      subtitle,
    }
  },
}

function factsOf(one: ReturnObject): Fact[] {
  const plain = (figure: number | null) => (figure === null ? '—' : String(figure))
  return [
    [{ zh: '报送主体', en: 'Subject' }, one.subject.label],
    [{ zh: '期间', en: 'Period' }, one.periodLabel],
    [{ zh: '登记口径', en: 'Register' }, registerWords(one.register)],
    [{ zh: '报送总量', en: 'Reported' }, plain(one.total)],
    [{ zh: '台账件数', en: 'Registered' }, plain(one.registered)],
    [{ zh: '差异', en: 'Gap' }, plain(one.gap)],
    ...(one.file ? [[{ zh: '来源文件', en: 'File' }, one.file] as Fact] : []),
    ...(one.source ? [[{ zh: '来源', en: 'Source' }, one.source] as Fact] : []),
  ]
}

/** A breakdown as its form has it: figures as they were stated; what does not add up says what it comes to. */
function tableSheet(table: ReturnTable, subtitle: string, language: Language): Sheet {
  const say = sayIn(language)
  const name = table.across ? `${say(table.breakdown)} × ${say(table.across)}` : say(table.breakdown)
  const at = new Map(table.cells.map((cell) => [`${cell.row} ${cell.column}`, cell]))
  const marked = [
    ...new Set(table.cells.filter((cell) => cell.state === 'WRONG' || cell.state === 'COMPUTED').map((cell) => cell.column)),
  ].sort((a, b) => a - b)
  return {
    name,
    titles: [name, subtitle],
    columns: [
      { heading: say(table.breakdown), kind: 'TEXT', decimals: 0, width: 32 },
      ...table.columns.map((line, column) => ({
        heading: placeWords(line, say),
        kind: 'NUMBER' as const,
        decimals: decimalsIn(table, column),
        width: 14,
      })),
      ...marked.map((column) => ({
        heading: `${placeWords(table.columns[column] as ReturnLine, say)} ${say({ zh: '应为', en: 'comes to' })}`,
        kind: 'NUMBER' as const,
        decimals: decimalsIn(table, column),
        width: 14,
      })),
    ],
    rows: table.rows.map((line, row): Cell[] => [
      (line.partial ? say({ zh: '其中：', en: 'of which: ' }) : '') + placeWords(line, say),
      ...table.columns.map((_, column) => statedIn(at.get(`${row} ${column}`), say)),
      ...marked.map((column) => at.get(`${row} ${column}`)?.computed ?? null),
    ]),
  }
}

function statedIn(cell: ReturnCellObject | undefined, say: Say): Cell {
  if (!cell || cell.state === 'COMPUTED') return null
  if (cell.state === 'NOT_PUBLISHED') return say(notPublished)
  return cell.value ?? cell.stated
}

function decimalsIn(table: ReturnTable, column: number): number {
  const lengths = table.cells.filter((cell) => cell.column === column).map((cell) => /\.(\d+)/.exec(cell.stated ?? '')?.[1]?.length ?? 0)
  return Math.max(0, ...lengths)
}

function placeWords(line: ReturnLine, say: Say): string {
  return [...line.above, line.label].map((label) => say(label)).join(' › ')
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function placeOf(args: Readonly<Record<string, unknown>>): { jurisdiction: string | null; revision: number | null } {
  return { jurisdiction: textOf(args['jurisdiction']), revision: typeof args['revision'] === 'number' ? args['revision'] : null }
}
