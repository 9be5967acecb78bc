import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import { keptSearch } from '../../app/kept.ts'
import { printed } from '../../catalog/format.ts'
import { useWords } from '../../text/text.tsx'
import { usePlacesWords } from '../places.ts'
import { useAdminWords } from '../words.ts'
import type { InstitutionRecord, RecordVersion } from './documents.ts'

type Named = { key: string; label: { zh: string; en?: string | null } }

/** What the version in force says, and whom it is tied to. */
export function StandingFacts({ record, version }: { record: InstitutionRecord; version: RecordVersion | null }) {
  const { t, say, date } = useWords()
  const a = useAdminWords()
  const w = usePlacesWords().institutions
  if (!version) return null
  const { values } = version
  const named = (one: Named | null | undefined): ReactNode => (one ? <RecordLink one={one} /> : a.none)
  const several = (list: readonly Named[]): ReactNode =>
    list.map((one, place) => (
      <Fragment key={one.key}>
        {place > 0 && a.months.comma}
        <RecordLink one={one} />
      </Fragment>
    ))
  const day = (on: string | null | undefined): string => (on ? date(on) : a.none)
  const facts: [string, ReactNode][] = [
    [w.standing, t.institutions.statuses[record.status]],
    [w.group, values.peerGroup ? say(values.peerGroup.label) : a.none],
    [w.region, say(values.region?.label)],
    [w.parent, named(values.parent)],
    [w.ranked, values.ranked == null ? w.rankedBy : values.ranked ? w.rankedYes : w.rankedNo],
    [w.countsFor, record.countsFor ? <RecordLink one={record.countsFor} /> : record.ranked ? w.ofItself : w.outside],
    [w.opened, day(values.openedOn)],
    [w.closed, day(values.closedOn)],
    [w.successor, named(values.successor)],
    [w.order, values.displayOrder === 0 ? a.none : printed(values.displayOrder)],
    [w.aliases, values.aliases.join(a.months.comma) || a.none],
    ...(record.predecessors.length > 0 ? [[w.predecessors, several(record.predecessors)] as [string, ReactNode]] : []),
    ...(record.below.length > 0 ? [[w.below, several(record.below)] as [string, ReactNode]] : []),
  ]
  return (
    <section className="card" aria-label={w.state}>
      <header className="card-head">
        <h2>{w.state}</h2>
        <span className="caption">{version.validFrom ? w.from(date(version.validFrom)) : w.fromTheStart}</span>
      </header>
      <dl className="places-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function RecordLink({ one }: { one: Named }) {
  const { say } = useWords()
  return (
    <Link to="/admin/institutions/$key" params={{ key: one.key }} search={keptSearch}>
      {say(one.label)}
    </Link>
  )
}
