import { atOnce, listSheet, type ListColumn, type ListExport } from '../exports/list-export.ts'
import { readUnclassifiedWords } from './words.queries.ts'
import type { UnclassifiedWord } from './words.types.ts'

const columns: readonly ListColumn<UnclassifiedWord>[] = [
  { heading: { zh: '列', en: 'Column' }, of: (row, say) => say(row.fieldLabel) },
  { heading: { zh: '写法', en: 'Word' }, width: 40, of: (row) => row.word },
  { heading: { zh: '投诉件数', en: 'Complaints' }, kind: 'NUMBER', of: (row) => row.complaints },
  {
    heading: { zh: '相近词条', en: 'Entries like it' },
    width: 40,
    of: (row, say) => row.proposals.map((one) => say(one.label)).join('；'),
  },
]

/** Words in the ledger that their dictionaries lack. */
export const unclassifiedWordsExport: ListExport = {
  field: 'unclassifiedWords',
  title: { zh: '未归类的写法', en: 'Unclassified words' },
  async open({ db, viewer, language }) {
    const { words } = await readUnclassifiedWords(db, viewer)
    return { sheets: [listSheet(this, columns, atOnce(words), language)], total: words.length, revision: null, facts: [] }
  },
}
