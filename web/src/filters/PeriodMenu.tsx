import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useLedger } from '../app/ledger.tsx'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Popover } from '../ui/Popover.tsx'
import { monthsBetween, monthsOf, periodKey, periodWords, shortPeriodWords, type PlainPeriod } from './period.ts'
import type { Scope } from './scope.ts'
import type { ViewSearch } from './search.ts'

/** Year by year: the whole, halves, quarters, months; and any run of months. */
export function PeriodMenu({ scope }: { scope: Scope }) {
  const { t, language } = useWords()
  const navigate = useNavigate()
  const choose = (period: string): void => void navigate({ to: '.', search: (before: ViewSearch) => ({ ...before, period }) })
  const words = periodWords(scope.period, language)
  return (
    <Popover
      button={
        <>
          <span className="filter-name">{t.filters.period} </span>
          <span className="filter-value">{words}</span>
          <Icon name="down" size={14} />
        </>
      }
    >
      {(close) => <PeriodPanel chosen={scope.period} choose={(period) => (choose(period), close())} />}
    </Popover>
  )
}

function PeriodPanel({ chosen, choose }: { chosen: string; choose: (period: string) => void }) {
  const { t } = useWords()
  const { ledger } = useLedger()
  const [year, setYear] = useState(() => Number(monthsOf(chosen).to.slice(0, 4)))
  const first = ledger?.firstMonth ?? ledger?.today.slice(0, 7) ?? '2000-01'
  const last = ledger?.today.slice(0, 7) ?? '2000-01'
  const rows: PlainPeriod[][] = [
    [{ kind: 'YEAR', year, index: 1 }],
    [1, 2].map((index) => ({ kind: 'HALF', year, index })),
    [1, 2, 3, 4].map((index) => ({ kind: 'QUARTER', year, index })),
    Array.from({ length: 12 }, (_, month) => ({ kind: 'MONTH', year, index: month + 1 })),
  ]
  return (
    <div className="period-panel">
      <div className="period-year">
        <button
          type="button"
          className="icon-button"
          aria-label={t.filters.earlierYear}
          disabled={`${year}-01` <= first}
          onClick={() => setYear(year - 1)}
        >
          <Icon name="left" />
        </button>
        <strong aria-live="polite">{year}</strong>
        <button
          type="button"
          className="icon-button"
          aria-label={t.filters.laterYear}
          disabled={`${year + 1}-01` > last}
          onClick={() => setYear(year + 1)}
        >
          <Icon name="right" />
        </button>
      </div>
      {rows.map((row) => (
        <div key={row[0]?.kind} className={`period-row period-${row[0]?.kind}`}>
          {row.map((plain) => (
            <PeriodButton key={plain.index} plain={plain} chosen={chosen} first={first} last={last} choose={choose} />
          ))}
        </div>
      ))}
      <RangeForm chosen={chosen} first={first} last={last} choose={choose} />
    </div>
  )
}

type ButtonProps = { plain: PlainPeriod; chosen: string; first: string; last: string; choose: (period: string) => void }

function PeriodButton({ plain, chosen, first, last, choose }: ButtonProps) {
  const { language } = useWords()
  const key = periodKey(plain)
  const { from, to } = monthsOf(key)
  return (
    <button
      type="button"
      className="choice"
      aria-pressed={key === chosen}
      disabled={to < first || from > last}
      onClick={() => choose(key)}
      {...(key === chosen ? { 'data-first': true } : {})}
    >
      {shortPeriodWords(plain, language)}
    </button>
  )
}

/** Any run of months, from lists in the reader's language: a native month field speaks the browser's. */
function RangeForm({ chosen, first, last, choose }: { chosen: string; first: string; last: string; choose: (period: string) => void }) {
  const { t } = useWords()
  const months = monthsBetween(first, last)
  const within = (month: string): string => (month < first ? first : month > last ? last : month)
  const [from, setFrom] = useState(within(monthsOf(chosen).from))
  const [to, setTo] = useState(within(monthsOf(chosen).to))
  return (
    <form
      className="period-range"
      aria-label={t.filters.range}
      onSubmit={(event) => {
        event.preventDefault()
        if (from <= to) choose(from === to ? from : `${from}..${to}`)
      }}
    >
      <MonthSelect name={t.filters.from} months={months} value={from} onChange={setFrom} />
      <MonthSelect name={t.filters.to} months={months} value={to} onChange={setTo} />
      <button type="submit" className="button" disabled={from > to}>
        {t.filters.apply}
      </button>
    </form>
  )
}

type MonthSelectProps = { name: string; months: string[]; value: string; onChange: (month: string) => void }

function MonthSelect({ name, months, value, onChange }: MonthSelectProps) {
  const { language } = useWords()
  return (
    <label>
      {name}
      <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {months.map((month) => (
          <option key={month} value={month}>
            {periodWords(month, language)}
          </option>
        ))}
      </select>
    </label>
  )
}
