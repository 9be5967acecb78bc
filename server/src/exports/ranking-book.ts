import type { Viewer } from '../access/viewer.ts'
import type { FigureKindKey } from '../analytics/analytics.enums.ts'
import { addDays } from '../analytics/calendar.ts'
import { loadGround, type Ground } from '../analytics/ground.ts'
import type { MetricQuery } from '../analytics/metric-query.types.ts'
import type { FigureColumn, GroupFigures, MetricTable } from '../analytics/metric-table.types.ts'
import { isAdditive, metricRegistry, withBase, type MetricKey } from '../analytics/metrics.ts'
import { parsePeriod } from '../analytics/period.ts'
import { tableIn } from '../analytics/run.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import { inLanguage, type FullLabel, type Label, type Language } from '../platform/label.ts'
import { aboutSheet, tableFacts, type Fact } from './about-sheet.ts'
import type { PreparedExport } from './exports.commands.ts'
import type { Cell, Sheet, SheetColumn } from './sheet.ts'
import { cellOf, headingOf, type Wording } from './table-sheets.ts'
import { contentTypes, safeName } from './write-file.ts'
import { writeXlsx } from './xlsx.ts'

/** Below so many members neither a rank nor a median means anything. */
const smallest = 3
const outside = 'OUTSIDE_RANKING'
/** What a row's own notes may say in the last column. */
const rowNotes: Record<string, FullLabel> = {
  NEWLY_OPENED: { zh: '新开业', en: 'newly opened' },
  CLOSED_IN_PERIOD: { zh: '期内撤销', en: 'closed in the period' },
}
const howRanked: FullLabel[] = [
  {
    zh: '只在同一组内排名；用未取整的数值比较，数值相同的并列，下一名次顺延（1、2、2、4）。',
    en: 'Ranks exist only inside a peer group; unrounded values are compared, equal values tie and the next rank is skipped (1, 2, 2, 4).',
  },
  {
    zh: '中位数取中间一家，或中间两家的平均；没有分母的机构不参加该项排名，但仍列出件数。不足 3 家的组不评名次。',
    en: 'The median is the middle member or the mean of the middle two; a member without a denominator is left out of that rank but its count is listed. Groups under 3 members are not ranked.',
  },
  {
    zh: '没有投诉的机构也是组内成员，计入中位数和名次。占比各自四舍五入，合计不一定为 100。',
    en: 'A member without complaints is a member, in the median and with a rank. Shares are rounded singly and need not add to 100.',
  },
]

type Asked = { query: MetricQuery; language: Language }
type Book = { table: MetricTable; groups: MetricTable; ground: Ground; wording: Wording; views: MetricKey[]; authority: string }

/**
 * The ranking as it is published: a cover, the groups side by side, a sheet for each group. Its figures are those of
 * the page: the same query, asked for all groups, whoever of them the page shows.
 */
export async function prepareRanking(db: Db, viewer: Viewer, { query, language }: Asked): Promise<PreparedExport> {
  const at = new Date()
  const whole = {
    ...query,
    by: [],
    grain: null,
    order: null,
    limit: null,
    filters: (query.filters ?? []).filter(({ dimension }) => !chooses.has(dimension)),
  }
  const book = await readSnapshot(db, viewer, async (tx): Promise<Book> => {
    const ground = await loadGround(tx, viewer, query)
    const settings = ground.settings.at(addDays(parsePeriod(query.period).end, -1))
    const table = await tableIn(tx, viewer, { ...whole, by: ['peerGroup', 'institution'] })
    const groups = await tableIn(tx, viewer, { ...whole, by: ['peerGroup'] })
    const multiplierOf = (metric: MetricKey) => {
      const { times } = metricRegistry[metric]
      return times ? settings[times] : null
    }
    const title = inLanguage({ zh: '消费投诉排名', en: 'Ranking of consumer complaints' }, language)
    const subtitle = `${inLanguage(ground.jurisdiction.label, language)} · ${inLanguage(table.period.label, language)}`
    const wording = { title, subtitle, language, multiplierOf }
    return { table, groups, ground, wording, views: [...new Set(query.metrics)], authority: settings.authorityName }
  })
  const { table, wording } = book
  const sheets = [coverSheet(book, whole, viewer, at), groupsSheet(book), ...groupKeys(table).map((key) => rankingSheet(book, key))]
  const facts = { title: `${wording.title} ${wording.subtitle}`, author: viewer.displayName, at }
  return {
    title: wording.title,
    fileName: `${safeName(`${wording.title} ${table.period.key}`)}.xlsx`,
    type: contentTypes.xlsx,
    revision: table.revision,
    write: (out) => writeXlsx(sheets, out, facts),
  }
}

