import { printed } from '../catalog/format.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import type { Draft } from './draft.ts'
import { useFieldNames } from './fields.ts'
import type { FixActs } from './fixes.ts'
import { LISTED, Meaning } from './Meaning.tsx'
import { NewInstitution } from './NewInstitution.tsx'

/** Words that a dictionary or the institutions lack, each with what it could be; what is chosen goes into the mapping. */
export function Unresolved({ draft, acts }: { draft: Draft; acts: FixActs }) {
  const { t } = useWords()
  const names = useFieldNames(draft.kind)
  const { fixes } = acts
  const open = !draft.committed
  const addable = [...new Set(draft.unresolved.map((word) => word.field))].filter((field) => field !== 'institution' && LISTED[field])
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
              {open && <th scope="col">{t.imports.means}</th>}
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
                {open && (
                  <td className="meanings">
                    <Meaning
                      field={word.field}
                      written={word.value}
                      proposals={word.proposals}
                      value={fixes.values[word.field]?.[word.value] ?? ''}
                      onChoose={(value) => acts.mean(word.field, word.value, value)}
                    />
                    {word.field === 'institution' && <NewInstitution draft={draft} acts={acts} name={word.value} />}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {open && addable.length > 0 && (
        <fieldset className="add-words">
          <legend>{t.imports.addWords}</legend>
          {addable.map((field) => (
            <label key={field}>
              <input type="checkbox" checked={fixes.create.has(field)} onChange={(event) => acts.add(field, event.target.checked)} />{' '}
              {names(field)}
            </label>
          ))}
        </fieldset>
      )}
    </section>
  )
}
