import { printed } from '../catalog/format.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import type { OneReturn } from './documents.ts'

type Table = OneReturn['tables'][number]
type Cell = Table['cells'][number]
type Line = Table['rows'][number]

/** A return as its form has it: wrong cells marked with what they come to, a missing total computed and marked. */
export function ReturnTable({ table }: { table: Table }) {
  const { t, say } = useWords()
  const name = table.across ? t.returns.across(say(table.breakdown), say(table.across)) : t.returns.by(say(table.breakdown))
  const at = new Map(table.cells.map((cell) => [`${cell.row} ${cell.column}`, cell]))
  return (
    <section className="card" aria-label={name}>
      <header className="card-head">
        <h2>{name}</h2>
      </header>
      <Scroll label={name}>
        <table className="rows return-table">
          <thead>
            <tr>
              <th scope="col">{say(table.breakdown)}</th>
              {table.columns.map((line, column) => (
                <th key={column} scope="col" className={`num ${sumClass(line)}`}>
                  <Above line={line} />
                  {say(line.label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((line, row) => (
              <tr key={row} className={sumClass(line)}>
                <th scope="row">
                  <Above line={line} />
                  {line.partial && <span className="caption">{t.returns.ofWhich} </span>}
                  {say(line.label)}
                </th>
                {table.columns.map((head, column) => (
                  <Value key={column} cell={at.get(`${row} ${column}`)} head={head} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}

/** The groups that a place stands in. */
function Above({ line }: { line: Line }) {
  const { say } = useWords()
  if (line.above.length === 0) return null
  return <span className="second">{line.above.map((each) => say(each)).join(' › ')}</span>
}

function sumClass({ role }: Line): string {
  return role === 'LEAF' ? '' : 'return-sum'
}

function Value({ cell, head }: { cell: Cell | undefined; head: Line }) {
  const { t } = useWords()
  if (!cell) return <td className={`num ${sumClass(head)}`} />
  const share = cell.unit.zh === '%'
  const comes = cell.computed === null || cell.computed === undefined ? '' : printed(cell.computed, share ? 1 : 0) + (share ? '%' : '')
  switch (cell.state) {
    case 'WRONG':
      return (
        <td className="num return-wrong">
          ≠ {cell.stated}
          <span className="second">{t.returns.comesTo(comes)}</span>
        </td>
      )
    case 'COMPUTED':
      return (
        <td className="num return-computed">
          {comes}
          <span className="second">{t.returns.computed}</span>
        </td>
      )
    case 'NOT_PUBLISHED':
      return <td className="num second">{t.returns.notPublished}</td>
    case 'OK':
      return <td className={`num ${sumClass(head)}`}>{cell.stated}</td>
  }
}
