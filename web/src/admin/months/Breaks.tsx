import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { useLedger } from '../../app/ledger.tsx'
import { useMay, usePerson } from '../../app/session.tsx'
import { useWords } from '../../text/text.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Scroll } from '../../ui/Scroll.tsx'
import { Blank, Failed } from '../../ui/states.tsx'
import { ReasonDialog } from '../parts.tsx'
import { useAdminWords } from '../words.ts'
import { BreakDialog } from './BreakDialog.tsx'
import { SeriesBreaksDocument, WithdrawBreakDocument, type SeriesBreak } from './documents.ts'

/** Changes of definition: the day, what they touch, the sentence that stands where a comparison is refused. */
export function Breaks() {
  const { t } = useWords()
  const a = useAdminWords()
  const may = useMay()
  const [ended, setEnded] = useState(false)
  const [{ data, error }, ask] = useQuery({ query: SeriesBreaksDocument, variables: { ended }, requestPolicy: 'cache-and-network' })
  const [adding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<SeriesBreak | null>(null)
  const done = (): void => {
    setAdding(false)
    setLeaving(null)
    ask({ requestPolicy: 'network-only' })
  }
  const breaks = data?.seriesBreaks
  return (
    <section className="card" aria-label={a.months.breaks}>
      <header className="card-head">
        <h2>{a.months.breaks}</h2>
        <span className="caption">{a.months.breaksHint}</span>
        <span className="card-tools">
          {may('seriesBreak:write') && (
            <button type="button" className="button" onClick={() => setAdding(true)}>
              <Icon name="plus" />
              {a.months.register}
            </button>
          )}
        </span>
      </header>
      {error && !breaks && <Failed error={error} retry={() => ask({ requestPolicy: 'network-only' })} />}
      {!error && !breaks && <Blank height={96} />}
      {breaks?.length === 0 && <p className="state">{a.months.noBreaks}</p>}
      {breaks && breaks.length > 0 && (
        <Scroll label={a.months.breaks}>
          <table className="rows admin-table">
            <thead>
              <tr>
                <th scope="col">{a.months.from}</th>
                <th scope="col">{a.months.sentence}</th>
                <th scope="col">{a.months.touches}</th>
                <th scope="col">{a.months.registered}</th>
                <th scope="col">
                  <span className="hidden-text">{t.settings.act}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {breaks.map((one) => (
                <BreakRow key={one.key} one={one} onLeave={() => setLeaving(one)} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <p className="admin-foot">
        <label>
          <input type="checkbox" checked={ended} onChange={(event) => setEnded(event.target.checked)} /> {a.months.endedToo}
        </label>
      </p>
      {adding && <BreakDialog onDone={done} onClose={() => setAdding(false)} />}
      {leaving && <LeaveDialog one={leaving} onDone={done} onClose={() => setLeaving(null)} />}
    </section>
  )
}

function BreakRow({ one, onLeave }: { one: SeriesBreak; onLeave: () => void }) {
  const { say, date, instant } = useWords()
  const person = usePerson()
  const a = useAdminWords()
  const may = useMay()
  const { metrics } = useLedger()
  const touched = [...one.metrics.map((key) => say(metrics.get(key)?.label)), ...one.forms]
  return (
    <tr className={one.endedAt === null ? undefined : 'admin-ended'}>
      <th scope="row">{date(one.on)}</th>
      <td>
        {say(one.sentence)} {one.endedAt !== null && <span className="tag">{a.months.ended}</span>}
        {one.reason && <span className="second written">{one.reason}</span>}
      </td>
      <td>{touched.length === 0 ? a.months.allMetrics : touched.join(a.months.comma)}</td>
      <td>
        {say(one.region)}
        <span className="second">
          {person(one.actor)} {one.at ? instant(one.at, true) : ''}
        </span>
      </td>
      <td className="acts">
        {one.endable && may('seriesBreak:write') && (
          <button type="button" className="button" aria-label={a.months.withdrawOf(date(one.on))} onClick={onLeave}>
            {a.months.withdraw}
          </button>
        )}
      </td>
    </tr>
  )
}

function LeaveDialog({ one, onDone, onClose }: { one: SeriesBreak; onDone: () => void; onClose: () => void }) {
  const { say, date } = useWords()
  const a = useAdminWords()
  const { heard } = useLedger()
  const [, withdraw] = useMutation(WithdrawBreakDocument)
  const act = async (reason: string) => {
    const { data, error } = await withdraw({ key: one.key, reason })
    if (error) return error
    if (data?.withdrawSeriesBreak) heard(data.withdrawSeriesBreak.ledger.revision)
    onDone()
    return undefined
  }
  return (
    <ReasonDialog title={a.months.withdrawOf(date(one.on))} button={a.months.withdraw} act={act} onClose={onClose}>
      <p>{say(one.sentence)}</p>
      <p>{a.months.withdrawText}</p>
    </ReasonDialog>
  )
}
