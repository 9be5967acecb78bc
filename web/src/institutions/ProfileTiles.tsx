import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useLedger } from '../app/ledger.tsx'
import { MetricName } from '../catalog/MetricName.tsx'
import { ChangeWords } from '../catalog/ChangeWords.tsx'
import { compact, printed } from '../catalog/format.ts'
import { useTable, type Table } from '../catalog/table.ts'
import { RowsLink } from '../filters/RowsLink.tsx'
import type { Scope } from '../filters/scope.ts'
import type { Metric } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Await, Blank } from '../ui/states.tsx'
import type { Profile } from './documents.ts'
import { GroupStrip } from './GroupStrip.tsx'
import { PROFILE_TILES, type ProfileSearch } from './search.ts'

type TilesProps = { profile: Profile; scope: Scope; chosen: Metric }

/** Four figures, each with its place among the group: the whole group's, whoever looks. */
export function ProfileTiles({ profile, scope, chosen }: TilesProps) {
  const { t } = useWords()
  const group = profile.peerGroup?.key
  const query = useMemo(() => {
    const { filters = [] } = scope.query({ metrics: [] })
    const ofGroup = group ? [{ dimension: 'PEER_GROUP' as const, include: [group] }] : []
    return scope.query({
      metrics: [...PROFILE_TILES],
      by: ['INSTITUTION'],
      filters: [...(filters ?? []), ...ofGroup],
      comparison: scope.comparison,
    })
  }, [scope, group])
  const reading = useTable(query)
  return (
    <Await
      reading={reading}
      blank={
        <div className="profile-tiles">
          {PROFILE_TILES.map((metric) => (
            <div key={metric} className="card">
              <Blank height={112} />
            </div>
          ))}
        </div>
      }
    >
      {(table) => {
        const row = table.rows.find((each) => table.id('INSTITUTION', each) === profile.key)
        if (row === undefined) return <p className="notice">{t.institutions.notInPeriod}</p>
        return (
          <>
            <div className="profile-tiles">
              {PROFILE_TILES.map((metric) => (
                <ProfileTile
                  key={metric}
                  metric={metric}
                  table={table}
                  row={row}
                  profile={profile}
                  scope={scope}
                  chosen={metric === chosen}
                />
              ))}
            </div>
            <p className="caption profile-caption">{t.institutions.stripCaption}</p>
          </>
        )
      }}
    </Await>
  )
}

type TileProps = { metric: Metric; table: Table; row: number; profile: Profile; scope: Scope; chosen: boolean }

function ProfileTile({ metric, table, row, profile, scope, chosen }: TileProps) {
  const { t, say, language } = useWords()
  const { metrics } = useLedger()
  const info = metrics.get(metric)
  const column = table.column(metric)
  const value = table.figure(metric, 'VALUE', row)
  const name = say(info?.label)
  const group = profile.peerGroup ? table.group(profile.peerGroup.key, metric) : undefined
  return (
    <section className={chosen ? 'card profile-tile profile-tile-chosen' : 'card profile-tile'} aria-label={name}>
      <h2 className="tile-name">
        <MetricName metric={metric} />
        <Link
          to="."
          search={(before: ProfileSearch) => ({ ...before, metric: metric === PROFILE_TILES[0] ? undefined : metric })}
          className="profile-draw"
          aria-current={chosen ? 'true' : undefined}
          aria-label={t.institutions.draw(name)}
          resetScroll={false}
          replace
        >
          {t.institutions.course}
        </Link>
      </h2>
      <div className="profile-value">
        {value === null ? (
          <span className="tile-none">{t.figures.reasons[table.reason(metric, 'VALUE', row) ?? 'NO_DATA']}</span>
        ) : (
          <RowsLink scope={scope} metric={metric}>
            <span className="hidden-text">{name} </span>
            <span className="profile-figure" title={printed(value, column?.decimals)}>
              {compact(value, column?.decimals ?? 0, language)}
            </span>{' '}
            <span className="tile-unit">{say(column?.unit ?? info?.unit)}</span>
          </RowsLink>
        )}
        <ChangeWords table={table} metric={metric} kind="CHANGE" row={row} />
      </div>
      <GroupStrip table={table} metric={metric} own={row} group={group} />
      <p className="profile-foot second">
        <span>
          {group?.median == null
            ? reasonOf(t.figures.reasons, group?.reason)
            : t.institutions.median(printed(group.median, decimalsOf(group.median, column?.decimals)))}
        </span>
        <span>{rankWords(table, metric, row, group?.members, t)}</span>
      </p>
      <Made table={table} metric={metric} row={row} scope={scope} unit={say(column?.unit)} />
    </section>
  )
}

/** What a rate is made of, and the period before, each with its rows. */
function Made({ table, metric, row, scope, unit }: { table: Table; metric: Metric; row: number; scope: Scope; unit: string }) {
  const { t } = useWords()
  const { metrics } = useLedger()
  const base = table.figure(metric, 'BASE', row)
  const numerator = table.figure(metric, 'NUMERATOR', row)
  const previous = table.figure(metric, 'PREVIOUS', row)
  const per = metrics.get(metric)?.base
  return (
    <p className="second profile-made">
      {base !== null && numerator !== null && unit === '%' && (
        <RowsLink scope={scope} metric={metric} part="BASE">
          {t.figures.ofCases(printed(numerator), printed(base))}
        </RowsLink>
      )}
      {base !== null && numerator !== null && per && (
        <RowsLink scope={scope} metric={metric} part="NUMERATOR">
          {t.institutions.madeOf(printed(numerator), printed(base))}
        </RowsLink>
      )}
      {previous !== null && (
        <RowsLink scope={scope} metric={metric} part="PREVIOUS">
          {t.institutions.previously(printed(previous, table.column(metric, 'PREVIOUS')?.decimals))}
        </RowsLink>
      )}
    </p>
  )
}

function rankWords(table: Table, metric: Metric, row: number, members: number | undefined, t: ReturnType<typeof useWords>['t']): string {
  const rank = table.figure(metric, 'RANK', row)
  if (rank !== null) return t.institutions.rankOf(rank, members ?? 0)
  return t.figures.reasons[table.reason(metric, 'RANK', row) ?? 'NO_DATA'] ?? ''
}

const reasonOf = (reasons: Record<string, string>, reason: string | null | undefined): string => (reason ? (reasons[reason] ?? '') : '')

/** The median of a pair has one decimal more than its members. */
export function decimalsOf(median: number, own = 0): number {
  return Number.isInteger(median) && own === 0 ? 0 : Math.max(own, 1)
}
