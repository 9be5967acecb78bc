import { useMemo } from 'react'
import { useTable } from '../catalog/table.ts'
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
