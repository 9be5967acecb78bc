import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Choice, Popover } from '../ui/Popover.tsx'
import { useExpired } from './expired.ts'
import { useSession } from './session.tsx'
import { storedTheme, storeTheme, type Theme } from './theme.ts'

const SignOutDocument = graphql(`
  mutation SignOut {
    signOut {
      version
    }
  }
`)

export function LanguageMenu() {
  const { t } = useWords()
  const { language, setLanguage } = useSession()
  return (
    <Popover
      align="right"
      name={`${t.frame.language}: ${t.frame.languages[language]}`}
      buttonClass="top-button wide-only"
      button={
        <>
          {t.frame.languages[language]}
          <Icon name="down" size={14} />
        </>
      }
    >
      {(close) => <LanguageChoices close={close} language={language} setLanguage={setLanguage} />}
    </Popover>
  )
}

type LanguageProps = { close: () => void; language: 'zh' | 'en'; setLanguage: (language: 'zh' | 'en') => void }

function LanguageChoices({ close, language, setLanguage }: LanguageProps) {
  // A language is named in itself, so that whoever cannot read this one finds the way back.
  const names = { zh: '中文', en: 'English' } as const
  return (['zh', 'en'] as const).map((each) => (
    <Choice key={each} chosen={language === each} onChoose={() => (setLanguage(each), close())}>
      <span lang={each === 'zh' ? 'zh-CN' : 'en'}>{names[each]}</span>
    </Choice>
  ))
}

const DRAWING = { system: 'system', light: 'sun', dark: 'moon' } as const

export function ThemeMenu() {
  const { t } = useWords()
  const [theme, setTheme] = useState(storedTheme)
  return (
    <Popover
      align="right"
      name={`${t.frame.theme}: ${t.frame.themes[theme]}`}
      buttonClass="icon-button wide-only"
      button={<Icon name={DRAWING[theme]} size={17} />}
    >
      {(close) => <ThemeChoices theme={theme} choose={(next) => (storeTheme(next), setTheme(next), close())} />}
    </Popover>
  )
}

function ThemeChoices({ theme, choose }: { theme: Theme; choose: (theme: Theme) => void }) {
  const { t } = useWords()
  return (['system', 'light', 'dark'] as const).map((each) => (
    <Choice key={each} chosen={theme === each} onChoose={() => choose(each)}>
      <Icon name={DRAWING[each]} />
      {t.frame.themes[each]}
    </Choice>
  ))
}

export function UserMenu({ onKeys }: { onKeys: () => void }) {
  const { t, say } = useWords()
  const { session, language, setLanguage } = useSession()
  const { changedViewer } = useExpired()
  const navigate = useNavigate()
  const [, signOut] = useMutation(SignOutDocument)
  const [theme, setTheme] = useState(storedTheme)
  const viewer = session?.viewer
  if (!viewer) return null
  const role = viewer.roles.map((each) => t.roles[each.toLowerCase()] ?? each).join(t.filters.join)
  const leave = async (): Promise<void> => {
    await signOut({})
    await navigate({ to: '/', search: {} })
    changedViewer()
  }
  return (
    <Popover
      align="right"
      buttonClass="top-button user-button"
      button={
        <>
          <span className="hidden-text">{t.frame.user}</span>
          <span className="face" aria-hidden="true">
            {viewer.displayName.slice(0, 1)}
          </span>
          <b className="wide-only">{viewer.displayName}</b>
          <span className="wide-only">{role}</span>
        </>
      }
    >
      {(close) => (
        <>
          <p className="popover-note">
            {viewer.displayName}
            {' · '}
            {role}
            {' · '}
            {say(viewer.scopeLabel)}
          </p>
          <div className="narrow-only">
            <LanguageChoices close={close} language={language} setLanguage={setLanguage} />
            <ThemeChoices theme={theme} choose={(next) => (storeTheme(next), setTheme(next), close())} />
          </div>
          <Choice onChoose={() => (close(), onKeys())}>
            <Icon name="keys" />
            {t.frame.keys}
          </Choice>
          <Choice onChoose={() => void leave()}>
            <Icon name="undo" />
            {t.frame.signOut}
          </Choice>
        </>
      )}
    </Popover>
  )
}
