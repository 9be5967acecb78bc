import { changeWords, printed, withUnit } from '../catalog/format.ts'
import type { Table } from '../catalog/table.ts'
import { usePreviousWords } from '../filters/CompareMenu.tsx'
import { periodWords } from '../filters/period.ts'
import { RowsLink } from '../filters/RowsLink.tsx'
import type { Scope } from '../filters/scope.ts'
import { useWords } from '../text/text.tsx'
import { Blank } from '../ui/states.tsx'
import { opensRows, type Choice } from './choice.ts'

type HeadlineProps = { scope: Scope | null; choice: Choice | null; whole: Table | null }

/** The period's figure and what it was, in one sentence; each figure opens its rows. */
export function TrendHeadline({ scope, choice, whole }: HeadlineProps) {
  const { t, say, language } = useWords()
  const before = usePreviousWords(scope?.period ?? '', whole?.answer.period.unfinished)
  if (!scope || !choice || !whole)
    return (
      <p className="page-line">
        <Blank height={16} width="50%" />
      </p>
    )
  const metric = choice.metric.key
  const value = whole.figure(metric)
  const column = whole.column(metric)
  const unit = say(column?.unit)
  const opened = (part: 'VALUE' | 'PREVIOUS' | 'LAST_YEAR', words: string) =>
    opensRows(choice.metric) ? (
      <RowsLink scope={scope} metric={metric} part={part}>
        {part === 'VALUE' ? <b>{words}</b> : words}
      </RowsLink>
    ) : (
      words
    )
  const against = [
    ['PREVIOUS', 'CHANGE', before],
    ['LAST_YEAR', 'CHANGE_LAST_YEAR', t.filters.lastYear],
  ] as const
  return (
    <p className="page-line">
      {t.trends.headline(periodWords(scope.period, language), say(choice.metric.label))}
      {value === null
        ? (t.figures.reasons[whole.reason(metric) ?? 'NO_DATA'] ?? t.figures.none)
        : opened('VALUE', withUnit(printed(value, column?.decimals), unit))}
      {against.map(([kind, changeKind, words]) => {
        const figure = whole.figure(metric, kind)
        if (figure === null) return null
        const change = whole.figure(metric, changeKind)
        const changes = whole.column(metric, changeKind)
        const reason = whole.reason(metric, changeKind)
        return (
          <span key={kind}>
            {t.trends.against(words)}
            {opened(kind, withUnit(printed(figure, column?.decimals), unit))}
            {change !== null && changes
              ? t.trends.inBrackets(changeWords(change, changes.decimals, say(changes.unit), t))
              : reason && t.trends.inBrackets(t.figures.reasons[reason] ?? '')}
          </span>
        )
      })}
      {t.overview.stop}
    </p>
  )
}
