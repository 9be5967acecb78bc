import { useState, type FormEvent } from 'react'
import { useMutation, type CombinedError } from 'urql'
import { useSession } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { FailedLine } from '../ui/states.tsx'
import { DeleteViewDocument, RenameViewDocument, ShareViewDocument, type View } from './documents.ts'

type RowProps = { view: View; onOpen: () => void; onChanged: () => void; onDeleted: () => void }

/** One view: opened by its name; its owner also renames, shares and deletes it. */
export function ViewRow({ view, onOpen, onChanged, onDeleted }: RowProps) {
  const { t } = useWords()
  const { session } = useSession()
  const role = session?.viewer?.roles[0] ?? null
  const [naming, setNaming] = useState(false)
  const [copied, setCopied] = useState(false)
  const [sharing, share] = useMutation(ShareViewDocument)
  const [deleting, remove] = useMutation(DeleteViewDocument)
  const error: CombinedError | undefined = sharing.error ?? deleting.error
  const copy = async (): Promise<void> => {
    const address = new URL(view.search ? `${view.path}?${view.search}` : view.path, location.origin)
    await navigator.clipboard.writeText(address.href).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  const tool = (icon: 'link' | 'check' | 'edit' | 'share' | 'close', words: string, act: () => void, pressed?: boolean) => (
    <button type="button" className="icon-button" aria-label={words} title={words} aria-pressed={pressed} onClick={act}>
      <Icon name={icon} size={14} />
    </button>
  )
  if (naming) return <RenameForm view={view} onDone={() => (setNaming(false), onChanged())} onCancel={() => setNaming(false)} />
  const sharedWith = view.sharedRole ? (t.roles[view.sharedRole.toLowerCase()] ?? view.sharedRole) : ''
  return (
    <li className="view-row">
      <button type="button" className="choice" onClick={onOpen}>
        <span className="view-name">
          {view.name}
          {view.sharedRole && <span className="second">{view.own ? t.views.sharedWith(sharedWith) : t.views.sharedBy(view.owner)}</span>}
        </span>
      </button>
      {tool(copied ? 'check' : 'link', copied ? t.frame.copied : t.views.copy(view.name), () => void copy())}
      {view.own && (
        <>
          {tool('edit', t.views.rename(view.name), () => setNaming(true))}
          {tool(
            'share',
            t.views.shareOne(view.name, t.roles[role?.toLowerCase() ?? ''] ?? ''),
            () => void share({ key: view.key, role: view.sharedRole ? null : role }).then(onChanged),
            view.sharedRole !== null && view.sharedRole !== undefined,
          )}
          {tool(
            'close',
            t.views.remove(view.name),
            () => void remove({ key: view.key }).then((done) => done.data?.deleteView && onDeleted()),
          )}
        </>
      )}
      {error && <FailedLine error={error} />}
    </li>
  )
}

function RenameForm({ view, onDone, onCancel }: { view: View; onDone: () => void; onCancel: () => void }) {
  const { t } = useWords()
  const [name, setName] = useState(view.name)
  const [{ error, fetching }, rename] = useMutation(RenameViewDocument)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const { data } = await rename({ key: view.key, name: name.trim() })
    if (data?.renameView) onDone()
  }
  return (
    <li>
      <form className="view-rename" onSubmit={(event) => void submit(event)}>
        <input
          className="input"
          autoFocus
          maxLength={60}
          aria-label={t.views.rename(view.name)}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="button" disabled={fetching || name.trim() === ''}>
          {t.views.keep}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {t.settings.cancel}
        </button>
      </form>
      {error && <FailedLine error={error} beside />}
    </li>
  )
}
