import { atOnce, listSheet, type ListColumn, type ListExport } from '../exports/list-export.ts'
import type { Label } from '../platform/label.ts'
import { readSettings } from './settings.queries.ts'
import type { SettingObject } from './settings.types.ts'

type Row = SettingObject & { group: Label }

const columns: readonly ListColumn<Row>[] = [
  { heading: { zh: '类别', en: 'Group' }, of: (row, say) => say(row.group) },
  { heading: { zh: '设置', en: 'Setting' }, width: 28, of: (row, say) => say(row.label) },
  { heading: { zh: '现值', en: 'Value' }, width: 28, of: (row, say) => say(row.shown) },
  { heading: { zh: '来自', en: 'From' }, of: (row, say) => (row.from ? say(row.from) : say({ zh: '产品缺省', en: 'product default' })) },
  { heading: { zh: '沿用', en: 'Inherited' }, of: (row, say) => say(row.inherited ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }) },
  { heading: { zh: '生效', en: 'Valid from' }, of: (row) => row.validFrom },
  { heading: { zh: '说明', en: 'Meaning' }, width: 60, of: (row, say) => say(row.explain) },
  { heading: { zh: '名称', en: 'Name' }, of: (row) => row.name },
]

/** The settings of a jurisdiction on a day. */
export const settingsExport: ListExport = {
  field: 'settings',
  title: { zh: '设置', en: 'Settings' },
  async open({ db, viewer, language, args }) {
    const text = (name: string) => (typeof args[name] === 'string' ? args[name] : null)
    const revision = typeof args['revision'] === 'number' ? args['revision'] : null
    const asked = { jurisdiction: text('jurisdiction'), on: text('on'), revision }
    const { groups, jurisdiction, on, revision: read } = await readSettings(db, viewer, asked)
    const rows = groups.flatMap(({ label, settings }) => settings.map((setting) => ({ ...setting, group: label })))
    const subtitle = `${language === 'zh' ? jurisdiction.label.zh : (jurisdiction.label.en ?? jurisdiction.label.zh)} ${on}`
    return {
      sheets: [listSheet({ ...this, subtitle }, columns, atOnce(rows), language)],
      total: rows.length,
      revision: read,
      facts: [],
      subtitle,
    }
  },
}
