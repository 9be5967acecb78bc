import { Link, useParams, useSearch } from '@tanstack/react-router'
import { useQuery } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { PrintButton } from '../app/PrintButton.tsx'
import { printed, signed } from '../catalog/format.ts'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Blank, Failed } from '../ui/states.tsx'
import type { ReturnQueryVariables } from '../gql/graphql.ts'
import { ReturnDocument, type OneReturn } from './documents.ts'
import { Problems } from './Problems.tsx'
import { Registered } from './Registered.tsx'
import { ReturnTable } from './ReturnTable.tsx'
import type { ReturnSearch } from './search.ts'
import { State } from './State.tsx'
import './returns.css'

/** One return in the shape of its form, what does not add up in it, and the ledger beside it. */
export function ReturnPage() {
  const { t } = useWords()
  const { key } = useParams({ from: '/frame/returns/$key' })
  const { ledger } = useLedger()
  const search = useSearch({ strict: false }) as ReturnSearch
  const variables = { key, jurisdiction: search.jurisdiction ?? null, revision: search.revision ?? ledger?.revision ?? null }
  const [{ data, error, fetching }, ask] = useQuery({ query: ReturnDocument, variables, pause: !ledger })
  const found = data?.return
  return (
    <div className="returns">
      <Link to="/returns" search={(before: ReturnSearch) => before} className="return-back">
        <Icon name="left" />
        {t.returns.back}
      </Link>
      {error && !found && <Failed error={error} retry={() => ask({ requestPolicy: 'network-only' })} />}
      {!data && !error && <Blank height={420} />}
      {data && !found && !fetching && <p className="state">{t.returns.notFound}</p>}
      {found && <Found one={found} variables={variables} />}
    </div>
  )
}

function Found({ one, variables }: { one: OneReturn; variables: ReturnQueryVariables }) {
  const { t, say } = useWords()
  const register = t.filters.registerOf[one.register]
  return (
    <>
      <header className="page-head">
        <div>
          <h1>
            {say(one.subject.label)} <State state={one.state} discrepancies={one.discrepancies} />
          </h1>
          <p className="page-line">{[say(one.periodLabel), one.form, register, one.file, one.source].filter(Boolean).join(' · ')}</p>
        </div>
        <div className="page-tools">
          <ExportMenu
            what={{ list: 'RETURN', asked: variables, name: say(one.subject.label) }}
            asks={{ document: ReturnDocument, variables }}
          />
          <PrintButton words={t.frame.print} />
        </div>
      </header>
      <Figures one={one} />
      {one.problems.length > 0 && <Problems one={one} />}
      {one.tables.map((table, place) => (
        <ReturnTable key={place} table={table} />
      ))}
    </>
  )
}

function Figures({ one }: { one: OneReturn }) {
  const { t } = useWords()
  const none = t.figures.none
  return (
    <dl className="card return-figures">
      <div>
        <dt>{t.returns.total}</dt>
        <dd>
          {one.total === null || one.total === undefined ? none : printed(one.total)}
          {one.computed && <span className="tag tag-warn">{t.returns.computed}</span>}
        </dd>
      </div>
      <div>
        <dt>{t.returns.registered}</dt>
        <dd>
          <Registered row={one} period={one.period} register={one.register} />
        </dd>
      </div>
      <div>
        <dt>{t.returns.gap}</dt>
        <dd>
          {one.gap === null || one.gap === undefined ? none : signed(one.gap)} <span className="caption">{t.returns.gapHint}</span>
        </dd>
      </div>
    </dl>
  )
}
