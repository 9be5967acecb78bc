import { Outlet, useLocation, useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { FilterBar } from '../filters/FilterBar.tsx'
import { useWords } from '../text/text.tsx'
import { Blank, Failed } from '../ui/states.tsx'
import { BottomBar } from './BottomBar.tsx'
import { DemoStrip } from './DemoStrip.tsx'
import { ExpiredDialog } from './ExpiredDialog.tsx'
import { KeysDialog } from './KeysDialog.tsx'
import { useKeys } from './keys.ts'
import { LedgerProvider } from './ledger.tsx'
import { NotAllowed } from './Outside.tsx'
import { isFiltered, pageAt, PAGES } from './pages.ts'
import { Palette } from '../palette/Palette.tsx'
import { Rail } from './Rail.tsx'
import { RevisionLine } from './RevisionLine.tsx'
import { useMay, useSession } from './session.tsx'
import { TopLine } from './TopLine.tsx'

/** The frame around every page: who is not signed in is sent to the door and comes back to the same address. */
export function Shell() {
  const { session, error, reload } = useSession()
  if (error && !session) return <Failed error={error} retry={reload} />
  if (!session) return <BlankFrame />
  if (!session.viewer) return <ToTheDoor />
  return (
    <LedgerProvider>
      <Frame />
    </LedgerProvider>
  )
}

/** Goes once: a redirect drawn on each render would start anew while the door's own script is fetched. */
function ToTheDoor() {
  const router = useRouter()
  useEffect(() => {
    const { href } = router.state.location
    void router.navigate({ to: '/sign-in', search: href === '/' ? {} : { next: href }, replace: true })
  }, [router])
  return <BlankFrame />
}

function Frame() {
  const { t } = useWords()
  const may = useMay()
  const { pathname } = useLocation()
  const [palette, setPalette] = useState(false)
  const [keys, setKeys] = useState(false)
  useKeys({ onSearch: () => setPalette(true), onList: () => setKeys(true) })
  const page = pageAt(pathname)
  const allowed = !page || may(page.permission)
  const pages = PAGES.filter((each) => may(each.permission))
  return (
    <>
      <a className="skip-link" href="#content">
        {t.frame.skip}
      </a>
      <DemoStrip />
      <div className="frame">
        <Rail pages={pages} here={page?.name} />
        <div className="frame-body">
          <TopLine onSearch={() => setPalette(true)} onKeys={() => setKeys(true)} />
          {allowed && page && isFiltered(page) && <FilterBar />}
          <RevisionLine />
          <main id="content" className="content" tabIndex={-1}>
            {allowed ? <Outlet /> : <NotAllowed />}
          </main>
        </div>
      </div>
      <BottomBar pages={pages} here={page?.name} onAll={() => setPalette(true)} />
      {palette && <Palette onClose={() => setPalette(false)} />}
      {keys && <KeysDialog onClose={() => setKeys(false)} />}
      <ExpiredDialog />
    </>
  )
}

/** The frame's outline while it is not yet known who looks. */
function BlankFrame() {
  return (
    <div className="frame" aria-busy="true">
      <div className="rail" />
      <div className="frame-body">
        <div className="top-line" />
        <div className="content">
          <Blank height={28} width={120} />
        </div>
      </div>
    </div>
  )
}
