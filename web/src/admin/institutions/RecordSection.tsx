import { Link, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useQuery } from 'urql'
import { keptSearch } from '../../app/kept.ts'
import { PrintButton } from '../../app/PrintButton.tsx'
import { useMay } from '../../app/session.tsx'
import { printed } from '../../catalog/format.ts'
import type { ViewSearch } from '../../filters/search.ts'
import { useWords } from '../../text/text.tsx'
import { Blank, Failed } from '../../ui/states.tsx'
import { SectionHead } from '../parts.tsx'
import { usePlacesWords } from '../places.ts'
import type { Act } from './change.ts'
import { ChangeDialog, type Done } from './ChangeDialog.tsx'
import { InstitutionRecordDocument, type InstitutionRecord, type RecordVersion } from './documents.ts'
import { History } from './History.tsx'
import { StandingFacts } from './StandingFacts.tsx'
import { TurnDialog, type Turn } from './TurnDialog.tsx'
import '../places.css'

/** One institution as an office keeps it: how it stands, its dated history, and the ways to change it. */
export function RecordSection() {
  const { key } = useParams({ strict: false }) as { key: string }
  const { jurisdiction } = useSearch({ strict: false }) as ViewSearch
  const w = usePlacesWords().institutions
  const variables = { key, jurisdiction: jurisdiction ?? null }
  const [{ data, error }, ask] = useQuery({ query: InstitutionRecordDocument, variables, requestPolicy: 'cache-and-network' })
  const again = (): void => ask({ requestPolicy: 'network-only' })
  const record = data?.institution
  return (
    <>
      <p className="places-back">
        <Link to="/admin/institutions" search={keptSearch}>
          {w.back}
        </Link>
      </p>
      {error && !record && <Failed error={error} retry={again} />}
      {!error && !data && <Blank height={480} />}
      {data && !record && (
        <p className="state" role="status">
          {w.unknown}
        </p>
      )}
      {record && <Record key={record.key} record={record} onChanged={again} />}
    </>
  )
}

type Doing = { act: Act; version: RecordVersion | null }
type Outcome = { words: string; turn: Turn | null }

function Record({ record, onChanged }: { record: InstitutionRecord; onChanged: () => void }) {
  const { t, say } = useWords()
  const w = usePlacesWords().institutions
  const may = useMay()
  const [doing, setDoing] = useState<Doing | null>(null)
  const [turning, setTurning] = useState<Turn | null>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const standing = standingOf(record)
  const done = ({ revision, complaints }: Done): void => {
    const count = printed(complaints)
    const saved = { words: w.saved(revision, count), turn: { act: 'UNDO' as const, undoes: revision, validFrom: null } }
    setOutcome(turning ? { words: turning.act === 'UNDO' ? w.undone(count) : w.restored(count), turn: null } : saved)
    setDoing(null)
    setTurning(null)
    onChanged()
  }
  const open = (act: Act): void => setDoing({ act, version: standing })
  return (
    <>
      <SectionHead title={say(record.label)} line={`${w.key} ${record.key}`}>
        <Link to="/institutions/$key" params={{ key: record.key }} search={keptSearch} className="button">
          {w.profile}
        </Link>
        <PrintButton words={t.frame.print} />
        {may('institution:write') && standing && (
          <>
            {!standing.values.closedOn && (
              <button type="button" className="button" onClick={() => open('CLOSE')}>
                {w.close}
              </button>
            )}
            <button type="button" className="button button-filled" onClick={() => open('ADD')}>
              {w.add}
            </button>
          </>
        )}
      </SectionHead>
      {outcome && (
        <p className="notice notice-better" role="status">
          {outcome.words}
          {outcome.turn && (
            <button type="button" className="link-button" onClick={() => setTurning(outcome.turn)}>
              {w.undo}
            </button>
          )}
        </p>
      )}
      <StandingFacts record={record} version={standing} />
      <History record={record} current={standing} onCorrect={(version) => setDoing({ act: 'CORRECT', version })} onTurn={setTurning} />
      {doing && (
        <ChangeDialog
          act={doing.act}
          record={record}
          version={doing.version}
          since={record.revision}
          onDone={done}
          onClose={() => setDoing(null)}
        />
      )}
      {turning && <TurnDialog turn={turning} record={record} onDone={done} onClose={() => setTurning(null)} />}
    </>
  )
}

/** The version that holds last by day. */
function standingOf({ versions }: InstitutionRecord): RecordVersion | null {
  const held = versions.filter((one) => one.inForce)
  return held.toSorted((one, other) => ((one.validFrom ?? '') < (other.validFrom ?? '') ? 1 : -1))[0] ?? null
}
