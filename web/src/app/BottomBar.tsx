import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import type { Page } from './pages.ts'
import { PageLink } from './Rail.tsx'

/** The rail's place on a phone: at most four pages and the way to everything else. */
export function BottomBar({ pages, here, onAll }: { pages: Page[]; here: Page['name'] | undefined; onAll: () => void }) {
  const { t } = useWords()
  return (
    <nav className="bottom-bar" aria-label={t.frame.pages}>
      {pages
        .filter((page) => page.name !== 'repeats')
        .slice(0, 4)
        .map((page) => (
          <PageLink key={page.name} page={page} here={here} className="bottom-link" />
        ))}
      <button type="button" className="bottom-link" onClick={onAll}>
        <Icon name="all" />
        <span>{t.frame.all}</span>
      </button>
    </nav>
  )
}
