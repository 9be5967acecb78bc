import { useNavigate, useSearch } from '@tanstack/react-router'
import { useQuery } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { printed } from '../catalog/format.ts'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import { periodWords } from '../filters/period.ts'
import { graphql } from '../gql/index.ts'
import type { AssessmentsQuery } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import { Blank, Failed } from '../ui/states.tsx'
import { Choice } from './Choice.tsx'
import type { ReturnSearch } from './search.ts'

const AssessmentsDocument = graphql(`
  query Assessments($period: String, $jurisdiction: ID, $revision: Int) {
    assessments(period: $period, jurisdiction: $jurisdiction, revision: $revision) {
      periods
      period
      rows {
        key
        label {
          zh
          en
        }
        peerGroup {
          zh
          en
        }
        scheme
        statedScore
        grade
        scale
        gradePlace
        rank
        median
      }
    }
  }
`)

type Result = NonNullable<AssessmentsQuery['assessments']>['rows'][number]

/** Scores and grades as they were given, with rank and median inside the peer group. */
export function Assessments() {
  const { t, language } = useWords()
  const { ledger } = useLedger()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as ReturnSearch
  const variables = {
    period: search.period ?? null,
    jurisdiction: search.jurisdiction ?? null,
    revision: search.revision ?? ledger?.revision ?? null,
  }
  const [{ data, error, fetching }, ask] = useQuery({ query: AssessmentsDocument, variables, pause: !ledger })
  const found = data?.assessments
  if (error && !found) return <Failed error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
  if (!found) return <Blank height={320} />
  const period = found.period ?? null
  const periods = period !== null && !found.periods.includes(period) ? [period, ...found.periods] : found.periods
  const options = periods.map((key) => ({ key, words: periodWords(key, language) }))
  const choose = (key: string): void => void navigate({ to: '/returns', search: (before: ReturnSearch) => ({ ...before, period: key }) })
  return (
    <>
      {period !== null && (
        <div className="return-choices">
          <Choice name={t.returns.period} value={period} options={options} onChange={choose} />
          <ExportMenu
            what={{ list: 'ASSESSMENTS', asked: variables, name: t.returns.tabs.assessments }}
            asks={{ document: AssessmentsDocument, variables }}
          />
        </div>
      )}
      <section className="card" aria-label={t.returns.tabs.assessments} aria-busy={fetching}>
        {period === null || found.rows.length === 0 ? (
          <p className="state">{t.returns.noAssessments}</p>
        ) : (
          <Results rows={found.rows} period={periodWords(period, language)} />
        )}
      </section>
    </>
  )
}

function Results({ rows, period }: { rows: Result[]; period: string }) {
  const { t } = useWords()
  return (
    <>
      <header className="card-head">
        <h2>{t.returns.assessmentIntro(period)}</h2>
      </header>
      <Scroll label={t.returns.tabs.assessments}>
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{t.returns.institution}</th>
              <th scope="col">{t.returns.group}</th>
              <th scope="col" className="num">
                {t.returns.score}
              </th>
              <th scope="col" className="num">
                {t.returns.rank}
              </th>
              <th scope="col" className="num">
                {t.returns.median}
              </th>
              <th scope="col">{t.returns.grade}</th>
              <th scope="col">{t.returns.scheme}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ResultRow key={row.key} row={row} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  )
}

function ResultRow({ row }: { row: Result }) {
  const { t, say } = useWords()
  const { none } = t.figures
  return (
    <tr>
      <th scope="row">{say(row.label)}</th>
      <td>{say(row.peerGroup)}</td>
      <td className="num">{row.statedScore ?? none}</td>
      <td className="num">{row.rank ?? none}</td>
      <td className="num">{row.median === null || row.median === undefined ? none : printed(row.median, 2)}</td>
      <td>
        {row.grade ?? none}
        {row.gradePlace ? <span className="second">{t.returns.place(row.gradePlace, row.scale.length)}</span> : null}
      </td>
      <td>{row.scheme}</td>
    </tr>
  )
}
