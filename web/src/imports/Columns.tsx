import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMutation } from 'urql'
import { useWords } from '../text/text.tsx'
import { FailedLine } from '../ui/states.tsx'
import type { Draft } from './draft.ts'
import { useImportFields } from './fields.ts'
import { StartImportDocument } from './StartImport.tsx'

type ColumnMap = { columns?: Record<string, string> } & Record<string, unknown>

/** Which field each column of the file holds, changed by hand; the file is then checked again, nothing is written. */
export function Columns({ draft }: { draft: Draft }) {
  const { t, say } = useWords()
  const navigate = useNavigate()
  const fields = useImportFields(draft.kind)
  const map = (draft.map ?? {}) as ColumnMap
  const [columns, setColumns] = useState<Record<string, string>>(map.columns ?? {})
  const [{ error, fetching }, start] = useMutation(StartImportDocument)
  const changed = JSON.stringify(columns) !== JSON.stringify(map.columns ?? {})
  const used = new Set(Object.values(columns))
  const missing = fields.filter((field) => field.required && !used.has(field.key))
  const set = (heading: string, field: string): void => {
    const { [heading]: _, ...rest } = columns
    setColumns(field === '' ? rest : { ...rest, [heading]: field })
  }
  const again = async (): Promise<void> => {
    const { data } = await start({ file: draft.id, kind: draft.kind, map: { ...map, columns } })
    const next = data?.startImport?.id
    if (next) await navigate({ to: '/imports/$draft', params: { draft: next } })
  }
  if (draft.headings.length === 0) return null
  return (
    <details className="card columns" open={missing.length > 0}>
      <summary>
        <h2>{t.imports.columns}</h2>
        <span className="caption">{t.imports.columnsHint}</span>
      </summary>
      <ul className="column-list">
        {draft.headings.map((heading) => (
          <li key={heading}>
            <label>
              <span className="raw">{heading}</span>
              <select className="input" value={columns[heading] ?? ''} onChange={(event) => set(heading, event.target.value)}>
                <option value="">{t.imports.notImported}</option>
                {fields.map((field) => (
                  <option key={field.key} value={field.key} title={say(field.meaning)}>
                    {say(field.label)}
                    {field.required ? ` · ${t.imports.required}` : ''}
                    {field.personal ? ` · ${t.imports.personal}` : ''}
                    {field.aside ? ` · ${t.imports.aside}` : ''}
                  </option>
                ))}
              </select>
            </label>
          </li>
        ))}
      </ul>
      {missing.length > 0 && (
        <p className="notice notice-warn">{t.imports.missingFields(missing.map((field) => say(field.label)).join(t.filters.join))}</p>
      )}
      {error && <FailedLine error={error} />}
      <button type="button" className="button" disabled={!changed || fetching} onClick={() => void again()}>
        {t.imports.recheck}
      </button>
    </details>
  )
}
