import { Link } from '@tanstack/react-router'
import { printed } from '../catalog/format.ts'
import { periodWords } from '../filters/period.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import type { Profile } from './documents.ts'

/** Scores and grades year by year, as they were given, with rank and median of the group. */
export function AssessmentHistory({ profile }: { profile: Profile }) {
  const { t, language } = useWords()
  const { none } = t.figures
  return (
    <section className="card" aria-label={t.institutions.assessments}>
      <header className="card-head">
        <h2>{t.institutions.assessments}</h2>
        <span className="caption">{t.institutions.assessmentsHint}</span>
      </header>
      {profile.assessments.length === 0 ? (
        <p className="caption">{t.institutions.noAssessments}</p>
      ) : (
        <Scroll label={t.institutions.assessments}>
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{t.filters.period}</th>
                <th scope="col" className="num">
                  {t.returns.score}
                </th>
                <th scope="col">{t.returns.grade}</th>
                <th scope="col" className="num">
                  {t.returns.rank}
                </th>
                <th scope="col" className="num">
                  {t.returns.median}
                </th>
                <th scope="col">{t.returns.scheme}</th>
              </tr>
            </thead>
            <tbody>
              {profile.assessments.map((row) => (
                <tr key={row.key}>
                  <th scope="row">
                    <Link to="/returns" search={{ show: 'assessments', period: row.period }}>
                      {periodWords(row.period, language)}
                    </Link>
                  </th>
                  <td className="num">
                    <b>{row.statedScore ?? none}</b>
                  </td>
                  <td>
                    {row.grade ?? none}{' '}
                    {row.gradePlace ? <span className="second">{t.returns.place(row.gradePlace, row.scale.length)}</span> : null}
                  </td>
                  <td className="num">{row.rank ?? none}</td>
                  <td className="num">{row.median == null ? none : printed(row.median, 2)}</td>
                  <td>
                    {row.scheme}
                    {row.source && <span className="second institution-second">{row.source}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  )
}
