import { printed } from '../catalog/format.ts'
import type { Table } from '../catalog/table.ts'
import { usePreviousWords } from '../filters/CompareMenu.tsx'
import { RowsLink } from '../filters/RowsLink.tsx'
import type { Scope } from '../filters/scope.ts'
import { useWords } from '../text/text.tsx'
import { groupLabel } from './ranking.ts'
import { FIRST } from './search.ts'

type HeadlineProps = { scope: Scope; groups: Table; tab: string; table: Table | null }

/** How many members and complaints, against before, and who stands first; a tie at the top names nobody alone. */
export function RankingHeadline({ scope, groups, tab, table }: HeadlineProps) {
  const { t, say } = useWords()
  const before = usePreviousWords(scope.period, groups.answer.period.unfinished)
  const metric = FIRST
  const row = groups.rows.find((each) => groups.id('PEER_GROUP', each) === tab) ?? 0
  const total = groups.figure(metric, 'VALUE', row) ?? 0
  const previous = groups.figure(metric, 'PREVIOUS', row)
  const diff = previous === null ? 0 : total - previous
  const members = table?.group(tab, metric)?.members
  const first =
    table?.rows.filter((each) => table.figure(metric, 'RANK', each) === 1 && (table.figure(metric, 'VALUE', each) ?? 0) > 0) ?? []
  // Who sees not all members does not see who else stands first.
  const leader = first.length === 1 && table && table.rows.length >= (members ?? 0) ? first[0] : undefined
  return (
    <p className="page-line">
      {t.rankings.headline(say(groupLabel(groups, tab)), members ?? 0, printed(total))}
      {previous !== null &&
        (diff > 0 ? t.rankings.more(before, printed(diff)) : diff < 0 ? t.rankings.fewer(before, printed(-diff)) : t.rankings.flat(before))}
      {leader !== undefined && table ? (
        <>
          {t.rankings.firstLead}
          <RowsLink scope={scope} metric={metric} narrow={{ institution: [table.id('INSTITUTION', leader)] }}>
            <b>{say(table.label('INSTITUTION', leader))}</b>
          </RowsLink>
          {t.overview.stop}
        </>
      ) : (
        t.overview.stop
      )}
    </p>
  )
}