/** Filters that choose rows: a circular shows every member. */
const chooses: ReadonlySet<string> = new Set(['institution', 'peerGroup'])

function coverSheet({ table, ground, wording, authority }: Book, query: MetricQuery, viewer: Viewer, at: Date): Sheet {
  const { language, multiplierOf } = wording
  const ranked = howRanked.map((words): Fact => [{ zh: '如何排名', en: 'How ranked' }, words])
  const facts: Fact[] = [
    ...(authority ? [[{ zh: '发布机关', en: 'Authority' }, authority] as Fact] : []),
    ...tableFacts({ query, table: { ...table, notes: table.notes.filter((note) => !(note.kind in rowNotes)) }, ground, multiplierOf }),
    ...ranked,
  ]
  const about = aboutSheet(facts, { revision: table.revision, author: viewer.displayName, at }, language)
  const [, ...columns] = about.columns
  const first: SheetColumn = { heading: inLanguage({ zh: '项目', en: 'Item' }, language), kind: 'TEXT', decimals: 0, width: 24 }
  return {
    ...about,
    name: inLanguage({ zh: '封面', en: 'Cover' }, language),
    titles: [wording.title, wording.subtitle],
    columns: [first, ...columns],
  }
}

/** The groups side by side: members, total, share, change, medians; the line outside the ranking; all of them. */
function groupsSheet({ table, groups, wording, views }: Book): Sheet {
  const { language } = wording
  const say = (label: Label) => inLanguage(label, language)
  const [first] = views
  const shown = groups.columns.filter((column) => column.metric === first && !['rank', 'numerator', 'base'].includes(column.kind))
  const keys = groups.keys[0]
  // In the order of their sheets; what stands outside the ranking comes last.
  const ordered = [...groupKeys(table), outside].flatMap((key) => {
    const row = keys?.ids.indexOf(key) ?? -1
    return row < 0 ? [] : [{ key, row }]
  })
  const median = (key: string, metric: MetricKey) => figuresOf(table, key, metric)?.median ?? null
  return {
    name: say({ zh: '各类别', en: 'Peer groups' }),
    titles: [`${wording.title} ${say({ zh: '各类别', en: 'Peer groups' })}`, wording.subtitle],
    columns: [
      { heading: say({ zh: '机构类别', en: 'Peer group' }), kind: 'TEXT', decimals: 0, width: 30 },
      { heading: say({ zh: '家数', en: 'Members' }), kind: 'NUMBER', decimals: 0, width: 8 },
      ...shown.map((column) => numberColumn(column, wording)),
      ...views.map((metric) => medianColumn(table, metric, wording)),
    ],
    rows: ordered.map(({ key, row }): Cell[] => [
      say(keys?.labels[row] ?? { zh: key, en: key }),
      key === outside ? null : (figuresOf(table, key, first)?.members ?? null),
      ...shown.map((column) => cellOf(column, row, language)),
      ...views.map((metric) => (key === outside ? null : median(key, metric))),
    ]),
  }
}

