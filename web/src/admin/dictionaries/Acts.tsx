import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { useLedger } from '../../app/ledger.tsx'
import { useMay, usePerson } from '../../app/session.tsx'
import { useWords } from '../../text/text.tsx'
import { Scroll } from '../../ui/Scroll.tsx'
import { Blank, Failed } from '../../ui/states.tsx'
import { ReasonDialog } from '../parts.tsx'
import { useAdminWords } from '../words.ts'
import { DictionaryActsDocument, UndoActDocument, UndoClassificationDocument, type DictionaryActRow } from './documents.ts'
import { useDictionaryWords } from './words.ts'

const PAGE = 10
const MOST = 200

/** What was done to dictionaries and to the meaning of words, each act with the way back. */
export function Acts({ onChanged }: { onChanged: () => void }) {
  const { say, instant } = useWords()
  const person = usePerson()
  const d = useDictionaryWords()
  const a = useAdminWords()
  const may = useMay()
  const [first, setFirst] = useState(PAGE)
  const [undoing, setUndoing] = useState<DictionaryActRow | null>(null)
  const [{ data, error }, ask] = useQuery({ query: DictionaryActsDocument, variables: { first }, requestPolicy: 'cache-and-network' })
  const acts = data?.dictionaryActs
  const undoable = (row: DictionaryActRow): boolean =>
    !row.undone && (may('dictionary:write') || (row.kind === 'CLASSIFY_WORDS' && may('word:classify')))
  return (
    <section className="card" aria-label={d.acts}>
      <header className="card-head">
        <h2>{d.acts}</h2>
        <span className="caption">{d.actsHint}</span>
      </header>
      {error && !acts && <Failed error={error} retry={() => ask({ requestPolicy: 'network-only' })} />}
      {!error && !acts && <Blank height={96} />}
      {acts?.rows.length === 0 && <p className="state">{d.noActs}</p>}
      {acts && acts.rows.length > 0 && (
        <Scroll label={d.acts}>
          <table className="rows admin-table">
            <thead>
              <tr>
                <th scope="col">{d.kind}</th>
                <th scope="col">{d.what}</th>
                <th scope="col">{d.who}</th>
                <th scope="col">{d.why}</th>
                <th scope="col">
                  <span className="hidden-text">{d.act}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {acts.rows.map((row) => (
                <tr key={row.change} className={row.undone ? 'admin-ended' : undefined}>
                  <td>
                    {say(row.kindLabel)} {row.undone && <span className="tag">{d.undone}</span>}
                  </td>
                  <th scope="row">
                    {say(row.what)}
                    <span className="second">№ {row.revision}</span>
                  </th>
                  <td>
                    {person(row.actor)}
                    <span className="second">{instant(row.at, true)}</span>
                  </td>
                  <td className="written">{row.reason ?? '—'}</td>
                  <td className="acts">
                    {undoable(row) && (
                      <button type="button" className="button" aria-label={d.undoOf(say(row.what))} onClick={() => setUndoing(row)}>
                        {d.undo}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {acts?.hasNextPage && first < MOST && (
        <div className="admin-foot">
          <button type="button" className="button" onClick={() => setFirst(Math.min(first * 3, MOST))}>
            {a.loadMore}
          </button>
        </div>
      )}
      {undoing && <UndoDialog row={undoing} onDone={onChanged} onClose={() => setUndoing(null)} />}
    </section>
  )
}

function UndoDialog({ row, onDone, onClose }: { row: DictionaryActRow; onDone: () => void; onClose: () => void }) {
  const { say } = useWords()
  const d = useDictionaryWords()
  const may = useMay()
  const { heard } = useLedger()
  const [, undo] = useMutation(UndoActDocument)
  const [, undoWords] = useMutation(UndoClassificationDocument)
  const act = async (reason: string) => {
    const asked = { change: row.change, reason }
    const { error, done } = may('dictionary:write')
      ? await undo(asked).then((answer) => ({ error: answer.error, done: answer.data?.undoDictionaryAct }))
      : await undoWords(asked).then((answer) => ({ error: answer.error, done: answer.data?.undoClassification }))
    if (error) return error
    if (done) heard(done.ledger.revision)
    onClose()
    onDone()
    return undefined
  }
  return (
    <ReasonDialog title={d.undoOf(say(row.what))} button={d.undo} act={act} onClose={onClose}>
      <p>{d.undoText}</p>
    </ReasonDialog>
  )
}
