import { following, listSheet, type ListColumn, type ListExport } from '../exports/list-export.ts'
import type { ComplaintRow } from '../complaints/complaints.types.ts'
import type { FullLabel } from '../platform/label.ts'
import type { DismissedRepeat, EvidenceKey, RepeatAct, RepeatCandidate, RepeatRows, RepeatSide } from './matters.types.ts'
import { readDismissed, readMerged } from './merged.queries.ts'
import { readRepeats } from './repeats.queries.ts'

const pageSize = 200
const evidence: Record<EvidenceKey, FullLabel> = {
  samePerson: { zh: '同一投诉人', en: 'one person' },
  sameText: { zh: '内容相同', en: 'equal text' },
  both: { zh: '同一投诉人且内容相同', en: 'one person and equal text' },
}

function sideColumns(of: (row: RepeatCandidate) => RepeatSide, name: FullLabel, texts: boolean): ListColumn<RepeatCandidate>[] {
  const heading = (zh: string, en: string) => ({ zh: `${name.zh}${zh}`, en: `${name.en} ${en}` })
  return [
    { heading: heading('编号', 'number'), of: (row) => of(row).complaint.number },
    { heading: heading('受理日期', 'received on'), kind: 'DATE', of: (row) => of(row).complaint.receivedOn },
    { heading: heading('业务类别', 'category'), of: (row, say) => say(of(row).complaint.category.label) },
    { heading: heading('投诉原因', 'cause'), of: (row, say) => say(of(row).complaint.cause.label) },
    ...(texts ? [{ heading: heading('内容（脱敏）', 'text (masked)'), width: 48, of: (row: RepeatCandidate) => of(row).text }] : []),
  ]
}

/** Pairs that may be one matter, side by side with their evidence. */
export const candidatesExport: ListExport = {
  field: 'repeatCandidates',
  title: { zh: '可能重复的投诉', en: 'Possible repeats' },
  async open({ db, viewer, language, args }) {
    const rows = args['rows'] as RepeatRows // as the schema reads it
    const ask = (after: string | null) => readRepeats(db, viewer, { rows, first: pageSize, after })
    const first = await ask(null)
    const texts = viewer.permissions.has('complaintText:read')
    const columns: ListColumn<RepeatCandidate>[] = [
      { heading: { zh: '依据', en: 'Evidence' }, width: 22, of: (row, say) => say(evidence[row.evidence]) },
      { heading: { zh: '相隔天数', en: 'Days apart' }, kind: 'NUMBER', of: (row) => row.daysApart },
      { heading: { zh: '机构', en: 'Institution' }, width: 28, of: (row, say) => say(row.later.complaint.rankedInstitution?.label) },
      ...sideColumns((row) => row.earlier, { zh: '先收到的', en: 'Earlier' }, texts),
      ...sideColumns((row) => row.later, { zh: '后收到的', en: 'Later' }, texts),
    ]
    return {
      sheets: [listSheet(this, columns, following(first, ask), language)],
      total: first.totalCount,
      revision: first.revision,
      facts: [
        [
          { zh: '同一投诉人', en: 'One person' },
          { zh: `${first.personDays} 天内`, en: `within ${first.personDays} days` },
        ],
        [
          { zh: '内容相同', en: 'Equal text' },
          { zh: `${first.textDays} 天内`, en: `within ${first.textDays} days` },
        ],
      ],
    }
  },
}

type MergedRow = { matter: number; member: ComplaintRow; counts: number; act: RepeatAct | null }
const actColumns: ListColumn<{ act: RepeatAct | null }>[] = [
  { heading: { zh: '处理人', en: 'By' }, width: 12, of: (row) => row.act?.actor ?? null },
  { heading: { zh: '理由', en: 'Reason' }, width: 32, of: (row) => row.act?.reason ?? null },
  { heading: { zh: '修订号', en: 'Revision' }, kind: 'NUMBER', of: (row) => row.act?.revision ?? null },
]
const mergedColumns: readonly ListColumn<MergedRow>[] = [
  { heading: { zh: '组', en: 'Matter' }, kind: 'NUMBER', of: (row) => row.matter },
  { heading: { zh: '投诉编号', en: 'Number' }, of: (row) => row.member.number },
  { heading: { zh: '受理日期', en: 'Received on' }, kind: 'DATE', of: (row) => row.member.receivedOn },
  { heading: { zh: '机构', en: 'Institution' }, width: 28, of: (row, say) => say(row.member.institution.label) },
  {
    heading: { zh: '合并后计件', en: 'Counts when merged' },
    width: 10,
    of: (row, say) => say(row.member.represents ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }),
  },
  { heading: { zh: '本组计件数', en: 'Matter counts' }, kind: 'NUMBER', of: (row) => row.counts },
  ...actColumns,
]

/** Merged matters, a line for each complaint of theirs. */
export const mergedExport: ListExport = {
  field: 'mergedMatters',
  title: { zh: '已合并的投诉', en: 'Merged complaints' },
  async open({ db, viewer, language, args }) {
    const ask = (after: string | null) => readMerged(db, viewer, { ...placeOf(args), first: pageSize, after })
    const first = await ask(null)
    const pages = numbered(following(first, ask))
    return { sheets: [listSheet(this, mergedColumns, pages, language)], total: null, revision: revisionOf(args), facts: [] }
  },
}

async function* numbered(
  pages: ReturnType<typeof following<Awaited<ReturnType<typeof readMerged>>['rows'][number]>>,
): AsyncIterable<MergedRow[]> {
  let before = 0
  for await (const page of pages) {
    yield page.flatMap(({ members, counts, act }, at) => members.map((member) => ({ matter: before + at + 1, member, counts, act })))
    before += page.length
  }
}

const dismissedColumns: readonly ListColumn<DismissedRepeat>[] = [
  { heading: { zh: '投诉编号', en: 'Number' }, of: (row) => row.one.number },
  { heading: { zh: '受理日期', en: 'Received on' }, kind: 'DATE', of: (row) => row.one.receivedOn },
  { heading: { zh: '另一件', en: 'The other' }, of: (row) => row.other.number },
  { heading: { zh: '另一件受理日期', en: 'The other received on' }, kind: 'DATE', of: (row) => row.other.receivedOn },
  { heading: { zh: '机构', en: 'Institution' }, width: 28, of: (row, say) => say(row.one.institution.label) },
  ...actColumns,
]

/** Pairs judged to be two matters. */
export const dismissedExport: ListExport = {
  field: 'dismissedRepeats',
  title: { zh: '已判定不重复', en: 'Judged not to be repeats' },
  async open({ db, viewer, language, args }) {
    const ask = (after: string | null) => readDismissed(db, viewer, { ...placeOf(args), first: pageSize, after })
    const first = await ask(null)
    const pages = following(first, ask)
    return { sheets: [listSheet(this, dismissedColumns, pages, language)], total: first.totalCount, revision: revisionOf(args), facts: [] }
  },
}

function revisionOf(args: Readonly<Record<string, unknown>>): number | null {
  return typeof args['revision'] === 'number' ? args['revision'] : null
}

function placeOf(args: Readonly<Record<string, unknown>>): { jurisdiction: string | null; revision: number | null } {
  return { jurisdiction: typeof args['jurisdiction'] === 'string' ? args['jurisdiction'] : null, revision: revisionOf(args) }
}
