import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { UndoDialog } from '../complaints/UndoDialog.tsx'
import { useWords } from '../text/text.tsx'

/** One complaint of this sitting; nothing of a person is in it. */
export type Registered = { key: string; number: string; institution: string; receivedOn: string; revision: number; undone: boolean }

/** What was just registered, the latest first, each with its undoing. */
export function SessionList({ list, onUndone }: { list: readonly Registered[]; onUndone: (key: string) => void }) {
  const { t } = useWords()
  const [undoing, setUndoing] = useState<Registered | null>(null)
  return (
    <section className="card session-list" aria-labelledby="session-list">
      <header className="card-head">
        <h2 id="session-list">{t.registration.session}</h2>
        {list.length > 0 && <span className="caption">{t.complaints.count(String(list.filter((one) => !one.undone).length))}</span>}
      </header>
      {list.length === 0 && <p className="second">{t.registration.sessionEmpty}</p>}
      <ol>
        {list.map((one) => (
          <li key={one.key} className={one.undone ? 'session-undone' : undefined}>
            <Link to="/complaints/$key" params={{ key: one.key }} search={{}}>
              {one.number}
            </Link>
            <span className="second">
              {one.receivedOn} {one.institution}
            </span>
            {one.undone ? (
              <span className="tag">{t.registration.undone}</span>
            ) : (
              <button type="button" className="link-button" onClick={() => setUndoing(one)}>
                {t.complaints.undo}
                <span className="hidden-text">{one.number}</span>
              </button>
            )}
          </li>
        ))}
      </ol>
      {undoing && (
        <UndoDialog
          complaint={undoing.key}
          revision={undoing.revision}
          words={t.registration.registrationOf(undoing.number)}
          onClose={() => setUndoing(null)}
          onDone={() => onUndone(undoing.key)}
        />
      )}
    </section>
  )
}
