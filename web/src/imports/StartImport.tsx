import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type DragEvent } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../gql/index.ts'
import type { ImportKind } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { FailedLine } from '../ui/states.tsx'
import { sizeWords, upload, UploadFailed } from './upload.ts'

export const StartImportDocument = graphql(`
  mutation StartImport($file: ID!, $kind: ImportKind!, $map: JSON, $recall: Boolean) {
    startImport(file: $file, kind: $kind, map: $map, recall: $recall) {
      id
    }
  }
`)

const KINDS: readonly ImportKind[] = ['COMPLAINTS', 'RETURNS', 'ASSESSMENTS', 'EXPOSURES', 'INSTITUTIONS']

/** The first step: what it is, the file, perhaps a column map. Nothing is written by any of it. */
export function StartImport() {
  const { t, say, language } = useWords()
  const navigate = useNavigate()
  const [kind, setKind] = useState<ImportKind>('COMPLAINTS')
  const [file, setFile] = useState<File | null>(null)
  const [mapFile, setMapFile] = useState<File | null>(null)
  const [part, setPart] = useState<number | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [{ error, fetching }, start] = useMutation(StartImportDocument)
  const stop = useRef<AbortController | null>(null)

  const submit = async (): Promise<void> => {
    if (!file) return
    setProblem(null)
    const map = mapFile ? await readMap(mapFile) : null
    if (mapFile && map === null) return setProblem(t.imports.mapBad)
    stop.current = new AbortController()
    setPart(0)
    try {
      const id = await upload(file, setPart, stop.current.signal)
      const { data } = await start({ file: id, kind, map })
      const draft = data?.startImport?.id
      if (draft) await navigate({ to: '/imports/$draft', params: { draft } })
    } catch (failure) {
      if (failure instanceof UploadFailed)
        setProblem(say(failure.label) || (failure.status === 0 ? t.states.offline : (t.states.codes['INTERNAL'] ?? '')))
      else if (failure instanceof DOMException) setProblem(t.imports.cancelled)
      else throw failure
    } finally {
      setPart(null)
    }
  }
  const busy = part !== null || fetching
  return (
    <form className="card start-import" onSubmit={(event) => (event.preventDefault(), void submit())}>
      <fieldset className="kinds">
        <legend>{t.imports.kind}</legend>
        {KINDS.map((each) => (
          <label key={each} className={each === kind ? 'kind kind-chosen' : 'kind'}>
            <input type="radio" name="kind" checked={each === kind} onChange={() => setKind(each)} />
            <span>
              <b>{t.imports.kinds[each]}</b>
              <span className="second">{t.imports.kindHints[each]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <p className="template-line">
        <a href={`/templates/${kind.toLowerCase()}?language=${language}`} download>
          {t.imports.template(t.imports.kinds[kind] ?? kind)}
        </a>
        <span className="caption"> {t.imports.templateHint}</span>
      </p>
      <FileField file={file} onFile={setFile} />
      <div className="map-field">
        <label className="button file-button">
          {mapFile ? mapFile.name : t.imports.chooseMap}
          <input
            className="hidden-file"
            type="file"
            accept=".json,application/json"
            aria-label={t.imports.map}
            onChange={(event) => setMapFile(event.target.files?.[0] ?? null)}
          />
        </label>
        <span className="caption">
          {t.imports.map}
          {t.overview.colon}
          {t.imports.mapHint}
        </span>
      </div>
      {problem && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      {error && <FailedLine error={error} />}
      <div className="start-foot">
        <button type="submit" className="button button-filled" disabled={!file || busy}>
          <Icon name="upload" />
          {part === null ? t.imports.upload : t.imports.uploading(`${Math.round(part * 100)}%`)}
        </button>
        {part !== null && (
          <button type="button" className="button" onClick={() => stop.current?.abort()}>
            {t.imports.cancel}
          </button>
        )}
        {part !== null && <progress value={part} max={1} aria-label={t.imports.uploading('')} />}
      </div>
    </form>
  )
}

/** A field for one file that also takes it dropped. */
function FileField({ file, onFile }: { file: File | null; onFile: (file: File | null) => void }) {
  const { t } = useWords()
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    onFile(event.dataTransfer.files[0] ?? null)
  }
  return (
    <label
      className={over ? 'drop drop-over' : 'drop'}
      onDragOver={(event) => (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="upload" size={20} />
      <b>{file ? t.imports.chosen(file.name, sizeWords(file.size)) : over ? t.imports.drop : t.imports.file}</b>
      <span className="caption">{t.imports.fileHint}</span>
      <input
        className="hidden-file"
        type="file"
        accept=".xlsx,.xls,.csv,.tsv,.txt,.htm,.html,.xml"
        onChange={(event) => onFile(event.target.files?.[0] ?? null)}
      />
    </label>
  )
}

async function readMap(file: File): Promise<unknown> {
  try {
    return JSON.parse(await file.text()) as unknown
  } catch {
    return null
  }
}
