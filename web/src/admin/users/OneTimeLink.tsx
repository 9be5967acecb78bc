import { useState } from 'react'
import { useWords } from '../../text/text.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { useAdminWords } from '../words.ts'

export type Link = { path: string; expiresAt?: string | null }

/** A link that is told once: shown, and copied by a button. */
export function OneTimeLink({ link }: { link: Link }) {
  const { t, instant } = useWords()
  const a = useAdminWords()
  const [copied, setCopied] = useState<boolean | null>(null)
  const address = `${location.origin}${link.path}`
  // Over plain HTTP a browser offers no clipboard.
  const copy = async (): Promise<void> => {
    const done = navigator.clipboard?.writeText(address).then(
      () => true,
      () => false,
    )
    setCopied((await done) ?? false)
  }
  return (
    <div className="admin-form" role="status">
      <p>{a.users.linkLine(link.expiresAt ? instant(link.expiresAt, true) : '')}</p>
      <p className="admin-link">{address}</p>
      <div className="admin-acts">
        <button type="button" className="button" data-first onClick={() => void copy()}>
          <Icon name="link" />
          {copied ? a.copied : a.copy}
        </button>
        {copied === false && <span className="field-problem">{t.frame.copyFailed}</span>}
      </div>
    </div>
  )
}
