import { useState } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { printed } from '../catalog/format.ts'
import type { RepeatRows } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { ConfirmDocument, DismissDocument, type CandidatePage, type Outcome } from './documents.ts'
import { ReasonDialog } from './ReasonDialog.tsx'

type Props = {
  rows: RepeatRows
  page: CandidatePage
  /** Pairs decided one by one since the list was read: what is left is asked for again first. */
  decided: number
  reason: string
  onReason: (reason: string) => void
  onDone: (revision: number) => void
}

/** How many there are, what merging all of them would do, and the buttons that do it to all. */
export function AllOfThem({ rows, page, decided, reason, onReason, onDone }: Props) {
  const { t } = useWords()
  const { heard } = useLedger()
  const [asking, setAsking] = useState<'confirm' | 'dismiss' | null>(null)
  const [, confirm] = useMutation(ConfirmDocument)
  const [, dismiss] = useMutation(DismissDocument)
  const count = printed(page.totalCount)
  const all = { rows: { ...rows, revision: null }, expected: page.totalCount }
  const act = async (why: string) => {
    const { data, error } = asking === 'dismiss' ? await dismiss({ ...all, reason: why }) : await confirm({ ...all, reason: why })
    const revision = data?.done?.change.revision
    if (revision !== undefined) {
      heard(revision)
      onDone(revision)
    }
    return error
  }
  return (
    <section className="repeat-all card" aria-label={t.repeats.confirmAllTitle}>
      <p className="repeat-outcome">
        <b>{t.repeats.count(count)}</b>
        <span>{outcomeWords(t, page.ifConfirmed)}</span>
      </p>
      <div className="repeat-all-acts">
        <label className="inline-field">
          <span>{t.repeats.reasonForOne}</span>
          <input className="input" value={reason} onChange={(event) => onReason(event.target.value)} />
        </label>
        <button type="button" className="button" disabled={decided > 0} onClick={() => setAsking('dismiss')}>
          {t.repeats.dismissAll}
        </button>
        <button type="button" className="button button-filled" disabled={decided > 0} onClick={() => setAsking('confirm')}>
          {t.repeats.confirmAll(count)}
        </button>
      </div>
      <p className="caption repeat-keys">{t.repeats.keysHint}</p>
      {asking === 'confirm' && (
        <ReasonDialog
          title={t.repeats.confirmAllTitle}
          sentences={[outcomeWords(t, page.ifConfirmed), t.repeats.outcomeMore]}
          button={t.repeats.confirmAllButton(count)}
          initial={reason}
          onClose={() => setAsking(null)}
          act={act}
        />
      )}
      {asking === 'dismiss' && (
        <ReasonDialog
          title={t.repeats.dismissAllTitle}
          sentences={[t.repeats.dismissAllText(count)]}
          button={t.repeats.dismissAllButton(count)}
          onClose={() => setAsking(null)}
          act={act}
        />
      )}
    </section>
  )
}

function outcomeWords(t: ReturnType<typeof useWords>['t'], { complaints, matters, mergedBefore, mergedAfter }: Outcome): string {
  return t.repeats.outcome(printed(complaints), printed(matters), printed(mergedBefore), printed(mergedAfter))
}
