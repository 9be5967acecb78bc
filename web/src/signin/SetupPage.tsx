import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { useExpired } from '../app/expired.ts'
import { useSession } from '../app/session.tsx'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import { useAdminWords } from '../admin/words.ts'
import { Mark } from '../ui/Icon.tsx'
import { FailedLine } from '../ui/states.tsx'
import './signin.css'

const AcceptInvitationDocument = graphql(`
  mutation AcceptInvitation($token: ID!, $name: String!, $password: String!) {
    acceptInvitation(token: $token, name: $name, password: $password) {
      viewer {
        name
      }
    }
  }
`)

/** The one-time link's page. The token stands behind the #, which browsers send to no server and write into no log. */
export function SetupPage() {
  const { t } = useWords()
  const a = useAdminWords().setup
  const { session } = useSession()
  // A link that resets a password names its user beside the token.
  const [user] = useState(() => new URLSearchParams(location.search).get('user') ?? '')
  const [token] = useState(() => location.hash.slice(1))
  const { changedViewer } = useExpired()
  // As the page found it: once the first administrator is made, nobody is the first any more.
  const [first, setFirst] = useState<boolean | null>(null)
  if (first === null && session) setFirst(session.needsSetup)
  const least = session?.shortestPassword ?? 1
  const words = user
    ? { title: a.title, text: a.text(user), submit: a.submit, done: a.done, noToken: a.invitedNoToken }
    : first === false
      ? { title: a.invitedTitle, text: t.setup.text, submit: a.invitedSubmit, done: a.invitedDone, noToken: a.invitedNoToken }
      : t.setup
  const [{ data, error, fetching }, accept] = useMutation(AcceptInvitationDocument)
  const [entry, setEntry] = useState({ name: user, password: '', again: '' })
  const [problem, setProblem] = useState<string | null>(null)
  const set = (name: keyof typeof entry) => (event: { target: { value: string } }) => setEntry({ ...entry, [name]: event.target.value })

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const found =
      entry.name.trim() === ''
        ? t.setup.nameMissing
        : entry.password.length < least
          ? t.setup.short(least)
          : entry.password !== entry.again
            ? t.setup.differ
            : null
    setProblem(found)
    if (!found) await accept({ token, name: entry.name.trim(), password: entry.password })
  }
  return (
    <div className="door">
      <header className="door-head">
        <Mark size={32} />
        <h1>{words.title}</h1>
      </header>
      <main className="door-body door-single">
        <section className="card">
          {data?.acceptInvitation ? (
            <div className="state">
              <p>{words.done}</p>
              <Link className="button button-filled" to="/" search={{}} onClick={changedViewer}>
                {t.setup.begin}
              </Link>
            </div>
          ) : token === '' ? (
            <p className="notice notice-warn">{words.noToken}</p>
          ) : (
            <form className="sign-in-form" noValidate onSubmit={(event) => void submit(event)}>
              <p>{words.text}</p>
              <label className="field">
                <span>{t.setup.name}</span>
                <input
                  className="input"
                  autoComplete="username"
                  autoFocus={!user}
                  readOnly={user !== ''}
                  value={entry.name}
                  onChange={set('name')}
                />
              </label>
              <label className="field">
                <span>
                  {t.setup.password}（{t.setup.passwordRule(least)}）
                </span>
                <input className="input" type="password" autoComplete="new-password" value={entry.password} onChange={set('password')} />
              </label>
              <label className="field">
                <span>{t.setup.again}</span>
                <input className="input" type="password" autoComplete="new-password" value={entry.again} onChange={set('again')} />
              </label>
              {problem && (
                <p className="field-problem" role="alert">
                  {problem}
                </p>
              )}
              {error && <FailedLine error={error} />}
              <button type="submit" className="button button-filled" disabled={fetching}>
                {words.submit}
              </button>
            </form>
          )}
        </section>
      </main>
    </div>
  )
}
