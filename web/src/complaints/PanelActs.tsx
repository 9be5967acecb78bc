import { useState } from 'react'
import { useMay } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Choice, Popover } from '../ui/Popover.tsx'
import { ActDialog, type Act } from './ActDialog.tsx'
import type { Complaint } from './ComplaintPanel.tsx'
import { CorrectionForm } from './CorrectionForm.tsx'
import { RepeatDialog, SplitDialog } from './RepeatDialog.tsx'
import { ReclassifyDialog } from './ReclassifyDialog.tsx'

type Opened = { act: Act } | 'RECLASSIFY' | 'CORRECT' | 'REPEAT' | 'SPLIT'
/** What is most often next stands by itself; the others are behind one button. */
const FIRST: readonly Act['act'][] = ['CLOSE', 'REOPEN']

/** What may be done about a complaint where it stands: the server says which acts fit, the permissions which are drawn. */
export function PanelActs({ complaint }: { complaint: Complaint }) {
  const { t, say } = useWords()
  const may = useMay()
  const [opened, setOpened] = useState<Opened | null>(null)
  const acts = may('complaint:handle') ? complaint.acts : []
  const first = acts.filter(({ act }) => FIRST.includes(act))
  const others = acts.filter(({ act }) => !FIRST.includes(act))
  const close = (): void => setOpened(null)
  if (complaint.acts.length === 0 || (acts.length === 0 && !may('complaint:correct') && !may('matter:merge'))) return null
  return (
    <div className="panel-acts" role="group" aria-label={t.complaints.handling}>
      {first.map((act) => (
        <button key={act.act} type="button" className="button" onClick={() => setOpened({ act })}>
          {say(act.label)}
        </button>
      ))}
      {others.length > 0 && (
        <Popover
          button={
            <>
              {t.complaints.otherActs}
              <Icon name="down" size={14} />
            </>
          }
        >
          {(shut) =>
            others.map((act) => (
              <Choice
                key={act.act}
                onChoose={() => {
                  shut()
                  setOpened({ act })
                }}
              >
                {say(act.label)}
              </Choice>
            ))
          }
        </Popover>
      )}
      {may('complaint:correct') && (
        <>
          <button type="button" className="button" onClick={() => setOpened('RECLASSIFY')}>
            {t.complaints.reclassify}
          </button>
          <button type="button" className="button" onClick={() => setOpened('CORRECT')}>
            {t.complaints.correct}
          </button>
        </>
      )}
      {may('matter:merge') && (
        <button type="button" className="button" onClick={() => setOpened('REPEAT')}>
          {t.repeats.mark}
        </button>
      )}
      {may('matter:merge') && complaint.matter.length > 0 && (
        <button type="button" className="button" onClick={() => setOpened('SPLIT')}>
          {t.repeats.splitPanel}
        </button>
      )}
      {opened === 'REPEAT' && <RepeatDialog complaint={complaint} onClose={close} />}
      {opened === 'SPLIT' && <SplitDialog complaint={complaint} onClose={close} />}
      {opened === 'RECLASSIFY' && <ReclassifyDialog complaint={complaint} onClose={close} />}
      {opened === 'CORRECT' && (
        <Dialog title={t.complaints.correctTitle} onClose={close}>
          <CorrectionForm complaint={complaint} onDone={close} />
        </Dialog>
      )}
      {opened !== null && typeof opened === 'object' && <ActDialog complaint={complaint} act={opened.act} onClose={close} />}
    </div>
  )
}
