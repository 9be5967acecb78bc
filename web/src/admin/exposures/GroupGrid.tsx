import { useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { printed } from '../../catalog/format.ts'
import { useWords } from '../../text/text.tsx'
import { Scroll } from '../../ui/Scroll.tsx'
import { usePlacesWords } from '../places.ts'
import { useAdminWords } from '../words.ts'
import type { Cell, Group, GridRow } from './documents.ts'
import type { Chosen } from './HistoryDialog.tsx'
import { cellKey, isJump, pasteInto, type Entries, type Pasted } from './paste.ts'

type GridProps = {
  group: Group
  on: string
  entries: Entries
  problems: ReadonlyMap<string, { zh: string; en?: string | null }>
  busy: boolean
  editable: boolean
  onEntries: (entries: Entries) => void
  onChoose: (chosen: Chosen) => void
}

/** One group: its members by its two bases, what is in force beside what is typed. */
export function GroupGrid(props: GridProps) {
  const { group, on, entries, editable, busy, onEntries } = props
  const { say } = useWords()
  const w = usePlacesWords().exposures
  const [pasted, setPasted] = useState<Pasted | null>(null)
  const type = (key: string, value: string): void => {
    const next = new Map(entries)
    if (value === '') next.delete(key)
    else next.set(key, value)
    onEntries(next)
  }
  const paste = (event: ClipboardEvent<HTMLInputElement>, at: { row: number; base: number }): void => {
    const text = event.clipboardData.getData('text')
    if (!/[\t\n]/.test(text.trim())) return
    event.preventDefault()
    const found = pasteInto(group, at, text)
    setPasted(found)
    onEntries(new Map([...entries, ...found.entries]))
  }
  return (
    <section className={`card${busy ? ' busy' : ''}`} aria-label={say(group.label)}>
      <header className="card-head">
        <h2>{say(group.label)}</h2>
        <span className="caption">
          {w.on} {on}
        </span>
      </header>
      {group.missing > 0 && <p className="notice notice-warn">{w.missingLine(group.missing)}</p>}
      <Scroll label={say(group.label)}>
        <table className="rows exposure-grid">
          <GridHead group={group} editable={editable} />
          <tbody>
            {group.rows.map((row, place) => (
              <Line key={row.key} {...props} row={row} place={place} onType={type} onPaste={paste} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {editable && <p className="caption exposure-hint">{w.paste}</p>}
      {pasted && entries.size > 0 && (
        <p className={`notice exposure-hint${pasted.unmatched.length > 0 || pasted.over > 0 ? ' notice-warn' : ''}`} role="status">
          {w.pasted(pasted.entries.size)}
          {pasted.unmatched.length > 0 && ` ${w.unmatched(pasted.unmatched.slice(0, 8).join('、'))}`}
          {pasted.over > 0 && ` ${w.over(pasted.over)}`}
        </p>
      )}
    </section>
  )
}

function GridHead({ group, editable }: { group: Group; editable: boolean }) {
  const { say } = useWords()
  const w = usePlacesWords().exposures
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={2}>
          {w.institution}
        </th>
        {group.bases.map((base) => (
          <th key={base.key} scope="colgroup" colSpan={editable ? 2 : 1}>
            {say(base.label)}
          </th>
        ))}
      </tr>
      <tr>
        {group.bases.flatMap((base) => [
          <th key={`${base.key} held`} scope="col" className="num">
            {w.held}
          </th>,
          ...(editable
            ? [
                <th key={`${base.key} entry`} scope="col" className="num entry">
                  {w.entry}
                </th>,
              ]
            : []),
        ])}
      </tr>
    </thead>
  )
}

type LineProps = GridProps & {
  row: GridRow
  place: number
  onType: (key: string, value: string) => void
  onPaste: (event: ClipboardEvent<HTMLInputElement>, at: { row: number; base: number }) => void
}

function Line({ group, row, place, entries, problems, editable, onType, onPaste, onChoose }: LineProps) {
  const { t, say } = useWords()
  return (
    <tr>
      <th scope="row">
        {say(row.label)}{' '}
        {row.status === 'CLOSED' || row.status === 'NEW' ? <span className="tag">{t.institutions.statuses[row.status]}</span> : null}
      </th>
      {row.cells.flatMap((cell, column) => {
        const key = cellKey(row.key, cell.base)
        const base = group.bases[column]
        const label = say(base?.label)
        const chosen = { institution: row.key, base: cell.base, name: say(row.label), label }
        return [
          <td key={`${key} held`} className="held">
            <Held cell={cell} onChoose={() => onChoose(chosen)} name={`${chosen.name} ${label}`} />
          </td>,
          ...(editable
            ? [
                <td key={key} className="entry">
                  <Entry
                    label={[chosen.name, label]}
                    value={entries.get(key) ?? ''}
                    held={cell.value ?? null}
                    problem={problems.get(key)}
                    onType={(value) => onType(key, value)}
                    onPaste={(event) => onPaste(event, { row: place, base: column })}
                  />
                </td>,
              ]
            : []),
        ]
      })}
    </tr>
  )
}

/** What a rate of the day is taken per, how old it is and who said so; it opens every value that was ever given. */
function Held({ cell, name, onChoose }: { cell: Cell; name: string; onChoose: () => void }) {
  const { date } = useWords()
  const a = useAdminWords()
  const w = usePlacesWords().exposures
  const { value, asOf, source, age, stale, reason } = cell
  return (
    <>
      <button type="button" className="link-button" aria-label={`${name} ${value == null ? w.noBase : printed(value)}`} onClick={onChoose}>
        {value == null ? a.none : printed(value)}
      </button>{' '}
      {reason && <span className="tag tag-warn">{stale && age != null ? w.stale(printed(age)) : w.noBase}</span>}
      {asOf && (
        <span className="second">
          {date(asOf)}
          {age != null && age > 0 && !stale && ` · ${w.age(printed(age))}`}
        </span>
      )}
      {source && <span className="second written">{source}</span>}
    </>
  )
}

type EntryProps = {
  label: [string, string]
  value: string
  held: number | null
  problem: { zh: string; en?: string | null } | undefined
  onType: (value: string) => void
  onPaste: (event: ClipboardEvent<HTMLInputElement>) => void
}

function Entry({ label, value, held, problem, onType, onPaste }: EntryProps) {
  const { say } = useWords()
  const w = usePlacesWords().exposures
  return (
    <>
      <input
        className="input"
        inputMode="numeric"
        autoComplete="off"
        aria-label={w.entryOf(...label)}
        {...(problem ? { 'aria-invalid': true as const } : {})}
        value={value}
        onChange={(event) => onType(event.target.value)}
        onPaste={onPaste}
        onKeyDown={moveOn}
      />
      {problem && <span className="field-problem">{say(problem)}</span>}
      {!problem && isJump(value, held) && <span className="tag tag-warn">{w.jump}</span>}
    </>
  )
}

/** Up, down and Enter go to the same base of the next institution, as in a spreadsheet. */
function moveOn(event: KeyboardEvent<HTMLInputElement>): void {
  const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : 0
  if (step === 0) return
  event.preventDefault()
  const cell = event.currentTarget.closest('td')
  const line = cell?.closest('tr')
  const next = step > 0 ? line?.nextElementSibling : line?.previousElementSibling
  const place = cell && line ? [...line.children].indexOf(cell) : -1
  next?.children[place]?.querySelector('input')?.focus()
}
