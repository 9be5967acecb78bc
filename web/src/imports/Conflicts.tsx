import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import type { Draft } from './draft.ts'
import type { FixActs } from './fixes.ts'

/** What a person corrected beside what the file says, column by column; of each row one of the two stands. */
export function Conflicts({ draft, acts }: { draft: Draft; acts: FixActs }) {
  const { t } = useWords()
  const rows = new Map<number, Draft['conflicts']>()
  for (const each of draft.conflicts) rows.set(each.position, [...(rows.get(each.position) ?? []), each])
  const { takeRows } = acts.fixes
  const all = [...rows.keys()]
  return (
    <section className="card" aria-label={t.imports.conflicts}>
      <header className="card-head">
        <h2>{t.imports.conflicts}</h2>
        <span className="caption">{t.imports.conflictsHint}</span>
        {!draft.committed && (
          <span className="card-tools">
            <button type="button" className="link-button" onClick={() => acts.take(all, false)}>
              {t.imports.keepAll}
            </button>
            <button type="button" className="link-button" onClick={() => acts.take(all, true)}>
              {t.imports.takeAll}
            </button>
          </span>
        )}
      </header>
      <Scroll label={t.imports.conflicts}>
        <table className="rows">
          <thead>
            <tr>
              <th scope="col" className="num">
                {t.imports.row}
              </th>
              <th scope="col">{t.imports.column}</th>
              <th scope="col">{t.imports.person}</th>
              <th scope="col">{t.imports.inFile}</th>
              {!draft.committed && <th scope="col">{t.imports.stands}</th>}
            </tr>
          </thead>
          <tbody>
            {[...rows].map(([position, columns]) =>
              columns.map((each, place) => (
                <tr key={`${position} ${each.column}`}>
                  {place === 0 && (
                    <th scope="row" className="num" rowSpan={columns.length}>
                      {each.row}
                    </th>
                  )}
                  <td>{each.column}</td>
                  <td className={takeRows.has(position) ? 'raw given-up' : 'raw stands'}>{each.person ?? t.imports.emptyCell}</td>
                  <td className={takeRows.has(position) ? 'raw stands' : 'raw given-up'}>{each.file ?? t.imports.emptyCell}</td>
                  {!draft.committed && place === 0 && (
                    <td rowSpan={columns.length}>
                      <select
                        className="input meaning"
                        aria-label={t.imports.standsIn(each.row)}
                        value={takeRows.has(position) ? 'FILE' : 'PERSON'}
                        onChange={(event) => acts.take([position], event.target.value === 'FILE')}
                      >
                        <option value="PERSON">{t.imports.keepPerson}</option>
                        <option value="FILE">{t.imports.takeFile}</option>
                      </select>
                    </td>
                  )}
                </tr>
              )),
            )}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}
