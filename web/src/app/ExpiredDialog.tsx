import { SignInForm } from '../signin/SignInForm.tsx'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useExpired } from './expired.ts'
import { useLedger } from './ledger.tsx'
import { useSession } from './session.tsx'

/** Over the page, not instead of it: what was typed stays where it is. */
export function ExpiredDialog() {
  const { t } = useWords()
  const { expired, renewed, changedViewer } = useExpired()
  const { session } = useSession()
  const { refresh } = useLedger()
  if (!expired) return null
  const back = (name: string): void => {
    if (name !== session?.viewer?.name) return changedViewer()
    renewed()
    refresh()
  }
  return (
    <Dialog title={t.signIn.expired} onClose={() => {}} firm>
      <p>{t.signIn.expiredText}</p>
      <SignInForm name={session?.viewer?.name} onDone={back} />
    </Dialog>
  )
}
