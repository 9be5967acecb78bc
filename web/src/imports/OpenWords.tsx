import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { useMay } from '../app/session.tsx'
import { printed } from '../catalog/format.ts'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import type { FilterName } from '../filters/search.ts'
import { graphql } from '../gql/index.ts'
import type { UnclassifiedWordsQuery } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import { FailedLine } from '../ui/states.tsx'
import { ClassifyWordsDocument, WordsPreview } from './classify.tsx'

const UnclassifiedWordsDocument = graphql(`
  query UnclassifiedWords {
    unclassifiedWords {
      words {
        field
        fieldLabel {
          zh
          en
        }
        word
        complaints
        proposals {
          key
          label {
            zh
            en
          }
        }
      }
      dictionaries {
        field
        entries {
          key
          label {
            zh
            en
          }
        }
      }
    }
  }
`)

type Open = NonNullable<UnclassifiedWordsQuery['unclassifiedWords']>
type Word = Open['words'][number]
type Entry = Word['proposals'][number]

/** How each column is narrowed in a view. */
const FILTER_OF: Partial<Record<string, FilterName>> = {
  category: 'category',
  cause: 'cause',
  lodgingChannel: 'channel',
  serviceChannel: 'service',
  rightsDomain: 'domain',
  severity: 'severity',
  upheld: 'outcome',
  satisfaction: 'satisfaction',
}

/** Stands among the choices for a new entry of the word's own name. */
const NEW = '+'

/** Words of committed ledgers that no dictionary knows: given a meaning, their complaints are classified at once. */
export function OpenWords({ onDone }: { onDone?: () => void }) {
  const { t } = useWords()
  const { ledger, heard } = useLedger()
  const may = useMay()
  const [{ data }, ask] = useQuery({ query: UnclassifiedWordsDocument, requestPolicy: 'cache-and-network', pause: !ledger })
  const [chosen, setChosen] = useState<Record<string, string>>({})
  const [done, setDone] = useState<number | null>(null)
  const [{ error, fetching }, classify] = useMutation(ClassifyWordsDocument)
  const open = data?.unclassifiedWords
  if (!open || (open.words.length === 0 && done === null)) return null
  const words = open.words.flatMap((word) => {
    const entry = chosen[nameOf(word)]
    return entry ? [{ field: word.field, word: word.word, entry: entry === NEW ? null : entry }] : []
  })
  const apply = async (): Promise<void> => {
    const { data: answer } = await classify({ words })
    if (!answer?.classifyWords) return
    setDone(answer.classifyWords.complaints)
    setChosen({})
    heard(answer.classifyWords.ledger.revision)
    ask({ requestPolicy: 'network-only' })
    onDone?.()
  }
  return (
    <section className="card" aria-label={t.imports.openWords}>
      <header className="card-head">
        <h2>{t.imports.openWords}</h2>
        <span className="caption">{t.imports.openWordsHint}</span>
        <span className="card-tools">
          <ExportMenu
            small
            what={{ list: 'UNCLASSIFIED_WORDS', asked: {}, name: t.imports.openWords }}
            asks={{ document: UnclassifiedWordsDocument, variables: {} }}
          />
        </span>
      </header>
      {done !== null && (
        <p className="notice" role="status">
          {t.imports.wordsDone(printed(done))}
        </p>
      )}
      {open.words.length > 0 && (
        <WordTable
          open={open}
          chosen={chosen}
          onChoose={may('word:classify') ? (word, entry) => setChosen({ ...chosen, [nameOf(word)]: entry }) : null}
        />
      )}
      {error && <FailedLine error={error} />}
      {words.length > 0 && (
        <>
          <WordsPreview words={words} />
          <button type="button" className="button button-filled show-all" disabled={fetching} onClick={() => void apply()}>
            {t.imports.classify(printed(words.length))}
          </button>
        </>
      )}
    </section>
  )
}

type TableProps = { open: Open; chosen: Record<string, string>; onChoose: ((word: Word, entry: string) => void) | null }

function WordTable({ open, chosen, onChoose }: TableProps) {
  const { t } = useWords()
  return (
    <Scroll label={t.imports.openWords}>
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">{t.imports.field}</th>
            <th scope="col">{t.imports.value}</th>
            <th scope="col" className="num">
              {t.imports.count}
            </th>
            {onChoose && <th scope="col">{t.imports.means}</th>}
          </tr>
        </thead>
        <tbody>
          {open.words.map((word) => (
            <tr key={nameOf(word)}>
              <td>
                <FieldLink word={word} />
              </td>
              <th scope="row" className="raw">
                {word.word}
              </th>
              <td className="num">{t.imports.timesComplaints(printed(word.complaints))}</td>
              {onChoose && (
                <td>
                  <EntrySelect
                    word={word}
                    entries={open.dictionaries.find((one) => one.field === word.field)?.entries ?? []}
                    value={chosen[nameOf(word)] ?? ''}
                    onChoose={(entry) => onChoose(word, entry)}
                  />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

/** The column's name opens all its complaints that are unclassified. */
function FieldLink({ word }: { word: Word }) {
  const { say } = useWords()
  const { ledger } = useLedger()
  const may = useMay()
  const filter = FILTER_OF[word.field]
  if (!filter || !ledger?.firstMonth || !ledger.lastMonth || !may('complaint:read')) return <>{say(word.fieldLabel)}</>
  const period = `${ledger.firstMonth}..${ledger.lastMonth}`
  return (
    <Link to="/complaints" search={{ period, [filter]: ['UNCLASSIFIED'] }} className="plain-link">
      {say(word.fieldLabel)}
    </Link>
  )
}

type SelectProps = { word: Word; entries: readonly Entry[]; value: string; onChoose: (entry: string) => void }

/** The likeliest first, then all there are, then a new entry. */
function EntrySelect({ word, entries, value, onChoose }: SelectProps) {
  const { t, say } = useWords()
  const proposed = new Set(word.proposals.map((entry) => entry.key))
  const option = (entry: Entry) => (
    <option key={entry.key} value={entry.key}>
      {say(entry.label)}
    </option>
  )
  return (
    <select
      className="input meaning"
      aria-label={t.imports.meaningOf(word.word)}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
    >
      <option value="">{t.imports.stayOpen}</option>
      {word.proposals.length > 0 && <optgroup label={t.imports.likely}>{word.proposals.map(option)}</optgroup>}
      <optgroup label={t.imports.allOfThem}>{entries.filter((entry) => !proposed.has(entry.key)).map(option)}</optgroup>
      {!word.word.includes('*') && <option value={NEW}>{t.imports.newEntry(word.word)}</option>}
    </select>
  )
}

function nameOf(word: Word): string {
  return `${word.field} ${word.word}`
}
