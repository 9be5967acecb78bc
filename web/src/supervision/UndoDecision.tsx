import { useState } from 'react'
import { useMutation } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { ReasonDialog } from '../repeats/ReasonDialog.tsx'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { UndoDocument, type Decided } from './documents.ts'

/** Takes a decision back, with a reason. */
export function UndoDecision({ decision, name, jurisdiction }: { decision: Decided; name: string; jurisdiction: string | undefined }) {
  const { t } = useWords()
  const { heard } = useLedger()
  const [asking, setAsking] = useState(false)
  const [, undo] = useMutation(UndoDocument)
  return (
    <>
      <button type="button" className="link-button" aria-label={t.supervision.undoOf(name)} onClick={() => setAsking(true)}>
        <Icon name="undo" size={14} />
        {t.supervision.undo}
      </button>
      {asking && (
        <ReasonDialog
          title={t.supervision.undoTitle}
          sentences={[t.supervision.undoText]}
          button={t.supervision.undo}
          initial={t.supervision.undoReason}
          onClose={() => setAsking(false)}
          act={async (reason) => {
            const { data, error } = await undo({ decision: decision.key, reason, jurisdiction })
            if (data?.undoSupervision) heard(data.undoSupervision.ledger.revision)
            return error
          }}
        />
      )}
    </>
  )
}
