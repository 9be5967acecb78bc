import { Link } from '@tanstack/react-router'
import { printed, signed } from '../catalog/format.ts'
import { periodWords } from '../filters/period.ts'
import { RowsLink } from '../filters/RowsLink.tsx'
import type { Scope } from '../filters/scope.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import type { Profile } from './documents.ts'
import { COUNT } from './search.ts'

/** What the institution reported beside what the ledger counts, and whether it adds up. */
export function ProfileReturns({ profile, scope }: { profile: Profile; scope: Scope | null }) {
  const { t, language } = useWords()
  return (
    <section className="card" aria-label={t.institutions.returns}>
      <header className="card-head">
        <h2>{t.institutions.returns}</h2>
        <span className="caption">{t.returns.gapHint}</span>
      </header>
      {profile.returns.length === 0 ? (
        <p className="caption">{t.institutions.noReturns}</p>
      ) : (
        <Scroll label={t.institutions.returns}>
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{t.returns.period}</th>
                <th scope="col">{t.returns.state}</th>
                <th scope="col" className="num">
                  {t.returns.total}
                </th>
                <th scope="col" className="num">
                  {t.returns.registered}
                </th>
                <th scope="col" className="num">
                  {t.returns.gap}
                </th>
              </tr>
            </thead>
            <tbody>
              {profile.returns.map((row) => (
                <tr key={row.key}>
                  <th scope="row">
                    <Link to="/returns/$key" params={{ key: row.key }} search={{}}>
                      {periodWords(row.period, language)}
                    </Link>
                    <span className="second institution-second">
                      {row.form}
                      {t.overview.comma}
                      {t.filters.registerOf[row.register]}
                    </span>
                  </th>
                  <td>
                    {row.discrepancies > 0 ? (
                      <span className="tag tag-worse">≠ {t.returns.unbalanced(row.discrepancies)}</span>
                    ) : (
                      t.returns.states['ADDS_UP']
                    )}
                  </td>
                  <td className="num">
                    {row.total == null ? t.figures.none : printed(row.total)}
                    {row.computed && <span className="second institution-second">{t.returns.computed}</span>}
                  </td>
                  <td className="num">
                    {row.registered == null || !scope ? (
                      t.figures.none
                    ) : (
                      <RowsLink
                        scope={{ ...scope, search: { institution: [profile.key], register: row.register } }}
                        metric={COUNT}
                        period={row.period}
                      >
                        {printed(row.registered)}
                      </RowsLink>
                    )}
                  </td>
                  <td className="num">{row.gap == null ? t.figures.none : signed(row.gap)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  )
}
