import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { printed } from '../../catalog/format.ts'
import { useWords } from '../../text/text.tsx'
import { Blank, Failed } from '../../ui/states.tsx'
import type { Draft } from '../draft.ts'
import { drawnColumns, hiddenLetters } from './layout.ts'
import { focusCell, useProblemKeys } from './keys.ts'
import { LINE } from './layout.ts'
import { useFilteredSheet, useWholeSheet, type Item, type SheetFilter, type SheetRow } from './rows.ts'
import { FoldLine, SheetLine, type CellPlace } from './SheetLine.tsx'

const OVERSCAN = 12
/** The column of outcomes and problems. */
const WORDS = 168
/** A browser draws nothing below some thirty million pixels. */
const MOST_LINES = 1_000_000

type SheetProps = {
  draft: Draft
  filter: SheetFilter
  /** All rows of the file: `filter` is then empty. */
  total: number
  /** Draws what can be done about the chosen cell. */
  fix: (row: SheetRow, column: number | null, close: () => void) => ReactNode
}

/**
 * The file as its person knows it. Only the rows before the eye are in the page, so that half a million scroll as
 * twenty do; n and p go from problem to problem, Enter opens what can be done, Escape closes it.
 */
export function Sheet({ draft, filter, total, fix }: SheetProps) {
  const { t } = useWords()
  const whole = !filter.problem && !filter.outcomes
  const folds = filter.problem !== undefined
  const all = useWholeSheet(draft.id, total)
  const some = useFilteredSheet(draft.id, whole ? { problem: 'ANY' } : filter, folds, total, draft.rows)
  const frame = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(560)
  const [chosen, setChosen] = useState<CellPlace | null>(null)
  const [tip, setTip] = useState<{ text: string; left: number; top: number } | null>(null)
  const count = whole ? Math.min(total, MOST_LINES) : (some.items?.length ?? 0)
  const from = Math.max(0, Math.floor(top / LINE) - OVERSCAN)
  const to = Math.min(count, Math.ceil((top + height) / LINE) + OVERSCAN)
  const { want } = all
  const { more } = some
  useEffect(() => {
    if (whole) want(from, to)
    else if (to >= count - OVERSCAN) more()
  }, [whole, want, more, from, to, count])
  useLayoutEffect(() => {
    const measure = (): void => setHeight(frame.current?.clientHeight ?? 560)
    measure()
    addEventListener('resize', measure)
    return () => removeEventListener('resize', measure)
  }, [])
  const seen = useMemo(() => (some.items ?? []).flatMap((item) => (item.kind === 'row' ? [item.row] : [])).slice(0, 80), [some.items])
  const columns = useMemo(() => drawnColumns(draft.tables, seen), [draft.tables, seen])
  const itemAt = (place: number): Item | undefined => {
    if (!whole) return some.items?.[place]
    const row = all.rowAt(place)
    return row && { kind: 'row', row }
  }
  const go = useProblemKeys(draft.id, whole ? null : (some.items ?? []), chosen)
  const onPick = useCallback((row: SheetRow, column: number | null) => setChosen({ position: row.position, column }), [])
  const onPoint = useCallback((text: string | null, at: Element | null) => setTip(text && at ? tipAt(text, at, frame.current) : null), [])
  const close = (): void => {
    const place = chosen
    setChosen(null)
    if (place) focusCell(document, place)
  }
  const picked = chosen && pickedRow(chosen, whole ? all.rowAt(chosen.position) : undefined, some.items)
  const error = all.error ?? some.error
  if (error) return <Failed error={error} />
  if (!some.items) return <Blank height={420} />
  const hidden = hiddenLetters(draft.tables)
  return (
    <div className="sheet" onKeyDown={(event) => event.key === 'Escape' && chosen && close()}>
      <div
        className="sheet-frame"
        ref={frame}
        role="group"
        aria-label={t.imports.sheetName(draft.file)}
        tabIndex={0}
        onScroll={(event) => (setTop(event.currentTarget.scrollTop), setTip(null))}
        onKeyDown={go}
      >
        <table style={{ width: columns.reduce((sum, column) => sum + column.width, 48 + WORDS) }} aria-rowcount={total + 1}>
          <colgroup>
            <col style={{ width: 48 }} />
            {columns.map((column) => (
              <col key={column.index} style={{ width: column.width }} />
            ))}
            <col style={{ width: WORDS }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col" className="row-number">
                <span className="hidden-text">{t.imports.row}</span>
              </th>
              {columns.map((column) => (
                <th key={column.index} scope="col" title={column.heading}>
                  {column.letter}
                  <span className="hidden-text"> {column.heading}</span>
                </th>
              ))}
              <th scope="col" className="line-words">
                {t.imports.problem}
              </th>
            </tr>
          </thead>
          <tbody>
            <Gap height={from * LINE} columns={columns.length + 2} />
            {Array.from({ length: Math.max(0, to - from) }, (_, step) => {
              const item = itemAt(from + step)
              if (!item) return <Waiting key={`w${from + step}`} columns={columns.length + 2} />
              if (item.kind === 'fold')
                return (
                  <FoldLine key={`f${item.fold.from}`} fold={item.fold} columns={columns.length} onOpen={() => some.unfold(item.fold)} />
                )
              const { row } = item
              return (
                <SheetLine
                  key={row.position}
                  row={row}
                  columns={columns}
                  chosen={chosen?.position === row.position ? chosen.column : undefined}
                  onPick={onPick}
                  onPoint={onPoint}
                />
              )
            })}
            <Gap height={(count - to) * LINE} columns={columns.length + 2} />
          </tbody>
        </table>
        {tip && !chosen && (
          <span role="tooltip" className="sheet-tip" style={{ left: tip.left, top: tip.top }}>
            {tip.text}
          </span>
        )}
      </div>
      {picked && chosen && (
        <div className="fix" role="dialog" aria-label={t.imports.fixTitle(picked.row)} ref={focusFirst}>
          {fix(picked, chosen.column, close)}
        </div>
      )}
      <p className="caption sheet-foot">
        {t.imports.sheetKeys}
        {hidden.length > 0 && ` ${t.imports.hiddenColumns(hidden.join(t.filters.join))}`}
        {whole && total > MOST_LINES && ` ${t.imports.tooMany(printed(MOST_LINES))}`}
      </p>
    </div>
  )
}

function Gap({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden="true" className="line-gap">
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}

function Waiting({ columns }: { columns: number }) {
  return (
    <tr aria-hidden="true" className="line line-waiting">
      <td colSpan={columns}>
        <span className="blank" />
      </td>
    </tr>
  )
}

function pickedRow(place: CellPlace, row: SheetRow | undefined, items: Item[] | null): SheetRow | null {
  if (row) return row
  const found = items?.find((item) => item.kind === 'row' && item.row.position === place.position)
  return found?.kind === 'row' ? found.row : null
}

function tipAt(text: string, at: Element, frame: Element | null): { text: string; left: number; top: number } | null {
  if (!frame) return null
  const [cell, box] = [at.getBoundingClientRect(), frame.getBoundingClientRect()]
  return {
    text,
    left: Math.max(4, Math.min(cell.left - box.left, box.width - 260)) + frame.scrollLeft,
    top: cell.bottom - box.top + frame.scrollTop + 4,
  }
}

function focusFirst(panel: HTMLDivElement | null): void {
  if (!panel || panel.contains(document.activeElement)) return
  panel.querySelector<HTMLElement>('[data-first], input, select, button')?.focus({ preventScroll: true })
}
