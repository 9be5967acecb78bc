import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useWords } from '../text/text.tsx'
import { Icon } from './Icon.tsx'
import './ui.css'

type DialogProps = { title: string; onClose: () => void; wide?: boolean; sheet?: boolean; firm?: boolean; children: ReactNode }

/** A modal panel; on a phone `sheet` fills the foot of the screen. `firm` cannot be closed by Escape. */
export function Dialog({ title, onClose, wide, sheet, firm, children }: DialogProps) {
  const frame = useRef<HTMLDialogElement>(null)
  const id = useId()
  const { t } = useWords()
  useEffect(() => {
    const dialog = frame.current
    if (dialog && !dialog.open) {
      dialog.showModal()
      // Left alone, a dialog gives the focus to its close button.
      const first =
        dialog.querySelector<HTMLElement>('[data-first]') ??
        dialog.querySelector<HTMLElement>('input:not([type="checkbox"]), textarea, select')
      first?.focus()
    }
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={frame}
      className={`dialog${wide ? ' dialog-wide' : ''}${sheet ? ' dialog-sheet' : ''}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        if (!firm) onClose()
      }}
      onClick={(event) => {
        if (event.target === frame.current && !firm) onClose()
      }}
    >
      <div className="dialog-body">
        <header className="dialog-head">
          <h2 id={id}>{title}</h2>
          {!firm && (
            <button type="button" className="icon-button" aria-label={t.complaints.cancel} onClick={onClose}>
              <Icon name="close" />
            </button>
          )}
        </header>
        {children}
      </div>
    </dialog>
  )
}
