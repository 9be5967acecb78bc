import { Link } from '@tanstack/react-router'
import { useMay } from '../app/session.tsx'
import { printed } from '../catalog/format.ts'
import type { ViewSearch } from '../filters/search.ts'
import { useWords } from '../text/text.tsx'
import type { Complaint } from './ComplaintPanel.tsx'
import { Original } from './Original.tsx'

/** What the ledger holds of a complaint. */
export function Facts({ complaint }: { complaint: Complaint }) {
  const { t, say, date } = useWords()
  const may = useMay()
  const known = (day: string | null | undefined): string => (day ? date(day) : t.figures.none)
  const named = (value: { label: { zh: string; en?: string | null } } | null | undefined): string =>
    (value && say(value.label)) || t.figures.none
  const pairs: [string, React.ReactNode][] = [
    [t.complaints.status, t.complaints.statuses[complaint.status] ?? complaint.status],
    [
      t.complaints.received,
      `${known(complaint.receivedOn)}${complaint.late ? `${t.overview.open}${t.complaints.enteredLateText}${t.overview.shut}` : ''}`,
    ],
    [t.complaints.due, known(complaint.dueOn)],
    [
      t.complaints.closed,
      complaint.closedOn
        ? `${date(complaint.closedOn)}${complaint.onTime === null || complaint.onTime === undefined ? '' : `${t.overview.open}${complaint.onTime ? t.complaints.onTime : t.complaints.late}${t.overview.shut}`}`
        : t.figures.none,
    ],
    [t.complaints.days, complaint.handlingDays ?? t.figures.none],
    [t.complaints.institution, named(complaint.institution)],
    [t.complaints.rankedInstitution, complaint.rankedInstitution ? say(complaint.rankedInstitution.label) : t.rankings.outside],
    [t.complaints.group, named(complaint.peerGroup)],
    [t.complaints.category, named(complaint.category)],
    [t.complaints.cause, named(complaint.cause)],
    [t.complaints.channel, named(complaint.lodgingChannel)],
    [t.complaints.serviceChannel, named(complaint.serviceChannel)],
    [t.complaints.amount, complaint.amountYuan == null ? t.figures.none : printed(complaint.amountYuan, 2)],
    [t.complaints.upheld, named(complaint.upheld)],
    [t.complaints.satisfaction, named(complaint.satisfaction)],
    [t.complaints.kind, t.complaints.kinds[complaint.kind] ?? complaint.kind],
    [t.complaints.register, t.filters.registerOf[complaint.register] ?? complaint.register],
    [t.complaints.source, t.complaints.sources[complaint.source] ?? complaint.source],
  ]
  for (const { label, value } of complaint.details) if (value) pairs.push([say(label), say(value)])
  if (complaint.matter.length > 0) pairs.push([t.complaints.matter, <Matter key="matter" members={complaint.matter} />])
  return (
    <>
      <dl className="pairs complaint-pairs">
        {pairs.map(([name, value]) => (
          <div key={name} className="pair">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {may('complaintText:read') && (
        <>
          <h3>{t.complaints.text}</h3>
          <p className="complaint-text">{complaint.text || t.complaints.noText}</p>
        </>
      )}
      {may('original:read') && <Original complaint={complaint.key} />}
    </>
  )
}

/** The other complaints of the same matter, each a link. */
function Matter({ members }: { members: Complaint['matter'] }) {
  const { t, shortDate } = useWords()
  return members.map((member) => (
    <Link
      key={member.key}
      className="matter-link"
      to="/complaints/$key"
      params={{ key: member.key }}
      search={(before: ViewSearch) => before}
      resetScroll={false}
    >
      {member.number ?? t.complaints.noNumber}
      {t.overview.open}
      {shortDate(member.receivedOn)}
      {t.overview.shut}
    </Link>
  ))
}
