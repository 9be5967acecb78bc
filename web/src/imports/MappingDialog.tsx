import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { FailedLine } from '../ui/states.tsx'
import { useImportFields } from './fields.ts'
import type { Mapping } from './Mappings.tsx'

const ChangeMappingDocument = graphql(`
  mutation ChangeMapping($key: ID!, $name: String, $map: JSON) {
    changeMapping(key: $key, name: $name, map: $map)
  }
`)

type Map = { columns?: Record<string, string>; values?: Record<string, Record<string, string>> }

/** A mapping's name, which field each heading is, and what written words mean. */
export function MappingDialog({ mapping, onClose }: { mapping: Mapping; onClose: () => void }) {
  const { t, say } = useWords()
  const fields = useImportFields(mapping.kind)
  const [name, setName] = useState(mapping.name)
  // What the server keeps is a MAP.json that it checked.
  const [map, setMap] = useState<Map>((mapping.map ?? {}) as Map)
  const [{ error, fetching }, change] = useMutation(ChangeMappingDocument)
  const columns = Object.entries(map.columns ?? {})
  const values = Object.entries(map.values ?? {}).flatMap(([field, words]) =>
    Object.entries(words).map(([written, meant]) => ({ field, written, meant })),
  )
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const { error: failed } = await change({ key: mapping.key, name: name.trim(), map })
    if (!failed) onClose()
  }
  const setColumn = (heading: string, field: string): void => {
    const { [heading]: _, ...rest } = map.columns ?? {}
    setMap({ ...map, columns: field === '' ? rest : { ...rest, [heading]: field } })
  }
  const setValue = (field: string, written: string, meant: string): void => {
    const { [written]: _, ...rest } = map.values?.[field] ?? {}
    setMap({ ...map, values: { ...map.values, [field]: meant === '' ? rest : { ...rest, [written]: meant } } })
  }
  return (
    <Dialog title={t.imports.editMapping} onClose={onClose} wide>
      <form className="sign-in-form" onSubmit={(event) => void submit(event)}>
        <label className="field">
          <span>{t.imports.mappingName}</span>
          <input className="input" value={name} maxLength={100} required onChange={(event) => setName(event.target.value)} />
        </label>
        <h3>{t.imports.columns}</h3>
        <ul className="column-list">
          {columns.map(([heading, field]) => (
            <li key={heading}>
              <label>
                <span className="raw">{heading}</span>
                <select className="input" value={field} onChange={(event) => setColumn(heading, event.target.value)}>
                  <option value="">{t.imports.notImported}</option>
                  {fields.map((one) => (
                    <option key={one.key} value={one.key}>
                      {say(one.label)}
                    </option>
                  ))}
                </select>
              </label>
            </li>
          ))}
        </ul>
        {values.length > 0 && <h3>{t.imports.meanings}</h3>}
        <ul className="column-list">
          {values.map(({ field, written, meant }) => (
            <li key={`${field} ${written}`}>
              <label>
                <span className="raw">{written}</span>
                <input className="input" value={meant} onChange={(event) => setValue(field, written, event.target.value)} />
              </label>
            </li>
          ))}
        </ul>
        {error && <FailedLine error={error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t.imports.cancel}
          </button>
          <button type="submit" className="button button-filled" disabled={fetching || name.trim() === ''}>
            {t.imports.save}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
