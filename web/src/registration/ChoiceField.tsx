import { useId, useState, type KeyboardEvent } from 'react'
import { useClient, useQuery } from 'urql'
import { useWords } from '../text/text.tsx'
import { ChoicesDocument, useSettled, type Choice } from './documents.ts'
import type { Held } from './form.ts'
import './choice.css'

type ChoiceFieldProps = {
  field: string
  label: string
  held: Held
  /** `whileText`: only where the field still holds this text. */
  onChange: (held: Held, whileText?: string) => void
  /** An answer is on its way that will fill the field: whoever saves waits for it. */
  onWait?: (answer: Promise<void>) => void
  onLeave?: () => void
  /** Institutions as on this day. */
  on?: string | null
  hint?: React.ReactNode
  problem?: React.ReactNode
}

/**
 * A field that is filled by name, alias, code or initials: the list follows what is typed, Enter and Tab take the row
 * that is marked. What no row fits stays as it was typed, and the server says what it comes to.
 */
export function ChoiceField({ field, label, held, onChange, onWait, onLeave, on, hint, problem }: ChoiceFieldProps) {
  const { say } = useWords()
  const client = useClient()
  const id = useId()
  const [open, setOpen] = useState(false)
  const [place, setPlace] = useState(0)
  const typed = held.value === undefined ? held.text : ''
  const search = useSettled(typed, 120)
  const [{ data, stale, fetching }] = useQuery({
    query: ChoicesDocument,
    variables: { field, search, on: on ?? null },
    pause: !open,
  })
  const choices = (open && data?.registrationChoices) || []
  // Rows of an earlier search must not be taken for what is typed now.
  const current = search === typed && !stale && !fetching
  const marked = typed.trim() === '' && place === 0 ? -1 : Math.min(place - (typed.trim() === '' ? 1 : 0), choices.length - 1)
  const take = (choice: Choice): void => {
    onChange({ text: say(choice.label), value: choice.value })
    setOpen(false)
    setPlace(0)
  }
  /** Who types faster than the list follows gets the row that it would have marked. */
  const takeFirst = async (text: string): Promise<void> => {
    const { data: found } = await client.query(ChoicesDocument, { field, search: text, on: on ?? null }).toPromise()
    const [choice] = found?.registrationChoices ?? []
    if (choice) onChange({ text: say(choice.label), value: choice.value }, text)
  }
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setOpen(true)
      setPlace(Math.max(0, Math.min(place + step, choices.length - (typed.trim() === '' ? 0 : 1))))
    } else if (event.key === 'Escape' && open) {
      // The dialog around it stays open.
      event.preventDefault()
      event.stopPropagation()
      setOpen(false)
    } else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) {
      if (event.key === 'Enter' && open) event.preventDefault()
      if (!open) return
      const choice = current ? choices[marked] : undefined
      if (choice) take(choice)
      else if (!current && typed.trim() !== '') {
        const answer = takeFirst(typed)
        onWait?.(answer)
      }
      setOpen(false)
    }
  }
  return (
    <div className="field choice-field">
      <label htmlFor={`${id}input`}>{label}</label>
      <div className="choice-box">
        <input
          id={`${id}input`}
          className="input"
          role="combobox"
          aria-expanded={open && choices.length > 0}
          aria-controls={`${id}list`}
          aria-autocomplete="list"
          aria-activedescendant={open && choices[marked] ? `${id}${marked}` : undefined}
          aria-describedby={`${id}hint`}
          aria-invalid={Boolean(problem)}
          autoComplete="off"
          data-field={field}
          data-ready={open && current ? 'yes' : undefined}
          value={held.text}
          onChange={(event) => {
            onChange({ text: event.target.value })
            setOpen(true)
            setPlace(0)
          }}
          onFocus={(event) => event.target.select()}
          onClick={() => setOpen(true)}
          onKeyDown={onKey}
          onBlur={() => {
            setOpen(false)
            onLeave?.()
          }}
        />
        <ul id={`${id}list`} role="listbox" aria-label={label} className="choice-list" hidden={!open || choices.length === 0}>
          {choices.map((choice, index) => (
            <Row key={choice.value} id={`${id}${index}`} choice={choice} marked={index === marked} onTake={() => take(choice)} />
          ))}
        </ul>
      </div>
      <div id={`${id}hint`} className="field-foot">
        {problem ?? hint}
      </div>
    </div>
  )
}

function Row({ id, choice, marked, onTake }: { id: string; choice: Choice; marked: boolean; onTake: () => void }) {
  const { t, say } = useWords()
  const second = [
    choice.countsFor && t.registration.countsFor(say(choice.countsFor)),
    choice.outside && choice.code === null && choice.group === null && t.registration.outside,
    say(choice.group),
    choice.code,
  ].filter(Boolean)
  return (
    <li
      id={id}
      role="option"
      aria-selected={marked}
      ref={marked ? intoView : undefined}
      style={choice.depth > 0 ? { paddingLeft: 8 + choice.depth * 16 } : undefined}
      // The field keeps the focus: only then does leaving it mean something.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      <span>{say(choice.label)}</span>
      {second.length > 0 && <span className="second">{second.join(t.registration.dot)}</span>}
    </li>
  )
}

function intoView(row: HTMLLIElement | null): void {
  row?.scrollIntoView({ block: 'nearest' })
}
