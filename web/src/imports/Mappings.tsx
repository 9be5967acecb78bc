import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { useMay } from '../app/session.tsx'
import { printed } from '../catalog/format.ts'
import { graphql } from '../gql/index.ts'
import type { ImportKind, ImportMappingsQuery } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import { FailedLine } from '../ui/states.tsx'
import { MappingDialog } from './MappingDialog.tsx'

const ImportMappingsDocument = graphql(`
  query ImportMappings {
    importMappings {
      key
      kind
      name
      headings
      map
      uses
      usedAt
      changedAt
      changedBy
    }
  }
`)
const AddMappingDocument = graphql(`
  mutation AddMapping($kind: ImportKind!, $name: String!, $map: JSON!) {
    addMapping(kind: $kind, name: $name, map: $map)
  }
`)
const DeleteMappingDocument = graphql(`
  mutation DeleteMapping($key: ID!) {
    deleteMapping(key: $key)
  }
`)
const RestoreMappingDocument = graphql(`
  mutation RestoreMapping($key: ID!) {
    restoreMapping(key: $key)
  }
`)

export type Mapping = NonNullable<ImportMappingsQuery['importMappings']>[number]

/** How this office reads files: kept when one was entered, served to the next with the same headings. */
export function Mappings() {
  const { t } = useWords()
  const may = useMay()
  const { ledger } = useLedger()
  const [{ data }, ask] = useQuery({ query: ImportMappingsDocument, requestPolicy: 'cache-and-network', pause: !ledger })
  const [edited, setEdited] = useState<Mapping | null>(null)
  const [deleted, setDeleted] = useState<Mapping | null>(null)
  const [removed, remove] = useMutation(DeleteMappingDocument)
  const [restored, restore] = useMutation(RestoreMappingDocument)
  const again = (): void => ask({ requestPolicy: 'network-only' })
  const mappings = data?.importMappings ?? []
  const write = may('mapping:write')
  const drop = async (mapping: Mapping): Promise<void> => {
    const { error } = await remove({ key: mapping.key })
    if (!error) setDeleted(mapping)
    again()
  }
  const undo = async (): Promise<void> => {
    if (deleted) await restore({ key: deleted.key })
    setDeleted(null)
    again()
  }
  const error = removed.error ?? restored.error
  return (
    <section className="card" aria-label={t.imports.mappings}>
      <header className="card-head">
        <h2>{t.imports.mappings}</h2>
        <span className="caption">{t.imports.mappingsHint}</span>
        {write && <AddMapping onAdded={again} />}
      </header>
      {deleted && (
        <p className="notice" role="status">
          <span>{t.imports.mappingDeleted(deleted.name)}</span>
          <button type="button" className="link-button" onClick={() => void undo()}>
            {t.imports.undo}
          </button>
        </p>
      )}
      {error && <FailedLine error={error} />}
      {mappings.length === 0 && data && <p className="second">{t.imports.noMappings}</p>}
      {mappings.length > 0 && (
        <Scroll label={t.imports.mappings}>
          <MappingTable mappings={mappings} write={write} onEdit={setEdited} onDelete={(mapping) => void drop(mapping)} />
        </Scroll>
      )}
      {edited && (
        <MappingDialog
          mapping={edited}
          onClose={() => {
            setEdited(null)
            again()
          }}
        />
      )}
    </section>
  )
}

type TableProps = { mappings: readonly Mapping[]; write: boolean; onEdit: (mapping: Mapping) => void; onDelete: (mapping: Mapping) => void }

function MappingTable({ mappings, write, onEdit, onDelete }: TableProps) {
  const { t, instant } = useWords()
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">{t.imports.mappingName}</th>
          <th scope="col">{t.imports.kind}</th>
          <th scope="col">{t.imports.headings}</th>
          <th scope="col" className="num">
            {t.imports.uses}
          </th>
          <th scope="col">{t.imports.lastUsed}</th>
          <th scope="col">{t.imports.act}</th>
        </tr>
      </thead>
      <tbody>
        {mappings.map((mapping) => (
          <tr key={mapping.key}>
            <th scope="row">{mapping.name}</th>
            <td>{t.imports.kinds[mapping.kind] ?? mapping.kind}</td>
            <td className="raw second">
              {(mapping.headings.length > 0 ? mapping.headings : headingsNamed(mapping)).slice(0, 8).join('、')}
            </td>
            <td className="num">{printed(mapping.uses)}</td>
            <td className="day">{mapping.usedAt ? instant(mapping.usedAt) : t.figures.none}</td>
            <td className="mapping-acts">
              <button
                type="button"
                className="link-button"
                aria-label={`${t.imports.exportMap} ${mapping.name}`}
                onClick={() => saveMap(mapping)}
              >
                {t.imports.exportMap}
              </button>
              {write && (
                <>
                  <button
                    type="button"
                    className="link-button"
                    aria-label={`${t.imports.edit} ${mapping.name}`}
                    onClick={() => onEdit(mapping)}
                  >
                    {t.imports.edit}
                  </button>
                  <button
                    type="button"
                    className="link-button"
                    aria-label={`${t.imports.delete} ${mapping.name}`}
                    onClick={() => onDelete(mapping)}
                  >
                    {t.imports.delete}
                  </button>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function headingsNamed({ map }: Mapping): string[] {
  return Object.keys((map as { columns?: Record<string, string> } | null)?.columns ?? {})
}

/** The mapping as `cli import --map` takes it. */
function saveMap({ name, map }: Mapping): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([`${JSON.stringify(map, null, 1)}\n`], { type: 'application/json' }))
  link.download = `${name.replace(/\.[^.]+$/, '')}.map.json`
  link.click()
  URL.revokeObjectURL(link.href)
}

function AddMapping({ onAdded }: { onAdded: () => void }) {
  const { t } = useWords()
  const [kind, setKind] = useState<ImportKind>('COMPLAINTS')
  const [bad, setBad] = useState(false)
  const [{ error, fetching }, add] = useMutation(AddMappingDocument)
  const read = async (file: File | undefined): Promise<void> => {
    if (!file) return
    setBad(false)
    const text = await file.text()
    let map: unknown
    try {
      map = JSON.parse(text)
    } catch {
      return setBad(true)
    }
    await add({ kind, name: file.name.replace(/(\.map)?\.json$/i, ''), map })
    onAdded()
  }
  return (
    <span className="card-tools add-mapping">
      <select className="input" aria-label={t.imports.kind} value={kind} onChange={(event) => setKind(event.target.value as ImportKind)}>
        {(['COMPLAINTS', 'EXPOSURES', 'INSTITUTIONS'] as const).map((each) => (
          <option key={each} value={each}>
            {t.imports.kinds[each]}
          </option>
        ))}
      </select>
      <label className="button file-button">
        {t.imports.addMapping}
        <input
          className="hidden-file"
          type="file"
          accept=".json,application/json"
          aria-label={t.imports.addMapping}
          disabled={fetching}
          onChange={(event) => {
            void read(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </label>
      {bad && (
        <span className="field-problem" role="alert">
          {t.imports.mapBad}
        </span>
      )}
      {error && <FailedLine error={error} />}
    </span>
  )
}
