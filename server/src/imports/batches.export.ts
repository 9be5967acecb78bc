import { following, listSheet, type ListColumn, type ListExport } from '../exports/list-export.ts'
import type { FullLabel } from '../platform/label.ts'
import { readBatches } from './imports.queries.ts'
import type { BatchObject } from './imports.types.ts'

const pageSize = 200
const kinds: Record<string, FullLabel> = {
  complaints: { zh: '投诉', en: 'complaints' },
  institutions: { zh: '机构', en: 'institutions' },
  exposures: { zh: '业务量', en: 'exposures' },
  returns: { zh: '报送', en: 'returns' },
  assessments: { zh: '考评结果', en: 'assessments' },
  calendar: { zh: '工作日历', en: 'calendar' },
}

const columns: readonly ListColumn<BatchObject>[] = [
  { heading: { zh: '导入时间', en: 'Entered at' }, width: 24, of: (row) => row.at.toISOString() },
  { heading: { zh: '文件', en: 'File' }, width: 40, of: (row) => row.file },
  { heading: { zh: '内容', en: 'Kind' }, of: (row, say) => say(kinds[row.kind] ?? { zh: row.kind, en: row.kind }) },
  { heading: { zh: '操作人', en: 'By' }, of: (row) => row.who },
  { heading: { zh: '文件行数', en: 'Rows' }, kind: 'NUMBER', of: (row) => row.rows },
  { heading: { zh: '入账', en: 'Entered' }, kind: 'NUMBER', of: (row) => row.imported },
  { heading: { zh: '未导入', en: 'Not taken' }, kind: 'NUMBER', of: (row) => row.rejected },
  { heading: { zh: '之后有更正的件数', en: 'Corrected since' }, kind: 'NUMBER', of: (row) => row.corrections },
  {
    heading: { zh: '状态', en: 'State' },
    of: (row, say) => say(row.voided ? { zh: '已作废', en: 'void' } : { zh: '有效', en: 'in force' }),
  },
  { heading: { zh: '修订号', en: 'Revision' }, kind: 'NUMBER', of: (row) => row.revision },
]

/** Every import there was. */
export const batchesExport: ListExport = {
  field: 'batches',
  title: { zh: '导入批次', en: 'Imports' },
  async open({ db, viewer, language }) {
    const first = await readBatches(db, viewer, pageSize, null)
    const pages = following(first, (after) => readBatches(db, viewer, pageSize, after))
    return { sheets: [listSheet(this, columns, pages, language)], total: first.totalCount, revision: null, facts: [] }
  },
}
