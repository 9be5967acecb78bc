import { useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useMutation } from 'urql'
import { useExpired } from '../app/expired.ts'
import { LanguageMenu, ThemeMenu } from '../app/menus.tsx'
import { SetLanguageDocument, useSession } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import { Mark } from '../ui/Icon.tsx'
import { Failed, FailedLine } from '../ui/states.tsx'
import { SignInDocument, SignInForm } from './SignInForm.tsx'
import './signin.css'

/** The door. In the demo it lists one user per role, so that nobody needs a manual. */
export function SignInPage() {
  const { t } = useWords()
  const { session, error, language, reload } = useSession()
  const { changedViewer } = useExpired()
  const { next } = useSearch({ from: '/sign-in' })
  const router = useRouter()
  const [first] = useState(language)
  const [, saveLanguage] = useMutation(SetLanguageDocument)
  const enter = async (): Promise<void> => {
    // Who chose a language at the door means it.
    if (language !== first) await saveLanguage({ language: language === 'zh' ? 'ZH' : 'EN' })
    changedViewer()
  }
  // The door opens once the session itself knows the viewer; before, the frame would send them back here.
  const inside = Boolean(session?.viewer)
  useEffect(() => {
    // Only a path of this page is followed: an address from elsewhere must not send a fresh session away.
    if (inside) router.history.replace(next?.startsWith('/') && !next.startsWith('//') ? next : '/')
  }, [inside, next, router])
  return (
    <div className="door">
      <header className="door-head">
        <Mark size={32} />
        <h1>{t.signIn.title}</h1>
        <span className="door-tools">
          <LanguageMenu />
          <ThemeMenu />
        </span>
      </header>
      <p className="door-line">{t.signIn.tagline}</p>
      {error && !session && <Failed error={error} retry={reload} />}
      <main className="door-body">
        {session?.needsSetup && <p className="notice notice-warn">{t.signIn.needsSetup}</p>}
        <section className="card">
          <SignInForm onDone={() => void enter()} />
        </section>
        {session?.demo && session.demoUsers.length > 0 && <DemoUsers users={session.demoUsers} onDone={() => void enter()} />}
      </main>
    </div>
  )
}

type DemoUser = { name: string; password: string; role: string; displayName: { zh: string; en?: string | null } }

function DemoUsers({ users, onDone }: { users: DemoUser[]; onDone: () => void }) {
  const { t, say } = useWords()
  const [{ error, fetching }, signIn] = useMutation(SignInDocument)
  const enter = async (user: DemoUser): Promise<void> => {
    const { data } = await signIn({ name: user.name, password: user.password })
    if (data?.signIn?.viewer) onDone()
  }
  return (
    <section className="card">
      <h2>{t.signIn.demoTitle}</h2>
      <p className="caption">{t.signIn.demoText}</p>
      <ul className="demo-users">
        {users.map((user) => (
          <li key={user.name}>
            <button type="button" className="demo-user" disabled={fetching} onClick={() => void enter(user)}>
              <b>{t.roles[user.role.toLowerCase()] ?? user.role}</b>
              <span>{say(user.displayName)}</span>
              <code>{user.name}</code>
            </button>
          </li>
        ))}
      </ul>
      {error && <FailedLine error={error} />}
    </section>
  )
}
