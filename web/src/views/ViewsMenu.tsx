import { lazy, Suspense } from 'react'
import { useMay } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Blank } from '../ui/states.tsx'

const ViewsPanel = lazy(() => import('./ViewsPanel.tsx').then((made) => ({ default: made.ViewsPanel })))

/** The views kept of this page, and the way to keep another. */
export function ViewsMenu() {
  const { t } = useWords()
  const may = useMay()
  if (!may('view:keep')) return null
  return (
    <Popover
      align="right"
      buttonClass="button button-quiet views-button"
      button={
        <>
          <Icon name="views" />
          <span className="views-word">{t.views.title}</span>
        </>
      }
    >
      {(close) => (
        <Suspense fallback={<Blank height={120} />}>
          <ViewsPanel close={close} />
        </Suspense>
      )}
    </Popover>
  )
}
