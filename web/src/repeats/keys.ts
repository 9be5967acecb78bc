import { useEffect, type RefObject } from 'react'

const SECOND = 1000
const ACTS: Record<string, string> = { c: 'confirm', d: 'dismiss', u: 'undo' }

/** j and k go from pair to pair, c, d and u press the buttons of the one in focus. Typing is left alone, and so is `g c`. */
export function useListKeys(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let goneAt = -SECOND
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable], dialog') !== null
      if (typing || event.ctrlKey || event.metaKey || event.altKey || !list.current) return
      if (event.key === 'g') goneAt = event.timeStamp
      if (event.timeStamp - goneAt < SECOND) return
      const cards = [...list.current.querySelectorAll<HTMLElement>('.repeat')]
      const here = cards.findIndex((card) => card.contains(document.activeElement))
      if (event.key === 'j' || event.key === 'k') {
        event.preventDefault()
        const next = here < 0 ? 0 : Math.min(Math.max(here + (event.key === 'j' ? 1 : -1), 0), cards.length - 1)
        focusCard(cards[next])
        return
      }
      const act = ACTS[event.key]
      const button = act ? cards[here]?.querySelector<HTMLButtonElement>(`[data-act="${act}"]`) : null
      if (!button) return
      event.preventDefault()
      button.click()
      if (act === 'confirm') focusCard(cards[here + 1] ?? cards[here])
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [list])
}

function focusCard(card: HTMLElement | undefined): void {
  card?.focus({ preventScroll: true })
  card?.scrollIntoView({ block: 'nearest' })
}
