import { useWords } from '../text/text.tsx'
import type { Complaint } from './ComplaintPanel.tsx'

/** Every act that touched the complaint, the latest first: who, when, why, and value → value. */
export function History({ complaint }: { complaint: Complaint }) {
  const { t, say, instant } = useWords()
  return (
    <section aria-label={t.complaints.history}>
      <h3>{t.complaints.history}</h3>
      <ol className="history">
        {[...complaint.history]
          .sort((a, b) => b.revision - a.revision)
          .map((act) => (
            <li key={act.revision}>
              <p>
                <b>{t.complaints.acts[act.kind] ?? act.kind}</b>{' '}
                <span className="second">{t.complaints.by(act.actor, instant(act.at))}</span>
              </p>
              {act.changes.map((change, place) => (
                <p key={place} className="second">
                  {t.complaints.fromTo(
                    say(change.field),
                    say(change.before) || t.complaints.empty,
                    say(change.after) || t.complaints.empty,
                  )}
                </p>
              ))}
              {act.reason && (
                <p className="second">
                  {t.complaints.reason}
                  {t.overview.colon}
                  {act.reason}
                </p>
              )}
            </li>
          ))}
      </ol>
    </section>
  )
}
