import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useLedger } from '../app/ledger.tsx'
import { PrintButton } from '../app/PrintButton.tsx'
import { LateEntries } from '../catalog/LateEntries.tsx'
import { useTable, type Table } from '../catalog/table.ts'
import { PictureMenu } from '../charts/picture/PictureMenu.tsx'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import { useScope, type Scope } from '../filters/scope.ts'
import type { Metric, MetricQuery } from '../gql/graphql.ts'
import { EmptyLedger } from '../overview/EmptyLedger.tsx'
import { useWords } from '../text/text.tsx'
import { Await, Blank, Failed } from '../ui/states.tsx'
import { GroupTabs } from './GroupTabs.tsx'
import { HowRanked } from './HowRanked.tsx'
import { RankingHeadline } from './RankingHeadline.tsx'
import { RankingTable } from './RankingTable.tsx'
import { ForCircular } from './ForCircular.tsx'
import { Moved } from './Moved.tsx'
import { rankingPicture } from './picture.tsx'
import { groupKeys, groupLabel, ranking, viewsOf } from './ranking.ts'
import { BESIDE, FIRST, type RankingSearch } from './search.ts'
import './rankings.css'

/** One peer group at a time, three views in one table: ranks exist only inside a group. */
export function RankingsPage() {
  const { error, ledger, refresh } = useLedger()
  const scope = useScope()
  if (error && !ledger) return <Failed error={error} retry={refresh} />
  if (ledger && ledger.firstMonth === null) return <EmptyLedger />
  return <Rankings scope={scope} />
}

function Rankings({ scope }: { scope: Scope | null }) {
  const words = useWords()
  const { t, say } = words
  const search = useSearch({ strict: false }) as RankingSearch
  const groupsQuery = useMemo(
    () =>
      scope?.query({
        metrics: [FIRST],
        by: ['PEER_GROUP'],
        filters: scope.filters.filter((each) => each.dimension !== 'PEER_GROUP'),
        comparison: ['PREVIOUS_PERIOD'],
      }) ?? null,
    [scope],
  )
  const groups = useTable(groupsQuery)
  const keys = groups.value ? groupKeys(groups.value) : []
  const tab = keys.includes(search.tab ?? '') ? search.tab : (search.group?.find((key) => keys.includes(key)) ?? keys[0])
  const { metrics } = useLedger()
  const views = useMemo(() => viewsOf(metrics, tab), [metrics, tab])
  const view = search.view && views.includes(search.view) ? search.view : FIRST
  const query = useMemo(() => (scope && tab ? rankingQuery(scope, tab, views) : null), [scope, tab, views])
  const answer = useTable(query)
  // While another tab's answer is on its way, the table of the one before is not shown under its name.
  const pictureOf = (table: Table, all: Table, group: string, asked: MetricQuery) => () =>
    rankingPicture(
      ranking(table, group, view, views),
      view,
      { group: say(groupLabel(all, group)), metric: say(metrics.get(view)?.label) },
      asked,
      words,
    )
  const other = answer.busy && tab !== undefined && !answer.value?.group(tab, FIRST)
  const rows = other ? { ...answer, value: null } : answer
  return (
    <div className="rankings">
      <header className="page-head">
        <div>
          <h1>{t.pages.rankings}</h1>
          {scope && tab && groups.value ? (
            <>
              <RankingHeadline scope={scope} groups={groups.value} tab={tab} table={rows.value} />
              <LateEntries table={rows.value} scope={scope} narrow={{ group: [tab] }} />
            </>
          ) : (
            <p className="page-line">
              <Blank height={16} width="50%" />
            </p>
          )}
        </div>
        <div className="page-tools">
          {query && groups.value && tab && (
            <ExportMenu what={{ query, name: t.rankings.exportTitle(say(groupLabel(groups.value, tab))) }} />
          )}
          {scope && query && groups.value && tab && rows.value && (
            <PictureMenu
              name={t.rankings.exportTitle(say(groupLabel(groups.value, tab)))}
              scope={scope}
              large
              picture={pictureOf(rows.value, groups.value, tab, query)}
            />
          )}
          <PrintButton words={t.frame.print} />
        </div>
      </header>
      <Await reading={groups} blank={<Blank height={56} />}>
        {(table) =>
          keys.length === 0 ? (
            <p className="state">{t.rankings.noMembers}</p>
          ) : (
            scope && <GroupTabs scope={scope} table={table} keys={keys} tab={tab} members={rows.value} />
          )
        }
      </Await>
      {(keys.length > 0 || !groups.value) && (
        <Await reading={rows} blank={<Blank height={420} />}>
          {(table) =>
            scope &&
            tab &&
            groups.value && <RankingTable ranking={ranking(table, tab, view, views)} scope={scope} view={view} groups={groups.value} />
          }
        </Await>
      )}
      <div className="ranking-below">
        {scope && query && tab && rows.value && <Moved scope={scope} query={query} table={rows.value} view={view} group={tab} />}
        <div className="ranking-side">
          <HowRanked shown={[...views, BESIDE]} />
          {query && <ForCircular query={query} />}
        </div>
      </div>
    </div>
  )
}

/** The query of a group's ranking, which its export repeats to the letter. */
function rankingQuery(scope: Scope, tab: string, views: readonly Metric[]) {
  const others = scope.filters.filter((each) => each.dimension !== 'PEER_GROUP')
  return scope.query({
    metrics: [...views, BESIDE],
    by: ['INSTITUTION'],
    filters: [...others, { dimension: 'PEER_GROUP', include: [tab] }],
    comparison: ['PREVIOUS_PERIOD'],
  })
}
