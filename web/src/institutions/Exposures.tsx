import { useState } from 'react'
import { printed } from '../catalog/format.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import type { Profile } from './documents.ts'

const FEW = 6

/** What the rates are taken per: how many, on which day, who said so. */
export function Exposures({ profile }: { profile: Profile }) {
  const { t, say, date } = useWords()
  const [whole, setWhole] = useState(false)
  const shown = whole ? profile.exposures : profile.exposures.slice(0, FEW)
  return (
    <section className="card" aria-label={t.institutions.exposures}>
      <header className="card-head">
        <h2>{t.institutions.exposures}</h2>
        <span className="caption">{t.institutions.exposuresHint}</span>
      </header>
      {shown.length === 0 ? (
        <p className="caption">{t.institutions.noExposures}</p>
      ) : (
        <Scroll label={t.institutions.exposures}>
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{t.institutions.asOf}</th>
                <th scope="col">{t.institutions.what}</th>
                <th scope="col" className="num">
                  {t.institutions.number}
                </th>
                <th scope="col">{t.institutions.source}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={`${row.base} ${row.asOf}`}>
                  <th scope="row" className="day">
                    {date(row.asOf)}
                  </th>
                  <td>{say(row.label)}</td>
                  <td className="num">{printed(row.value)}</td>
                  <td>
                    {row.source ?? t.figures.none}
                    {row.file && <span className="second institution-second">{row.file}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {profile.exposures.length > FEW && (
        <button type="button" className="link-button" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? t.institutions.fewer : t.institutions.allOf(profile.exposures.length)}
        </button>
      )}
    </section>
  )
}
