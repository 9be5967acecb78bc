import { parsePeriod, periodLabel } from '../analytics/period.ts'
import { atOnce, listSheet, sayIn, type ListColumn, type ListExport } from '../exports/list-export.ts'
import { readAssessments } from './assessments.queries.ts'
import type { AssessmentRow } from './assessments.types.ts'

const columns: readonly ListColumn<AssessmentRow>[] = [
  { heading: { zh: '机构', en: 'Institution' }, width: 28, of: (row, say) => say(row.label) },
  { heading: { zh: '机构类别', en: 'Peer group' }, of: (row, say) => say(row.peerGroup) },
  { heading: { zh: '得分', en: 'Score' }, kind: 'NUMBER', decimals: 2, of: (row) => row.score },
  { heading: { zh: '名次', en: 'Rank' }, kind: 'NUMBER', of: (row) => row.rank },
  { heading: { zh: '同组中位数', en: 'Group median' }, kind: 'NUMBER', decimals: 2, of: (row) => row.median },
  { heading: { zh: '等级', en: 'Grade' }, width: 10, of: (row) => row.grade },
  { heading: { zh: '考评方案', en: 'Scheme' }, width: 28, of: (row) => row.scheme },
  { heading: { zh: '期间', en: 'Period' }, of: (row, say) => say(row.periodLabel) },
  { heading: { zh: '来源', en: 'Source' }, width: 28, of: (row) => row.source },
]

/** The results of one period's assessments. */
export const assessmentsExport: ListExport = {
  field: 'assessments',
  title: { zh: '考评结果', en: 'Assessment results' },
  async open({ db, viewer, language, args }) {
    const text = (name: string) => (typeof args[name] === 'string' ? args[name] : null)
    const revision = typeof args['revision'] === 'number' ? args['revision'] : null
    const list = await readAssessments(db, viewer, { period: text('period'), jurisdiction: text('jurisdiction'), revision })
    const label = list.period === null ? null : periodLabel(parsePeriod(list.period))
    const subtitle = sayIn(language)(label)
    return {
      sheets: [listSheet({ title: this.title, subtitle }, columns, atOnce(list.rows), language)],
      total: list.rows.length,
      revision: list.revision,
      facts: label ? [[{ zh: '期间', en: 'Period' }, label]] : [],
      subtitle,
    }
  },
}
