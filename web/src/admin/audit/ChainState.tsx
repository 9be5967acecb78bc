import { useState } from 'react'
import { useClient, type CombinedError } from 'urql'
import type { AuditChainQuery } from '../../gql/graphql.ts'
import { useWords } from '../../text/text.tsx'
import { FailedLine } from '../../ui/states.tsx'
import { useAdminWords } from '../words.ts'
import { AuditChainDocument } from './documents.ts'

/** Walks the chain when asked: on a long log it takes its time. */
export function ChainState() {
  const { instant } = useWords()
  const a = useAdminWords()
  const client = useClient()
  const [chain, setChain] = useState<AuditChainQuery['auditChain']>(null)
  const [error, setError] = useState<CombinedError>()
  const [busy, setBusy] = useState(false)
  const check = async (): Promise<void> => {
    setBusy(true)
    const answer = await client.query(AuditChainDocument, {}, { requestPolicy: 'network-only' }).toPromise()
    setBusy(false)
    setError(answer.error)
    setChain(answer.data?.auditChain ?? null)
  }
  const tone = !chain ? '' : chain.intact ? ' notice-better' : ' notice-worse'
  return (
    <div className={`notice${tone}`}>
      <button type="button" className="button" disabled={busy} onClick={() => void check()}>
        {busy ? a.audit.checking : a.audit.check}
      </button>
      <span role="status">
        {chain && (chain.intact ? a.audit.intact(instant(chain.checkedAt, true)) : a.audit.broken(chain.problems.length))}
      </span>
      {chain && !chain.intact && <span className="admin-raw">{chain.problems.join(' · ')}</span>}
      {error && <FailedLine error={error} />}
    </div>
  )
}
