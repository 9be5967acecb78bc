import { useState } from 'react'
import { printed } from '../catalog/format.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import type { Draft } from './draft.ts'

const MOST = 500
const FIRST = 20

/** Rows that cannot be counted, by kind with their numbers; a kind narrows the list to its rows. */
export function Rejected({ draft }: { draft: Draft }) {
  const { t } = useWords()
  const [reason, setReason] = useState<string | null>(null)
  const [all, setAll] = useState(false)
  const kinds = new Map<string, number>()
  for (const each of draft.rejected) kinds.set(each.reason, (kinds.get(each.reason) ?? 0) + 1)
  const shown = draft.rejected.filter((each) => reason === null || each.reason === reason)
  const sheets = draft.rejected.some((each) => each.sheet)
  const words = (key: string): string => t.imports.reasons[key] ?? key
  return (
    <section className="card" aria-label={t.imports.rejected}>
      <header className="card-head">
        <h2>{t.imports.rejected}</h2>
        <span className="caption">{t.imports.rejectedKinds(kinds.size, draft.rejectedRows)}</span>
        <button type="button" className="link-button" onClick={() => save(draft, words)}>
          <Icon name="export" size={14} />
          {t.imports.download}
        </button>
      </header>
      <div className="problem-kinds">
        {[...kinds].map(([key, count]) => (
          <button
            key={key}
            type="button"
            className="problem-kind"
            aria-pressed={reason === key}
            onClick={() => setReason(reason === key ? null : key)}
          >
            {words(key)} <b>{count}</b>
          </button>
        ))}
      </div>
      <Scroll label={t.imports.rejected}>
        <table className="rows">
          <thead>
            <tr>
              {sheets && <th scope="col">{t.imports.sheet}</th>}
              <th scope="col" className="num">
                {t.imports.row}
              </th>
              <th scope="col">{t.imports.column}</th>
              <th scope="col">{t.imports.value}</th>
              <th scope="col">{t.imports.problem}</th>
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, all ? MOST : FIRST).map((each, place) => (
              <tr key={place}>
                {sheets && <td>{each.sheet}</td>}
                <th scope="row" className="num">
                  {each.row}
                </th>
                <td>{each.column || t.figures.none}</td>
                <td className="raw">
                  <span className="bad-cell">{each.value.trim() || t.imports.emptyCell}</span>
                </td>
                <td className="problem-words">{words(each.reason)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {!all && shown.length > FIRST && (
        <button type="button" className="button show-all" onClick={() => setAll(true)}>
          {t.imports.showAll(printed(Math.min(MOST, shown.length)))}
        </button>
      )}
      {all && shown.length > MOST && <p className="caption">{t.imports.andMore(printed(shown.length - MOST))}</p>}
    </section>
  )
}

/** The list as a text table for the office that sent the file; cells that look like formulas are disarmed. */
function save(draft: Draft, words: (reason: string) => string): void {
  const cell = (value: string | number | null | undefined): string => {
    const text = String(value ?? '')
    const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
    return `"${safe.replaceAll('"', '""')}"`
  }
  const lines = draft.rejected.map((each) => [each.sheet, each.row, each.column, each.value, words(each.reason)].map(cell).join(','))
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([`\uFEFF${lines.join('\r\n')}\r\n`], { type: 'text/csv' }))
  link.download = `${draft.file.replace(/\.[^.]+$/, '')}.csv`
  link.click()
  URL.revokeObjectURL(link.href)
}
