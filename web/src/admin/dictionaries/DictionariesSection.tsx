import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useQuery } from 'urql'
import { useMay } from '../../app/session.tsx'
import { printed } from '../../catalog/format.ts'
import { ExportMenu } from '../../exports/ExportMenu.tsx'
import { OpenWords } from '../../imports/OpenWords.tsx'
import { useWords } from '../../text/text.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Blank, Failed } from '../../ui/states.tsx'
import { SectionHead, SelectField } from '../parts.tsx'
import type { DictionarySearch } from '../search.ts'
import { Acts } from './Acts.tsx'
import { DictionariesDocument, type Dictionary, type Entry } from './documents.ts'
import { EntryDialog } from './EntryDialog.tsx'
import { EntryTable } from './EntryTable.tsx'
import { StandardDialog } from './StandardDialog.tsx'
import { useDictionaryWords } from './words.ts'

/** Which entry is being looked at: one there is, or a new one below another or at the top. */
type Chosen = { entry: Entry | null; below: Entry | null }

/** What words are classified by: the dictionaries, words that none of them knows, and what was done to both. */
export function DictionariesSection() {
  const d = useDictionaryWords()
  const may = useMay()
  const [{ data, error }, ask] = useQuery({ query: DictionariesDocument, variables: {}, requestPolicy: 'cache-and-network' })
  const [standard, setStandard] = useState(false)
  const [turn, setTurn] = useState(0)
  const again = (): void => {
    ask({ requestPolicy: 'network-only' })
    setTurn(turn + 1)
  }
  const dictionaries = data?.dictionaries
  return (
    <>
      <SectionHead title={d.title} line={d.line}>
        {may('dictionary:write') && (
          <button type="button" className="button" onClick={() => setStandard(true)}>
            {d.standard}
          </button>
        )}
      </SectionHead>
      {error && !dictionaries && <Failed error={error} retry={again} />}
      {!error && !dictionaries && <Blank height={480} />}
      {dictionaries && <Kept dictionaries={dictionaries} onChanged={again} />}
      {may('import:read') && <OpenWords key={`words ${turn}`} onDone={again} />}
      <Acts key={`acts ${turn}`} onChanged={again} />
      {standard && <StandardDialog onDone={again} onClose={() => setStandard(false)} />}
    </>
  )
}

function Kept({ dictionaries, onChanged }: { dictionaries: Dictionary[]; onChanged: () => void }) {
  const { say } = useWords()
  const d = useDictionaryWords()
  const may = useMay()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as DictionarySearch
  const [retiredToo, setRetired] = useState(false)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const shown = dictionaries.find((one) => one.key === search.dictionary) ?? dictionaries[0]
  if (!shown) return null
  const choose = (dictionary: string): void =>
    void navigate({ to: '/admin/dictionaries', search: (before: DictionarySearch) => ({ ...before, dictionary }), replace: true })
  return (
    <section className="card" aria-label={say(shown.label)}>
      <div className="admin-tools dictionary-tools">
        <SelectField
          label={d.choose}
          value={shown.key}
          onChange={choose}
          options={dictionaries.map((one) => [one.key, `${say(one.label)} (${one.entries.length})`] as const)}
        />
        <span className="card-tools">
          <ExportMenu
            what={{ list: 'DICTIONARIES', asked: { dictionary: shown.key }, name: say(shown.label) }}
            asks={{ document: DictionariesDocument, variables: { dictionary: shown.key } }}
          />
          {may('dictionary:write') && (
            <button type="button" className="button button-filled" onClick={() => setChosen({ entry: null, below: null })}>
              <Icon name="plus" />
              {d.add}
            </button>
          )}
        </span>
      </div>
      <header className="card-head">
        <h2>{say(shown.label)}</h2>
        <span className="caption">
          {say(shown.explain)} {d.count(printed(shown.entries.length))}
        </span>
      </header>
      <EntryTable
        dictionary={shown}
        entries={shown.entries.filter((entry) => retiredToo || entry.offered)}
        onChoose={(entry) => setChosen({ entry, below: null })}
        onAddBelow={(below) => setChosen({ entry: null, below })}
      />
      {shown.entries.some((entry) => !entry.offered) && (
        <p className="admin-foot">
          <label>
            <input type="checkbox" checked={retiredToo} onChange={(event) => setRetired(event.target.checked)} /> {d.retiredToo}
          </label>
        </p>
      )}
      {chosen && <EntryDialog dictionary={shown} {...chosen} onDone={onChanged} onClose={() => setChosen(null)} />}
    </section>
  )
}
