import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useQuery } from 'urql'
import { printed } from '../catalog/format.ts'
import { FILTERS, type FilterName, type ViewSearch } from '../filters/search.ts'
import { graphql } from '../gql/index.ts'
import type { Comparison, ComplaintRows, FigureKind, FigurePart, FacetsQuery, Metric, MetricQuery } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Blank, FailedLine } from '../ui/states.tsx'
import type { ComplaintSearch } from './search.ts'

const FacetsDocument = graphql(`
  query Facets($f0: MetricQuery!, $f1: MetricQuery!, $f2: MetricQuery!, $f3: MetricQuery!, $f4: MetricQuery!, $f5: MetricQuery!) {
    f0: metricTable(query: $f0) {
      ...Facet
    }
    f1: metricTable(query: $f1) {
      ...Facet
    }
    f2: metricTable(query: $f2) {
      ...Facet
    }
    f3: metricTable(query: $f3) {
      ...Facet
    }
    f4: metricTable(query: $f4) {
      ...Facet
    }
    f5: metricTable(query: $f5) {
      ...Facet
    }
  }
`)

export const FacetFragment = graphql(`
  fragment Facet on MetricTable {
    keys {
      ids
      labels {
        zh
        en
      }
    }
    columns {
      kind
      figures
    }
  }
`)

/** Asked in one request, so that the server counts them in one pass; apart from the list, which never waits for them. */
const FACETS = ['category', 'cause', 'channel', 'institution', 'group', 'status'] as const satisfies readonly FilterName[]
const SHORT = 6

type FacetsProps = { rows: ComplaintRows; search: ComplaintSearch; additive: boolean }

/** How many of the list are of which category, cause, channel …: each line narrows the list to it, or lets it go. */
export function Facets({ rows, search, additive }: FacetsProps) {
  const { t } = useWords()
  const queries = FACETS.map((name) => facetQuery(rows, name))
  const [f0, f1, f2, f3, f4, f5] = queries as [MetricQuery, MetricQuery, MetricQuery, MetricQuery, MetricQuery, MetricQuery]
  const [{ data, error }, ask] = useQuery({ query: FacetsDocument, variables: { f0, f1, f2, f3, f4, f5 } })
  const kind = kindOf(rows.part ?? 'VALUE', additive)
  const tables = data && [data.f0, data.f1, data.f2, data.f3, data.f4, data.f5]
  return (
    <details className="card facets" open={window.innerWidth > 899}>
      <summary>
        <h2>{t.complaints.facets}</h2>
      </summary>
      {error && !data ? (
        <p>
          <FailedLine error={error} />
          <button type="button" className="link-button" onClick={() => ask({ requestPolicy: 'network-only' })}>
            <Icon name="refresh" size={14} />
            {t.states.retry}
          </button>
        </p>
      ) : (
        <div className="facet-list">
          {FACETS.map((name, place) => (
            <Facet key={name} name={name} table={tables?.[place] ?? null} kind={kind} search={search} />
          ))}
        </div>
      )}
    </details>
  )
}

type FacetTable = NonNullable<FacetsQuery['f0']>
type FacetProps = { name: FilterName; table: FacetTable | null; kind: FigureKind; search: ViewSearch }

function Facet({ name, table, kind, search }: FacetProps) {
  const { t, say } = useWords()
  const [whole, setWhole] = useState(false)
  const chosen = search[name] ?? []
  const ids = table?.keys[0]?.ids ?? []
  const figures = table?.columns.find((column) => column.kind === kind)?.figures ?? []
  const lines = ids
    .map((id, row) => ({ id, row, count: figures[row] ?? 0 }))
    .filter(({ id, count }) => count > 0 || chosen.includes(id))
    .sort((a, b) => b.count - a.count)
  const shown = whole ? lines : lines.filter(({ id }, place) => place < SHORT || chosen.includes(id))
  return (
    <section aria-label={t.filters.names[name]} aria-busy={table === null}>
      <h3 className="second">{t.filters.names[name]}</h3>
      {table === null ? (
        <Blank height={120} />
      ) : (
        <ul>
          {shown.map(({ id, row, count }) => (
            <li key={id}>
              <Link
                to="/complaints"
                search={(before: ComplaintSearch) => ({ ...before, [name]: toggled(chosen, id) })}
                className="facet"
                aria-current={chosen.includes(id) ? 'true' : undefined}
                resetScroll={false}
                replace
              >
                <span>{say(table.keys[0]?.labels[row]) || id}</span>
                <span className="num">{printed(count)}</span>
              </Link>
            </li>
          ))}
          {lines.length === 0 && <li className="second">{t.figures.none}</li>}
          {lines.length > shown.length && (
            <li>
              <button type="button" className="link-button" onClick={() => setWhole(true)}>
                {t.complaints.facetsMore(lines.length - shown.length)}
              </button>
            </li>
          )}
        </ul>
      )}
    </section>
  )
}

function toggled(chosen: readonly string[], id: string): string[] | undefined {
  const next = chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen.filter((each) => !each.startsWith('!')), id]
  return next.length > 0 ? next : undefined
}

/** The list's own question by one dimension, without the filter on it: what else could be chosen stays in sight. */
function facetQuery(rows: ComplaintRows, name: FilterName): MetricQuery {
  const { filters, period, jurisdiction, register, repeats, revision, text } = rows
  const dimension = FILTERS[name]
  const comparison: Comparison[] =
    rows.part === 'PREVIOUS' ? ['PREVIOUS_PERIOD'] : rows.part === 'LAST_YEAR' ? ['SAME_PERIOD_LAST_YEAR'] : []
  return {
    metrics: [rows.metric as Metric],
    by: [dimension],
    filters: (filters ?? []).filter((filter) => filter.dimension !== dimension),
    period: period ?? '',
    comparison,
    ...(jurisdiction ? { jurisdiction } : {}),
    ...(register ? { register } : {}),
    ...(repeats ? { repeats } : {}),
    ...(revision ? { revision } : {}),
    ...(text ? { text } : {}),
  }
}

/** Which column counts the rows of a part. */
function kindOf(part: FigurePart, additive: boolean): FigureKind {
  if (part === 'PREVIOUS' || part === 'LAST_YEAR' || part === 'BASE' || part === 'UNKNOWN') return part
  return additive ? 'VALUE' : 'NUMERATOR'
}
