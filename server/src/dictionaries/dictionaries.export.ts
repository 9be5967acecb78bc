import { atOnce, listSheet, type ListColumn, type ListExport } from '../exports/list-export.ts'
import type { Dictionary, DictionaryEntryObject } from './dictionaries.types.ts'
import { readDictionaries } from './dictionaries.queries.ts'

type Row = DictionaryEntryObject & { dictionary: Dictionary }

const columns: readonly ListColumn<Row>[] = [
  { heading: { zh: '字典', en: 'Dictionary' }, of: (row, say) => say(row.dictionary.label) },
  { heading: { zh: '代码', en: 'Code' }, of: (row) => row.code },
  { heading: { zh: '中文名称', en: 'Chinese name' }, width: 28, of: (row) => `${'　'.repeat(row.depth)}${row.label.zh}` },
  { heading: { zh: '英文名称', en: 'English name' }, width: 28, of: (row) => row.label.en },
  {
    heading: { zh: '上级', en: 'Above it' },
    of: (row, say) => say(row.dictionary.entries.find((entry) => entry.key === row.parent)?.label),
  },
  { heading: { zh: '别名', en: 'Aliases' }, width: 40, of: (row) => row.aliases.join('；') },
  {
    heading: { zh: '属性', en: 'Attributes' },
    width: 30,
    of: (row, say) =>
      row.attributes
        .flatMap(({ name, values }) => {
          const attribute = row.dictionary.attributes.find((one) => one.name === name)
          const words = values.map((value) => say(attribute?.choices.find((choice) => choice.value === value)?.label) || value)
          return words.length === 0 ? [] : [`${say(attribute?.label)} ${words.join('、')}`]
        })
        .join('；'),
  },
  { heading: { zh: '停用自', en: 'Retired from' }, of: (row) => row.retiredFrom },
  { heading: { zh: '键', en: 'Key' }, of: (row) => row.key },
]

/** Every entry of the dictionaries. */
export const dictionariesExport: ListExport = {
  field: 'dictionaries',
  title: { zh: '字典', en: 'Dictionaries' },
  async open({ db, viewer, language, args }) {
    const asked = args['dictionary']
    const dictionaries = await readDictionaries(db, viewer, typeof asked === 'string' ? asked : null)
    const rows = dictionaries.flatMap((dictionary) => dictionary.entries.map((entry) => ({ ...entry, dictionary })))
    return { sheets: [listSheet(this, columns, atOnce(rows), language)], total: rows.length, revision: null, facts: [] }
  },
}
