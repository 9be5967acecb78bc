import { useNavigate, useParams } from '@tanstack/react-router'
import { useQuery } from 'urql'
import { useScope } from '../filters/scope.ts'
import type { ViewSearch } from '../filters/search.ts'
import { graphql } from '../gql/index.ts'
import type { ComplaintQuery } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Blank, Failed } from '../ui/states.tsx'
import { Facts } from './Facts.tsx'
import { History } from './History.tsx'
import { PanelActs } from './PanelActs.tsx'

const ComplaintDocument = graphql(`
  query Complaint($key: ID!, $revision: Int) {
    complaint(key: $key, revision: $revision) {
      key
      number
      source
      register
      kind
      receivedOn
      late
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
      acts {
        act
        label {
          zh
          en
        }
        needs
        takes
      }
      history {
        revision
        undoes
        undoable
        steps {
          step
          label {
            zh
            en
          }
          on
          until
          unit
          person
          note
        }
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
  const navigate = useNavigate()
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
        <button type="button" className="icon-button" aria-label={t.complaints.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {error && !complaint && <Failed error={error} retry={() => ask({ requestPolicy: 'network-only' })} />}
      {!error && !complaint && <Blank height={420} />}
      {complaint && (
        <>
          <PanelActs complaint={complaint} />
          <Facts complaint={complaint} />
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
