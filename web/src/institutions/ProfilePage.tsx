import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useLayoutEffect, useMemo, useRef } from 'react'
import { useQuery } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { useMay } from '../app/session.tsx'
import { SourceLine } from '../charts/SourceLine.tsx'
import { useScope, type Scope } from '../filters/scope.ts'
import type { ViewSearch } from '../filters/search.ts'
import { useWords } from '../text/text.tsx'
import { Await, Blank, Failed } from '../ui/states.tsx'
import { AssessmentHistory } from './AssessmentHistory.tsx'
import { InstitutionDocument, type Profile } from './documents.ts'
import { Exposures } from './Exposures.tsx'
import { GroupTrend } from './GroupTrend.tsx'
import { Mix } from './Mix.tsx'
import { OpenCases } from './OpenCases.tsx'
import { ProfileHead } from './ProfileHead.tsx'
import { ProfileReturns } from './ProfileReturns.tsx'
import { ProfileTiles } from './ProfileTiles.tsx'
import { MIXES, PROFILE_TILES, type ProfileSearch } from './search.ts'
import { Versions } from './Versions.tsx'
import './institutions.css'

/** One institution: its figures beside its group, what it was assessed and reported, and how it came to be what it is. */
export function ProfilePage() {
  const { key = '' } = useParams({ strict: false })
  const { error: broken, ledger, refresh } = useLedger()
  const scope = useScope()
  const search = useSearch({ strict: false }) as ProfileSearch
  const [{ data, error, fetching }, ask] = useQuery({
    query: InstitutionDocument,
    variables: {
      key,
      period: scope?.period ?? null,
      jurisdiction: search.jurisdiction ?? null,
      revision: scope?.revision ?? ledger?.revision ?? null,
    },
    pause: !ledger,
  })
  if (broken && !ledger) return <Failed error={broken} retry={refresh} />
  if (data && data.institution === null) return <NotThere />
  // While another one is on its way, the one before is not shown under its address.
  const value = data?.institution?.key === key ? data.institution : null
  return (
    <Await reading={{ value, error, busy: fetching, retry: () => ask({ requestPolicy: 'network-only' }) }} blank={<BlankProfile />}>
      {(profile) => <WholeProfile key={profile.key} profile={profile} scope={scope} search={search} />}
    </Await>
  )
}

function NotThere() {
  const { t } = useWords()
  return (
    <div className="state">
      <h1>{t.institutions.notThere}</h1>
      <p>{t.institutions.notThereText}</p>
      <Link className="button" to="/institutions" search={(before: ViewSearch) => before}>
        {t.institutions.toList}
      </Link>
    </div>
  )
}

function BlankProfile() {
  return (
    <div className="profile">
      <Blank height={80} />
      <div className="profile-tiles">
        {PROFILE_TILES.map((metric) => (
          <div key={metric} className="card">
            <Blank height={112} />
          </div>
        ))}
      </div>
      <Blank height={360} />
    </div>
  )
}

type WholeProps = { profile: Profile; scope: Scope | null; search: ProfileSearch }

function WholeProfile({ profile, scope, search }: WholeProps) {
  const { t, say } = useWords()
  const may = useMay()
  useNeighbourKeys(profile)
  const own = useMemo(() => (scope ? ownScope(scope, profile.key) : null), [scope, profile.key])
  const metric = search.metric ?? PROFILE_TILES[0]
  return (
    <div className="profile">
      <ProfileHead profile={profile} jurisdiction={search.jurisdiction ?? null} revision={search.revision ?? scope?.revision ?? null} />
      {!profile.ranked && (
        <p className="notice profile-notice">
          {profile.countsFor ? (
            <>
              {t.institutions.countsFor}
              <Link to="/institutions/$key" params={{ key: profile.countsFor.key }} search={(before) => before}>
                {say(profile.countsFor.label)}
              </Link>
            </>
          ) : (
            t.institutions.noFigures
          )}
        </p>
      )}
      {own && profile.ranked && (
        <>
          <ProfileTiles profile={profile} scope={own} chosen={metric} />
          <div className="profile-pair">
            <GroupTrend profile={profile} scope={own} metric={metric} />
            <Mix profile={profile} scope={own} dimension={MIXES[0]} />
          </div>
          <div className="profile-pair">
            <div className="profile-stack">
              {may('complaint:read') && <OpenCases profile={profile} scope={own} />}
              <Told profile={profile} scope={own} />
            </div>
            <div className="profile-stack">
              {MIXES.slice(1).map((dimension) => (
                <Mix key={dimension} profile={profile} scope={own} dimension={dimension} />
              ))}
            </div>
          </div>
        </>
      )}
      <div className="profile-pair">
        <Versions profile={profile} />
        <div className="profile-stack">
          <Exposures profile={profile} />
          {!profile.ranked && <Told profile={profile} scope={own} />}
        </div>
      </div>
      <p className="caption">
        <SourceLine />
      </p>
    </div>
  )
}

/** What others say of it: the assessments, and its own returns. */
function Told({ profile, scope }: { profile: Profile; scope: Scope | null }) {
  const may = useMay()
  return (
    <>
      <AssessmentHistory profile={profile} />
      {may('return:read') && <ProfileReturns profile={profile} scope={scope} />}
    </>
  )
}

/** The view narrowed to one institution; a filter on institutions or groups says nothing on its own page. */
function ownScope(scope: Scope, key: string): Scope {
  const { group: _, institution: __, ...search } = scope.search
  const cases = scope.filters.filter((each) => each.dimension !== 'INSTITUTION' && each.dimension !== 'PEER_GROUP')
  const own = { ...search, institution: [key] }
  return {
    ...scope,
    search: own,
    filters: [...cases, { dimension: 'INSTITUTION', include: [key] }],
    query: (asked) => scope.query({ filters: cases, ...asked }),
  }
}

/** `k` and `j` go to the institution before and after in the group, where nobody is typing. */
function useNeighbourKeys({ before, after }: Profile): void {
  const navigate = useNavigate()
  const goneAt = useRef(-Infinity)
  // Whoever sees the name can press the key: not a moment later.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable], dialog') !== null
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return
      // After `g` the letter is the name of a page.
      if (event.key === 'g') goneAt.current = event.timeStamp
      if (event.timeStamp - goneAt.current < 1000) return
      const next = event.key === 'k' ? before : event.key === 'j' ? after : null
      if (next) void navigate({ to: '/institutions/$key', params: { key: next.key }, search: (old) => old, resetScroll: false })
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [after, before, navigate])
}
