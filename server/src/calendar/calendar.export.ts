import { atOnce, listSheet, type ListColumn, type ListExport } from '../exports/list-export.ts'
import { readWorkingYear } from './calendar.queries.ts'
import type { NamedDay } from './calendar.types.ts'

/** The first three columns are those of a calendar file, so that what leaves can be entered again. */
const columns: readonly ListColumn<NamedDay>[] = [
  { heading: { zh: '日期', en: 'Date' }, of: (row) => row.day },
  { heading: { zh: '是否工作日', en: 'Working' }, of: (row, say) => say(row.working ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }) },
  { heading: { zh: '名称', en: 'Name' }, of: (row) => row.name },
  { heading: { zh: '来自', en: 'From' }, of: (row, say) => say(row.from) },
]

/** The days that a node's calendar names in a year. */
export const calendarExport: ListExport = {
  field: 'workingYear',
  title: { zh: '工作日历', en: 'Working-day calendar' },
  async open({ db, viewer, language, args }) {
    const number = (name: string) => (typeof args[name] === 'number' ? args[name] : null)
    const jurisdiction = typeof args['jurisdiction'] === 'string' ? args['jurisdiction'] : null
    const { year, days } = await readWorkingYear(db, viewer, { year: number('year'), jurisdiction, revision: number('revision') })
    const subtitle = String(year)
    return {
      sheets: [listSheet({ ...this, subtitle }, columns, atOnce(days), language)],
      total: days.length,
      revision: null,
      facts: [],
      subtitle,
    }
  },
}
