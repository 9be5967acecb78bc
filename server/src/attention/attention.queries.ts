import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { dayLabel } from '../platform/label.ts'
import { findLinks } from '../ledger/candidate-links.ts'
import { candidatesOf } from '../ledger/candidates.ts'
import { openProposals } from '../supervision/supervision.queries.ts'
import type { AttentionItem } from './attention.types.ts'
import { monthNumber, monthText } from '../analytics/calendar.ts'
import { comparedIn } from '../analytics/compared.ts'
import { loadGround, type Ground } from '../analytics/ground.ts'
import { latestPeriodOf, monthsWithData } from '../analytics/ledger-state.ts'
import type { FigureColumn, MetricTable } from '../analytics/metric-table.types.ts'
import { parsePeriod, periodLabel, previousPeriod } from '../analytics/period.ts'
import { heldAsOf } from '../analytics/revisions.ts'
import { tableIn } from '../analytics/run.ts'
import { breaksBetween } from '../analytics/series-breaks.ts'

/** From how many cases, and by how many more of them, a rise is worth a line: below it is chance. */
const rise = { atLeast: 5, more: 5, times: 1.5 }

/** How many institutions a line names. */
const named = 2

type Asked = { period: string | null; jurisdiction: string | null; revision: number | null }

/** What needs attention, the gravest first; empty when nothing does. */
export function readAttention(db: Db, viewer: Viewer, asked: Asked): Promise<AttentionItem[]> {
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, asked)
    const { last } = await monthsWithData(tx, ground)
    const period = asked.period ?? latestPeriodOf(ground, last)
    if (period === null) return []
    return [
      ...(await overdue(tx, viewer, ground, asked)),
      ...(await deteriorating(tx, viewer, period, asked)),
      ...(await supervision(tx, viewer, ground, asked)),
      ...notClosed(ground, last),
      ...(await repeats(tx, viewer, ground, period)),
      ...(await unresolvedWords(tx, ground)),
      ...seriesBreak(ground, period),
    ]
  })
}

async function overdue(tx: Transaction<Tables>, viewer: Viewer, ground: Ground, asked: Asked): Promise<AttentionItem[]> {
  const month = ground.today.slice(0, 7)
  const { jurisdiction, revision } = asked
  const table = await tableIn(tx, viewer, { metrics: ['overdue'], period: month, jurisdiction, revision, by: ['institution'] })
  const total = await tableIn(tx, viewer, { metrics: ['overdue'], period: month, jurisdiction, revision })
  const count = columnOf(total, 'value').figures[0] ?? 0
  if (count === 0) return []
  const figures = columnOf(table, 'value').figures
  const names = figures.flatMap((figure, row) => (figure ? [{ figure, label: table.keys[0]?.labels[row] }] : []))
  const most = names.sort((a, b) => b.figure - a.figure)[0]
  const leader =
    most && count > 1
      ? { zh: `，其中${most.label?.zh} ${most.figure} 件`, en: `, ${most.figure} of them ${most.label?.en ?? most.label?.zh}` }
      : { zh: '', en: '' }
  return [
    {
      kind: 'OVERDUE',
      severity: 'worse',
      title: { zh: `${count} 件超期未结`, en: `${count} overdue` },
      detail: {
        zh: `截至${dayLabel(ground.today).zh}已过办结期限${leader.zh}。`,
        en: `Past the due date as of ${dayLabel(ground.today).en}${leader.en}.`,
      },
      link: address('/complaints', { metric: 'OVERDUE', period: month }, asked),
    },
  ]
}

/** Institutions whose complaints rose by much against the period before. */
async function deteriorating(tx: Transaction<Tables>, viewer: Viewer, period: string, asked: Asked): Promise<AttentionItem[]> {
  const { jurisdiction, revision } = asked
  const table = await tableIn(tx, viewer, {
    metrics: ['complaints'],
    by: ['institution'],
    period,
    comparison: ['previousPeriod'],
    jurisdiction,
    revision,
  })
  const [now, before, change] = (['value', 'previous', 'change'] as const).map((kind) => columnOf(table, kind).figures) as [
    Figures,
    Figures,
    Figures,
  ]
  const found = now.flatMap((count, row) => {
    const earlier = before[row]
    const label = table.keys[0]?.labels[row]
    const id = table.keys[0]?.ids[row]
    if (count === null || earlier === null || earlier === undefined || !label || !id) return []
    // Across a series break there is no change, and nothing to say.
    if (change[row] === null && earlier > 0) return []
    const much = count >= rise.atLeast && count - earlier >= rise.more && count >= earlier * rise.times
    return much ? [{ count, earlier, label, id, change: change[row] ?? null }] : []
  })
  const words = { now: periodLabel(parsePeriod(period)), before: periodLabel(previousPeriod(parsePeriod(period))) }
  return found
    .sort((a, b) => b.count - b.earlier - (a.count - a.earlier))
    .slice(0, 2)
    .map((one) => ({
      kind: 'DETERIORATING',
      severity: 'worse' as const,
      title: { zh: `${one.label.zh}投诉明显增多`, en: `More complaints against ${one.label.en ?? one.label.zh}` },
      detail: {
        zh: `${words.now.zh} ${one.count} 件，${words.before.zh} ${one.earlier} 件${one.change === null ? '' : `，增长 ${one.change}%`}。`,
        en: `${one.count} in ${words.now.en}, ${one.earlier} in ${words.before.en}${one.change === null ? '' : ` (+${one.change} %)`}.`,
      },
      link: address('/complaints', { metric: 'COMPLAINTS', period, institution: one.id }, asked),
    }))
}

