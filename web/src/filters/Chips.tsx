import { useNavigate } from '@tanstack/react-router'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Popover } from '../ui/Popover.tsx'
import { useMemberWords } from './members.ts'
import { Options } from './Options.tsx'
import type { Scope } from './scope.ts'
import { EXCEPT, FILTER_NAMES, FILTERS, type FilterName, type ViewSearch } from './search.ts'

/** What is set, one chip each, each removed by itself and changed in place. */
export function Chips({ scope }: { scope: Scope }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const { search } = scope
  const drop = (name: keyof ViewSearch): void =>
    void navigate({ to: '.', search: (before: ViewSearch) => ({ ...before, [name]: undefined }) })
  return (
    <>
      {FILTER_NAMES.filter((name) => search[name]?.length).map((name) => (
        <FilterChip key={name} name={name} scope={scope} onDrop={() => drop(name)} />
      ))}
      {search.register === 'INSTITUTION' && (
        <Chip name={t.filters.register} words={t.filters.registerOf['INSTITUTION'] ?? ''} onDrop={() => drop('register')} />
      )}
      {search.repeats && <Chip name={t.filters.repeats} words={t.filters.repeatsOf[search.repeats] ?? ''} onDrop={() => drop('repeats')} />}
    </>
  )
}

function FilterChip({ name, scope, onDrop }: { name: FilterName; scope: Scope; onDrop: () => void }) {
  const { t } = useWords()
  const wordsOf = useMemberWords(FILTERS[name], scope.revision)
  const values = scope.search[name] ?? []
  const except = values.every((value) => value.startsWith(EXCEPT))
  const listed = values.map((value) => wordsOf(value.replace(EXCEPT, ''))).join(t.filters.join)
  const words = except ? t.filters.except(listed) : listed
  return (
    <span className="chip">
      <Popover
        buttonClass="chip-words"
        button={
          <>
            <span className="filter-name">{t.filters.names[name]} </span>
            <span className="chip-value">{words}</span>
          </>
        }
      >
        {() => <Options name={name} scope={scope} />}
      </Popover>
      <DropButton words={`${t.filters.names[name]} ${words}`} onDrop={onDrop} />
    </span>
  )
}

function Chip({ name, words, onDrop }: { name: string; words: string; onDrop: () => void }) {
  return (
    <span className="chip">
      <span className="chip-words">
        <span className="filter-name">{name}</span>
        {words}
      </span>
      <DropButton words={`${name} ${words}`} onDrop={onDrop} />
    </span>
  )
}

function DropButton({ words, onDrop }: { words: string; onDrop: () => void }) {
  const { t } = useWords()
  return (
    <button type="button" className="chip-drop" aria-label={t.filters.remove(words)} onClick={onDrop}>
      <Icon name="close" size={12} />
    </button>
  )
}
