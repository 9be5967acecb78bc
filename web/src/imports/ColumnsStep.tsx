import { useState } from 'react'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import { FailedLine } from '../ui/states.tsx'
import type { Draft, Table } from './draft.ts'
import { useImportFields, type ImportField } from './fields.ts'
import { NotKept } from './NotKept.tsx'
import { mapOf, useRecheck } from './recheck.ts'
import { letterOf } from './sheet/layout.ts'

type Column = Table['columns'][number]
type Choices = { columns: Record<string, string>; dates: Record<string, string>; source: string }

/** Which field each column of the file holds, with how sure that is and what stands in it; changed by hand where wrong. */
export function ColumnsStep({ draft, onDone }: { draft: Draft; onDone: () => void }) {
  const { t, say } = useWords()
  const fields = useImportFields(draft.kind)
  const map = mapOf(draft)
  const before: Choices = { columns: map.columns ?? {}, dates: map.dates ?? {}, source: map.defaults?.['source'] ?? '' }
  const [choices, setChoices] = useState(before)
  const { recheck, error, fetching } = useRecheck(draft)
  const changed = JSON.stringify(choices) !== JSON.stringify(before)
  const used = new Set([...Object.values(choices.columns), ...Object.keys(map.defaults ?? {})])
  const missing = fields.filter((field) => field.required && !used.has(field.key))
  const columns = columnsOf(draft)
  const again = (): Promise<void> => {
    const { source: _, ...defaults } = map.defaults ?? {}
    const source = choices.source.trim()
    return recheck({ ...map, columns: choices.columns, dates: choices.dates, defaults: { ...defaults, ...(source ? { source } : {}) } })
  }
  const set = (heading: string, field: string): void => {
    const { [heading]: _, ...rest } = choices.columns
    setChoices({ ...choices, columns: field === '' ? rest : { ...rest, [heading]: field } })
  }
  const setDate = (heading: string, style: string): void => {
    const { [heading]: _, ...rest } = choices.dates
    setChoices({ ...choices, dates: style === '' ? rest : { ...rest, [heading]: style } })
  }
  return (
    <>
      <section className="card" aria-label={t.imports.columns}>
        <header className="card-head">
          <h2>{t.imports.columns}</h2>
          <span className="caption">{t.imports.columnsHint}</span>
        </header>
        {missing.length > 0 && (
          <p className="notice notice-warn" role="status">
            {t.imports.missingFields(missing.map((field) => say(field.label)).join(t.filters.join))}
          </p>
        )}
        <Scroll label={t.imports.columns}>
          <table className="rows columns-table">
            <thead>
              <tr>
                <th scope="col">{t.imports.column}</th>
                <th scope="col">{t.imports.heading}</th>
                <th scope="col">{t.imports.samples}</th>
                <th scope="col">{t.imports.field}</th>
                <th scope="col">{t.imports.how}</th>
              </tr>
            </thead>
            <tbody>
              {columns.map((column) => (
                <tr key={column.index} className={choices.columns[column.heading] ? undefined : 'not-imported'}>
                  <td>{letterOf(column.index)}</td>
                  <th scope="row" className="raw">
                    {column.upper && <span className="second">{column.upper}</span>}
                    {column.heading}
                  </th>
                  <td className="raw second">{column.personal ? t.imports.personal : column.samples.join(' · ')}</td>
                  <td>
                    <FieldChoice
                      column={column}
                      fields={fields}
                      value={choices.columns[column.heading] ?? ''}
                      onChoose={(field) => set(column.heading, field)}
                    />
                    {fields.find((field) => field.key === choices.columns[column.heading])?.key.endsWith('On') && (
                      <select
                        className="input date-style"
                        aria-label={t.imports.dateStyle(column.heading)}
                        value={choices.dates[column.heading] ?? ''}
                        onChange={(event) => setDate(column.heading, event.target.value)}
                      >
                        <option value="">{t.imports.dateFound}</option>
                        <option value="M/D/YYYY">{t.imports.monthFirst}</option>
                        <option value="D/M/YYYY">{t.imports.dayFirst}</option>
                      </select>
                    )}
                  </td>
                  <td>
                    <How column={column} field={choices.columns[column.heading] ?? ''} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
        {fields.some((field) => field.key === 'source') && (
          <label className="field source-field">
            <span>{t.imports.sourceFor}</span>
            <input
              className="input"
              value={choices.source}
              maxLength={80}
              onChange={(event) => setChoices({ ...choices, source: event.target.value })}
            />
            <span className="second">{t.imports.sourceHint}</span>
          </label>
        )}
        {error && <FailedLine error={error} />}
      </section>
      {draft.notKept.length > 0 && <NotKept draft={draft} />}
      <div className="commit-bar">
        <span className="commit-choices" />
        <button type="button" className="button" disabled={!changed || fetching} onClick={() => void again()}>
          {t.imports.recheck}
        </button>
        <button type="button" className="button button-filled" disabled={changed || missing.length > 0} onClick={onDone}>
          {t.imports.columnsRight}
        </button>
      </div>
    </>
  )
}

/** The columns of the first sheet that was read; where none was, the headings alone. */
function columnsOf(draft: Draft): Column[] {
  const read = draft.tables.find((table) => table.read)
  if (read) return read.columns
  return draft.headings.map((heading, index) => ({
    index,
    heading,
    upper: null,
    field: null,
    how: null,
    personal: false,
    proposals: [],
    samples: [],
  }))
}

type FieldProps = { column: Column; fields: readonly ImportField[]; value: string; onChoose: (field: string) => void }

function FieldChoice({ column, fields, value, onChoose }: FieldProps) {
  const { t, say } = useWords()
  const option = (field: ImportField) => (
    <option key={field.key} value={field.key} title={say(field.meaning)}>
      {say(field.label)}
      {field.required ? ` · ${t.imports.required}` : ''}
      {field.personal ? ` · ${t.imports.personal}` : ''}
      {field.aside ? ` · ${t.imports.aside}` : ''}
    </option>
  )
  const likely = column.proposals.flatMap((key) => fields.find((field) => field.key === key) ?? [])
  return (
    <select
      className="input"
      aria-label={t.imports.fieldOf(column.heading)}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
    >
      <option value="">{t.imports.notImported}</option>
      {likely.length > 0 && <optgroup label={t.imports.likely}>{likely.map(option)}</optgroup>}
      <optgroup label={t.imports.allOfThem}>{fields.filter((field) => !likely.includes(field)).map(option)}</optgroup>
    </select>
  )
}

function How({ column, field }: { column: Column; field: string }) {
  const { t } = useWords()
  if (field === '') return <span className="tag">{column.how === 'ASIDE' ? t.imports.aside : t.imports.notImported}</span>
  const how = field === column.field ? (column.how ?? 'MAPPED') : 'MAPPED'
  return <span className={how === 'WEAK' ? 'tag tag-warn' : 'tag tag-better'}>{t.imports.hows[how] ?? how}</span>
}
