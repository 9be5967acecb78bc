import { useState } from 'react'
import { printed } from '../catalog/format.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import { FailedLine } from '../ui/states.tsx'
import type { Draft, MapJson, Table } from './draft.ts'
import { mapOf, useRecheck } from './recheck.ts'
import { letterOf } from './sheet/layout.ts'

type Choice = { read: boolean; rows: number[] }

/** Which sheets are read and where their headings stand: as found, and changed by hand where that is not right. */
export function HeadingsStep({ draft, onDone }: { draft: Draft; onDone: () => void }) {
  const { t } = useWords()
  const [choices, setChoices] = useState<Choice[]>(draft.tables.map((table) => ({ read: table.read, rows: table.headingRows })))
  const { recheck, error, fetching } = useRecheck(draft)
  const changed = draft.tables.some((table, place) => {
    const choice = choices[place]
    return choice?.read !== table.read || choice.rows.join() !== table.headingRows.join()
  })
  const chosen = draft.tables.flatMap((table, place) => (choices[place]?.read ? [{ table, rows: choices[place].rows }] : []))
  const whole = chosen.length > 0 && chosen.every((one) => one.rows.length > 0)
  const again = (): Promise<void> => {
    const { columns, headingRows: _, sheets: __, ...map } = mapOf(draft)
    const moved = chosen.filter(({ table, rows }) => rows.join() !== table.headingRows.join())
    const next: MapJson = {
      ...map,
      // Columns that were found under other headings say nothing about these.
      ...(columns && moved.length === 0 ? { columns } : {}),
      ...(draft.tables.length > 1 ? { sheets: chosen.map((one) => one.table.sheet ?? '') } : {}),
      ...(moved.length > 0 ? { headingRows: Object.fromEntries(moved.map(({ table, rows }) => [table.sheet ?? '', rows])) } : {}),
    }
    return recheck(next)
  }
  const set = (place: number, choice: Choice): void => setChoices(choices.map((one, index) => (index === place ? choice : one)))
  return (
    <>
      <section className="card" aria-label={t.imports.headingsStep}>
        <header className="card-head">
          <h2>{t.imports.headingsStep}</h2>
          <span className="caption">{t.imports.headingsHint}</span>
        </header>
        <div className="tables-found">
          {draft.tables.map((table, place) => (
            <TableChoice
              key={table.sheet ?? ''}
              table={table}
              many={draft.tables.length > 1}
              choice={choices[place] ?? { read: false, rows: [] }}
              onChoose={(choice) => set(place, choice)}
            />
          ))}
        </div>
        {error && <FailedLine error={error} />}
      </section>
      <div className="commit-bar">
        <span className="commit-choices" />
        <button type="button" className="button" disabled={!changed || !whole || fetching} onClick={() => void again()}>
          {t.imports.recheckHeadings}
        </button>
        <button
          type="button"
          className="button button-filled"
          disabled={changed || !draft.tables.some((table) => table.read)}
          onClick={onDone}
        >
          {t.imports.headingsRight}
        </button>
      </div>
    </>
  )
}

type ChoiceProps = { table: Table; many: boolean; choice: Choice; onChoose: (choice: Choice) => void }

function TableChoice({ table, many, choice, onChoose }: ChoiceProps) {
  const { t } = useWords()
  const name = table.sheet ?? t.imports.theTable
  const [first = 0, second] = choice.rows
  const setRows = (row: number, two: boolean): void => onChoose({ read: true, rows: row < 1 ? [] : two ? [row, row + 1] : [row] })
  return (
    <fieldset className="table-choice">
      <legend>
        {many ? (
          <label>
            <input type="checkbox" checked={choice.read} onChange={(event) => onChoose({ ...choice, read: event.target.checked })} />{' '}
            <b>{name}</b>
          </label>
        ) : (
          <b>{name}</b>
        )}{' '}
        <span className="second">
          {table.read ? t.imports.tableFound(table.headingRows.join('–'), printed(table.rows)) : t.imports.tableNotFound}
        </span>
      </legend>
      {choice.read && (
        <p className="heading-rows">
          <label>
            {t.imports.headingRow}{' '}
            <input
              className="input"
              type="number"
              min={1}
              max={1000}
              value={first || ''}
              onChange={(event) => setRows(Number(event.target.value), second !== undefined)}
            />
          </label>
          <label>
            <input
              type="checkbox"
              checked={second !== undefined}
              disabled={first < 1}
              onChange={(event) => setRows(first, event.target.checked)}
            />{' '}
            {t.imports.twoRows}
          </label>
        </p>
      )}
      {table.read && <p className="second">{table.columns.map((column) => column.heading).join(' · ')}</p>}
      {!table.read && table.preview.length > 0 && (
        <Scroll label={t.imports.firstRows(name)}>
          <table className="rows preview">
            <thead>
              <tr>
                <th scope="col">{t.imports.headingRow}</th>
                {Array.from({ length: Math.max(...table.preview.map((row) => row.cells.length)) }, (_, index) => (
                  <th key={index} scope="col">
                    {letterOf(index)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.preview.map((row) => (
                <tr key={row.row}>
                  <th scope="row">
                    <label>
                      <input
                        type="radio"
                        name={`heading ${name}`}
                        checked={choice.rows.includes(row.row)}
                        aria-label={t.imports.headingsAre(row.row)}
                        onChange={() => setRows(row.row, false)}
                      />{' '}
                      {row.row}
                    </label>
                  </th>
                  {row.cells.map((cell, index) => (
                    <td key={index} className="raw">
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </fieldset>
  )
}
