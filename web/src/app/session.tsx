import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { useMutation, useQuery, type CombinedError } from 'urql'
import { graphql } from '../gql/index.ts'
import type { SessionQuery } from '../gql/graphql.ts'
import { storeLanguage, storedLanguage, type Language } from '../text/language.ts'
import { useWords, WordsProvider } from '../text/text.tsx'

const SessionDocument = graphql(`
  query Session {
    session {
      viewer {
        name
        displayName
        roles
        permissions
        scopeLabel {
          zh
          en
        }
        language
      }
      people {
        name
        label {
          zh
          en
        }
      }
      demo
      demoUsers {
        name
        password
        role
        displayName {
          zh
          en
        }
      }
      needsSetup
      shortestPassword
      version
    }
  }
`)

export const SetLanguageDocument = graphql(`
  mutation SetLanguage($language: Language!) {
    setLanguage(language: $language) {
      viewer {
        language
      }
    }
  }
`)

export type Session = NonNullable<SessionQuery['session']>
export type Viewer = NonNullable<Session['viewer']>

type SessionState = {
  session: Session | null
  error: CombinedError | undefined
  language: Language
  setLanguage: (language: Language) => void
  reload: () => void
}

const SessionContext = createContext<SessionState | null>(null)

/** Who looks at the page and in which language; everything below may rely on both. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [{ data, error }, ask] = useQuery({ query: SessionDocument, requestPolicy: 'cache-and-network' })
  const [chosen, setChosen] = useState<Language | null>(null)
  const [, saveLanguage] = useMutation(SetLanguageDocument)
  const session = data?.session ?? null
  const viewer = session?.viewer ?? null
  const own = viewer ? (viewer.language.toLowerCase() as Language) : null
  const language = chosen ?? own ?? storedLanguage()

  const reload = useCallback(() => ask({ requestPolicy: 'network-only' }), [ask])
  const setLanguage = useCallback(
    (next: Language) => {
      setChosen(next)
      storeLanguage(next)
      if (viewer) void saveLanguage({ language: next === 'zh' ? 'ZH' : 'EN' })
    },
    [saveLanguage, viewer],
  )
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])

  const state = useMemo(() => ({ session, error, language, setLanguage, reload }), [session, error, language, setLanguage, reload])
  return (
    <SessionContext value={state}>
      <WordsProvider language={language}>{children}</WordsProvider>
    </SessionContext>
  )
}

export function useSession(): SessionState {
  const state = useContext(SessionContext)
  if (!state) throw new Error('useSession outside SessionProvider')
  return state
}

/** What to call whoever acted, by the sign-in name that the act keeps; the name itself where nothing else is known. */
export function usePerson(): (name: string | null | undefined) => string {
  const { session } = useSession()
  const { say } = useWords()
  const people = session?.people
  return useCallback((name) => say(people?.find((one) => one.name === name)?.label) || (name ?? ''), [people, say])
}

/** Whether the viewer may do something; absent actions are not drawn at all. */
export function useMay(): (permission: string) => boolean {
  const { session } = useSession()
  const permissions = session?.viewer?.permissions
  return useCallback((permission) => permissions?.includes(permission) ?? false, [permissions])
}
