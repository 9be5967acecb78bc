import type { InstitutionStatus } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'

/** Said only where it is not the usual: new, closed, outside the ranking. */
export function StatusTag({ status }: { status: InstitutionStatus }) {
  const { t } = useWords()
  if (status === 'OPEN') return null
  return <span className="tag">{t.institutions.statuses[status]}</span>
}
