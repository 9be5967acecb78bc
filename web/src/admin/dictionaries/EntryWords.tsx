import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { useLedger } from '../../app/ledger.tsx'
import { useMay } from '../../app/session.tsx'
import { printed } from '../../catalog/format.ts'
import { ClassifyWordsDocument, WordsPreview } from '../../imports/classify.tsx'
import { useWords } from '../../text/text.tsx'
import { Scroll } from '../../ui/Scroll.tsx'
import { FailedLine } from '../../ui/states.tsx'
import { EntryWordsDocument, type Dictionary, type Entry } from './documents.ts'
import { useDictionaryWords } from './words.ts'

type WordsProps = { dictionary: Dictionary; entry: Entry; onDone: (complaints: number) => void }

/** The words that mean an entry, with the complaints that hold each; any may be given another entry. */
export function EntryWords({ dictionary, entry, onDone }: WordsProps) {
  const { t, say } = useWords()
  const d = useDictionaryWords()
  const may = useMay()
  const { heard } = useLedger()
  const variables = { dictionary: dictionary.key, entry: entry.key }
  const [{ data }] = useQuery({ query: EntryWordsDocument, variables, requestPolicy: 'network-only' })
  const [moved, setMoved] = useState<Record<string, string>>({})
  const [{ error, fetching }, classify] = useMutation(ClassifyWordsDocument)
  const held = data?.entryWords ?? []
  if (held.length === 0) return null
  const words = held.flatMap(({ field, word }) => {
    const to = moved[word]
    return to ? [{ field, word, entry: to }] : []
  })
  const apply = async (): Promise<void> => {
    const answer = (await classify({ words })).data?.classifyWords
    if (!answer) return
    heard(answer.ledger.revision)
    onDone(answer.complaints)
  }
  return (
    <section className="dictionary-words" aria-label={d.wordsOf}>
      <h3>{d.wordsOf}</h3>
      {may('word:classify') && <p className="caption">{d.wordsHint}</p>}
      <Scroll label={d.wordsOf}>
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{d.word}</th>
              <th scope="col" className="num">
                {d.complaints}
              </th>
              {may('word:classify') && <th scope="col">{d.entry}</th>}
            </tr>
          </thead>
          <tbody>
            {held.map(({ field, word, complaints }) => (
              <tr key={`${field} ${word}`}>
                <th scope="row" className="raw">
                  {word}
                </th>
                <td className="num">{printed(complaints)}</td>
                {may('word:classify') && (
                  <td>
                    <select
                      className="input meaning"
                      aria-label={d.moveTo(word)}
                      value={moved[word] ?? ''}
                      onChange={(event) => setMoved({ ...moved, [word]: event.target.value })}
                    >
                      <option value="">{d.stay}</option>
                      {dictionary.entries
                        .filter((one) => one.key !== entry.key && one.offered)
                        .map((one) => (
                          <option key={one.key} value={one.key}>
                            {say(one.label)}
                          </option>
                        ))}
                    </select>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {error && <FailedLine error={error} />}
      {words.length > 0 && (
        <>
          <WordsPreview words={words} />
          <button type="button" className="button button-filled" disabled={fetching} onClick={() => void apply()}>
            {t.imports.classify(printed(words.length))}
          </button>
        </>
      )}
    </section>
  )
}
