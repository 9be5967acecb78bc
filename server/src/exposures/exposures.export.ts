import { listSheet, atOnce, type ListColumn, type ListExport } from '../exports/list-export.ts'
import type { FullLabel, Label } from '../platform/label.ts'
import { readExposureGrid } from './exposures.queries.ts'
import type { ExposureCell, ExposureGridRow } from './exposures.types.ts'

type Line = { group: Label; row: ExposureGridRow; label: FullLabel; cell: ExposureCell }

const noBase = { zh: '无基数', en: 'no base' }

/** The headings are those of an exposures import, so that the sheet comes back filled in. */
const columns: readonly ListColumn<Line>[] = [
  { heading: { zh: '机构类别', en: 'Peer group' }, width: 26, of: ({ group }, say) => say(group) },
  { heading: { zh: '机构名称', en: 'Institution' }, width: 32, of: ({ row }, say) => say(row.label) },
  { heading: { zh: '指标', en: 'Base' }, of: ({ label }, say) => say(label) },
  { heading: { zh: '数值', en: 'Value' }, kind: 'NUMBER', of: ({ cell }) => cell.value },
  { heading: { zh: '截至日期', en: 'As of' }, kind: 'DATE', of: ({ cell }) => cell.asOf },
  { heading: { zh: '来源', en: 'Source' }, width: 28, of: ({ cell }) => cell.source },
  { heading: { zh: '距今天数', en: 'Age in days' }, kind: 'NUMBER', of: ({ cell }) => cell.age },
  { heading: { zh: '说明', en: 'Remark' }, of: ({ cell }, say) => (cell.reason === null ? null : say(noBase)) },
]

/** What rates are taken per on a day: one line for each member and base. */
export const exposuresExport: ListExport = {
  field: 'exposureGrid',
  title: { zh: '业务量', en: 'Exposures' },
  async open({ db, viewer, language, args }) {
    const text = (name: string) => (typeof args[name] === 'string' ? args[name] : null)
    const revision = typeof args['revision'] === 'number' ? args['revision'] : null
    const grid = await readExposureGrid(db, viewer, {
      on: text('on'),
      peerGroup: text('peerGroup'),
      jurisdiction: text('jurisdiction'),
      revision,
    })
    const lines = grid.groups.flatMap(({ label: group, bases, rows }) =>
      rows.flatMap((row) =>
        row.cells.map((cell, place): Line => ({ group, row, cell, label: bases[place]?.label ?? { zh: cell.base, en: cell.base } })),
      ),
    )
    return {
      sheets: [listSheet({ title: this.title, subtitle: grid.on }, columns, atOnce(lines), language)],
      total: lines.length,
      revision: grid.revision,
      facts: [
        [
          { zh: '截至', en: 'As of' },
          { zh: grid.on, en: grid.on },
        ],
      ],
      subtitle: grid.on,
    }
  },
}
