import { useState } from 'react'
import { usePerson } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import type { Profile } from './documents.ts'

const FEW = 4

/** How the institution came to be what it is: each dated version, what it changed, who entered it, when and why. */
export function Versions({ profile }: { profile: Profile }) {
  const { t, say, date, instant } = useWords()
  const person = usePerson()
  const [whole, setWhole] = useState(false)
  const shown = whole ? profile.versions : profile.versions.slice(0, FEW)
  return (
    <section className="card" aria-label={t.institutions.versions}>
      <header className="card-head">
        <h2>{t.institutions.versions}</h2>
        <span className="caption">{t.institutions.versionsHint}</span>
      </header>
      <ol className="versions">
        {shown.map((version) => (
          <li key={`${version.revision} ${version.validFrom ?? ''}`}>
            <h3>
              {version.validFrom ? t.institutions.from(date(version.validFrom)) : t.institutions.always}{' '}
              {version.voided && <span className="tag tag-warn">{t.institutions.voided}</span>}
            </h3>
            <ul>
              {version.changes.map((change) => (
                <li key={change.field.zh}>
                  <span className="version-field">{say(change.field)}</span>{' '}
                  {change.before && (
                    <>
                      <del>{say(change.before)}</del>
                      {' → '}
                    </>
                  )}
                  {change.after ? say(change.after) : t.institutions.nothing}
                </li>
              ))}
              {version.changes.length === 0 && <li className="second">{t.institutions.unchanged}</li>}
            </ul>
            {version.at && (
              <p className="second">
                {[instant(version.at), person(version.actor), version.file, version.reason].filter(Boolean).join(t.overview.comma)}
              </p>
            )}
          </li>
        ))}
      </ol>
      {profile.versions.length > FEW && (
        <button type="button" className="link-button" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? t.institutions.fewer : t.institutions.allOf(profile.versions.length)}
        </button>
      )}
    </section>
  )
}
