import { useQuery } from 'urql'
import { useMay } from '../app/session.tsx'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'

const StandingDocument = graphql(`
  query InstitutionStanding($institution: ID!, $jurisdiction: ID, $revision: Int) {
    supervisionStanding(institution: $institution, jurisdiction: $jurisdiction, revision: $revision) {
      listed
      period {
        label {
          zh
          en
        }
      }
    }
  }
`)

type StandingProps = { institution: string; jurisdiction: string | null; revision: number | null }

/** Said only of one that is on the list of key supervision. */
export function StandingTag({ institution, jurisdiction, revision }: StandingProps) {
  const { t, say } = useWords()
  const may = useMay()
  const [{ data }] = useQuery({
    query: StandingDocument,
    variables: { institution, jurisdiction, revision },
    pause: !may('supervisionStanding:read'),
  })
  const standing = data?.supervisionStanding
  if (!standing?.listed) return null
  return <span className="tag tag-worse">{t.institutions.supervised(say(standing.period.label))}</span>
}
