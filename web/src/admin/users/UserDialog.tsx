import { useState } from 'react'
import { useMutation, type CombinedError } from 'urql'
import { useMay } from '../../app/session.tsx'
import { useWords } from '../../text/text.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FailedLine } from '../../ui/states.tsx'
import { ActForm } from '../parts.tsx'
import { useAdminWords } from '../words.ts'
import { AddGrantDocument, EndSessionsDocument, ResetPasswordDocument, SetUserDisabledDocument, type User } from './documents.ts'
import { GrantFields, useGrantEntry } from './GrantFields.tsx'
import { GrantLine } from './GrantLine.tsx'
import { OneTimeLink, type Link } from './OneTimeLink.tsx'

type UserDialogProps = { user: User; onChanged: () => void; onClose: () => void }

/** One user: grants with their days, a new one, password link, sessions, disabling. */
export function UserDialog({ user, onChanged, onClose }: UserDialogProps) {
  const { say } = useWords()
  const a = useAdminWords()
  const may = useMay()
  const mine = may('user:write') && user.manageable
  return (
    <Dialog title={`${say(user.displayName)} · ${user.name}`} onClose={onClose} wide>
      {may('user:write') && !user.manageable && <p className="notice">{user.name === 'cli' ? a.users.commandLine : a.users.outside}</p>}
      <section aria-label={a.users.grants}>
        <h3>{a.users.grants}</h3>
        <ul className="admin-grants">
          {user.grants.map((grant) => (
            <GrantLine key={grant.key} grant={grant} editable={mine} onChanged={onChanged} />
          ))}
        </ul>
      </section>
      {mine && !user.oneself && <NewGrant user={user} onChanged={onChanged} />}
      {mine && <Account user={user} onChanged={onChanged} />}
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onClose}>
          {a.close}
        </button>
      </div>
    </Dialog>
  )
}

function NewGrant({ user, onChanged }: { user: User; onChanged: () => void }) {
  const a = useAdminWords()
  const grant = useGrantEntry()
  const [, add] = useMutation(AddGrantDocument)
  return (
    <section aria-label={a.users.addGrant} className="admin-form">
      <h3>{a.users.addGrant}</h3>
      <ActForm
        button={a.users.addGrant}
        problem={() => (grant.ofInstitution && !grant.entry.institution ? a.users.placeMissing : null)}
        act={async () => {
          const { error } = await add({ name: user.name, ...grant.asked })
          if (error) return error
          grant.clear()
          onChanged()
          return undefined
        }}
      >
        <GrantFields grant={grant} />
      </ActForm>
    </section>
  )
}

function Account({ user, onChanged }: { user: User; onChanged: () => void }) {
  const a = useAdminWords()
  const [, reset] = useMutation(ResetPasswordDocument)
  const [, endSessions] = useMutation(EndSessionsDocument)
  const [, disable] = useMutation(SetUserDisabledDocument)
  const [link, setLink] = useState<Link | null>(null)
  const [told, setTold] = useState('')
  const [error, setError] = useState<CombinedError>()
  const after = (failed: CombinedError | undefined, sentence: string): void => {
    setError(failed)
    setTold(failed ? '' : sentence)
    if (!failed) onChanged()
  }
  const onReset = async (): Promise<void> => {
    const done = await reset({ name: user.name })
    after(done.error, '')
    setLink(done.data?.resetPassword ?? null)
  }
  const onSessions = async (): Promise<void> => {
    const done = await endSessions({ name: user.name })
    after(done.error, a.users.sessionsEnded(done.data?.endSessions ?? 0))
  }
  const onDisable = async (): Promise<void> => {
    const done = await disable({ name: user.name, disabled: !user.disabled })
    after(done.error, user.disabled ? a.users.enabledNow : a.users.disabledNow)
  }
  return (
    <section aria-label={a.users.state} className="admin-form">
      <h3>{a.users.state}</h3>
      <div className="admin-acts">
        <button type="button" className="button" onClick={() => void onReset()}>
          {a.users.reset}
        </button>
        {user.sessions > 0 && (
          <button type="button" className="button" onClick={() => void onSessions()}>
            {a.users.endSessions(user.sessions)}
          </button>
        )}
        <button type="button" className={user.disabled ? 'button' : 'button button-worse'} onClick={() => void onDisable()}>
          {user.disabled ? a.users.enable : a.users.disable}
        </button>
      </div>
      {link && <OneTimeLink link={link} />}
      {link && <p className="second">{a.users.resetLine}</p>}
      <p role="status">{told}</p>
      {error && <FailedLine error={error} />}
    </section>
  )
}
