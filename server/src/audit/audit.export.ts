import { following, listSheet, type ListColumn, type ListExport } from '../exports/list-export.ts'
import { filterOf, readAudit } from './audit.queries.ts'
import type { AuditLine } from './audit.types.ts'

const pageSize = 500

const columns: readonly ListColumn<AuditLine>[] = [
  { heading: { zh: '序号', en: 'Line' }, kind: 'NUMBER', of: (row) => Number(row.key) },
  { heading: { zh: '时间', en: 'At' }, width: 26, of: (row) => row.at.toISOString() },
  { heading: { zh: '事项', en: 'Act' }, of: (row, say) => say(row.kindLabel) },
  { heading: { zh: '操作人', en: 'Actor' }, of: (row) => row.actor },
  {
    heading: { zh: '内容', en: 'Detail' },
    width: 60,
    of: (row, say) => row.facts.map(({ label, value }) => `${say(label)} ${say(value)}`).join(' · '),
  },
  { heading: { zh: '代码', en: 'Kind' }, of: (row) => row.kind },
  { heading: { zh: '原始内容', en: 'As kept' }, width: 60, of: (row) => JSON.stringify(row.detail) },
  { heading: { zh: '摘要值', en: 'Digest' }, width: 66, of: (row) => row.digest },
]

/** The audit chain, line by line with its digests, so that it can be checked outside. */
export const auditExport: ListExport = {
  field: 'audit',
  title: { zh: '审计记录', en: 'Audit log' },
  async open({ db, viewer, language, args }) {
    // Read by the schema as the input type of the field's filter.
    const filter = filterOf(args['filter'] as Parameters<typeof filterOf>[0])
    const asked = { filter, first: pageSize, after: null }
    const first = await readAudit(db, viewer, asked)
    const pages = following(first, (after) => readAudit(db, viewer, { ...asked, after }))
    return { sheets: [listSheet(this, columns, pages, language)], total: first.totalCount, revision: null, facts: [] }
  },
}
