import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Choice, Popover } from '../ui/Popover.tsx'
import { Options } from './Options.tsx'
import type { Scope } from './scope.ts'
import { FILTER_NAMES, type FilterName, type ViewSearch } from './search.ts'

/** First the dimension, then its members; and how the view counts. `flat` lays it out in the phone's sheet. */
export function AddFilter({ scope, flat }: { scope: Scope; flat?: boolean }) {
  const { t } = useWords()
  if (flat) return <AddPanel scope={scope} />
  return (
    <Popover
      buttonClass="button button-quiet"
      button={
        <>
          <Icon name="plus" />
          {t.filters.add}
        </>
      }
    >
      {() => <AddPanel scope={scope} />}
    </Popover>
  )
}

function AddPanel({ scope }: { scope: Scope }) {
  const { t } = useWords()
  const [name, setName] = useState<FilterName | null>(null)
  if (name) {
    return (
      <>
        <Choice onChoose={() => setName(null)}>
          <Icon name="left" />
          {t.filters.names[name]}
        </Choice>
        <Options name={name} scope={scope} />
      </>
    )
  }
  return (
    <>
      {FILTER_NAMES.map((each) => (
        <Choice key={each} onChoose={() => setName(each)}>
          {t.filters.names[each]}
          {scope.search[each] && <span className="second">{scope.search[each].length}</span>}
        </Choice>
      ))}
      <Counting scope={scope} />
    </>
  )
}

/** Register and repeats decide what a count counts; both ways are offered everywhere. */
function Counting({ scope }: { scope: Scope }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const set = (change: Partial<ViewSearch>): void => void navigate({ to: '.', search: (before: ViewSearch) => ({ ...before, ...change }) })
  const { register = 'REGULATOR', repeats } = scope.search
  return (
    <>
      <p className="popover-note">{t.filters.repeats}</p>
      <Choice chosen={!repeats} onChoose={() => set({ repeats: undefined })}>
        {t.filters.repeatsDefault}
      </Choice>
      <Choice chosen={repeats === 'MERGED'} onChoose={() => set({ repeats: 'MERGED' })}>
        {t.filters.repeatsOf['MERGED']}
      </Choice>
      <Choice chosen={repeats === 'ALL'} onChoose={() => set({ repeats: 'ALL' })}>
        {t.filters.repeatsOf['ALL']}
      </Choice>
      <p className="popover-note">{t.filters.register}</p>
      <Choice chosen={register === 'REGULATOR'} onChoose={() => set({ register: undefined })}>
        {t.filters.registerOf['REGULATOR']}
      </Choice>
      <Choice chosen={register === 'INSTITUTION'} onChoose={() => set({ register: 'INSTITUTION' })}>
        {t.filters.registerOf['INSTITUTION']}
      </Choice>
    </>
  )
}
