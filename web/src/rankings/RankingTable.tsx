import { Link } from '@tanstack/react-router'
import { useLedger } from '../app/ledger.tsx'
import { MetricName } from '../catalog/MetricName.tsx'
import type { Table } from '../catalog/table.ts'
import { SourceLine } from '../charts/SourceLine.tsx'
import type { Scope } from '../filters/scope.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import { MedianRow, MemberRow, TotalRow } from './RankingRows.tsx'
import type { Ranking } from './ranking.ts'
import { BESIDE, FIRST, type RankingSearch } from './search.ts'
import type { Metric } from '../gql/graphql.ts'

type RankingTableProps = { ranking: Ranking; scope: Scope; view: Metric; groups: Table }

/** Rank by the chosen view; the median stands in its place, the group as a whole at the foot, who has no base below it. */
export function RankingTable({ ranking, scope, view, groups }: RankingTableProps) {
  const { t } = useWords()
  const { ranked, unranked, medianAfter } = ranking
  if (ranking.table.rows.length === 0) return <p className="state">{t.rankings.noMembers}</p>
  return (
    <>
      {ranking.small && <p className="notice ranking-small">{t.rankings.tooSmall}</p>}
      <Scroll label={t.pages.rankings} className="ranking-frame">
        <table className="ranking">
          <Head view={view} ranking={ranking} />
          <tbody>
            {ranked.map((member, place) => (
              <MemberRow key={member.id} member={member} ranking={ranking} scope={scope} view={view} median={medianAfter === place} />
            ))}
          </tbody>
          <tbody className="ranking-foot">
            {medianAfter === ranked.length && <MedianRow ranking={ranking} view={view} />}
            <TotalRow ranking={ranking} groups={groups} scope={scope} />
            {unranked.length > 0 && (
              <tr className="ranking-apart">
                <th colSpan={4 + 3 * ranking.views.length} scope="rowgroup">
                  {t.rankings.unranked}
                </th>
              </tr>
            )}
            {unranked.map((member) => (
              <MemberRow key={member.id} member={member} ranking={ranking} scope={scope} view={view} median={false} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="caption ranking-caption">
        {t.rankings.caption}
        <SourceLine />
      </p>
    </>
  )
}

function Head({ view, ranking }: { view: Metric; ranking: Ranking }) {
  const { t, say } = useWords()
  const { metrics } = useLedger()
  const beside = metrics.get(BESIDE)
  return (
    <thead>
      <tr className="ranking-views">
        <td colSpan={2} />
        {ranking.views.map((metric) => (
          <th key={metric} colSpan={metric === FIRST ? 4 : 3} scope="colgroup" className="ranking-edge">
            <MetricName metric={metric} />
          </th>
        ))}
        <td className="ranking-edge" />
      </tr>
      <tr>
        <th scope="col">{t.rankings.rank}</th>
        <th scope="col" className="ranking-name">
          {t.rankings.institution}
        </th>
        {ranking.views.map((metric) => (
          <ViewHead key={metric} metric={metric} view={view} unit={say(ranking.table.column(metric)?.unit ?? metrics.get(metric)?.unit)} />
        ))}
        <th scope="col" className="num ranking-edge">
          <MetricName metric={BESIDE} /> {say(beside?.unit)}
        </th>
      </tr>
    </thead>
  )
}

/** The unit's header orders the table by its view. */
function ViewHead({ metric, view, unit }: { metric: Metric; view: Metric; unit: string }) {
  const { t, say } = useWords()
  const { metrics } = useLedger()
  const chosen = metric === view
  const name = t.rankings.sortBy(say(metrics.get(metric)?.label))
  return (
    <>
      <td className="ranking-edge" />
      <th scope="col" className="num" aria-sort={chosen ? 'descending' : undefined}>
        <Link
          to="/rankings"
          search={(before: RankingSearch) => ({ ...before, view: metric === FIRST ? undefined : metric })}
          className={chosen ? 'sort sort-chosen' : 'sort'}
          aria-label={`${unit}, ${name}`}
          replace
        >
          {unit}
          {chosen && ' ▾'}
        </Link>
      </th>
      {metric === FIRST ? (
        <>
          <th scope="col" className="num">
            {t.rankings.share}
          </th>
          <th scope="col" className="num">
            {t.rankings.change}
          </th>
        </>
      ) : (
        <th scope="col">{t.rankings.rank}</th>
      )}
    </>
  )
}
