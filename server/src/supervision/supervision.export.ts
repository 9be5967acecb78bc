import { loadGround } from '../analytics/ground.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Fact } from '../exports/about-sheet.ts'
import { atOnce, listSheet, sayIn, type ListColumn, type ListExport, type Say } from '../exports/list-export.ts'
import { dayIn } from '../ledger/clock.ts'
import { dayLabel, type FullLabel } from '../platform/label.ts'
import { criterionKeys, criterionRegistry } from './criteria.ts'
import type { EntryState } from './supervision.enums.ts'
import { listIn } from './supervision.queries.ts'
import type { SupervisionDecided, SupervisionEntry } from './supervision.types.ts'

const states: Record<EntryState, FullLabel> = {
  NEW: { zh: '新列入', en: 'new' },
  STAYS: { zh: '续列', en: 'stays' },
  PENDING: { zh: '在列，待决定', en: 'listed, to be decided' },
  LEFT: { zh: '移出', en: 'left' },
}
const semicolon: FullLabel = { zh: '；', en: '; ' }
const comma: FullLabel = { zh: '、', en: ', ' }

const columns: readonly ListColumn<SupervisionEntry>[] = [
  { heading: { zh: '机构', en: 'Institution' }, width: 28, of: (row, say) => say(row.label) },
  { heading: { zh: '机构类别', en: 'Peer group' }, width: 22, of: (row, say) => say(row.group) },
  { heading: { zh: '状态', en: 'State' }, width: 14, of: (row, say) => say(states[row.state]) },
  { heading: { zh: '列入期', en: 'Listed since' }, of: (row, say) => say(row.since.label) },
  { heading: { zh: '列入条件', en: 'Criteria' }, width: 24, of: (row, say) => row.entered.criteria.map(say).join(say(comma)) },
  { heading: { zh: '列入理由', en: 'Reason of entry' }, width: 60, of: (row) => row.entered.reason },
  { heading: { zh: '本期决定理由', en: 'Reason for this list' }, width: 60, of: (row) => laterOf(row)?.reason ?? null },
  { heading: { zh: '后续措施与期限', en: 'Measures and days' }, width: 40, of: measuresOf },
  { heading: { zh: '决定人', en: 'Decided by' }, width: 12, of: (row) => latestOf(row).made.actor },
  { heading: { zh: '决定日期', en: 'Decided on' }, kind: 'DATE', of: (row) => decidedOn(latestOf(row)) },
  { heading: { zh: '依据修订号', en: 'Revision of figures' }, kind: 'NUMBER', of: (row) => latestOf(row).evidenceRevision },
]

/** Who is on a list of key supervision or left with it, since when, why, and what is demanded. */
export const supervisionExport: ListExport = {
  field: 'supervisionList',
  title: { zh: '重点监督名单', en: 'Key supervision list' },
  async open({ db, viewer, language, args }) {
    const text = (name: string) => (typeof args[name] === 'string' && args[name] !== '' ? args[name] : null)
    const revision = typeof args['revision'] === 'number' ? args['revision'] : null
    const asked = { period: text('period'), jurisdiction: text('jurisdiction'), revision }
    const { list, facts } = await readSnapshot(db, viewer, async (tx) => {
      const { jurisdiction, settings } = await loadGround(tx, viewer, asked)
      const found = await listIn(tx, viewer, asked)
      const inForce = settings.at(found.period.from)
      const rules = criterionKeys.map((key): Fact => [criterionRegistry[key].label, criterionRegistry[key].definition(inForce)])
      return { list: found, facts: [[{ zh: '辖区', en: 'Jurisdiction' }, jurisdiction.label] as Fact, ...rules] }
    })
    const subtitle = sayIn(language)(list.period.label)
    return {
      sheets: [listSheet({ title: this.title, subtitle }, columns, atOnce(list.rows), language)],
      total: list.rows.length,
      revision: list.revision,
      facts: [[{ zh: '名单期', en: 'List period' }, list.period.label], [{ zh: '依据', en: 'Figures of' }, list.basis.label], ...facts],
      subtitle,
    }
  },
}

function measuresOf({ measures }: SupervisionEntry, say: Say): string {
  return measures.map(({ label, dueOn }) => `${say(label)} ${say(dayLabel(dueOn))}`).join(say(semicolon))
}

function laterOf({ decided, entered }: SupervisionEntry): SupervisionDecided | null {
  return decided && decided.key !== entered.key ? decided : null
}

function latestOf({ decided, entered }: SupervisionEntry): SupervisionDecided {
  return decided ?? entered
}

function decidedOn({ made }: SupervisionDecided): string | null {
  return made.at && dayIn(made.at)
}
