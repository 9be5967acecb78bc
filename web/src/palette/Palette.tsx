import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useId, useState, type KeyboardEvent } from 'react'
import { PAGES } from '../app/pages.ts'
import { useSession } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { useChoices } from './choices.ts'
import { keepRecent } from './recent.ts'
import { follow, type Choice } from './targets.ts'
import './palette.css'

/** One box for everything that has a name or a number; the list follows what is typed, the keys never leave the field. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const { session } = useSession()
  const navigate = useNavigate()
  const id = useId()
  const [typed, setTyped] = useState('')
  const words = typed.trim()
  const { choices, busy } = useChoices(words, useDeferredValue(words))
  // A choice is kept by what it is, not by its place: answers may come in above it.
  const [chosen, setChosen] = useState<string | null>(null)
  const at = Math.max(
    0,
    choices.findIndex((choice) => nameOf(choice) === chosen),
  )
  const open = (choice: Choice | undefined): void => {
    if (!choice) return
    keepRecent(session?.viewer?.name ?? '', choice)
    onClose()
    follow(choice.target, navigate)
  }
  const onKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return
    const last = choices.length - 1
    const next = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at === 0 ? last : at - 1, PageDown: last, PageUp: 0 }[event.key]
    if (event.key === 'Enter') open(choices[at])
    else if (next !== undefined && choices[next]) setChosen(nameOf(choices[next]))
    else return
    event.preventDefault()
  }
  return (
    <Dialog title={t.palette.title} onClose={onClose}>
      <input
        className="input"
        autoFocus
        type="text"
        role="combobox"
        aria-expanded={choices.length > 0}
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        aria-activedescendant={choices[at] ? `${id}${at}` : undefined}
        value={typed}
        placeholder={t.palette.hint}
        aria-label={t.palette.hint}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setTyped(event.target.value)
          setChosen(null)
        }}
        onKeyDown={onKey}
      />
      <Found id={id} choices={choices} at={at} onOpen={open} />
      <p className={choices.length === 0 ? 'popover-note' : 'hidden-text'} role="status">
        {busy && choices.length === 0 ? t.palette.searching : choices.length === 0 ? t.palette.none : t.palette.found(choices.length)}
      </p>
    </Dialog>
  )
}

const nameOf = ({ section, target }: Choice): string => `${section} ${target.kind} ${target.key}`

type FoundProps = { id: string; choices: Choice[]; at: number; onOpen: (choice: Choice) => void }

function Found({ id, choices, at, onOpen }: FoundProps) {
  const { t } = useWords()
  const sections = [...new Set(choices.map((choice) => choice.section))]
  return (
    <div id={`${id}list`} className="palette-found" role="listbox" aria-label={t.palette.title}>
      {sections.map((section) => (
        <div key={section} role="group" aria-label={t.palette.sections[section]}>
          <h3 aria-hidden="true">{t.palette.sections[section]}</h3>
          {choices.map((choice, place) =>
            choice.section === section ? (
              <Option key={nameOf(choice)} id={`${id}${place}`} choice={choice} chosen={place === at} onOpen={onOpen} />
            ) : null,
          )}
        </div>
      ))}
    </div>
  )
}

function Option({ id, choice, chosen, onOpen }: { id: string; choice: Choice; chosen: boolean; onOpen: (choice: Choice) => void }) {
  const { t, say } = useWords()
  const { target } = choice
  const page = target.kind === 'page' ? PAGES.find((each) => each.name === target.key) : undefined
  const kind = choice.section === 'recent' ? t.palette.sections[target.kind] : ''
  return (
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      className="choice"
      ref={(element) => {
        if (chosen) element?.scrollIntoView({ block: 'nearest' })
      }}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onOpen(choice)}
    >
      {page && <Icon name={page.icon} />}
      <span>{say(choice.label)}</span>
      <span className="second">{kind || say(choice.second)}</span>
    </div>
  )
}
