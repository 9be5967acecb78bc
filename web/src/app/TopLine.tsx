import { useNavigate } from '@tanstack/react-router'
import { useScope } from '../filters/scope.ts'
import { periodWords } from '../filters/period.ts'
import type { ViewSearch } from '../filters/search.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Choice, Popover } from '../ui/Popover.tsx'
import { useLedger } from './ledger.tsx'
import { LanguageMenu, ThemeMenu, UserMenu } from './menus.tsx'

/** Where, when, as of when; and the tools that are the same on every page. */
export function TopLine({ onSearch, onKeys }: { onSearch: () => void; onKeys: () => void }) {
  const { t } = useWords()
  return (
    <header className="top-line">
      <Place />
      <AsOf />
      <div className="top-tools">
        <button type="button" className="search-box" onClick={onSearch} aria-keyshortcuts="/ Control+K">
          <Icon name="search" />
          <span>{t.frame.search}</span>
          <kbd>Ctrl K</kbd>
        </button>
        <button type="button" className="icon-button search-small" aria-label={t.frame.searchShort} onClick={onSearch}>
          <Icon name="search" size={18} />
        </button>
        <LanguageMenu />
        <ThemeMenu />
        <UserMenu onKeys={onKeys} />
      </div>
    </header>
  )
}

function Place() {
  const { t, say } = useWords()
  const { ledger, jurisdictions } = useLedger()
  const scope = useScope()
  const navigate = useNavigate()
  if (!ledger) return <strong className="place" />
  const key = scope?.search.jurisdiction ?? ledger.jurisdiction.key
  const here = jurisdictions.find((each) => each.key === key) ?? ledger.jurisdiction
  if (jurisdictions.length < 2) return <strong className="place">{say(here.label)}</strong>
  const choose = (chosen: string): void =>
    void navigate({
      to: '.',
      search: (before: ViewSearch) => ({ ...before, jurisdiction: chosen === ledger.jurisdiction.key ? undefined : chosen }),
    })
  return (
    <Popover
      name={`${t.frame.jurisdiction}: ${say(here.label)}`}
      buttonClass="place-button"
      button={
        <>
          <strong>{say(here.label)}</strong>
          <Icon name="down" size={14} />
        </>
      }
    >
      {(close) =>
        jurisdictions.map((each) => (
          <Choice key={each.key} chosen={each.key === key} onChoose={() => (choose(each.key), close())}>
            {say(each.label)}
          </Choice>
        ))
      }
    </Popover>
  )
}

function AsOf() {
  const { t, language, instant, shortDate } = useWords()
  const { ledger } = useLedger()
  const scope = useScope()
  if (!ledger || !scope) return <span className="as-of" />
  const open = scope.period === ledger.latestPeriod && !ledger.latestPeriodComplete
  return (
    <span className="as-of">
      {ledger.asOf
        ? t.frame.dataAsOf(periodWords(scope.period, language), instant(ledger.asOf, false))
        : t.frame.dataAsOfDay(periodWords(scope.period, language), shortDate(ledger.today))}
      {open && <span className="tag tag-warn">{t.frame.unfinished}</span>}
    </span>
  )
}
