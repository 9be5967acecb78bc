import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { useLedger, type Ledger } from '../app/ledger.tsx'
import { usePerson } from '../app/session.tsx'
import { printed } from '../catalog/format.ts'
import type { DismissedRepeatsQuery } from '../gql/graphql.ts'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import { useWords } from '../text/text.tsx'
import { Blank, Failed } from '../ui/states.tsx'
import { DismissedDocument, TakeBackDocument, UndoDocument } from './documents.ts'
import { Foot, Members } from './MergedList.tsx'
import { ReasonDialog } from './ReasonDialog.tsx'

const PAGE = 50
type Dismissed = NonNullable<DismissedRepeatsQuery['dismissedRepeats']>['rows'][number]
type Asking = { what: 'one' | 'whole'; pair: Dismissed }

/** Pairs judged to be two matters, the latest first, each with the way to take the judgement back. */
export function DismissedList({ ledger, jurisdiction }: { ledger: Ledger; jurisdiction: string | undefined }) {
  const { t, instant } = useWords()
  const person = usePerson()
  const [first, setFirst] = useState(PAGE)
  const [asking, setAsking] = useState<Asking | null>(null)
  const asked = { jurisdiction: jurisdiction ?? null, revision: ledger.revision }
  const variables = { ...asked, first, after: null }
  const [{ data, error }, ask] = useQuery({ query: DismissedDocument, variables })
  const page = data?.dismissedRepeats
  if (error && !page) return <Failed error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
  if (!page) return <Blank height={420} />
  if (page.totalCount === 0) return <p className="state card">{t.repeats.noneDismissed}</p>
  return (
    <>
      <p className="page-line repeat-line">
        <ExportMenu
          what={{ list: 'DISMISSED_REPEATS', asked, name: t.repeats.tabs['dismissed'] ?? '' }}
          asks={{ document: DismissedDocument, variables }}
          small
        />
      </p>
      <ul className="repeat-list">
        {page.rows.map((pair) => (
          <li key={`${pair.one.key} ${pair.other.key}`} className="card matter">
            <Members of={[pair.one, pair.other]} plain />
            {pair.act && (
              <p className="second">
                {t.repeats.by(person(pair.act.actor), instant(pair.act.at))}
                {pair.act.reason && ` · ${pair.act.reason}`}
              </p>
            )}
            <p className="repeat-answers">
              <button type="button" className="button" onClick={() => setAsking({ what: 'one', pair })}>
                {t.repeats.takeBack}
              </button>
              {pair.act && pair.act.standing > 1 && (
                <button type="button" className="button button-quiet" onClick={() => setAsking({ what: 'whole', pair })}>
                  {t.repeats.undoWholeDismissed(printed(pair.act.standing))}
                </button>
              )}
            </p>
          </li>
        ))}
      </ul>
      <Foot
        shown={page.rows.length}
        total={page.totalCount}
        words={t.repeats.count}
        onMore={page.hasNextPage ? () => setFirst(first + PAGE) : null}
      />
      {asking && <Ask asking={asking} onClose={() => setAsking(null)} />}
    </>
  )
}

function Ask({ asking: { what, pair }, onClose }: { asking: Asking; onClose: () => void }) {
  const { t } = useWords()
  const { heard } = useLedger()
  const [, takeBack] = useMutation(TakeBackDocument)
  const [, undo] = useMutation(UndoDocument)
  const count = printed(pair.act?.standing ?? 0)
  const act = async (reason: string) => {
    const { data, error } =
      what === 'one'
        ? await takeBack({ pairs: [{ one: pair.one.key, other: pair.other.key }], reason })
        : await undo({ change: pair.act?.key ?? '', reason })
    if (data?.done) heard(data.done.change.revision)
    return error
  }
  return (
    <ReasonDialog
      title={what === 'one' ? t.repeats.takeBackTitle : t.repeats.undoWholeDismissedTitle}
      sentences={[what === 'one' ? t.repeats.takeBackText : t.repeats.undoWholeDismissedText(count)]}
      button={what === 'one' ? t.repeats.takeBack : t.repeats.undoWholeDismissed(count)}
      onClose={onClose}
      act={act}
    />
  )
}
