import { memo } from 'react'
import { useWords } from '../../text/text.tsx'
import type { DrawnColumn } from './layout.ts'
import type { Fold, SheetRow } from './rows.ts'

export type CellPlace = { position: number; column: number | null }
export type Pick = (row: SheetRow, column: number | null) => void

type LineProps = {
  row: SheetRow
  columns: readonly DrawnColumn[]
  chosen: number | null | undefined
  onPick: Pick
  onPoint: (text: string | null, at: Element | null) => void
}

const SILENT = new Set(['TITLE', 'HEADINGS', 'BLANK', 'SUBTOTAL', 'TOTAL', 'NOTE'])

/** One row of the sheet: its number, its cells with what is wrong in them, and its outcome in words. */
export const SheetLine = memo(function SheetLine({ row, columns, chosen, onPick, onPoint }: LineProps) {
  const { t, say } = useWords()
  const bad = row.outcome === 'REJECTED' || row.outcome === 'REPEAT'
  const title = row.outcome === 'TITLE' || row.outcome === 'NOTE'
  const words = row.problems.map((problem) => say(problem.sentence))
  return (
    <tr
      className={`line line-${row.outcome.toLowerCase()}${bad ? ' line-bad' : ''}${SILENT.has(row.outcome) ? ' line-silent' : ''}`}
      aria-rowindex={row.position + 2}
    >
      <th scope="row" className="row-number">
        {row.row}
      </th>
      {title ? (
        <td colSpan={columns.length} className="raw line-title">
          {row.cells.filter(Boolean).join('　')}
        </td>
      ) : (
        columns.map((column) => (
          <Cell key={column.index} row={row} column={column} chosen={chosen === column.index} onPick={onPick} onPoint={onPoint} />
        ))
      )}
      <td className="line-words">
        {row.problems.length > 0 ? (
          row.problems.every((one) => one.column === null || !columns.some((column) => column.index === one.column)) ? (
            <button type="button" className="cell-button" data-cell={`${row.position}:x`} onClick={() => onPick(row, null)}>
              {words.join(t.imports.and)}
            </button>
          ) : (
            <span title={words.join(t.imports.and)}>{words.join(t.imports.and)}</span>
          )
        ) : (
          (t.imports.outcomes[row.outcome] ?? '')
        )}
      </td>
    </tr>
  )
})

type CellProps = { row: SheetRow; column: DrawnColumn; chosen: boolean; onPick: Pick; onPoint: LineProps['onPoint'] }

function Cell({ row, column, chosen, onPick, onPoint }: CellProps) {
  const { t, say } = useWords()
  const text = row.cells[column.index] ?? ''
  const problems = row.problems.filter((one) => one.column === column.index)
  const change = row.changes.find((one) => one.column === column.index)
  const align = column.numeric && row.outcome !== 'HEADINGS' ? ' num' : ''
  if (problems.length === 0 && !change)
    return (
      <td className={`raw${align}`} title={text.length > 14 ? text : undefined}>
        {text}
      </td>
    )
  const sentences = problems.map((one) => say(one.sentence))
  if (change && !change.conflict)
    sentences.push(t.imports.becomes(change.before ?? t.imports.emptyCell, change.after ?? t.imports.emptyCell))
  const words = sentences.join(t.imports.and)
  const mild = problems.every((one) => one.problem === 'CONFLICT' || one.problem.startsWith('WORD:'))
  const kind = change && !change.conflict && problems.length === 0 ? 'cell-change' : mild ? 'cell-mild' : 'cell-bad'
  return (
    <td className={`raw cell-marked ${kind}${align}${chosen ? ' cell-chosen' : ''}`}>
      <button
        type="button"
        className="cell-button"
        data-cell={`${row.position}:${column.index}`}
        aria-label={`${column.letter}${row.row} ${text.trim() || t.imports.emptyCell}${t.overview.colon}${words}`}
        onClick={() => onPick(row, column.index)}
        onFocus={(event) => onPoint(words, event.currentTarget)}
        onBlur={() => onPoint(null, null)}
        onMouseEnter={(event) => onPoint(words, event.currentTarget)}
        onMouseLeave={() => onPoint(null, null)}
      >
        {change && !change.conflict ? (
          <>
            <del>{change.before ?? t.imports.emptyCell}</del> <ins>{change.after ?? t.imports.emptyCell}</ins>
          </>
        ) : (
          text.trim() || t.imports.emptyCell
        )}
      </button>
    </td>
  )
}

/** A stretch of rows without a problem, in one line; a click shows them. */
export function FoldLine({ fold, columns, onOpen }: { fold: Fold; columns: number; onOpen: () => void }) {
  const { t } = useWords()
  return (
    <tr className="line-fold">
      <td colSpan={columns + 2}>
        <button type="button" onClick={onOpen}>
          <span aria-hidden="true">›</span> {t.imports.fold(fold.firstRow, fold.lastRow, fold.data, fold.other)}
        </button>
      </td>
    </tr>
  )
}
