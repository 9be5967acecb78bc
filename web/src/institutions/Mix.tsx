import { useMemo, useState } from 'react'
import { useQuery } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { printed, signed } from '../catalog/format.ts'
import { periodWords } from '../filters/period.ts'
import { RowsLink } from '../filters/RowsLink.tsx'
import type { Scope } from '../filters/scope.ts'
import { EXCEPT, filterNameOf } from '../filters/search.ts'
import type { Dimension } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Await, Blank } from '../ui/states.tsx'
import { InstitutionMixDocument, type Mix as MixAnswer, type Profile } from './documents.ts'
import { COUNT } from './search.ts'

type MixProps = { profile: Profile; scope: Scope; dimension: Dimension }

const FEW = 7

/** How the count falls apart here and among the other members of the group; where they differ most stands first. */
export function Mix({ profile, scope, dimension }: MixProps) {
  const { t, say, language } = useWords()
  const { dimensions } = useLedger()
  const query = useMemo(() => scope.query({ metrics: [COUNT] }), [scope])
  const [{ data, error, fetching }, ask] = useQuery({
    query: InstitutionMixDocument,
    variables: { key: profile.key, dimension, query },
  })
  const value = data?.institutionMix ?? null
  const name = say(dimensions.get(dimension)?.label)
  const title = value?.otherMembers ? t.institutions.mix(name, value.otherMembers) : t.institutions.mixAlone(name)
  return (
    <section className="card chart-card mix" aria-label={title}>
      <header className="card-head">
        <h2>{title}</h2>
        <span className="caption">{periodWords(scope.period, language)}</span>
        {value?.otherMembers ? (
          <span className="legend">
            <span className="legend-tick" />
            {t.institutions.othersShare(value.otherMembers)}
          </span>
        ) : null}
      </header>
      <Await reading={{ value, error, busy: fetching, retry: () => ask({ requestPolicy: 'network-only' }) }} blank={<Blank height={240} />}>
        {(mix) => <MixRows mix={mix} profile={profile} scope={scope} dimension={dimension} />}
      </Await>
    </section>
  )
}

function MixRows({ mix, profile, scope, dimension }: MixProps & { mix: MixAnswer }) {
  const { t, say } = useWords()
  const [whole, setWhole] = useState(false)
  if (mix.rows.length === 0) return <p className="caption">{t.charts.empty}</p>
  const highest = Math.max(1, ...mix.rows.flatMap((row) => [row.share ?? 0, row.othersShare ?? 0]))
  const shown = whole ? mix.rows : mix.rows.slice(0, FEW)
  return (
    <>
      {mix.reason && <p className="caption">{t.institutions.groupHidden(t.figures.reasons[mix.reason] ?? '')}</p>}
      <table className="mix-table">
        <thead>
          <tr>
            <td />
            <th scope="col">{t.institutions.casesShort}</th>
            <th scope="col">{t.rankings.share}</th>
            {mix.otherMembers ? (
              <>
                <th scope="col">{t.institutions.others(mix.otherMembers)}</th>
                <th scope="col">{t.institutions.points}</th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                {row.id === 'OTHERS' ? t.institutions.onlyOthers : say(row.label)}
                <span className="bar-track" aria-hidden="true">
                  <span className="bar-fill" style={{ width: `${(100 * (row.share ?? 0)) / highest}%` }} />
                  {row.othersShare != null && <span className="bar-tick" style={{ left: `${(100 * row.othersShare) / highest}%` }} />}
                </span>
              </th>
              <MixCells mix={mix} row={row} profile={profile} scope={scope} dimension={dimension} />
            </tr>
          ))}
        </tbody>
      </table>
      {mix.rows.length > FEW && (
        <button type="button" className="link-button mix-more" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          <Icon name={whole ? 'left' : 'down'} size={12} />
          {whole ? t.institutions.fewer : t.institutions.allOf(mix.rows.length)}
        </button>
      )}
    </>
  )
}

type CellsProps = MixProps & { mix: MixAnswer; row: MixAnswer['rows'][number] }

function MixCells({ mix, row, profile, scope, dimension }: CellsProps) {
  const { t } = useWords()
  const filter = filterNameOf(dimension)
  const narrow = filter ? { [filter]: [row.id] } : null
  const share = (value: number | null | undefined): string => (value == null ? t.figures.none : printed(value, mix.decimals))
  const group = profile.peerGroup?.key
  const others = narrow && group ? { ...narrow, group: [group], institution: [EXCEPT + profile.key] } : null
  // Whose rows the viewer does not see has none to open.
  const opens = profile.before !== null || profile.after !== null
  return (
    <>
      <td>
        {narrow && row.count > 0 ? (
          <RowsLink scope={scope} metric={COUNT} narrow={narrow}>
            <b>{printed(row.count)}</b>
          </RowsLink>
        ) : (
          <b>{printed(row.count)}</b>
        )}
      </td>
      <td>{share(row.share)}</td>
      {mix.otherMembers ? (
        <>
          <td>
            {others && opens && row.id !== 'OTHERS' && (row.othersCount ?? 0) > 0 ? (
              <RowsLink scope={scope} metric={COUNT} narrow={others}>
                <span title={t.rankings.cases(printed(row.othersCount ?? 0))}>{share(row.othersShare)}</span>
              </RowsLink>
            ) : (
              share(row.othersShare)
            )}
          </td>
          <td>{row.difference == null ? t.figures.none : signed(row.difference, mix.decimals)}</td>
        </>
      ) : null}
    </>
  )
}
