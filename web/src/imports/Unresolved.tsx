import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { printed } from '../catalog/format.ts'
import { useMembers } from '../filters/members.ts'
import type { Dimension } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import { FailedLine } from '../ui/states.tsx'
import type { Draft } from './draft.ts'
import { useFieldNames } from './fields.ts'
import { StartImportDocument } from './StartImport.tsx'

type Word = Draft['unresolved'][number]
type Values = Record<string, Record<string, string>>

/** Fields whose words can be chosen from a list, and the dimension that lists them. */
const LISTED: Partial<Record<string, Dimension>> = {
  institution: 'INSTITUTION',
  category: 'CATEGORY',
  cause: 'CAUSE',
  lodgingChannel: 'LODGING_CHANNEL',
}

/** Words that a dictionary or the institutions lack, each with what it could be; what is chosen goes into the mapping. */
export function Unresolved({ draft }: { draft: Draft }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const names = useFieldNames(draft.kind)
  const [chosen, setChosen] = useState<Values>({})
  const [{ error, fetching }, start] = useMutation(StartImportDocument)
  const choose = (word: Word, value: string): void => {
    const { [word.value]: _, ...others } = chosen[word.field] ?? {}
    setChosen({ ...chosen, [word.field]: value === '' ? others : { ...others, [word.value]: value } })
  }
  const count = Object.values(chosen).reduce((sum, words) => sum + Object.keys(words).length, 0)
  const again = async (): Promise<void> => {
    const map = (draft.map ?? {}) as { values?: Values }
    const values = { ...map.values }
    for (const [field, words] of Object.entries(chosen)) values[field] = { ...values[field], ...words }
    const { data } = await start({ file: draft.id, kind: draft.kind, map: { ...map, values } })
    const next = data?.startImport?.id
    if (next) await navigate({ to: '/imports/$draft', params: { draft: next } })
  }
  return (
    <section className="card" aria-label={t.imports.unresolved}>
      <header className="card-head">
        <h2>{t.imports.unresolved}</h2>
        <span className="caption">{t.imports.unresolvedHint}</span>
      </header>
      <Scroll label={t.imports.unresolved}>
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{t.imports.field}</th>
              <th scope="col">{t.imports.value}</th>
              <th scope="col" className="num">
                {t.imports.count}
              </th>
              {!draft.committed && <th scope="col">{t.imports.means}</th>}
            </tr>
          </thead>
          <tbody>
            {draft.unresolved.map((word) => (
              <tr key={`${word.field} ${word.value}`}>
                <td>{names(word.field)}</td>
                <th scope="row" className="raw">
                  {word.value}
                </th>
                <td className="num">{t.imports.timesRows(printed(word.rows))}</td>
                {!draft.committed && (
                  <td>
                    <Meaning word={word} value={chosen[word.field]?.[word.value] ?? ''} onChoose={(value) => choose(word, value)} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {error && <FailedLine error={error} />}
      {count > 0 && (
        <button type="button" className="button show-all" disabled={fetching} onClick={() => void again()}>
          {t.imports.recheckWords(printed(count))}
        </button>
      )}
    </section>
  )
}

/** The likeliest first, then all there are. Similarity only proposes: a person chooses. */
function Meaning({ word, value, onChoose }: { word: Word; value: string; onChoose: (value: string) => void }) {
  const { t, say } = useWords()
  const { ledger } = useLedger()
  const { members } = useMembers(LISTED[word.field] ?? null, ledger?.revision ?? 0)
  if (!LISTED[word.field]) return <>{t.imports.laterWord}</>
  const proposed = new Set(word.proposals)
  const rest = members.filter((member) => !proposed.has(member.label.zh))
  return (
    <select
      className="input meaning"
      aria-label={t.imports.meaningOf(word.value)}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
    >
      <option value="">{word.field === 'institution' ? t.imports.skipWord : t.imports.laterWord}</option>
      {word.proposals.length > 0 && (
        <optgroup label={t.imports.likely}>
          {word.proposals.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </optgroup>
      )}
      <optgroup label={t.imports.allOfThem}>
        {rest.map((member) => (
          <option key={member.key} value={member.label.zh}>
            {say(member.label)}
          </option>
        ))}
      </optgroup>
    </select>
  )
}
