import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useQuery } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { useMay, usePerson } from '../app/session.tsx'
import { printed } from '../catalog/format.ts'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import { graphql } from '../gql/index.ts'
import type { BatchesQuery } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import { Blank, Failed } from '../ui/states.tsx'
import { BatchDialog } from './BatchDialog.tsx'

const BatchesDocument = graphql(`
  query Batches($first: Int!) {
    batches(first: $first) {
      rows {
        key
        kind
        file
        at
        who
        rows
        imported
        rejected
        voided
        corrections
      }
      hasNextPage
      totalCount
    }
  }
`)

export type Batch = NonNullable<BatchesQuery['batches']>['rows'][number]
const PAGE = 20
const MOST = 200

/** Every import there was, the latest first, each with what its void or restore would do. */
export function Batches() {
  const { t } = useWords()
  const { ledger } = useLedger()
  const { batch: pointed } = useSearch({ strict: false }) as { batch?: string }
  // Whoever comes for one batch finds it in the list.
  const [first, setFirst] = useState(pointed ? MOST : PAGE)
  const [chosen, setChosen] = useState<Batch | null>(null)
  const [{ data, error }, ask] = useQuery({
    query: BatchesDocument,
    variables: { first },
    requestPolicy: 'cache-and-network',
    pause: !ledger,
  })
  const page = data?.batches
  const again = (): void => ask({ requestPolicy: 'network-only' })
  return (
    <section className="card batches" aria-label={t.imports.batches}>
      <header className="card-head">
        <h2>{t.imports.batches}</h2>
        {page && <span className="caption">{printed(page.totalCount)}</span>}
        <span className="card-tools">
          <ExportMenu
            what={{ list: 'BATCHES', asked: {}, name: t.imports.batches }}
            asks={{ document: BatchesDocument, variables: { first } }}
            small
          />
        </span>
      </header>
      {error && !page && <Failed error={error} retry={again} />}
      {!error && !page && <Blank height={160} />}
      {page && page.totalCount === 0 && <p className="state">{t.imports.noBatches}</p>}
      {page && page.totalCount > 0 && <BatchTable rows={page.rows} pointed={pointed} onChoose={setChosen} />}
      {page?.hasNextPage && (
        <button type="button" className="button" onClick={() => setFirst(first + 2 * PAGE)}>
          {t.imports.more}
        </button>
      )}
      {chosen && (
        <BatchDialog
          batch={chosen}
          onClose={() => {
            setChosen(null)
            again()
          }}
        />
      )}
    </section>
  )
}

function showRow(row: HTMLTableRowElement | null): void {
  row?.scrollIntoView({ block: 'center' })
}

type TableProps = { rows: Batch[]; pointed: string | undefined; onChoose: (batch: Batch) => void }

function BatchTable({ rows, pointed, onChoose }: TableProps) {
  const { t, instant } = useWords()
  const person = usePerson()
  const may = useMay()
  const act = may('import:void')
  return (
    <Scroll label={t.imports.batches}>
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">{t.imports.when}</th>
            <th scope="col">{t.imports.inFile}</th>
            <th scope="col">{t.imports.kind}</th>
            <th scope="col">{t.imports.who}</th>
            <th scope="col" className="num">
              {t.imports.rows}
            </th>
            <th scope="col" className="num">
              {t.imports.imported}
            </th>
            <th scope="col">{t.imports.state}</th>
            {act && <th scope="col">{t.imports.act}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((batch) => (
            <tr
              key={batch.key}
              className={batch.key === pointed ? 'row-open' : undefined}
              ref={batch.key === pointed ? showRow : undefined}
            >
              <td className="day">{instant(batch.at)}</td>
              <th scope="row">{batch.file}</th>
              <td>{t.imports.kinds[batch.kind] ?? batch.kind}</td>
              <td>{person(batch.who)}</td>
              <td className="num">{printed(batch.rows)}</td>
              <td className="num">{printed(batch.imported)}</td>
              <td>
                {batch.voided ? (
                  <span className="tag tag-warn">{t.imports.voided}</span>
                ) : (
                  <span className="tag tag-better">{t.imports.active}</span>
                )}
              </td>
              {act && (
                <td>
                  <button type="button" className="link-button" onClick={() => onChoose(batch)}>
                    {batch.voided ? t.imports.restore : t.imports.void}
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
