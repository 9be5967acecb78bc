import { useMemo } from 'react'
import { printed } from '../catalog/format.ts'
import { MADE_ROWS, useTable, type Table } from '../catalog/table.ts'
import { usePreviousWords } from '../filters/CompareMenu.tsx'
import { kindOf } from '../filters/period.ts'
import { RowsLink } from '../filters/RowsLink.tsx'
import type { Scope } from '../filters/scope.ts'
import { useWords } from '../text/text.tsx'
import { Blank } from '../ui/states.tsx'

const METRIC = 'COMPLAINTS'

/** One sentence from the page's own figures: how many, against before, where the rise lies. It links what it names. */
export function Headline({ scope }: { scope: Scope | null }) {
  const totals = useMemo(() => scope?.query({ metrics: [METRIC, 'OVERDUE'], comparison: ['PREVIOUS_PERIOD'] }) ?? null, [scope])
  const places = useMemo(() => scope?.query({ metrics: [METRIC], by: ['INSTITUTION'], comparison: ['PREVIOUS_PERIOD'] }) ?? null, [scope])
  const total = useTable(totals).value
  const byPlace = useTable(places).value
  if (!scope || !total)
    return (
      <p className="page-line">
        <Blank height={16} width="60%" />
      </p>
    )
  return <Sentence scope={scope} total={total} byPlace={byPlace} />
}

function Sentence({ scope, total, byPlace }: { scope: Scope; total: Table; byPlace: Table | null }) {
  const { t, say } = useWords()
  const { unfinished } = total.answer.period
  const before = usePreviousWords(scope.period, unfinished)
  const count = total.figure(METRIC) ?? 0
  const previous = total.figure(METRIC, 'PREVIOUS')
  const overdue = total.figure('OVERDUE') ?? 0
  const rise = byPlace && previous !== null && count > previous ? steepest(byPlace) : null
  const [lead, number] = t.overview.headlineTotal(t.overview.thisPeriod[kindOf(scope.period) ?? 'RANGE'] ?? '', printed(count))
  const diff = previous === null ? 0 : count - previous
  return (
    <p className="page-line">
      {lead}
      <RowsLink scope={scope} metric={METRIC}>
        <b>{number}</b>
      </RowsLink>
      {previous !== null &&
        (diff > 0
          ? t.overview.headlineMore(before, printed(diff))
          : diff < 0
            ? t.overview.headlineFewer(before, printed(-diff))
            : t.overview.headlineFlat(before))}
      {rise && (
        <>
          {t.overview.headlineMostly}
          <RowsLink scope={scope} metric={METRIC} narrow={{ institution: [rise.id] }}>
            <b>{say(rise.label)}</b>
          </RowsLink>
          {t.overview.headlineFromTo(printed(rise.from), printed(rise.to))}
        </>
      )}
      {overdue > 0 ? (unfinished ? t.overview.headlineOverdueNow : t.overview.headlineOverdue)(printed(overdue)) : t.overview.stop}
    </p>
  )
}

/** The institution whose count rose most; where there is but one, the total has said it. */
function steepest(table: Table): { id: string; label: { zh: string; en?: string | null }; from: number; to: number } | null {
  const institutions = table.rows.filter((row) => !(MADE_ROWS as readonly string[]).includes(table.id('INSTITUTION', row)))
  if (institutions.length < 2) return null
  let best: { row: number; rise: number } | null = null
  for (const row of institutions) {
    const rise = (table.figure(METRIC, 'VALUE', row) ?? 0) - (table.figure(METRIC, 'PREVIOUS', row) ?? 0)
    if (rise > 0 && rise > (best?.rise ?? 0)) best = { row, rise }
  }
  if (!best) return null
  const { row } = best
  return {
    id: table.id('INSTITUTION', row),
    label: table.label('INSTITUTION', row),
    from: table.figure(METRIC, 'PREVIOUS', row) ?? 0,
    to: table.figure(METRIC, 'VALUE', row) ?? 0,
  }
}
