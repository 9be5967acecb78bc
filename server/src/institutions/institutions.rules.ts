import type { Range } from '../analytics/period.ts'
import type { InstitutionState } from '../ledger/institution-history.ts'
import type { FullLabel, Label } from '../platform/label.ts'

/** How an institution stands in a period. */
export const institutionStatuses = {
  open: { zh: '在营', en: 'open, a member of its group' },
  new: { zh: '新开业', en: 'opened in the period' },
  closed: { zh: '已终止', en: 'closed by the end of the period' },
  unranked: { zh: '未参与排名', en: 'open and outside the ranking: its complaints count for the one above it, or in totals alone' },
  notOpen: { zh: '尚未开业', en: 'not open before the end of the period' },
} as const satisfies Record<string, FullLabel>

/** Open or closed at the end of a period. */
export const standings = { open: { zh: '在营', en: 'open' }, closed: { zh: '已终止', en: 'closed' } } as const satisfies Record<
  string,
  FullLabel
>
export type Standing = keyof typeof standings
export const standingKeys = Object.keys(standings) as Standing[]

export type StatusKey = keyof typeof institutionStatuses
export const statusKeys = Object.keys(institutionStatuses) as StatusKey[]

type Dates = Pick<InstitutionState, 'openedOn' | 'closedOn'>

/** Closed comes before new: one that opened and closed in the period is closed. */
export function statusIn({ openedOn, closedOn }: Dates, period: Range, ranked: boolean): StatusKey {
  if (openedOn !== null && openedOn >= period.end) return 'notOpen'
  if (closedOn !== null && closedOn < period.end) return 'closed'
  if (openedOn !== null && openedOn >= period.from && ranked) return 'new'
  return ranked ? 'open' : 'unranked'
}

/** What a version says of an institution, each field as a reader sees it. */
export type ShownVersion = Record<VersionField, Label | null>

const versionFields = {
  name: { zh: '名称', en: 'Name' },
  aliases: { zh: '别名', en: 'Aliases' },
  peerGroup: { zh: '机构类别', en: 'Peer group' },
  parent: { zh: '上级机构', en: 'Parent' },
  ranked: { zh: '参与排名', en: 'Ranked' },
  opened: { zh: '开业日期', en: 'Opened on' },
  closed: { zh: '终止日期', en: 'Closed on' },
  successor: { zh: '承继机构', en: 'Successor' },
  region: { zh: '地区', en: 'Region' },
  order: { zh: '显示顺序', en: 'Display order' },
} as const satisfies Record<string, FullLabel>
export type VersionField = keyof typeof versionFields

/** What differs between two versions; of a first one everything that it says. */
export function changesBetween(
  before: ShownVersion | null,
  after: ShownVersion,
): { field: Label; before: Label | null; after: Label | null }[] {
  return (Object.keys(versionFields) as VersionField[]).flatMap((key) => {
    const [was, is] = [before?.[key] ?? null, after[key]]
    // Where a list stands is worth a word only where it moves.
    if (before === null && key === 'order') return []
    return was?.zh === is?.zh ? [] : [{ field: versionFields[key], before: was, after: is }]
  })
}
