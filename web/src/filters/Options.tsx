import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { useWords } from '../text/text.tsx'
import { Blank } from '../ui/states.tsx'
import { useMembers } from './members.ts'
import type { Scope } from './scope.ts'
import { EXCEPT, FILTERS, type FilterName, type ViewSearch } from './search.ts'

const LONG = 10

/** The members of one dimension as a list of boxes, with a search field where the list is long. */
export function Options({ name, scope }: { name: FilterName; scope: Scope }) {
  const { t, say } = useWords()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const { members, fetching } = useMembers(FILTERS[name], scope.revision, search)
  const [long, setLong] = useState(false)
  if (!long && members.length > LONG) setLong(true)
  const chosen = (scope.search[name] ?? []).filter((value) => !value.startsWith(EXCEPT))
  const toggle = (key: string): void => {
    const next = chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key]
    void navigate({ to: '.', search: (before: ViewSearch) => ({ ...before, [name]: next.length > 0 ? next : undefined }) })
  }
  return (
    <fieldset className="options">
      <legend className="hidden-text">{t.filters.options(t.filters.names[name])}</legend>
      {long && (
        <input
          className="input"
          type="search"
          placeholder={t.filters.find}
          aria-label={t.filters.find}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      {fetching && members.length === 0 && <Blank height={96} />}
      {!fetching && members.length === 0 && <p className="popover-note">{t.filters.noOptions}</p>}
      {members.map((member) => (
        <label key={member.key} className="choice">
          <input type="checkbox" checked={chosen.includes(member.key)} onChange={() => toggle(member.key)} />
          <span>{say(member.label)}</span>
        </label>
      ))}
    </fieldset>
  )
}
