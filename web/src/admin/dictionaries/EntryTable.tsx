import { useMay } from '../../app/session.tsx'
import { useWords } from '../../text/text.tsx'
import { Scroll } from '../../ui/Scroll.tsx'
import type { Dictionary, Entry } from './documents.ts'
import { useDictionaryWords } from './words.ts'
import './dictionaries.css'

type TableProps = { dictionary: Dictionary; entries: Entry[]; onChoose: (entry: Entry) => void; onAddBelow: (entry: Entry) => void }

/** The entries in the order of their tree, each set in as deep as it lies. */
export function EntryTable({ dictionary, entries, onChoose, onAddBelow }: TableProps) {
  const { say } = useWords()
  const d = useDictionaryWords()
  if (entries.length === 0) return <p className="state">{d.empty}</p>
  return (
    <Scroll label={say(dictionary.label)}>
      <table className="rows admin-table dictionary-table">
        <thead>
          <tr>
            <th scope="col">{d.entry}</th>
            <th scope="col">{d.code}</th>
            {dictionary.attributes.map((attribute) => (
              <th key={attribute.name} scope="col">
                {say(attribute.label)}
              </th>
            ))}
            <th scope="col">{d.aliases}</th>
            <th scope="col">
              <span className="hidden-text">{d.act}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <EntryRow
              key={entry.key}
              entry={entry}
              dictionary={dictionary}
              onChoose={() => onChoose(entry)}
              onAddBelow={() => onAddBelow(entry)}
            />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

type RowProps = { entry: Entry; dictionary: Dictionary; onChoose: () => void; onAddBelow: () => void }

function EntryRow({ entry, dictionary, onChoose, onAddBelow }: RowProps) {
  const { say, date, language } = useWords()
  const d = useDictionaryWords()
  const may = useMay()
  const writes = may('dictionary:write')
  const name = say(entry.label)
  const second = language === 'zh' ? entry.label.en : entry.label.en ? entry.label.zh : null
  return (
    <tr className={entry.offered ? undefined : 'admin-ended'}>
      <th scope="row" style={{ paddingInlineStart: 8 + entry.depth * 20 }}>
        {entry.depth > 0 && <span aria-hidden="true">└ </span>}
        {name} {!entry.standard && <span className="tag">{d.own}</span>} {!entry.own && <span className="tag">{d.fromAbove}</span>}{' '}
        {entry.retiredFrom && <span className="tag tag-warn">{d.retired(date(entry.retiredFrom))}</span>}
        {second && (
          <span className="second" lang={language === 'zh' ? 'en' : 'zh'}>
            {second}
          </span>
        )}
      </th>
      <td>{entry.code ?? '—'}</td>
      {dictionary.attributes.map((attribute) => {
        const values = entry.attributes.find((one) => one.name === attribute.name)?.values ?? []
        const words = values.map((value) => say(attribute.choices.find((choice) => choice.value === value)?.label) || value)
        return <td key={attribute.name}>{words.length === 0 ? '—' : words.join(language === 'zh' ? '、' : ', ')}</td>
      })}
      <td className="dictionary-aliases">{entry.aliases.length === 0 ? '—' : entry.aliases.join('、')}</td>
      <td className="acts">
        <button
          type="button"
          className="button"
          aria-label={writes && entry.own ? d.changeOf(name) : `${d.view} ${name}`}
          onClick={onChoose}
        >
          {writes && entry.own ? d.change : d.view}
        </button>
        {writes && (
          <button type="button" className="button" aria-label={d.belowOf(name)} onClick={onAddBelow}>
            {d.below}
          </button>
        )}
      </td>
    </tr>
  )
}
