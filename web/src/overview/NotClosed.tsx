import { useMemo, useState } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { useMay } from '../app/session.tsx'
import { useTable } from '../catalog/table.ts'
import { monthsOf, periodWords } from '../filters/period.ts'
import type { Scope } from '../filters/scope.ts'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import { FailedLine } from '../ui/states.tsx'
import { tilesQuery } from './tiles.ts'

const NOTES = ['UNFINISHED', 'NOT_CLOSED', 'SAME_DAYS']

const CloseMonthDocument = graphql(`
  mutation CloseMonth($month: String!, $reason: String) {
    closeMonth(month: $month, reason: $reason) {
      ledger {
        revision
      }
    }
  }
`)

/** Says that a period's books are open, with the act that closes them beside it for whoever may. */
export function NotClosed({ scope }: { scope: Scope }) {
  const { t, say, language } = useWords()
  const query = useMemo(() => tilesQuery(scope), [scope])
  const reading = useTable(query)
  const { ledger, heard } = useLedger()
  const may = useMay()
  const [{ error, fetching }, close] = useMutation(CloseMonthDocument)
  const [done, setDone] = useState(false)
  const month = monthsOf(scope.period).to
  if (!ledger || done || ledger.closedMonths.includes(month)) return null
  if (ledger.firstMonth && month < ledger.firstMonth) return <p className="notice overview-notice">{t.states.noData}</p>
  const over = month < ledger.today.slice(0, 7)
  const notes = NOTES.flatMap((kind) => reading.value?.notes(kind) ?? []).map((note) => say(note.text))
  const act = async (): Promise<void> => {
    const { data } = await close({ month })
    const revision = data?.closeMonth?.ledger.revision
    if (revision === undefined) return
    setDone(true)
    heard(revision)
  }
  return (
    <div className="notice notice-warn overview-notice" role="note">
      <span>{notes.length > 0 ? [...new Set(notes)].join(' ') : t.overview.notClosed(periodWords(scope.period, language))}</span>
      {over && may('month:close') && (
        <button type="button" className="button" disabled={fetching} onClick={() => void act()}>
          {t.overview.closing(periodWords(month, language))}
        </button>
      )}
      {error && <FailedLine error={error} />}
    </div>
  )
}
