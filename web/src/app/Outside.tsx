import { Link, type ErrorComponentProps } from '@tanstack/react-router'
import { useWords } from '../text/text.tsx'
import { useSession } from './session.tsx'

export function NotAllowed() {
  const { t } = useWords()
  const { session } = useSession()
  const role = session?.viewer?.roles.map((each) => t.roles[each.toLowerCase()] ?? each).join(t.filters.join) ?? ''
  return (
    <div className="state">
      <h1>{t.states.notAllowed}</h1>
      <p>{t.states.notAllowedText(role)}</p>
    </div>
  )
}

export function NotFound() {
  const { t } = useWords()
  return (
    <div className="state">
      <h1>{t.states.notFound}</h1>
      <p>{t.states.notFoundText}</p>
      <Link className="button" to="/" search={{}}>
        {t.states.home}
      </Link>
    </div>
  )
}

/** What stands where a page threw, or where its script could not be fetched. */
export function Broken({ error }: ErrorComponentProps) {
  const { t } = useWords()
  return (
    <div className="state" role="alert">
      <h1>{t.states.broken}</h1>
      <p>{t.states.brokenText}</p>
      <button type="button" className="button" onClick={() => location.reload()}>
        {t.states.reload}
      </button>
      <p className="caption" lang="en">
        {error instanceof Error ? error.message : String(error)}
      </p>
    </div>
  )
}
