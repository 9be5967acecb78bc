import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useMutation, useQuery, type CombinedError } from 'urql'
import { failureOf } from '../../app/failure.ts'
import { useLedger } from '../../app/ledger.tsx'
import { PrintButton } from '../../app/PrintButton.tsx'
import { useMay } from '../../app/session.tsx'
import { ExportMenu } from '../../exports/ExportMenu.tsx'
import { useWords } from '../../text/text.tsx'
import { Blank, Failed } from '../../ui/states.tsx'
import { SectionHead } from '../parts.tsx'
import { usePlacesWords } from '../places.ts'
import type { ExposuresSearch } from '../search.ts'
import { useAdminWords } from '../words.ts'
import { ExposureGridDocument, SetExposuresDocument, type Grid, type Group } from './documents.ts'
import { GroupGrid } from './GroupGrid.tsx'
import { HistoryDialog, type Chosen } from './HistoryDialog.tsx'
import type { Entries } from './paste.ts'
import { SaveBar } from './SaveBar.tsx'
import '../places.css'

/** What rates are taken per: each group's bases on a day, typed or pasted beside what is in force. */
export function ExposuresSection() {
  const { t } = useWords()
  const a = useAdminWords()
  const w = usePlacesWords().exposures
  const search = useSearch({ strict: false }) as ExposuresSearch
  const asked = { on: search.on ?? null, jurisdiction: search.jurisdiction ?? null }
  const [{ data, error, fetching }, ask] = useQuery({ query: ExposureGridDocument, variables: asked, requestPolicy: 'cache-and-network' })
  const again = (): void => ask({ requestPolicy: 'network-only' })
  const grid = data?.exposureGrid
  return (
    <>
      <SectionHead title={a.sections.exposures} line={grid ? w.line(grid.maxAgeDays) : ' '}>
        <ExportMenu
          what={{ list: 'EXPOSURES', asked, name: a.sections.exposures }}
          asks={{ document: ExposureGridDocument, variables: asked }}
        />
        <PrintButton words={t.frame.print} />
      </SectionHead>
      {error && !grid && <Failed error={error} retry={again} />}
      {!error && !grid && <Blank height={480} />}
      {grid && <Sheets grid={grid} search={search} busy={fetching} onChanged={again} />}
    </>
  )
}

type SheetsProps = { grid: Grid; search: ExposuresSearch; busy: boolean; onChanged: () => void }

function Sheets({ grid, search, busy, onChanged }: SheetsProps) {
  const { date } = useWords()
  const w = usePlacesWords().exposures
  const may = useMay()
  const navigate = useNavigate()
  const [entries, setEntries] = useState<Entries>(new Map())
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const { save, error, saved, clear } = useSaving(grid, search.jurisdiction ?? null)
  const set = (change: Partial<ExposuresSearch>): void =>
    void navigate({
      to: '/admin/exposures',
      search: (before: ExposuresSearch) => ({ ...before, ...change }) as ExposuresSearch,
      replace: true,
    })
  const group = grid.groups.find((one) => one.key === search.set) ?? grid.groups[0]
  const typed = [...entries].filter(([, value]) => value.trim() !== '')
  const change = (next: Entries): void => {
    setEntries(next)
    clear()
  }
  const problems = problemsOf(error, typed)
  const submit = async (source: string, reason: string): Promise<boolean> => {
    const done = await save(typed, source, reason)
    if (done) setEntries(new Map())
    if (done) onChanged()
    return done
  }
  return (
    <>
      <div className="admin-tools">
        <label className="field">
          <span>{w.on}</span>
          <input
            className="input"
            type="date"
            value={grid.on}
            max={grid.today}
            onChange={(event) => event.target.value && set({ on: event.target.value })}
          />
        </label>
        <GroupTabs groups={grid.groups} chosen={group?.key} onChoose={(key) => set({ set: key })} />
      </div>
      {saved && (
        <p className="notice notice-better" role="status">
          {saved}
        </p>
      )}
      {!group && <p className="state">{w.empty}</p>}
      {group && (
        <GroupGrid
          key={`${group.key} ${grid.on}`}
          group={group}
          on={date(grid.on)}
          entries={entries}
          problems={problems}
          busy={busy}
          editable={may('exposure:write')}
          onEntries={change}
          onChoose={setChosen}
        />
      )}
      {may('exposure:write') && typed.length > 0 && (
        <SaveBar count={typed.length} error={error} onSave={submit} onClear={() => change(new Map())} onRefresh={onChanged} />
      )}
      {chosen && (
        <HistoryDialog
          chosen={chosen}
          jurisdiction={search.jurisdiction ?? null}
          onChanged={() => {
            clear()
            onChanged()
          }}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  )
}

function GroupTabs({
  groups,
  chosen,
  onChoose,
}: {
  groups: readonly Group[]
  chosen: string | undefined
  onChoose: (key: string) => void
}) {
  const { say } = useWords()
  const w = usePlacesWords().exposures
  return (
    <div className="exposure-tabs" role="group" aria-label={w.groups}>
      {groups.map((one) => (
        <button key={one.key} type="button" className="button" aria-pressed={one.key === chosen} onClick={() => onChoose(one.key)}>
          {say(one.label)}
          {one.missing > 0 && <span className="tag tag-warn">{w.missing(one.missing)}</span>}
        </button>
      ))}
    </div>
  )
}

/** What the API says of single cells, by cell. */
function problemsOf(
  error: CombinedError | undefined,
  typed: readonly (readonly [string, string])[],
): ReadonlyMap<string, { zh: string; en?: string | null }> {
  const found = new Map<string, { zh: string; en?: string | null }>()
  for (const { path, params } of error ? failureOf(error).fields : []) {
    const cell = typed[Number(/^cells\[(\d+)\]/.exec(path)?.[1] ?? -1)]
    if (cell && params?.sentence) found.set(cell[0], params.sentence)
  }
  return found
}

function useSaving(grid: Grid, jurisdiction: string | null) {
  const w = usePlacesWords().exposures
  const { heard } = useLedger()
  const [{ error }, set] = useMutation(SetExposuresDocument)
  const [saved, setSaved] = useState<string | null>(null)
  const [shown, setShown] = useState(false)
  const clear = (): void => {
    setShown(false)
    setSaved(null)
  }
  const save = async (typed: readonly (readonly [string, string])[], source: string, reason: string): Promise<boolean> => {
    const cells = typed.map(([key, value]) => {
      const [institution = '', base = ''] = key.split(' ')
      return { institution, base, value }
    })
    const { data } = await set({ on: grid.on, cells, source: source.trim() || null, reason, since: grid.revision, jurisdiction })
    const done = data?.setExposures
    setShown(!done)
    if (!done) return false
    setSaved(w.saved(done.change.revision, done.new, done.changed))
    heard(done.ledger.revision)
    return true
  }
  return { save, error: shown ? error : undefined, saved, clear }
}
