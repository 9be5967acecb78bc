import { Link } from '@tanstack/react-router'
import { PrintButton } from '../app/PrintButton.tsx'
import { printed } from '../catalog/format.ts'
import { periodWords } from '../filters/period.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import type { Profile } from './documents.ts'
import { GradeWords } from './GradeWords.tsx'
import { StandingTag } from './StandingTag.tsx'
import { StatusTag } from './StatusTag.tsx'

type HeadProps = { profile: Profile; jurisdiction: string | null; revision: number | null }

/** Name, group and standing; dates, bases and relatives in one line; the way to the next of the group. */
export function ProfileHead({ profile, jurisdiction, revision }: HeadProps) {
  const { t, say, language } = useWords()
  const { assessment } = profile
  return (
    <header className="page-head profile-head">
      <div>
        <nav className="profile-crumbs" aria-label={t.institutions.crumbs}>
          <Link to="/institutions" search={(before) => before}>
            {t.pages.institutions}
          </Link>{' '}
          / {profile.peerGroup ? say(profile.peerGroup.label) : t.institutions.noGroup}
        </nav>
        <h1>{say(profile.label)}</h1>
        <p className="profile-tags">
          <StatusTag status={profile.status} />
          {profile.ranked && <StandingTag institution={profile.key} jurisdiction={jurisdiction} revision={revision} />}
          {assessment && (
            <span className="tag">
              {t.institutions.assessed(periodWords(assessment.period, language))} <GradeWords {...assessment} />
            </span>
          )}
          <Facts profile={profile} />
        </p>
        <Relatives profile={profile} />
      </div>
      <div className="page-tools">
        <Neighbour to={profile.before} words={t.institutions.before} keyName="k" icon="left" />
        <Neighbour to={profile.after} words={t.institutions.after} keyName="j" icon="right" />
        <PrintButton words={t.frame.print} />
      </div>
    </header>
  )
}

type NeighbourProps = { to: Profile['before']; words: string; keyName: string; icon: 'left' | 'right' }

function Neighbour({ to, words, keyName, icon }: NeighbourProps) {
  const { say } = useWords()
  if (!to) return null
  const name = say(to.label)
  return (
    <Link
      to="/institutions/$key"
      params={{ key: to.key }}
      search={(before) => before}
      resetScroll={false}
      className="button"
      aria-keyshortcuts={keyName}
      title={name}
    >
      <Icon name={icon} />
      {words}
      <span className="hidden-text"> {name} </span>
      <kbd>{keyName.toUpperCase()}</kbd>
    </Link>
  )
}

/** Dates and the latest of each base. */
function Facts({ profile }: { profile: Profile }) {
  const { t, say, date } = useWords()
  const latest = new Map([...profile.exposures].reverse().map((each) => [each.base, each]))
  const facts = [
    ...[...latest.values()].map((each) => t.institutions.base(say(each.label), printed(each.value), date(each.asOf))),
    profile.openedOn && t.institutions.openedOn(date(profile.openedOn)),
    profile.closedOn && t.institutions.closedOn(date(profile.closedOn)),
    say(profile.region),
    profile.aliases.length > 0 && t.institutions.aliases(profile.aliases.join(t.filters.join)),
  ].filter((each): each is string => Boolean(each))
  return (
    <>
      {facts.map((fact) => (
        <span key={fact} className="profile-fact">
          {fact}
        </span>
      ))}
    </>
  )
}

function Relatives({ profile }: { profile: Profile }) {
  const { t } = useWords()
  const lists = [
    { words: t.institutions.parent, of: profile.parent ? [profile.parent] : [] },
    { words: t.institutions.successor, of: profile.successor ? [profile.successor] : [] },
    { words: t.institutions.predecessors, of: profile.predecessors },
    { words: t.institutions.outlets, of: profile.below },
  ].filter((list) => list.of.length > 0)
  if (lists.length === 0) return null
  return (
    <dl className="profile-relatives">
      {lists.map((list) => (
        <div key={list.words}>
          <dt>{list.words}</dt>
          <dd>
            {list.of.map((each) => (
              <RelativeLink key={each.key} of={each} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function RelativeLink({ of }: { of: NonNullable<Profile['parent']> }) {
  const { say } = useWords()
  return (
    <Link to="/institutions/$key" params={{ key: of.key }} search={(before) => before}>
      {say(of.label)}
    </Link>
  )
}
