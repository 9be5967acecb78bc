import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useQuery } from 'urql'
import { useMay } from '../app/session.tsx'
import { printed } from '../catalog/format.ts'
import { useScope } from '../filters/scope.ts'
import type { ViewSearch } from '../filters/search.ts'
import { graphql } from '../gql/index.ts'
import type { ComplaintQuery } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Blank, Failed } from '../ui/states.tsx'
import { CorrectionForm } from './CorrectionForm.tsx'
import { History } from './History.tsx'
import { Original } from './Original.tsx'

const ComplaintDocument = graphql(`
  query Complaint($key: ID!, $revision: Int) {
    complaint(key: $key, revision: $revision) {
      key
      number
      source
      register
      kind
      receivedOn
      closedOn
      dueOn
      handlingDays
      onTime
      institution {
        key
        label {
          zh
          en
        }
      }
      rankedInstitution {
        key
        label {
          zh
          en
        }
      }
      peerGroup {
        key
        label {
          zh
          en
        }
      }
      category {
        key
        label {
          zh
          en
        }
      }
      cause {
        key
        label {
          zh
          en
        }
      }
      lodgingChannel {
        key
        label {
          zh
          en
        }
      }
      serviceChannel {
        key
        label {
          zh
          en
        }
      }
      upheld {
        key
        label {
          zh
          en
        }
      }
      satisfaction {
        key
        label {
          zh
          en
        }
      }
      amountYuan
      status
      text
      details {
        key
        label {
          zh
          en
        }
        input
        written
        value {
          zh
          en
        }
      }
      matter {
        key
        number
        receivedOn
      }
      history {
        revision
        at
        actor
        kind
        reason
        ended
        changes {
          field {
            zh
            en
          }
          before {
            zh
            en
          }
          after {
            zh
            en
          }
        }
      }
    }
  }
`)

export type Complaint = NonNullable<ComplaintQuery['complaint']>

/** One complaint beside the list: what the ledger holds, how it came to hold it, and the way to correct it. */
export function ComplaintPanel() {
  const { t } = useWords()
  const { key } = useParams({ from: '/frame/complaints/$key' })
  const scope = useScope()
  const may = useMay()
  const navigate = useNavigate()
  const [correcting, setCorrecting] = useState(false)
  const [{ data, error }, ask] = useQuery({
    query: ComplaintDocument,
    variables: { key, revision: scope?.revision },
    pause: !scope,
  })
  const complaint = data?.complaint?.key === key ? data.complaint : null
  const close = (): void => void navigate({ to: '/complaints', search: (before: ViewSearch) => before, resetScroll: false })
  return (
    <aside className="card complaint-panel" aria-label={t.complaints.detail} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <header className="card-head">
        <h2 key={key} ref={focusHead} tabIndex={-1}>
          {complaint ? (complaint.number ?? t.complaints.noNumber) : t.complaints.detail}
        </h2>
        <span className="caption" />
        {complaint && may('complaint:correct') && !correcting && (
          <button type="button" className="button" onClick={() => setCorrecting(true)}>
            {t.complaints.correct}
          </button>
        )}
        <button type="button" className="icon-button" aria-label={t.complaints.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {error && !complaint && <Failed error={error} retry={() => ask({ requestPolicy: 'network-only' })} />}
      {!error && !complaint && <Blank height={420} />}
      {complaint && (
        <>
          {correcting && <CorrectionForm complaint={complaint} onDone={() => setCorrecting(false)} />}
          <Fields complaint={complaint} />
          <History complaint={complaint} />
        </>
      )}
    </aside>
  )
}

/** Reading begins at the complaint that was just opened. */
function focusHead(head: HTMLHeadingElement | null): void {
  head?.focus({ preventScroll: true })
}

function Fields({ complaint }: { complaint: Complaint }) {
  const { t, say, date } = useWords()
  const may = useMay()
  const known = (day: string | null | undefined): string => (day ? date(day) : t.figures.none)
  const named = (value: { label: { zh: string; en?: string | null } } | null | undefined): string =>
    (value && say(value.label)) || t.figures.none
  const pairs: [string, React.ReactNode][] = [
    [t.complaints.status, t.complaints.statuses[complaint.status] ?? complaint.status],
    [t.complaints.received, known(complaint.receivedOn)],
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
