import { sql } from 'kysely'
import { filterFacts, registerWords, definitionFacts, type Fact } from '../exports/about-sheet.ts'
import { listSheet, sayIn, type ListAsk, type ListColumn, type ListExport, type OpenList } from '../exports/list-export.ts'
import { addDays } from '../analytics/calendar.ts'
import { metricRegistry, withBase, type MetricKey } from '../analytics/metrics.ts'
import { parsePeriod, periodLabel } from '../analytics/period.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { FullLabel } from '../platform/label.ts'
import { complaintRows, type StoredRow } from './complaint-columns.ts'
import { countList, openList, placeOf, readPart, type ComplaintList, type Cursor } from './complaints.queries.ts'
import type { ComplaintRow, ComplaintRows, KindKey, StatusKey } from './complaints.types.ts'

/** A page is what is held at once: large enough that the database answers few questions, small enough to weigh nothing. */
const pageSize = 2000

type ExportedRow = ComplaintRow & { text: string | null }

const statusWords: Record<StatusKey, FullLabel> = {
  open: { zh: '办理中', en: 'open' },
  closed: { zh: '已办结', en: 'closed' },
  rejected: { zh: '不予受理', en: 'rejected' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
}
const kindWords: Record<KindKey, FullLabel> = {
  complaint: { zh: '投诉', en: 'complaint' },
  report: { zh: '举报', en: 'report' },
  petition: { zh: '信访', en: 'petition' },
  inquiry: { zh: '咨询', en: 'inquiry' },
  suggestion: { zh: '建议', en: 'suggestion' },
}
const yes: FullLabel = { zh: '是', en: 'yes' }
const no: FullLabel = { zh: '否', en: 'no' }

const columns: readonly ListColumn<ExportedRow>[] = [
  { heading: { zh: '投诉编号', en: 'Number' }, of: (row) => row.number },
  { heading: { zh: '编号来源', en: 'Source' }, width: 12, of: (row) => row.source },
  { heading: { zh: '类型', en: 'Kind' }, width: 10, of: (row, say) => say(kindWords[row.kind]) },
  { heading: { zh: '受理日期', en: 'Received on' }, kind: 'DATE', of: (row) => row.receivedOn },
  { heading: { zh: '被投诉机构', en: 'Institution' }, width: 28, of: (row, say) => say(row.institution.label) },
  { heading: { zh: '计入机构', en: 'Counts for' }, width: 28, of: (row, say) => say(row.rankedInstitution?.label) },
  { heading: { zh: '机构类别', en: 'Peer group' }, of: (row, say) => say(row.peerGroup?.label) },
  { heading: { zh: '业务类别', en: 'Business category' }, of: (row, say) => say(row.category.label) },
  { heading: { zh: '投诉原因', en: 'Cause' }, of: (row, say) => say(row.cause.label) },
  { heading: { zh: '投诉渠道', en: 'Lodging channel' }, of: (row, say) => say(row.lodgingChannel.label) },
  { heading: { zh: '业务办理渠道', en: 'Service channel' }, of: (row, say) => say(row.serviceChannel.label) },
  { heading: { zh: '办结期限', en: 'Due on' }, kind: 'DATE', of: (row) => row.dueOn },
  { heading: { zh: '办结日期', en: 'Closed on' }, kind: 'DATE', of: (row) => row.closedOn },
  { heading: { zh: '办理天数', en: 'Handling days' }, kind: 'NUMBER', of: (row) => row.handlingDays },
  { heading: { zh: '状态', en: 'Status' }, width: 10, of: (row, say) => say(statusWords[row.status]) },
  { heading: { zh: '按期', en: 'On time' }, width: 8, of: (row, say) => (row.onTime === null ? null : say(row.onTime ? yes : no)) },
  { heading: { zh: '是否属实', en: 'Upheld' }, width: 10, of: (row, say) => say(row.upheld.label) },
  { heading: { zh: '满意度', en: 'Satisfaction' }, width: 10, of: (row, say) => say(row.satisfaction.label) },
  { heading: { zh: '金额（元）', en: 'Amount (yuan)' }, kind: 'NUMBER', decimals: 2, of: (row) => row.amountYuan },
  {
    heading: { zh: '合并后计件', en: 'Counts when merged' },
    width: 10,
    of: (row, say) => say(row.represents ? yes : no),
  },
  { heading: { zh: '结账后补录', en: 'Entered after closing' }, width: 10, of: (row, say) => say(row.late ? yes : no) },
]
const textColumn: ListColumn<ExportedRow> = { heading: { zh: '投诉内容（脱敏）', en: 'Text (masked)' }, width: 60, of: (row) => row.text }

/** The complaints behind a number, however many; masked texts only for who may read them. */
export const complaintsExport: ListExport = {
  field: 'complaints',
  title: { zh: '投诉清单', en: 'Complaints' },
  async open(ask): Promise<OpenList> {
    const { db, viewer, language } = ask
    const rows = ask.args['rows'] as ComplaintRows // as the schema reads it
    const { list, total, facts } = await readSnapshot(db, viewer, async (tx) => {
      const opened = await openList(tx, viewer, rows, null)
      return { list: opened, total: await countList(tx, opened), facts: factsOf(rows, opened) }
    })
    const texts = viewer.permissions.has('complaintText:read')
    const subtitle = rows.period ? sayIn(language)(periodLabel(parsePeriod(rows.period))) : ''
    const sheet = listSheet(
      { title: this.title, subtitle },
      texts ? [...columns, textColumn] : columns,
      pagesOf(ask, rows, list, texts),
      language,
    )
    return { sheets: [sheet], total, revision: list.behind.ground.asOf.revision, facts, subtitle }
  },
}

/** Every page in a short snapshot of its own, all of one revision: nothing is held open while the file is written. */
async function* pagesOf({ db, viewer }: ListAsk, rows: ComplaintRows, first: ComplaintList, texts: boolean): AsyncIterable<ExportedRow[]> {
  const { revision } = first.behind.ground.asOf
  const text = texts
    ? sql`, (select t.masked from complaint_text t where t.region_id = v.region_id and t.id = v.text_id) as text`
    : sql`, null as text`
  const readPage = (after: Cursor | null): Promise<{ rows: ExportedRow[]; next: Cursor | null }> =>
    readSnapshot(db, viewer, async (tx) => {
      const list = await openList(tx, viewer, rows, revision)
      const stored = await readPart<StoredRow & { text: string | null }>(tx, list, pageSize, after, text)
      const last = stored.length < pageSize ? undefined : stored.at(-1)
      return {
        rows: (await complaintRows(tx, list.behind.ground, stored)).map((row, at) => ({ ...row, text: stored[at]?.text ?? null })),
        next: last ? placeOf(list, last) : null,
      }
    })
  let page = await readPage(null)
  for (;;) {
    yield page.rows
    if (page.next === null) return
    page = await readPage(page.next)
  }
}

/** What the list is of. Words that were searched are not told: they may be names. */
function factsOf(rows: ComplaintRows, { behind }: ComplaintList): Fact[] {
  const { ground } = behind
  const metric = rows.metric ?? null
  const period = rows.period ? parsePeriod(rows.period) : null
  const settings = ground.settings.at(period ? addDays(period.end, -1) : ground.today)
  const multiplierOf = (key: MetricKey) => {
    const { times } = metricRegistry[key]
    return times ? settings[times] : null
  }
  return [
    [{ zh: '辖区', en: 'Jurisdiction' }, ground.jurisdiction.label],
    ...(period ? [[{ zh: '期间', en: 'Period' }, periodLabel(period)] as Fact] : []),
    ...(metric === null
      ? []
      : [[{ zh: '数字', en: 'Figure' }, partWords(withBase(metricRegistry[metric].label, multiplierOf(metric)), rows)] as Fact]),
    ...filterFacts(rows.filters ?? [], ground),
    ...(rows.numberSearch || rows.text
      ? [
          [
            { zh: '查找', en: 'Search' },
            { zh: '已按查找词缩小', en: 'narrowed by a search' },
          ] as Fact,
        ]
      : []),
    [{ zh: '登记口径', en: 'Register' }, registerWords(rows.register ?? 'regulator')],
    ...(metric === null ? [] : definitionFacts([metric], multiplierOf)),
  ]
}

const partLabels = {
  value: { zh: '本期', en: 'this period' },
  numerator: { zh: '分子', en: 'numerator' },
  base: { zh: '分母', en: 'denominator' },
  unknown: { zh: '不明', en: 'unknown' },
  previous: { zh: '上期', en: 'previous period' },
  lastYear: { zh: '上年同期', en: 'same period last year' },
} as const

function partWords(label: FullLabel, { part = 'value' }: ComplaintRows): FullLabel {
  const words = partLabels[part]
  return { zh: `${label.zh}（${words.zh}）`, en: `${label.en} (${words.en})` }
}
