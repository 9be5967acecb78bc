import { Link } from '@tanstack/react-router'
import { printed } from '../catalog/format.ts'
import type { Table } from '../catalog/table.ts'
import { RowsLink } from '../filters/RowsLink.tsx'
import type { Scope } from '../filters/scope.ts'
import { useWords } from '../text/text.tsx'
import { FIRST, type RankingSearch } from './search.ts'

const OUTSIDE = 'OUTSIDE_RANKING'

type GroupTabsProps = { scope: Scope; table: Table; keys: string[]; tab: string | undefined; members: Table | null }

/** One tab a peer group with its members and complaints; a tab is an address, so back works. */
export function GroupTabs({ scope, table, keys, tab, members }: GroupTabsProps) {
  const { t, say } = useWords()
  const metric = FIRST
  return (
    <nav className="group-tabs" aria-label={t.rankings.groups}>
      {keys.map((key) => {
        const row = table.rows.find((each) => table.id('PEER_GROUP', each) === key) ?? 0
        const count = table.group(key, metric)?.members ?? members?.group(key, metric)?.members
        return (
          <Link
            key={key}
            to="/rankings"
            search={(before: RankingSearch) => ({ ...before, tab: key, group: undefined })}
            className="group-tab"
            aria-current={key === tab ? 'true' : undefined}
          >
            <span>{say(table.label('PEER_GROUP', row))}</span>
            <span className="second">
              {count !== undefined && <span>{t.rankings.members(count)}</span>}
              <span>{t.rankings.cases(printed(table.figure(metric, 'VALUE', row) ?? 0))}</span>
            </span>
          </Link>
        )
      })}
      <Outside scope={scope} table={table} />
    </nav>
  )
}

/** Complaints of institutions in no group: the groups and this line make the total. */
function Outside({ scope, table }: { scope: Scope; table: Table }) {
  const { t } = useWords()
  const metric = FIRST
  const row = table.rows.find((each) => table.id('PEER_GROUP', each) === OUTSIDE)
  const count = row === undefined ? 0 : (table.figure(metric, 'VALUE', row) ?? 0)
  if (count === 0) return null
  return (
    <span className="group-tab group-outside">
      <span>{t.rankings.outside}</span>
      <RowsLink scope={scope} metric={metric} narrow={{ group: [OUTSIDE] }} className="second">
        {t.rankings.cases(printed(count))}
      </RowsLink>
    </span>
  )
}