/** Proposals of key supervision that wait for who may decide on them. */
async function supervision(tx: Transaction<Tables>, viewer: Viewer, ground: Ground, asked: Asked): Promise<AttentionItem[]> {
  if (!viewer.permissions.has('supervision:decide') || !ground.seesAll) return []
  const { jurisdiction, revision } = asked
  const { open, names, list } = await openProposals(tx, viewer, { period: null, jurisdiction, revision })
  if (open === 0) return []
  const { zh, en } = periodLabel(list)
  const more = { zh: open > named ? '等' : '', en: open > named ? ' and others' : '' }
  return [
    {
      kind: 'SUPERVISION',
      severity: 'warn',
      title: { zh: `${open} 项重点监督建议待决定`, en: `${open} proposals of key supervision to decide` },
      detail: {
        zh: `${zh}名单：${names.slice(0, named).join('、')}${more.zh}。`,
        en: `List of ${en}: ${names.slice(0, named).join(', ')}${more.en}.`,
      },
      link: address('/supervision', {}, asked),
    },
  ]
}

/** The first month that is over, has data, and is not closed. */
function notClosed(ground: Ground, last: string | null): AttentionItem[] {
  const lastClosed = [...ground.closedMonths].sort().at(-1)
  if (last === null) return []
  const month = lastClosed === undefined ? last : monthText(monthNumber(lastClosed) + 1)
  if (month > last || month >= ground.today.slice(0, 7)) return []
  const label = periodLabel(parsePeriod(month))
  return [
    {
      kind: 'MONTH_NOT_CLOSED',
      severity: 'note',
      title: { zh: `${label.zh}未结账`, en: `${label.en} is not closed` },
      detail: { zh: '结账后该期数字才算完整。', en: 'Its figures are complete once it is closed.' },
      link: null,
    },
  ]
}

/** Pairs received in the period that may be one matter and that nobody has decided on, for who may. */
async function repeats(tx: Transaction<Tables>, viewer: Viewer, ground: Ground, text: string): Promise<AttentionItem[]> {
  if (!viewer.permissions.has('matter:merge')) return []
  const { from, end } = parsePeriod(text)
  const found = await findLinks(tx, { ...comparedIn(ground, viewer, 1), from })
  const count = candidatesOf(found).filter(({ later }) => later.receivedOn < end).length
  if (count === 0) return []
  const { zh, en } = periodLabel(parsePeriod(text))
  return [
    {
      kind: 'REPEATS',
      severity: 'note',
      title: { zh: `${count} 对投诉可能重复`, en: `${count} pairs may be repeats` },
      detail: { zh: `${zh}受理，待确认是否为同一件事。`, en: `Received in ${en}; whether each is one matter is to be decided.` },
      link: `/repeats?${new URLSearchParams({ when: text }).toString()}`,
    },
  ]
}

/** The sums by category say in a moment whether there is anything to look for. */
async function hasUnclassified(tx: Transaction<Tables>, ground: Ground): Promise<boolean> {
  const { rows } = await sql`
    select from rollup_month where region_id = any(${ground.regionIds}) and category_id = 0 and received_all > 0 limit 1`.execute(tx)
  return rows.length > 0
}

async function unresolvedWords(tx: Transaction<Tables>, ground: Ground): Promise<AttentionItem[]> {
  if (!(await hasUnclassified(tx, ground))) return []
  const { rows } = await sql<{ words: number; complaints: number }>`
    select count(distinct v.category_word_id) as words, count(*) as complaints from complaint_version v
     where ${heldAsOf(ground.asOf)} and v.region_id = any(${ground.regionIds}) and v.category_id = 0 and v.category_word_id is not null`.execute(
    tx,
  )
  const { words = 0, complaints = 0 } = rows[0] ?? {}
  if (words === 0) return []
  return [
    {
      kind: 'UNRESOLVED_WORDS',
      severity: 'warn',
      title: { zh: `${words} 个业务类别写法未归类`, en: `${words} business categories unclassified` },
      detail: { zh: `涉及 ${complaints} 件投诉。`, en: `${complaints} complaints carry them.` },
      link: address('/complaints', { category: 'UNCLASSIFIED' }, { period: null, jurisdiction: null, revision: null }),
    },
  ]
}

function seriesBreak(ground: Ground, text: string): AttentionItem[] {
  const period = parsePeriod(text)
  const found = breaksBetween(ground, 'complaints', previousPeriod(period), period)
  return found.map((one) => ({
    kind: 'SERIES_BREAK',
    severity: 'note' as const,
    title: { zh: `${one.on}起口径调整`, en: `Definition changed on ${one.on}` },
    detail: one.sentence,
    link: null,
  }))
}

type Figures = FigureColumn['figures']

function columnOf(table: MetricTable, kind: FigureColumn['kind']): Pick<FigureColumn, 'figures'> {
  return table.columns.find((column) => column.kind === kind) ?? { figures: [] }
}

/** An address of the page; it carries the jurisdiction of the view. */
function address(path: string, search: Record<string, string>, asked: Asked): string {
  const all = { ...search, ...(asked.jurisdiction ? { jurisdiction: asked.jurisdiction } : {}) }
  const text = new URLSearchParams(all).toString()
  return text === '' ? path : `${path}?${text}`
}
