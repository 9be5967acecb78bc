import { useRef, useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { useLedger, type Ledger } from '../app/ledger.tsx'
import { printed } from '../catalog/format.ts'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import type { RepeatRows } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Blank, Failed, FailedLine } from '../ui/states.tsx'
import { AllOfThem } from './AllOfThem.tsx'
import { CandidateCard, type Decision } from './CandidateCard.tsx'
import { CandidateTools } from './CandidateTools.tsx'
import { CandidatesDocument, ConfirmDocument, DismissDocument, UndoDocument, type Candidate } from './documents.ts'
import { useListKeys } from './keys.ts'
import { ReasonDialog } from './ReasonDialog.tsx'
import type { RepeatSearch } from './search.ts'

const PAGE = 25
export const keyOf = ({ earlier, later }: Candidate): string => `${earlier.complaint.key} ${later.complaint.key}`
const pairOf = ({ earlier, later }: Candidate) => ({ one: earlier.complaint.key, other: later.complaint.key })

/**
 * The pairs to decide. The list stays that of the revision it was opened at while its pairs are decided one by one, so
 * that nothing moves under the hand; it is asked again when the person says so.
 */
export function Candidates({ ledger, search }: { ledger: Ledger; search: RepeatSearch }) {
  const { t } = useWords()
  const { heard } = useLedger()
  const [at, setAt] = useState(ledger.revision)
  const [cursors, setCursors] = useState<(string | null)[]>([null])
  const [decided, setDecided] = useState<ReadonlyMap<string, Decision>>(new Map())
  const [reason, setReason] = useState(t.repeats.reasonDefault)
  const [dismissing, setDismissing] = useState<Candidate | null>(null)
  const [confirmed, confirm] = useMutation(ConfirmDocument)
  const [, dismiss] = useMutation(DismissDocument)
  const [undone, undo] = useMutation(UndoDocument)
  const list = useRef<HTMLDivElement>(null)
  useListKeys(list)
  const rows: RepeatRows = {
    revision: at,
    ...(search.when ? { period: search.when } : {}),
    ...(search.who ? { institutions: [search.who] } : {}),
    ...(search.evidence ? { evidence: search.evidence } : {}),
    ...(search.register ? { register: search.register } : {}),
    ...(search.jurisdiction ? { jurisdiction: search.jurisdiction } : {}),
  }
  const [{ data, error }, ask] = useQuery({ query: CandidatesDocument, variables: { rows, first: PAGE, after: null } })
  const first = data?.repeatCandidates
  const note = (candidate: Candidate, decision: Decision | null): void =>
    setDecided((before) => {
      const next = new Map(before)
      if (decision) next.set(keyOf(candidate), decision)
      else next.delete(keyOf(candidate))
      return next
    })
  const renew = (revision: number): void => {
    setDecided(new Map())
    setCursors([null])
    setAt(revision)
  }
  const acts = {
    confirm: async (candidate: Candidate): Promise<void> => {
      const { data: made } = await confirm({ pairs: [pairOf(candidate)], reason: reason.trim() || t.repeats.reasonDefault })
      if (!made?.done) return
      note(candidate, { kind: 'confirmed', change: made.done.change.key })
      heard(made.done.change.revision)
    },
    dismiss: (candidate: Candidate): void => setDismissing(candidate),
    undo: async (candidate: Candidate): Promise<void> => {
      const decision = decided.get(keyOf(candidate))
      const { data: made } = await undo({ change: decision?.change ?? '', reason: t.repeats.undoReason })
      if (!made?.done) return
      note(candidate, null)
      heard(made.done.change.revision)
    },
  }
  const dismissOne = async (why: string) => {
    if (!dismissing) return undefined
    const { data: made, error: failed } = await dismiss({ pairs: [pairOf(dismissing)], reason: why })
    if (made?.done) {
      note(dismissing, { kind: 'dismissed', change: made.done.change.key })
      heard(made.done.change.revision)
    }
    return failed
  }
  return (
    <>
      <CandidateTools ledger={ledger} search={search} />
      {error && !first && <Failed error={error} retry={() => ask({ requestPolicy: 'network-only' })} />}
      {!error && !first && <Blank height={480} />}
      {first && (
        <>
          <p className="page-line repeat-line">
            {t.repeats.intro(first.personDays, first.textDays)}
            <ExportMenu
              what={{ list: 'REPEAT_CANDIDATES', asked: { rows }, name: t.repeats.tabs['open'] ?? '' }}
              asks={{ document: CandidatesDocument, variables: { rows, first: PAGE, after: null } }}
              small
            />
          </p>
          {first.totalCount > 0 && (
            <AllOfThem rows={rows} page={first} decided={decided.size} onDone={renew} reason={reason} onReason={setReason} />
          )}
          {(confirmed.error ?? undone.error) && <FailedLine error={(confirmed.error ?? undone.error) as NonNullable<typeof error>} />}
          {first.totalCount === 0 && <p className="state card">{t.repeats.none}</p>}
          <div className="repeat-list" ref={list}>
            {cursors.map((after, place) => (
              <PageOfCandidates
                key={after ?? ''}
                rows={rows}
                after={after}
                before={place * PAGE}
                last={place === cursors.length - 1}
                decided={decided}
                acts={acts}
                onMore={(cursor) => setCursors([...cursors, cursor])}
              />
            ))}
          </div>
          {decided.size > 0 && (
            <div className="repeat-renew" role="status">
              {t.repeats.handled(printed(decided.size))}
              <button type="button" className="button button-quiet" onClick={() => renew(ledger.revision)}>
                <Icon name="refresh" />
                {t.repeats.refresh}
              </button>
            </div>
          )}
        </>
      )}
      {dismissing && (
        <ReasonDialog
          title={t.repeats.dismissTitle}
          sentences={[t.repeats.dismissText]}
          button={t.repeats.dismiss}
          onClose={() => setDismissing(null)}
          act={dismissOne}
        />
      )}
    </>
  )
}

export type Acts = { confirm(one: Candidate): Promise<void>; dismiss(one: Candidate): void; undo(one: Candidate): Promise<void> }

type PageProps = {
  rows: RepeatRows
  after: string | null
  before: number
  last: boolean
  decided: ReadonlyMap<string, Decision>
  acts: Acts
  onMore: (cursor: string) => void
}

function PageOfCandidates({ rows, after, before, last, decided, acts, onMore }: PageProps) {
  const { t } = useWords()
  const [{ data, error }, ask] = useQuery({ query: CandidatesDocument, variables: { rows, first: PAGE, after } })
  const page = data?.repeatCandidates
  if (error && !page) return <Failed error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
  if (!page) return <Blank height={240} />
  const shown = printed(before + page.rows.length)
  const cursor = page.endCursor
  return (
    <>
      {page.rows.map((candidate) => (
        <CandidateCard key={keyOf(candidate)} candidate={candidate} decision={decided.get(keyOf(candidate)) ?? null} acts={acts} />
      ))}
      {last && page.totalCount > 0 && (
        <p className="repeat-foot">
          {page.hasNextPage && cursor ? (
            <button type="button" className="button" onClick={() => onMore(cursor)}>
              {t.repeats.more(shown, printed(page.totalCount))}
            </button>
          ) : (
            <span className="caption">{t.repeats.shownAll(t.repeats.count(printed(page.totalCount)))}</span>
          )}
        </p>
      )}
    </>
  )
}
