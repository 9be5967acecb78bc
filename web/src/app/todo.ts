import { useMemo } from 'react'
import { useQuery } from 'urql'
import { useTable } from '../catalog/table.ts'
import { graphql } from '../gql/index.ts'
import { useLedger } from './ledger.tsx'
import { useMay } from './session.tsx'

/** How many complaints of the viewer's scope are overdue today; 0 until known. */
export function useToDo(): number {
  const { ledger } = useLedger()
  const may = useMay()
  const query = useMemo(
    () =>
      ledger?.firstMonth && may('analytics:read')
        ? { metrics: ['OVERDUE' as const], period: ledger.today, revision: ledger.revision }
        : null,
    [ledger, may],
  )
  return useTable(query).value?.figure('OVERDUE') ?? 0
}

const OpenProposalsDocument = graphql(`
  query OpenProposals($revision: Int) {
    supervisionProposals(revision: $revision) {
      open
    }
  }
`)

/** How many proposals of key supervision wait for the viewer's decision; 0 until known, and for who does not decide. */
export function useOpenProposals(asked: boolean): number {
  const { ledger } = useLedger()
  const may = useMay()
  const pause = !asked || !ledger?.firstMonth || !may('supervision:decide')
  const [{ data }] = useQuery({ query: OpenProposalsDocument, variables: { revision: ledger?.revision }, pause })
  return pause ? 0 : (data?.supervisionProposals?.open ?? 0)
}
