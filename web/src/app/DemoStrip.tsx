import { useState } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { FailedLine } from '../ui/states.tsx'
import { useMay, useSession } from './session.tsx'

const StartRealDocument = graphql(`
  mutation StartReal {
    startReal {
      path
    }
  }
`)

/** Says on every page, and in print, that the figures are invented. */
export function DemoStrip() {
  const { t } = useWords()
  const { session } = useSession()
  const may = useMay()
  const [open, setOpen] = useState(false)
  if (!session?.demo) return null
  return (
    <section className="demo-strip" aria-label={t.frame.demo}>
      <span className="tag tag-warn">{t.frame.demo}</span>
      <span className="demo-sentence">{t.frame.demoSentence}</span>
      {may('installation:start') && (
        <button type="button" className="demo-start" onClick={() => setOpen(true)}>
          {t.frame.startReal}
        </button>
      )}
      {open && <StartRealDialog onClose={() => setOpen(false)} />}
    </section>
  )
}

function StartRealDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const [{ data, error, fetching }, start] = useMutation(StartRealDocument)
  const path = data?.startReal?.path
  const link = path ? location.origin + path : null
  return (
    <Dialog title={t.real.title} onClose={onClose}>
      <p>{t.real.text}</p>
      {link ? (
        <p className="notice">
          <span>{t.real.link}</span>
          <a href={link}>{link}</a>
        </p>
      ) : (
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t.complaints.cancel}
          </button>
          <button type="button" className="button button-filled" disabled={fetching} onClick={() => void start({})}>
            {t.real.confirm}
          </button>
        </div>
      )}
      {error && <FailedLine error={error} />}
    </Dialog>
  )
}
