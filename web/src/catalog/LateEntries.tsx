import { RowsLink } from '../filters/RowsLink.tsx'
import type { RowsOf } from '../filters/rows.ts'
import type { Scope } from '../filters/scope.ts'
import { useWords } from '../text/text.tsx'
import type { Table } from './table.ts'

type LateEntriesProps = { table: Table | null | undefined; scope: Scope | null; narrow?: RowsOf['narrow'] }

/** How many of a period's complaints were entered after their month had been closed; opens them. Nothing where none were. */
export function LateEntries({ table, scope, narrow }: LateEntriesProps) {
  const { say } = useWords()
  const [late] = table?.notes('LATE_ENTRIES') ?? []
  if (!late || !scope) return null
  return (
    <p className="page-line late-entries">
      <RowsLink scope={scope} metric="LATE_ENTRIES" {...(narrow ? { narrow } : {})}>
        {say(late.text)}
      </RowsLink>
    </p>
  )
}
