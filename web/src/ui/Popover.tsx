import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import './ui.css'

type PopoverProps = {
  /** What the button shows; its accessible name unless `name` is given. */
  button: ReactNode
  name?: string
  buttonClass?: string
  align?: 'left' | 'right'
  children: (close: () => void) => ReactNode
}

/** A button with a panel under it. Escape and a click elsewhere close it; the focus goes back to the button. */
export function Popover({ button, name, buttonClass = 'button', align = 'left', children }: PopoverProps) {
  const [open, setOpen] = useState(false)
  const frame = useRef<HTMLDivElement>(null)
  const id = useId()
  const close = (): void => {
    setOpen(false)
    document.getElementById(`${id}opener`)?.focus()
  }

  useEffect(() => {
    if (!open) return
    const outside = (event: Event): void => {
      if (!frame.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    document.addEventListener('focusin', outside)
    return () => {
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('focusin', outside)
    }
  }, [open])

  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return
    event.stopPropagation()
    close()
  }
  return (
    <div className="popover" ref={frame} onKeyDown={onKey}>
      <button
        id={`${id}opener`}
        type="button"
        className={buttonClass}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={name}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div id={id} className={`popover-panel popover-${align}`} ref={focusFirst}>
          {children(close)}
        </div>
      )}
    </div>
  )
}

function focusFirst(panel: HTMLDivElement | null): void {
  if (!panel || panel.contains(document.activeElement)) return
  panel.querySelector<HTMLElement>('[data-first], input, button, a')?.focus({ preventScroll: true })
}

/** One choice in a popover; the arrows go up and down between choices. */
export function Choice({ chosen, onChoose, children }: { chosen?: boolean; onChoose: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      className="choice"
      aria-pressed={chosen}
      onClick={onChoose}
      onKeyDown={walkChoices}
      {...(chosen ? { 'data-first': true } : {})}
    >
      {children}
    </button>
  )
}

export function walkChoices(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const all = [...(event.currentTarget.closest('.popover-panel, .dialog')?.querySelectorAll<HTMLElement>('.choice') ?? [])]
  const next = all[all.indexOf(event.currentTarget) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}
