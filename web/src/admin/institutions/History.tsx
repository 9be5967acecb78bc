import { Link } from '@tanstack/react-router'
import { useMay, usePerson } from '../../app/session.tsx'
import { useWords } from '../../text/text.tsx'
import { usePlacesWords } from '../places.ts'
import type { InstitutionRecord, RecordVersion } from './documents.ts'
import type { Turn } from './TurnDialog.tsx'

type HistoryProps = {
  record: InstitutionRecord
  current: RecordVersion | null
  onCorrect: (version: RecordVersion) => void
  onTurn: (turn: Turn) => void
}

/** Every version that was ever entered: from when, what it says otherwise, who entered it, when and why. */
export function History({ record, ...acts }: HistoryProps) {
  const w = usePlacesWords().institutions
  return (
    <section className="card" aria-label={w.history}>
      <header className="card-head">
        <h2>{w.history}</h2>
        <span className="caption">{w.historyHint}</span>
      </header>
      <ol className="places-history">
        {record.versions.map((version) => (
          <VersionLine key={`${version.revision} ${version.validFrom ?? ''}`} version={version} {...acts} />
        ))}
      </ol>
    </section>
  )
}

function VersionLine({ version, current, onCorrect, onTurn }: Omit<HistoryProps, 'record'> & { version: RecordVersion }) {
  const { say, date, instant } = useWords()
  const person = usePerson()
  const w = usePlacesWords().institutions
  const may = useMay()
  const { revision, validFrom, inForce, voided, act, batch, file, at, actor, reason } = version
  const from = validFrom ? w.from(date(validFrom)) : w.fromTheStart
  const ours = act === 'CHANGE_INSTITUTION'
  const state = voided ? w.voided : !inForce ? w.replaced : version === current ? w.current : null
  return (
    <li className={inForce ? undefined : 'admin-ended'}>
      <div className="places-version-head">
        <h3>
          {from} {state && <span className={`tag${version === current ? ' tag-better' : voided ? ' tag-warn' : ''}`}>{state}</span>}
        </h3>
        {may('institution:write') && (
          <span className="admin-acts places-acts">
            {inForce && (
              <button type="button" className="button" aria-label={w.correctOf(from)} onClick={() => onCorrect(version)}>
                {w.correct}
              </button>
            )}
            {ours && (
              <button
                type="button"
                className="button"
                aria-label={voided ? w.restoreOf(from) : w.undoOf(from)}
                onClick={() => onTurn({ act: voided ? 'RESTORE' : 'UNDO', undoes: revision, validFrom: validFrom ?? null })}
              >
                {voided ? w.restore : w.undo}
              </button>
            )}
          </span>
        )}
      </div>
      <ul>
        {version.changes.length === 0 && <li className="second">{w.same}</li>}
        {version.changes.map((change) => (
          <li key={change.field.zh}>
            <span className="version-field">{say(change.field)}</span>{' '}
            {change.before && (
              <>
                <del>{say(change.before)}</del>
                {' → '}
              </>
            )}
            {change.after ? say(change.after) : w.nothing}
          </li>
        ))}
      </ul>
      <p className="second">
        {at && actor && <span>{w.entered(person(actor), instant(at, true))}</span>}
        <span>{w.revision(revision)}</span>
        {reason && <span className="written">{reason}</span>}
        {file &&
          (batch && may('import:read') ? (
            <Link to="/imports" search={{ batch }} aria-label={`${w.batch} ${file}`}>
              {file}
            </Link>
          ) : (
            <span className="written">{file}</span>
          ))}
      </p>
    </li>
  )
}
