import { lazy, Suspense, useState } from 'react'
import { useMay } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import type { RemarkAbout } from './RemarkDialog.tsx'

const RemarkDialog = lazy(() => import('./RemarkDialog.tsx').then((made) => ({ default: made.RemarkDialog })))

/** Beside a chart: the way to remark on some of its days. */
export function AddRemark({ about }: { about: RemarkAbout }) {
  const { t } = useWords()
  const may = useMay()
  const [open, setOpen] = useState(false)
  if (!may('annotation:write')) return null
  return (
    <>
      <button type="button" className="link-button" onClick={() => setOpen(true)}>
        <Icon name="flag" size={14} />
        {t.annotations.add}
      </button>
      {open && (
        <Suspense>
          <RemarkDialog about={about} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
