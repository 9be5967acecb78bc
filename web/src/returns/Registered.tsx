import { printed } from '../catalog/format.ts'
import { RowsLink } from '../filters/RowsLink.tsx'
import { useScope } from '../filters/scope.ts'
import type { Register } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import type { ReturnRow } from './documents.ts'

type RegisteredProps = { row: Pick<ReturnRow, 'registered' | 'subject'>; period: string; register: Register }

/** The ledger's count, which opens its complaints: repeats as the jurisdiction rules, whatever another page was asked for. */
export function Registered({ row, period, register }: RegisteredProps) {
  const { t } = useWords()
  const scope = useScope()
  if (row.registered === null || row.registered === undefined) return <>{t.figures.none}</>
  if (!scope) return <>{printed(row.registered)}</>
  const { kind, key } = row.subject
  const narrow =
    kind === 'INSTITUTION' ? { institution: [key] } : kind === 'PEER_GROUP' ? { group: [key], institution: [] } : { institution: [] }
  return (
    <RowsLink
      scope={{ ...scope, search: { ...scope.search, register, repeats: undefined } }}
      metric="COMPLAINTS"
      period={period}
      narrow={narrow}
    >
      {printed(row.registered)}
    </RowsLink>
  )
}
