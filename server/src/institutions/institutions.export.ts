import { parsePeriod, periodLabel } from '../analytics/period.ts'
import { following, listSheet, sayIn, type ListColumn, type ListExport } from '../exports/list-export.ts'
import { readInstitutions } from './institutions.queries.ts'
import { institutionStatuses, standingKeys } from './institutions.rules.ts'
import type { InstitutionRow } from './institutions.types.ts'

const pageSize = 1000

const columns: readonly ListColumn<InstitutionRow>[] = [
  { heading: { zh: '机构', en: 'Institution' }, width: 32, of: (row, say) => say(row.label) },
  { heading: { zh: '机构类别', en: 'Peer group' }, width: 26, of: (row, say) => say(row.peerGroup?.label) },
  { heading: { zh: '状态', en: 'Status' }, width: 14, of: (row, say) => say(institutionStatuses[row.status]) },
  { heading: { zh: '上级机构', en: 'Parent' }, width: 28, of: (row, say) => say(row.parent?.label) },
  { heading: { zh: '地区', en: 'Region' }, width: 18, of: (row, say) => say(row.place.label) },
  { heading: { zh: '开业日期', en: 'Opened on' }, kind: 'DATE', of: (row) => row.openedOn },
  { heading: { zh: '终止日期', en: 'Closed on' }, kind: 'DATE', of: (row) => row.closedOn },
  { heading: { zh: '承接机构', en: 'Successor' }, width: 28, of: (row, say) => say(row.successor?.label) },
  { heading: { zh: '考评期间', en: 'Assessed for' }, of: (row, say) => say(row.assessment?.periodLabel) },
  { heading: { zh: '考评得分', en: 'Score' }, width: 10, of: (row) => row.assessment?.score ?? null },
  { heading: { zh: '考评等级', en: 'Grade' }, width: 10, of: (row) => row.assessment?.grade ?? null },
  { heading: { zh: '别名', en: 'Aliases' }, width: 32, of: (row) => row.aliases.join('、') },
  { heading: { zh: '代码', en: 'Key' }, of: (row) => row.key },
]

/** The institutions that the viewer oversees, as they stood in a period. */
export const institutionsExport: ListExport = {
  field: 'institutions',
  title: { zh: '机构名录', en: 'Institutions' },
  async open({ db, viewer, language, args }) {
    const text = (name: string) => (typeof args[name] === 'string' ? args[name] : null)
    const period = text('period')
    const standing = standingKeys.find((key) => key === args['standing']) ?? null
    const asked = {
      period,
      search: text('search') ?? '',
      peerGroup: text('peerGroup'),
      region: text('region'),
      standing,
      first: pageSize,
      jurisdiction: text('jurisdiction'),
    }
    const first = await readInstitutions(db, viewer, {
      ...asked,
      after: null,
      revision: typeof args['revision'] === 'number' ? args['revision'] : null,
    })
    const { revision, totalCount } = first
    const pages = following(first, (after) => readInstitutions(db, viewer, { ...asked, after, revision }))
    const label = period === null ? null : periodLabel(parsePeriod(period))
    const subtitle = sayIn(language)(label)
    return {
      sheets: [listSheet({ title: this.title, subtitle }, columns, pages, language)],
      total: totalCount,
      revision,
      facts: label ? [[{ zh: '期间', en: 'Period' }, label]] : [],
      subtitle,
    }
  },
}
