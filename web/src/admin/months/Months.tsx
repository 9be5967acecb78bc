import { useState } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../../app/ledger.tsx'
import { useMay } from '../../app/session.tsx'
import { monthsBetween, periodWords } from '../../filters/period.ts'
import { useWords } from '../../text/text.tsx'
import { Scroll } from '../../ui/Scroll.tsx'
import { Blank } from '../../ui/states.tsx'
import { FormDialog, ReasonField } from '../parts.tsx'
import { useAdminWords } from '../words.ts'
import { CloseBooksDocument, ReopenBooksDocument } from './documents.ts'

/** A year of months is on the page at first; older ones come when they are asked for. */
const SHOWN = 12

/** The months of the ledger, the latest first: closed, open, or not over yet. */
export function Months() {
  const { language } = useWords()
  const a = useAdminWords()
  const may = useMay()
  const { ledger } = useLedger()
  const [all, setAll] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  if (!ledger) return <Blank height={320} />
  const closed = new Set(ledger.closedMonths)
  const last = [ledger.lastMonth ?? '', ledger.today.slice(0, 7)].sort().at(-1) ?? ''
  const months = ledger.firstMonth ? monthsBetween(ledger.firstMonth, last).reverse() : []
  const shown = all ? months : months.slice(0, SHOWN)
  return (
    <section className="card" aria-label={a.months.books}>
      <header className="card-head">
        <h2>{a.months.books}</h2>
        <span className="caption">{a.months.booksHint}</span>
      </header>
      {months.length === 0 && <p className="state">{a.months.nothing}</p>}
      {months.length > 0 && (
        <Scroll label={a.months.books}>
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{a.months.month}</th>
                <th scope="col">{a.months.state}</th>
                {may('month:close') && <th scope="col">{a.months.act}</th>}
              </tr>
            </thead>
            <tbody>
              {shown.map((month) => (
                <tr key={month}>
                  <th scope="row">{periodWords(month, language)}</th>
                  <td>
                    {closed.has(month) ? (
                      a.months.closed
                    ) : month < ledger.today.slice(0, 7) ? (
                      <span className="tag tag-warn">{a.months.open}</span>
                    ) : (
                      a.months.running
                    )}
                  </td>
                  {may('month:close') && (
                    <td>
                      {month < ledger.today.slice(0, 7) && (
                        <button
                          type="button"
                          className="button"
                          aria-label={(closed.has(month) ? a.months.reopenOf : a.months.closeOf)(periodWords(month, language))}
                          onClick={() => setChosen(month)}
                        >
                          {closed.has(month) ? a.months.reopen : a.months.close}
                        </button>
                      )}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {shown.length < months.length && (
        <p className="admin-foot">
          <button type="button" className="button" onClick={() => setAll(true)}>
            {a.months.earlier}
          </button>
        </p>
      )}
      {chosen && <BooksDialog month={chosen} closed={closed.has(chosen)} onClose={() => setChosen(null)} />}
    </section>
  )
}

function BooksDialog({ month, closed, onClose }: { month: string; closed: boolean; onClose: () => void }) {
  const { language } = useWords()
  const a = useAdminWords()
  const { heard } = useLedger()
  const [reason, setReason] = useState('')
  const [, close] = useMutation(CloseBooksDocument)
  const [, reopen] = useMutation(ReopenBooksDocument)
  const words = periodWords(month, language)
  const act = async () => {
    const asked = { month, reason: reason.trim() || null }
    const answer = closed ? await reopen(asked) : await close(asked)
    if (answer.error) return answer.error
    const data = answer.data && ('reopenMonth' in answer.data ? answer.data.reopenMonth : answer.data.closeMonth)
    if (data) heard(data.ledger.revision)
    onClose()
    return undefined
  }
  return (
    <FormDialog
      title={(closed ? a.months.reopenOf : a.months.closeOf)(words)}
      button={closed ? a.months.reopen : a.months.close}
      problem={() => (closed && reason.trim() === '' ? a.reasonMissing : null)}
      act={act}
      onClose={onClose}
    >
      <p>{closed ? a.months.reopenText : a.months.closeText}</p>
      <ReasonField value={reason} onChange={setReason} />
    </FormDialog>
  )
}
