import type { KeyboardEvent } from 'react'
import { LINE } from './layout.ts'
import { useAskSheet, type Item, type SheetRow } from './rows.ts'
import type { CellPlace } from './SheetLine.tsx'

/**
 * n and p: the next and the previous cell with a problem. `items`: what is shown, or null where all rows are: then the
 * server is asked, wherever in the file the problem stands.
 */
export function useProblemKeys(id: string, items: readonly Item[] | null, chosen: CellPlace | null) {
  const ask = useAskSheet(id)
  return (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'n' ? 1 : event.key === 'p' ? -1 : 0
    const target = event.target as Element
    if (step === 0 || event.ctrlKey || event.metaKey || target.closest('input, select, textarea')) return
    event.preventDefault()
    const frame = event.currentTarget
    const here = placeOf(target) ?? chosen?.position ?? -1
    if (items === null) {
      void ask({ problem: 'ANY' }, { first: 1, at: step > 0 ? here + 1 : here, backward: step < 0 }).then(
        ({ rows: [row] }) => row && goTo(frame, row, row.position),
      )
      return
    }
    const rows = items.flatMap((item, index) => (item.kind === 'row' && item.row.problems.length > 0 ? [{ row: item.row, index }] : []))
    const next = step > 0 ? rows.find((one) => one.row.position > here) : rows.findLast((one) => one.row.position < here)
    if (next) goTo(frame, next.row, next.index)
  }
}

function goTo(frame: HTMLElement, row: SheetRow, index: number): void {
  frame.scrollTo({ top: Math.max(0, index * LINE - frame.clientHeight / 2) })
  const place = { position: row.position, column: row.problems[0]?.column ?? null }
  whenDrawn(() => focusCell(frame, place), FRAMES)
}

/** A row that was far away is drawn, and perhaps asked for, after the scroll was heard. */
const FRAMES = 120

function whenDrawn(act: () => boolean, left: number): void {
  requestAnimationFrame(() => {
    if (!act() && left > 0) whenDrawn(act, left - 1)
  })
}

/** Gives a marked cell the focus; false where it is not drawn. */
export function focusCell(root: ParentNode, { position, column }: CellPlace): boolean {
  const cell =
    root.querySelector<HTMLElement>(`[data-cell="${position}:${column ?? 'x'}"]`) ??
    root.querySelector<HTMLElement>(`[data-cell^="${position}:"]`)
  cell?.focus()
  return cell !== null
}

function placeOf(target: Element): number | null {
  const cell = target.closest('[data-cell]')?.getAttribute('data-cell')
  return cell ? Number(cell.split(':')[0]) : null
}
