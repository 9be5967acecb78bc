import { useLocation, useRouter } from '@tanstack/react-router'
import { useRef, useState, type FormEvent } from 'react'
import { useMutation, useQuery } from 'urql'
import { useSession } from '../app/session.tsx'
import type { Role } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Blank, FailedLine } from '../ui/states.tsx'
import { RestoreViewDocument, SavedViewsDocument, SaveViewDocument } from './documents.ts'
import { ViewRow } from './ViewRow.tsx'
import './views.css'

/** Views of this page: the reader's own, then those shared with the reader's role; below, the field that keeps this one. */
export function ViewsPanel({ close }: { close: () => void }) {
  const { t } = useWords()
  const router = useRouter()
  const { pathname } = useLocation()
  const [{ data, error, fetching }, ask] = useQuery({
    query: SavedViewsDocument,
    variables: { path: pathname },
    requestPolicy: 'cache-and-network',
  })
  const [gone, setGone] = useState<{ key: string; name: string } | null>(null)
  const [restoring, restore] = useMutation(RestoreViewDocument)
  const frame = useRef<HTMLDivElement>(null)
  const again = (): void => ask({ requestPolicy: 'network-only' })
  const views = data?.savedViews ?? []
  const open = (path: string, search: string): void => {
    close()
    router.history.push(search ? `${path}?${search}` : path)
  }
  const putBack = async (key: string): Promise<void> => {
    const done = await restore({ key })
    if (!done.data?.restoreView) return
    setGone(null)
    again()
  }
  return (
    <div className="views" ref={frame} tabIndex={-1}>
      {fetching && views.length === 0 && <Blank height={64} />}
      {!fetching && views.length === 0 && <p className="popover-note">{t.views.none}</p>}
      <ul aria-label={t.views.title}>
        {views.map((view) => (
          <ViewRow
            key={view.key}
            view={view}
            onOpen={() => open(view.path, view.search)}
            onChanged={again}
            onDeleted={() => {
              setGone({ key: view.key, name: view.name })
              // The button that had the focus is gone with its row.
              frame.current?.focus()
              again()
            }}
          />
        ))}
      </ul>
      {gone && (
        <p className="popover-note" role="status">
          {t.views.deleted(gone.name)}{' '}
          <button type="button" className="link-button" disabled={restoring.fetching} onClick={() => void putBack(gone.key)}>
            {t.annotations.undo}
          </button>
        </p>
      )}
      {(error ?? restoring.error) && <FailedLine error={(error ?? restoring.error)!} />}
      <SaveForm path={pathname} onSaved={again} />
    </div>
  )
}

function SaveForm({ path, onSaved }: { path: string; onSaved: () => void }) {
  const { t } = useWords()
  const role = useOwnRole()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const [saved, setSaved] = useState('')
  const [{ error, fetching }, save] = useMutation(SaveViewDocument)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (name.trim() === '') return
    const { data } = await save({ name: name.trim(), path, search: location.search.slice(1), role: shared ? role : null })
    if (!data?.saveView) return
    setSaved(name.trim())
    setName('')
    onSaved()
  }
  return (
    <form className="views-form" onSubmit={(event) => void submit(event)}>
      <label className="field">
        <span>{t.views.name}</span>
        <input className="input" maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <label className="choice">
        <input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} />
        {t.views.share(t.roles[role.toLowerCase()] ?? role)}
      </label>
      <button type="submit" className="button" disabled={fetching || name.trim() === ''}>
        {t.views.save}
      </button>
      <span className="hidden-text" role="status">
        {saved && t.views.saved(saved)}
      </span>
      {error && <FailedLine error={error} beside />}
    </form>
  )
}

/** The role that a view is shared with: the reader's first. */
export function useOwnRole(): Role {
  const { session } = useSession()
  return session?.viewer?.roles[0] ?? 'CLERK'
}