function rankingSheet(book: Book, key: string): Sheet {
  const { table, groups, wording, views } = book
  const { language } = wording
  const say = (label: Label) => inLanguage(label, language)
  const rows = rowsOf(table, key)
  const [first] = views
  const figures = figuresOf(table, key, first)
  const small = (figures?.members ?? rows.length) < smallest
  const columns = columnsOf(table, views)
  const groupRow = groups.keys[0]?.ids.indexOf(key) ?? -1
  const group = groups.keys[0]?.labels[groupRow]
  const name = say(group ?? { zh: key, en: key })
  const inGroup = (column: FigureColumn) => groups.columns.find((one) => one.metric === column.metric && one.kind === column.kind)
  return {
    name,
    titles: [`${wording.title} ${name}`, `${wording.subtitle} · ${say(totalWords(figures))}`],
    columns: [
      { heading: say({ zh: '名次', en: 'Rank' }), kind: 'NUMBER', decimals: 0, width: 7 },
      { heading: say({ zh: '机构', en: 'Institution' }), kind: 'TEXT', decimals: 0, width: 30 },
      ...columns.map((column) => numberColumn(column, wording)),
      { heading: say({ zh: '备注', en: 'Remarks' }), kind: 'TEXT', decimals: 0, width: 16 },
    ],
    rows: rows.map((row): Cell[] => [
      small ? null : rankOf(table, first, row),
      say(labelOf(table, row)),
      ...columns.map((column) => (small && column.kind === 'rank' ? null : cellOf(column, row, language))),
      remarksOf(table, row)
        .map((words) => say(words))
        .join(say({ zh: '；', en: '; ' })) || null,
    ]),
    foot: [
      [
        null,
        say({ zh: '合计', en: 'Total' }),
        ...columns.map((column): Cell => {
          const own = inGroup(column)
          if (column.kind === 'value') return figuresOf(table, key, column.metric)?.total ?? null
          return column.kind === 'change' || column.kind === 'changeLastYear' ? (own ? cellOf(own, groupRow, language) : null) : null
        }),
        null,
      ],
      [
        null,
        say({ zh: '中位数', en: 'Median' }),
        ...columns.map((column) => (column.kind === 'value' ? (figuresOf(table, key, column.metric)?.median ?? null) : null)),
        null,
      ],
    ],
  }
}

/** What stands in a group's sheet: of the first metric count, share and changes, of every other one value and rank. */
function columnsOf(table: MetricTable, views: readonly MetricKey[]): FigureColumn[] {
  const kinds = (metric: MetricKey, place: number): FigureKindKey[] => {
    if (place === 0) return ['value', ...(isAdditive(metricRegistry[metric]) ? (['share'] as const) : []), 'change', 'changeLastYear']
    return metricRegistry[metric].per ? ['value', 'rank'] : ['value']
  }
  return views.flatMap((metric, place) =>
    kinds(metric, place).flatMap((kind) => table.columns.find((column) => column.metric === metric && column.kind === kind) ?? []),
  )
}

function groupKeys(table: MetricTable): string[] {
  const keys = table.keys.find((key) => key.dimension === 'peerGroup')
  return [...new Set(keys?.ids)].filter((id) => id !== outside)
}

/** A group's rows by rank of the first metric; those without one come last. */
function rowsOf(table: MetricTable, key: string): number[] {
  const ids = table.keys.find((one) => one.dimension === 'peerGroup')?.ids ?? []
  return ids.flatMap((id, row) => (id === key ? [row] : []))
}

function rankOf(table: MetricTable, metric: MetricKey | undefined, row: number): number | null {
  return table.columns.find((column) => column.metric === metric && column.kind === 'rank')?.figures[row] ?? null
}

function labelOf(table: MetricTable, row: number): Label {
  return table.keys.find((key) => key.dimension === 'institution')?.labels[row] ?? { zh: '', en: null }
}

function remarksOf(table: MetricTable, row: number): FullLabel[] {
  return table.notes.flatMap((note) => {
    if (!note.rows.includes(row)) return []
    if (note.kind === 'SUCCESSOR_BASE') return [note.text]
    return rowNotes[note.kind] ?? []
  })
}

function figuresOf(table: MetricTable, key: string, metric: MetricKey | undefined): GroupFigures | undefined {
  return table.groups.find((one) => one.group === key && one.metric === metric)
}

function totalWords(figures: GroupFigures | undefined): FullLabel {
  if (!figures) return { zh: '', en: '' }
  const { members, total, median } = figures
  return {
    zh: `全组 ${members} 家，合计 ${total ?? '—'}，中位数 ${median ?? '—'}`,
    en: `${members} members, total ${total ?? '—'}, median ${median ?? '—'}`,
  }
}

function numberColumn(column: FigureColumn, wording: Wording): SheetColumn {
  return { heading: headingOf(column, wording), kind: 'NUMBER', decimals: column.decimals, width: column.kind === 'rank' ? 10 : 13 }
}

function medianColumn(table: MetricTable, metric: MetricKey, { language, multiplierOf }: Wording): SheetColumn {
  const label = withBase(metricRegistry[metric].label, multiplierOf(metric))
  const words = { zh: `${label.zh} 中位数`, en: `${label.en} median` }
  const own = table.columns.find((column) => column.metric === metric && column.kind === 'value')?.decimals ?? 0
  return { heading: inLanguage(words, language), kind: 'NUMBER', decimals: own, width: 13 }
}
