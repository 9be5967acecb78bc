import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { useLedger, type Ledger } from '../app/ledger.tsx'
import { usePerson } from '../app/session.tsx'
import { printed } from '../catalog/format.ts'
import type { MergedMattersQuery } from '../gql/graphql.ts'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import { useWords } from '../text/text.tsx'
import { Blank, Failed } from '../ui/states.tsx'
import { MergedDocument, SplitDocument, UndoDocument } from './documents.ts'
import { ReasonDialog } from './ReasonDialog.tsx'

const PAGE = 50
type Matter = NonNullable<MergedMattersQuery['mergedMatters']>['rows'][number]
export type MatterFacts = Matter['members'][number]
type Asking = { what: 'split' | 'whole'; matter: Matter }

/** Matters that complaints were merged to, the latest first, each with the way to split it or all of its merge. */
export function MergedList({ ledger, jurisdiction }: { ledger: Ledger; jurisdiction: string | undefined }) {
  const { t, instant } = useWords()
  const person = usePerson()
  const [first, setFirst] = useState(PAGE)
  const [asking, setAsking] = useState<Asking | null>(null)
  const asked = { jurisdiction: jurisdiction ?? null, revision: ledger.revision }
  const variables = { ...asked, first, after: null }
  const [{ data, error }, ask] = useQuery({ query: MergedDocument, variables })
  const page = data?.mergedMatters
  if (error && !page) return <Failed error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
  if (!page) return <Blank height={420} />
  if (page.totalCount === 0) return <p className="state card">{t.repeats.noneMerged}</p>
  return (
    <>
      <p className="page-line repeat-line">
        <ExportMenu
          what={{ list: 'MERGED_MATTERS', asked, name: t.repeats.tabs['merged'] ?? '' }}
          asks={{ document: MergedDocument, variables }}
          small
        />
      </p>
      <ul className="repeat-list">
        {page.rows.map((matter, place) => (
          <li key={place} className="card matter">
            <Members of={matter.members} />
            <p className="second">
              {matter.act ? t.repeats.by(person(matter.act.actor), instant(matter.act.at)) : t.repeats.above}
              {matter.act?.reason && ` · ${matter.act.reason}`}
            </p>
            {matter.counts > 1 && <p className="notice notice-warn">{t.repeats.divided(matter.counts)}</p>}
            <p className="repeat-answers">
              <button type="button" className="button" onClick={() => setAsking({ what: 'split', matter })}>
                {t.repeats.split}
              </button>
              {matter.act && matter.act.standing > 1 && (
                <button type="button" className="button button-quiet" onClick={() => setAsking({ what: 'whole', matter })}>
                  {t.repeats.undoWhole(printed(matter.act.standing))}
                </button>
              )}
            </p>
          </li>
        ))}
      </ul>
      <Foot
        shown={page.rows.length}
        total={page.totalCount}
        words={t.repeats.matters}
        onMore={page.hasNextPage ? () => setFirst(first + PAGE) : null}
      />
      {asking && <Ask asking={asking} onClose={() => setAsking(null)} />}
    </>
  )
}

function Ask({ asking: { what, matter }, onClose }: { asking: Asking; onClose: () => void }) {
  const { t } = useWords()
  const { heard } = useLedger()
  const [, split] = useMutation(SplitDocument)
  const [, undo] = useMutation(UndoDocument)
  const count = printed(what === 'split' ? matter.members.length : (matter.act?.standing ?? 0))
  const act = async (reason: string) => {
    const { data, error } =
      what === 'split'
        ? await split({ keys: matter.members.map(({ key }) => key), reason })
        : await undo({ change: matter.act?.key ?? '', reason })
    if (data?.done) heard(data.done.change.revision)
    return error
  }
  return (
    <ReasonDialog
      title={what === 'split' ? t.repeats.splitTitle : t.repeats.undoWholeTitle}
      sentences={[what === 'split' ? t.repeats.splitText(count) : t.repeats.undoWholeText(count)]}
      button={what === 'split' ? t.repeats.splitButton(count) : t.repeats.undoWhole(count)}
      onClose={onClose}
      act={act}
    />
  )
}

/** Complaints one below the other: number, source, day, institution; the one that counts is marked. */
export function Members({ of, plain = false }: { of: readonly MatterFacts[]; plain?: boolean }) {
  const { t, say, date } = useWords()
  return (
    <ul className="matter-members">
      {of.map((one) => (
        <li key={one.key}>
          <Link to="/complaints/$key" params={{ key: one.key }} search={{}}>
            {one.number ?? t.complaints.noNumber}
          </Link>
          <span>{t.complaints.sources[one.source] ?? one.source}</span>
          <span>{date(one.receivedOn)}</span>
          <span>{say(one.rankedInstitution?.label) || t.rankings.outside}</span>
          {!plain && one.represents && <span className="tag tag-better">{t.repeats.counts}</span>}
        </li>
      ))}
    </ul>
  )
}

type FootProps = { shown: number; total: number; words: (count: string) => string; onMore: (() => void) | null }

export function Foot({ shown, total, words, onMore }: FootProps) {
  const { t } = useWords()
  return (
    <p className="repeat-foot">
      {onMore ? (
        <button type="button" className="button" onClick={onMore}>
          {t.repeats.more(printed(shown), printed(total))}
        </button>
      ) : (
        <span className="caption">{t.repeats.shownAll(words(printed(total)))}</span>
      )}
    </p>
  )
}
