import { figureKindLabels, nullReasonLabels } from '../analytics/analytics.enums.ts'
import { dimensionRegistry } from '../analytics/dimensions.ts'
import type { FigureColumn, GroupFigures, MetricTable } from '../analytics/metric-table.types.ts'
import { isAdditive, metricRegistry, withBase } from '../analytics/metrics.ts'
import { inLanguage, type FullLabel, type Language } from '../platform/label.ts'
import type { Cell, Sheet, SheetColumn } from './sheet.ts'

/** What the sheets say around the figures. */
export type Wording = {
  title: string
  subtitle: string
  language: Language
  multiplierOf: (column: FigureColumn['metric']) => number | null
}

/**
 * A metric table as sheets: a ranking (rows by institution, with their groups beside them) one sheet a peer group with
 * total and median below, anything else one sheet. Figures stand as the API gives them.
 */
export function tableSheets(answer: MetricTable, wording: Wording): Sheet[] {
  const table = withoutEmptyShares(answer)
  const groups = table.keys.find((key) => key.dimension === 'peerGroup')
  const institutions = table.keys.find((key) => key.dimension === 'institution')
  const timed = table.keys.some((key) => dimensionRegistry[key.dimension].kind === 'TIME')
  if (!groups || !institutions || timed) return [sheetOf(table, wording, allRows(table), null)]
  const ids = [...new Set(groups.ids)]
  return ids.map((id) => {
    const rows = groups.ids.flatMap((other, row) => (other === id ? [row] : []))
    return sheetOf(table, wording, rows, { id, label: inLanguage(groups.labels[rows[0] ?? 0] ?? { zh: id, en: id }, wording.language) })
  })
}

/** The table as one sheet without a line around it. */
export function plainSheet(table: MetricTable, wording: Wording): Sheet {
  const printed = withoutEmptyShares(table)
  return { ...sheetOf(printed, wording, allRows(printed), null), titles: [] }
}

/** What does not add up has no shares: a column that only says so is not printed. */
function withoutEmptyShares(table: MetricTable): MetricTable {
  return { ...table, columns: table.columns.filter((column) => column.kind !== 'share' || isAdditive(metricRegistry[column.metric])) }
}

function sheetOf(table: MetricTable, wording: Wording, rows: number[], group: { id: string; label: string } | null): Sheet {
  const { language } = wording
  const keys = group ? table.keys.filter((key) => key.dimension !== 'peerGroup') : table.keys
  const columns: SheetColumn[] = [
    ...keys.map((key): SheetColumn => ({
      heading: inLanguage(dimensionRegistry[key.dimension].label, language),
      kind: 'TEXT',
      decimals: 0,
      width: 28,
    })),
    ...table.columns.map((column): SheetColumn => ({
      heading: headingOf(column, wording),
      kind: 'NUMBER',
      decimals: column.decimals,
      width: 14,
    })),
  ]
  const cells = rows.map((row) => [
    ...keys.map((key): Cell => inLanguage(key.labels[row] ?? { zh: '', en: null }, language)),
    ...table.columns.map((column) => cellOf(column, row, language)),
  ])
  return {
    name: group?.label ?? wording.title,
    titles: [group ? `${wording.title} ${group.label}` : wording.title, wording.subtitle],
    columns,
    rows: cells,
    ...(group ? { foot: groupLines(table, group.id, keys.length, language) } : {}),
  }
}

/** Total and median of a group under its members, where the group has them. */
function groupLines(table: MetricTable, id: string, keys: number, language: Language): Cell[][] {
  const figures = table.groups.filter((group) => group.group === id)
  if (figures.length === 0) return []
  const line = (label: FullLabel, of: (group: GroupFigures) => number | null): Cell[] => [
    inLanguage(label, language),
    ...Array.from({ length: keys - 1 }, () => null),
    ...table.columns.map((column): Cell => {
      const group = figures.find((one) => one.metric === column.metric)
      return column.kind === 'value' && group ? of(group) : null
    }),
  ]
  return [line({ zh: '合计', en: 'Total' }, (group) => group.total), line({ zh: '中位数', en: 'Median' }, (group) => group.median)]
}

export function headingOf(column: FigureColumn, { language, multiplierOf }: Wording): string {
  const label = inLanguage(withBase(metricRegistry[column.metric].label, multiplierOf(column.metric)), language)
  const kind = inLanguage(figureKindLabels[column.kind], language)
  const unit = inLanguage(column.unit, language)
  const name = kind === '' ? label : `${label} ${kind}`
  if (unit === '') return name
  return language === 'zh' ? `${name}（${unit}）` : `${name} (${unit})`
}

/** A figure as a number; where there is none, the reason in words. */
export function cellOf(column: FigureColumn, row: number, language: Language): Cell {
  const figure = column.figures[row]
  if (figure !== null && figure !== undefined) return figure
  const reason = column.reasons.find((one) => one.row === row)?.reason
  return reason ? inLanguage(nullReasonLabels[reason], language) : null
}

function allRows(table: MetricTable): number[] {
  const length = table.keys[0]?.ids.length ?? table.columns[0]?.figures.length ?? 0
  return Array.from({ length }, (_, row) => row)
}
