import { useNavigate } from '@tanstack/react-router'
import type { Comparison } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Popover } from '../ui/Popover.tsx'
import { kindOf } from './period.ts'
import type { Scope } from './scope.ts'
import type { ViewSearch } from './search.ts'

const ALL: readonly Comparison[] = ['PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_YEAR']

/** How the period before is called: 上季度, 上月, previous year …; of an unfinished period only its same days count. */
export function usePreviousWords(period: string, unfinished = false): string {
  const { t } = useWords()
  const words = t.filters.previous[kindOf(period) ?? 'RANGE'] ?? ''
  return unfinished ? t.filters.sameDays(words) : words
}

export function CompareMenu({ scope }: { scope: Scope }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const previous = usePreviousWords(scope.period)
  const names: Record<Comparison, string> = { PREVIOUS_PERIOD: previous, SAME_PERIOD_LAST_YEAR: t.filters.lastYear }
  const chosen = scope.comparison
  const words = chosen.length === 0 ? t.filters.none : chosen.map((each) => names[each]).join(t.filters.join)
  const toggle = (comparison: Comparison): void => {
    const next = ALL.filter((each) => chosen.includes(each) !== (each === comparison))
    const compare = next.length === ALL.length ? undefined : next.length === 0 ? ['NONE' as const] : next
    void navigate({ to: '.', search: (before: ViewSearch) => ({ ...before, compare }) })
  }
  return (
    <Popover
      button={
        <>
          <span className="filter-name">{t.filters.compare} </span>
          <span className="filter-value">{words}</span>
          <Icon name="down" size={14} />
        </>
      }
    >
      {() =>
        ALL.map((each) => (
          <label key={each} className="choice">
            <input type="checkbox" checked={chosen.includes(each)} onChange={() => toggle(each)} />
            {names[each]}
          </label>
        ))
      }
    </Popover>
  )
}
