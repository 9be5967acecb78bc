import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { printed } from '../catalog/format.ts'
import { useWords } from '../text/text.tsx'
import { Icon, Mark } from '../ui/Icon.tsx'
import { keptSearch } from './kept.ts'
import type { Page } from './pages.ts'
import { useOpenProposals, useToDo } from './todo.ts'

const KEY = 'mingjing.rail'

/** The left rail; folded it keeps its words under the drawings. */
export function Rail({ pages, here }: { pages: Page[]; here: Page['name'] | undefined }) {
  const { t } = useWords()
  const [folded, setFolded] = useState(() => localStorage.getItem(KEY) === 'folded')
  const fold = (): void => {
    localStorage.setItem(KEY, folded ? 'open' : 'folded')
    setFolded(!folded)
  }
  return (
    <nav className={folded ? 'rail rail-folded' : 'rail'} aria-label={t.frame.pages}>
      <div className="rail-inner">
        <div className="rail-mark">
          <Mark />
          <span>{t.product}</span>
        </div>
        <ul>
          {pages.map((page, place) => (
            <li key={page.name} className={place > 0 && pages[place - 1]?.section !== page.section ? 'rail-gap' : undefined}>
              <PageLink page={page} here={here} className="rail-link" />
            </li>
          ))}
        </ul>
        <button type="button" className="rail-fold" onClick={fold}>
          <Icon name={folded ? 'right' : 'left'} size={14} />
          <span>{folded ? t.frame.unfold : t.frame.fold}</span>
        </button>
      </div>
    </nav>
  )
}

/** A page's link keeps period and filters, which mean the same on every page. */
export function PageLink({ page, here, className }: { page: Page; here: string | undefined; className: string }) {
  const { t } = useWords()
  const toDo = useToDo()
  const open = useOpenProposals(page.name === 'supervision')
  const count = page.name === 'complaints' ? toDo : open
  return (
    <Link to={page.path} search={keptSearch} className={className} aria-current={here === page.name ? 'page' : undefined}>
      <Icon name={page.icon} />
      <span>{t.pages[page.name]}</span>
      {count > 0 && (
        <span className="count" title={t.frame.toDo(count)}>
          {printed(count)}
          <span className="hidden-text">{t.frame.toDo(count)}</span>
        </span>
      )}
    </Link>
  )
}
