import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { printed, signed } from '../catalog/format.ts'
import { periodWords } from '../filters/period.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import { FailedLine } from '../ui/states.tsx'
import type { Draft } from './draft.ts'
import { StartImportDocument } from './StartImport.tsx'

/** The returns that a file holds, and what in them does not add up: it is told and stops nothing. */
export function FoundReturns({ draft }: { draft: Draft }) {
  const { t, say, language } = useWords()
  return (
    <section className="card" aria-label={t.returns.found}>
      <header className="card-head">
        <h2>{t.returns.found}</h2>
      </header>
      <ul className="found-returns">
        {draft.returns.map((each, place) => (
          <li key={place}>
            {[each.subject, each.period && periodWords(each.period, language), each.form].filter(Boolean).join(' · ')}
            {t.overview.colon}
            {each.total === null || each.total === undefined ? t.figures.none : printed(each.total)}
            {each.computed && <span className="caption"> {t.returns.computed}</span>}{' '}
            {each.discrepancies > 0 && <span className="tag tag-worse">≠ {t.returns.unbalanced(each.discrepancies)}</span>}
          </li>
        ))}
      </ul>
      {draft.discrepancies.length > 0 && (
        <Scroll label={t.returns.problems}>
          <table className="rows found-table">
            <thead>
              <tr>
                <th scope="col">{t.returns.where}</th>
                <th scope="col" className="num">
                  {t.returns.stated}
                </th>
                <th scope="col" className="num">
                  {t.returns.comes}
                </th>
                <th scope="col" className="num">
                  {t.returns.difference}
                </th>
                <th scope="col">{t.imports.problem}</th>
              </tr>
            </thead>
            <tbody>
              {draft.discrepancies.map((each, place) => (
                <tr key={place}>
                  <th scope="row">
                    {[each.row, each.column].filter(Boolean).join(' · ')}{' '}
                    <span className="caption">{[say(each.of), each.sheet, each.cell].filter(Boolean).join(' ')}</span>
                  </th>
                  <td className="num">{printed(each.stated, each.kind === 'SHARE' ? 1 : 0)}</td>
                  <td className="num">{printed(each.computed, each.kind === 'SHARE' ? 1 : 0)}</td>
                  <td className="num">{signed(each.stated - each.computed, each.kind === 'SHARE' ? 1 : 0)}</td>
                  <td>{t.returns.kinds[each.kind]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  )
}

type Defaults = { subject?: string; period?: string; form?: string; register?: string }

/** Whose return it is and of which period, said by a person where the file does not. */
export function WhoseReturn({ draft }: { draft: Draft }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const map = (draft.map ?? {}) as { defaults?: Defaults } & Record<string, unknown>
  const [given, setGiven] = useState<Defaults>(map.defaults ?? {})
  const [{ error, fetching }, start] = useMutation(StartImportDocument)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const { columns: _, ...rest } = map
    const defaults = Object.fromEntries(Object.entries(given).filter(([, text]) => text.trim() !== ''))
    const { data } = await start({ file: draft.id, kind: draft.kind, map: { ...rest, defaults } })
    const next = data?.startImport?.id
    if (next) await navigate({ to: '/imports/$draft', params: { draft: next } })
  }
  const fields = [
    ['subject', t.returns.subject],
    ['period', t.returns.period],
    ['form', t.returns.formName],
  ] as const
  return (
    <form className="card whose-return" onSubmit={(event) => void submit(event)}>
      <header className="card-head">
        <h2>{t.returns.whose}</h2>
        <span className="caption">{t.returns.whoseHint}</span>
      </header>
      <div className="whose-fields">
        {fields.map(([name, words]) => (
          <label key={name} className="field">
            <span>{words}</span>
            <input className="input" value={given[name] ?? ''} onChange={(event) => setGiven({ ...given, [name]: event.target.value })} />
          </label>
        ))}
        <label className="field">
          <span>{t.returns.register}</span>
          <select
            className="input"
            value={given.register ?? 'REGULATOR'}
            onChange={(event) => setGiven({ ...given, register: event.target.value })}
          >
            {(['REGULATOR', 'INSTITUTION'] as const).map((each) => (
              <option key={each} value={each}>
                {t.filters.registerOf[each]}
              </option>
            ))}
          </select>
        </label>
      </div>
      {error && <FailedLine error={error} />}
      <button type="submit" className="button" disabled={fetching}>
        {t.returns.recheck}
      </button>
    </form>
  )
}
