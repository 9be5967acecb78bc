import { useNavigate, useSearch } from '@tanstack/react-router'
import { useQuery } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { PrintButton } from '../app/PrintButton.tsx'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import { useWords } from '../text/text.tsx'
import { Blank, Failed } from '../ui/states.tsx'
import { CriteriaCard } from './CriteriaCard.tsx'
import { ListDocument, ProposalsDocument, type List, type Proposals } from './documents.ts'
import { HistoryCard } from './HistoryCard.tsx'
import { ListCard } from './ListCard.tsx'
import { ProposalsCard } from './ProposalsCard.tsx'
import type { SupervisionSearch } from './search.ts'
import { TryCard } from './TryCard.tsx'
import './supervision.css'

/** Who shall be watched next: what the criteria propose, what was decided and why, and who is on the list. */
export function SupervisionPage() {
  const { t } = useWords()
  const { ledger, error: failed, refresh } = useLedger()
  const search = useSearch({ strict: false }) as SupervisionSearch
  const revision = search.revision ?? ledger?.revision
  const variables = { period: search.term, jurisdiction: search.jurisdiction, revision }
  const [proposed, askProposals] = useQuery({ query: ProposalsDocument, variables, pause: !ledger })
  const [listed, askList] = useQuery({ query: ListDocument, variables, pause: !ledger })
  const proposals = proposed.data?.supervisionProposals
  const list = listed.data?.supervisionList
  const error = proposed.error ?? listed.error
  const again = (): void => {
    askProposals({ requestPolicy: 'network-only' })
    askList({ requestPolicy: 'network-only' })
  }
  if (failed && !ledger) return <Failed error={failed} retry={refresh} />
  const place = { jurisdiction: search.jurisdiction, revision: search.revision }
  return (
    <div className="supervision">
      <header className="page-head">
        <div>
          <h1>{t.pages.supervision}</h1>
          {proposals ? <Headline proposals={proposals} /> : <Blank height={22} width="60%" />}
        </div>
        {proposals && list && (
          <div className="page-tools">
            <ListMenu proposals={proposals} list={list} />
            <ExportMenu
              what={{ list: 'SUPERVISION_LIST', asked: { ...variables, period: list.period.key }, name: t.supervision.listTitle }}
              asks={{ document: ListDocument, variables }}
            />
            <PrintButton words={t.frame.print} />
          </div>
        )}
      </header>
      {error && !(proposals && list) && <Failed error={error} retry={again} />}
      {!error && !(proposals && list) && <Blank height={520} />}
      {proposals && list && (
        <>
          <div className="supervision-columns">
            <ProposalsCard key={proposals.period.key} proposals={proposals} place={place} />
            <div className="supervision-side">
              {proposals.lines.map((line) => (
                <TryCard key={`${line.criterion} ${line.value}`} line={line} place={place} />
              ))}
              <CriteriaCard proposals={proposals} />
            </div>
          </div>
          <ListCard list={list} place={place} />
          <HistoryCard list={list} place={place} />
        </>
      )}
    </div>
  )
}

function Headline({ proposals }: { proposals: Proposals }) {
  const { t, say } = useWords()
  const { rows, open, period, basis, basisComplete, unfinished } = proposals
  const parts = (['ENTRY', 'STAY', 'EXIT'] as const).flatMap((kind) => {
    const count = rows.filter(({ proposed }) => proposed === kind).length
    return count > 0 ? [t.supervision.count[kind]?.(count) ?? ''] : []
  })
  return (
    <p className="page-line">
      <b>{say(period.label)}</b>
      {t.supervision.colon}
      {unfinished ? say(unfinished) : t.supervision.headline(parts, rows.length - open, open)}{' '}
      <span className="second">
        {t.supervision.basis(say(basis.label))}
        {!unfinished && !basisComplete && ` · ${t.supervision.notClosed}`}
      </span>
    </p>
  )
}

/** Every list that there was, and the one shown. */
function ListMenu({ proposals, list }: { proposals: Proposals; list: List }) {
  const { t, say } = useWords()
  const navigate = useNavigate()
  const { period } = proposals
  const all = [...(list.lists.some(({ key }) => key === period.key) ? [] : [period]), ...list.lists]
  return (
    <label className="inline-field">
      <span>{t.supervision.list}</span>
      <select
        className="input"
        value={period.key}
        onChange={(event) => void navigate({ to: '.', search: (before: SupervisionSearch) => ({ ...before, term: event.target.value }) })}
      >
        {all.map(({ key, label }) => (
          <option key={key} value={key}>
            {say(label)}
          </option>
        ))}
      </select>
    </label>
  )
}
